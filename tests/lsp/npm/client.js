// A session through vscode-jsonrpc and the protocol's own request types, as VS Code itself speaks to a server.
// node client.js VTCHECK FOLDER: FOLDER holds a.c, whose line 10 is a double await, and compile_commands.json.
'use strict';

const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const rpc = require('vscode-languageserver-protocol/node');

const [vtcheck, folder] = process.argv.slice(2);
const uri = pathToFileURL(path.join(folder, 'a.c')).href;
const text = fs.readFileSync(path.join(folder, 'a.c'), 'utf8');

async function main() {
  const server = spawn(vtcheck, ['lsp'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createProtocolConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
  const published = [];
  const waiting = [];
  const registered = [];
  const progress = [];
  connection.onError((error) => { throw error; });
  connection.onNotification(rpc.PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    waiting.splice(0).forEach((wake) => wake());
  });
  connection.onRequest(rpc.RegistrationRequest.type, (params) => { registered.push(...params.registrations); });
  connection.onRequest(rpc.WorkDoneProgressCreateRequest.type, ({ token }) => {
    connection.onProgress(rpc.WorkDoneProgress.type, token, (value) => { progress.push(value.kind); waiting.splice(0).forEach((wake) => wake()); });
  });
  connection.onRequest(rpc.ShowDocumentRequest.type, () => ({ success: true }));
  connection.listen();
  const until = async (test) => { while (!test()) await new Promise((wake) => waiting.push(wake)); };

  const { capabilities, serverInfo } = await connection.sendRequest(rpc.InitializeRequest.type, {
    processId: process.pid, rootUri: pathToFileURL(folder).href, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities: {
      window: { workDoneProgress: true, showDocument: { support: true } },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: {
        publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
      },
    },
  });
  assert.strictEqual(serverInfo.name, 'vtcheck');
  assert.strictEqual(capabilities.textDocumentSync.change, rpc.TextDocumentSyncKind.Incremental);
  await connection.sendNotification(rpc.InitializedNotification.type, {});

  await connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'c', version: 1, text } });
  await until(() => published.some((p) => p.uri === uri && p.diagnostics.length === 1));
  const diagnostic = published.find((p) => p.uri === uri && p.diagnostics.length === 1).diagnostics[0];
  assert.ok(rpc.Diagnostic.is(diagnostic));
  assert.strictEqual(diagnostic.code, 'vt-double-await');
  assert.strictEqual(diagnostic.range.start.line, 9);
  assert.ok(diagnostic.relatedInformation.every(rpc.DiagnosticRelatedInformation.is));

  const actions = await connection.sendRequest(rpc.CodeActionRequest.type, { textDocument: { uri }, range: diagnostic.range, context: { diagnostics: [diagnostic] } });
  assert.ok(actions.length >= 2 && actions.every(rpc.CodeAction.is));
  const hover = await connection.sendRequest(rpc.HoverRequest.type, { textDocument: { uri }, position: { line: 8, character: 17 } });
  assert.ok(rpc.Hover.is(hover));
  await assert.rejects(connection.sendRequest('no/such', {}), (error) => error.code === rpc.ErrorCodes.MethodNotFound);

  const source = new rpc.CancellationTokenSource();
  const cancelled = connection.sendRequest(rpc.HoverRequest.type, { textDocument: { uri }, position: { line: 8, character: 17 } }, source.token);
  source.cancel();
  await cancelled.then((result) => assert.ok(rpc.Hover.is(result)), (error) => assert.strictEqual(error.code, rpc.LSPErrorCodes.RequestCancelled));

  await connection.sendNotification(rpc.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 9, character: 0 }, end: { line: 10, character: 0 } }, text: '    return a;\n' }],
  });
  await until(() => published.some((p) => p.version === 2 && p.diagnostics.length === 0));
  await until(() => progress.includes('end'));
  assert.strictEqual(progress[0], 'begin');
  assert.strictEqual(registered[0].method, 'workspace/didChangeWatchedFiles');

  await connection.sendRequest(rpc.ShutdownRequest.type);
  await connection.sendNotification(rpc.ExitNotification.type);
  const status = await new Promise((resolve) => server.on('exit', resolve));
  assert.strictEqual(status, 0);
  console.log('ok');
  process.exit(0);
}

main().catch((error) => { console.error(error); process.exit(1); });
