// schema.mjs FOLDER FILE... - holds SARIF files against the schema in FOLDER/node_modules, through ajv.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const schema = JSON.parse(readFileSync(join(folder, "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"), "utf8"));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);
// A validator that accepts anything would prove nothing.
if (validate({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })) throw new Error("the schema accepts a run without a tool's name");
let failed = 0;
for (const file of files) {
  if (!validate(JSON.parse(readFileSync(file, "utf8")))) {
    failed++;
    for (const error of validate.errors.slice(0, 20)) console.log(`${file}: ${error.instancePath} ${error.message}`);
  }
}
console.log(`${files.length} files, ${failed} not valid`);
process.exit(failed ? 1 : 0);
