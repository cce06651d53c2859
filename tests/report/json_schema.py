#!/usr/bin/env python3
"""Holds what --format=json writes against its schema.

    json_schema.py VTCHECK SCHEMA SOURCE

Reports of fixtures with findings of all kinds: with fixes, silenced, known to a baseline, of files that do not parse, of a function that was cut short. The schema lets
unknown keys pass, for readers must; here it does not, so that no key is written that it does not describe, and each key that it
describes must have been seen. Needs python3-jsonschema; without it it says so and exits with 77.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-jsonschema)")
    sys.exit(77)

FOLDERS = ["testdata/rules/vt-double-await", "testdata/rules/vt-field-storage", "testdata/cli/nolint", "testdata/cli/parse_errors", "testdata/cli/cut_short", "examples/cached_user"]


def closed(schema):
    """The same schema without leave for keys that it does not know."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if schema.get("type") == "object":
            schema["additionalProperties"] = False
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def keys_of(schema, found):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            found.update(schema["properties"])
        for value in schema.values():
            keys_of(value, found)
    return found


def keys_in(report, found):
    if isinstance(report, dict):
        found.update(report)
    for value in report.values() if isinstance(report, dict) else report if isinstance(report, list) else ():
        keys_in(value, found)
    return found


def report(vtcheck, source, folder, more=()):
    files = sorted(str(path) for path in (source / folder).glob("*.c"))
    done = subprocess.run([vtcheck, "--quiet", "--no-cache", "--format=json", *more, *files, "--", "-std=gnu2x", f"-I{source / 'include'}"],
                          cwd=source, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def main():
    vtcheck, schema_path, source = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    strict, lenient = jsonschema.Draft202012Validator(closed(schema)), jsonschema.Draft202012Validator(schema)
    reports = [report(vtcheck, source, folder) for folder in FOLDERS]
    with tempfile.TemporaryDirectory() as scratch:
        baseline = f"{scratch}/baseline.json"
        report(vtcheck, source, FOLDERS[0], [f"--write-baseline={baseline}"])
        reports.append(report(vtcheck, source, FOLDERS[0], [f"--baseline={baseline}"]))
    failures = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for made in reports for error in strict.iter_errors(made)]

    # A validator that accepts anything would prove nothing.
    more, less, odd = (copy.deepcopy(reports[0]) for _ in range(3))
    more["findings"][0]["new"] = 1
    del less["findings"][0]["line"]
    odd["findings"][0]["severity"] = "fatal"
    failures += [f"the schema is wrong about case {i}" for i, wrong in enumerate((not lenient.is_valid(more), strict.is_valid(more), lenient.is_valid(less), lenient.is_valid(odd))) if wrong]
    unseen = keys_of(schema, set()) - set().union(*(keys_in(made, set()) for made in reports)) - {"reason"}
    failures += [f"no report has the key '{key}'" for key in sorted(unseen)]
    print("\n".join(failures) or f"{len(reports)} reports are as the schema says")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
