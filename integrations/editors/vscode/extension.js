// The extension: starts `vtcheck lsp` for C files, and again when its settings change.
'use strict';

const path = require('path');
const vscode = require('vscode');
const { LanguageClient, Trace } = require('vscode-languageclient/node');

let client;

function command() {
  const settings = vscode.workspace.getConfiguration('vtcheck');
  const args = ['lsp'];
  const folders = vscode.workspace.workspaceFolders || [];
  const database = settings.get('compileCommandsDir');
  if (database) args.push('-p', folders.length > 0 ? path.resolve(folders[0].uri.fsPath, database) : database);
  return { command: settings.get('path'), args: args.concat(settings.get('args')) };
}

async function start() {
  const settings = vscode.workspace.getConfiguration('vtcheck');
  client = new LanguageClient('vtcheck', 'vtcheck', command(), {
    documentSelector: [{ scheme: 'file', language: 'c' }, { scheme: 'file', pattern: '**/*.h' }],
  });
  try {
    await client.start();
    await client.setTrace(Trace.fromString(settings.get('trace')));
  } catch (error) {
    vscode.window.showErrorMessage(`vtcheck cannot be started: ${error.message}. Set vtcheck.path to the program.`);
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old && old.needsStop()) await old.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(vscode.commands.registerCommand('vtcheck.restart', restart));
  context.subscriptions.push(vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('vtcheck')) restart();
  }));
  await start();
}

module.exports = { activate, deactivate: stop };
