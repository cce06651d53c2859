"""What a runner of GitHub does with steps, here: conditions, inputs with their defaults, env, outputs from step to step, additions to PATH.

Expressions are those that our action and workflows use: anything else is an error, so that a step which this cannot judge is seen. Actions of
other people are noted and not run.
"""

import os
import pathlib
import re
import subprocess

import yaml

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<op>==|!=|&&|\|\||[(),])|(?P<call>always|format)(?=\()|(?P<name>[a-z_]+(?:\.[a-z_-]+)+))")
OPERATORS = {"&&": " and ", "||": " or ", "==": "==", "!=": "!=", "(": "(", ")": ")", ",": ","}


def evaluate(expression, values):
    """A workflow expression. `&&` and `||` hand on a value as Python's do; a name that has no value is ''."""
    python, at = "", 0
    while expression[at:].strip():
        found = TOKEN.match(expression, at)
        assert found, f"an expression that this test does not know: {expression[at:]}"
        at = found.end()
        if found["text"] is not None:
            python += repr(found["text"][1:-1].replace("''", "'"))
        elif found["op"]:
            python += OPERATORS[found["op"]]
        else:
            python += found["call"] or f"value({found['name']!r})"
    functions = {"always": lambda: True, "format": lambda text, *rest: text.format(*rest), "value": lambda name: values.get(name, "")}
    return eval(python, {"__builtins__": {}}, functions)  # of what is matched above alone


def fill(text, values):
    def one(found):
        value = evaluate(found.group(1), values)
        return str(value).lower() if isinstance(value, bool) else str(value)

    return re.sub(r"\$\{\{(.*?)\}\}", one, str(text))


class Steps:
    """Steps of one job: `ran` are the names of those that were not left out, `used` the actions of others with their inputs."""

    def __init__(self, temp, workspace, values, environment=None):
        self.temp, self.workspace, self.values = pathlib.Path(temp), pathlib.Path(workspace), dict(values)
        self.environment = environment or {}
        self.ran, self.used, self.log, self.failed = [], {}, "", False

    def run(self, steps):
        for step in steps:
            condition = step.get("if", "")
            wanted = evaluate(str(condition), self.values) if condition else True
            if not wanted or (self.failed and "always()" not in condition):
                continue
            self.ran.append(step.get("name", step.get("uses")))
            inputs = {name: fill(value, self.values) for name, value in step.get("with", {}).items()}
            if "run" in step:
                self.run_script(step)
            elif step["uses"].startswith("./"):
                self.run_action(step, inputs)
            else:
                self.used[step["uses"].split("@")[0]] = inputs
        return self

    def take_outputs(self, step, outputs):
        self.values.update({f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()} if "id" in step else {})

    def run_script(self, step):
        assert "${{" not in step["run"], "a step reads an expression as a command"
        output, path = self.temp / "output", self.temp / "path"
        output.write_text("")
        environment = {**os.environ, "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_OUTPUT": str(output),
                       "GITHUB_PATH": str(path), "GITHUB_STEP_SUMMARY": str(self.temp / "summary"), "RUNNER_TEMP": str(self.temp), **self.environment}
        environment["PATH"] = ":".join([*(path.read_text().splitlines() if path.exists() else []), environment["PATH"]])
        environment.update({name: fill(value, self.values) for name, value in step.get("env", {}).items()})
        # "bash" by name also fails in the middle of a pipe; without a name it is bash all the same, but does not.
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"] if step.get("shell") == "bash" else ["bash", "-e", "-c"]
        done = subprocess.run([*shell, step["run"]], cwd=self.workspace / fill(step.get("working-directory", "."), self.values), env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.log += done.stdout
        self.failed |= done.returncode != 0
        self.take_outputs(step, dict(line.split("=", 1) for line in output.read_text().splitlines()))

    def run_action(self, step, inputs):
        action = Action(self.temp, self.workspace, self.workspace / step["uses"], inputs, self.values, self.environment).run()
        self.ran += action.ran
        self.used.update(action.used)
        self.log += action.log
        self.failed |= action.failed
        self.take_outputs(step, action.outputs)


class Action(Steps):
    """The composite action of a folder; inputs that are not given have their defaults."""

    def __init__(self, temp, workspace, folder, inputs, values=None, environment=None):
        self.about = yaml.safe_load((pathlib.Path(folder) / "action.yml").read_text(encoding="utf-8"))
        unknown = set(inputs) - set(self.about["inputs"])
        assert not unknown, f"unknown inputs: {unknown}"
        given = {f"inputs.{name}": inputs.get(name, str(about.get("default", ""))) for name, about in self.about["inputs"].items()}
        context = {name: value for name, value in (values or {}).items() if name.startswith("github.")}
        super().__init__(temp, workspace, {**context, **given}, {**(environment or {}), "GITHUB_ACTION_PATH": str(folder)})
        self.outputs = {}

    def run(self, steps=None):
        assert all(step.get("shell") == "bash" for step in self.about["runs"]["steps"] if "run" in step), "a step of an action names its shell"
        super().run(steps or self.about["runs"]["steps"])
        self.outputs = {name: fill(about["value"], self.values) for name, about in self.about["outputs"].items()}
        return self
