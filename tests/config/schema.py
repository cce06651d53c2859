#!/usr/bin/env python3
"""Holds the JSON schema for editors against what vtcheck itself accepts.

    schema.py VTCHECK SCHEMA FOLDER

Each FOLDER/good/*.yaml must be accepted by both, each FOLDER/bad/*.yaml by neither. Needs python3-jsonschema and python3-yaml; without
them it says so and exits with 77.
"""

import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-jsonschema, python3-yaml)")
    sys.exit(77)


def main():
    vtcheck, schema_path, folder = sys.argv[1:]
    schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    failures = count = 0
    for verdict in ("good", "bad"):
        for path in sorted(pathlib.Path(folder, verdict).glob("*.yaml")):
            count += 1
            by_schema = validator.is_valid(yaml.safe_load(path.read_text(encoding="utf-8")))
            run = subprocess.run([vtcheck, "config", "--verify", str(path)], capture_output=True, text=True, check=False)
            by_vtcheck = run.returncode == 0
            for who, accepted in (("the schema", by_schema), ("vtcheck", by_vtcheck)):
                if accepted != (verdict == "good"):
                    failures += 1
                    print(f"{path}: {who} {'accepts' if accepted else 'refuses'} it\n{run.stderr}")
    print(f"{count} configurations, {failures} failures")
    return 1 if failures or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
