// schema.mjs FOLDER SCHEMA FILE... - holds reports against a schema, through ajv of FOLDER/node_modules. SCHEMA "sarif" is the official one there;
// for our own no report may have a key that it does not describe.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, name, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const isSarif = name === "sarif";
const schema = JSON.parse(readFileSync(isSarif ? join(folder, "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json") : name, "utf8"));

function close(part) {
  if (part && part.type === "object" && part.properties) part.additionalProperties = false;
  for (const value of Object.values(part ?? {})) if (typeof value === "object") close(value);
}

// Ours is strict JSON schema, too: no unknown keyword, no type left open by mistake.
const ajv = new Ajv({ strict: isSarif ? false : "log", strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
if (!isSarif) {
  ajv.compile(structuredClone(schema)); // as it is
  close(schema);
  delete schema.$id;
}
const validate = ajv.compile(schema);
// A validator that accepts anything would prove nothing.
const wrong = isSarif ? { version: "2.1.0", runs: [{ tool: { driver: {} } }] } : { ...JSON.parse(readFileSync(files[0], "utf8")), findings: [{ rule: "vt-double-await" }] };
if (validate(wrong)) throw new Error("the schema accepts what is wrong");
let failed = 0;
for (const file of files) {
  if (!validate(JSON.parse(readFileSync(file, "utf8")))) {
    failed++;
    for (const error of validate.errors.slice(0, 20)) console.log(`${file}: ${error.instancePath} ${error.message}`);
  }
}
console.log(`${files.length} files, ${failed} not valid`);
process.exit(failed ? 1 : 0);
