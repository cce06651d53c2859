// The extension's own code with VS Code and the client library replaced: which command its settings make, and restarts.
// node extension.js PATH_OF_EXTENSION_JS
'use strict';

const assert = require('assert');
const Module = require('module');

const settings = { path: '/opt/vtcheck', args: ['--checks=*'], compileCommandsDir: 'out', trace: 'messages' };
const started = [];
let changed;
const vscode = {
  workspace: {
    workspaceFolders: [{ uri: { fsPath: '/work space' } }],
    getConfiguration: () => ({ get: (name) => settings[name] }),
    onDidChangeConfiguration: (listener) => { changed = listener; return {}; },
  },
  commands: { registerCommand: () => ({}) },
  window: { showErrorMessage: (message) => { throw new Error(message); } },
};
class LanguageClient {
  constructor(id, name, server) { this.server = server; }
  async start() { started.push(this); }
  async setTrace(level) { this.trace = level; }
  needsStop() { return true; }
  async stop() { this.stopped = true; }
}
const fakes = { vscode, 'vscode-languageclient/node': { LanguageClient, Trace: { fromString: (text) => text } } };
const load = Module._load;
Module._load = (name, ...rest) => fakes[name] || load(name, ...rest);

async function main() {
  const extension = require(process.argv[2]);
  await extension.activate({ subscriptions: [] });
  assert.deepStrictEqual(started[0].server, { command: '/opt/vtcheck', args: ['lsp', '-p', '/work space/out', '--checks=*'] });
  assert.strictEqual(started[0].trace, 'messages');
  settings.compileCommandsDir = '';
  changed({ affectsConfiguration: (section) => section === 'vtcheck' });
  await new Promise(setImmediate);
  assert.ok(started[0].stopped);
  assert.deepStrictEqual(started[1].server.args, ['lsp', '--checks=*']);
  changed({ affectsConfiguration: () => false });
  await extension.deactivate();
  assert.ok(started[1].stopped);
  assert.strictEqual(started.length, 2);
  console.log('ok');
}

main().catch((error) => { console.error(error); process.exit(1); });
