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
  await asking();
  console.log('ok');
  process.exit(0);
}

// A client that asks for diagnostics, as VS Code does where the server offers it: of a document, of the workspace, and again with what it has.
async function asking() {
  const server = spawn(vtcheck, ['lsp'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = rpc.createProtocolConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
  connection.onRequest(rpc.DiagnosticRefreshRequest.type, () => {});
  connection.listen();
  const { capabilities } = await connection.sendRequest(rpc.InitializeRequest.type, {
    processId: process.pid, rootUri: null, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
  });
  assert.strictEqual(capabilities.diagnosticProvider.workspaceDiagnostics, true);
  await connection.sendNotification(rpc.InitializedNotification.type, {});
  const whole = await connection.sendRequest(rpc.WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken: 'p', workDoneToken: 'w' });
  assert.strictEqual(whole.items.length, 1);
  assert.strictEqual(whole.items[0].kind, rpc.DocumentDiagnosticReportKind.Full);
  assert.strictEqual(whole.items[0].version, null);
  assert.ok(whole.items[0].items.every(rpc.Diagnostic.is));
  assert.strictEqual(whole.items[0].items[0].code, 'vt-double-await');

  await connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'c', version: 1, text } });
  const one = await connection.sendRequest(rpc.DocumentDiagnosticRequest.type, { textDocument: { uri } });
  assert.strictEqual(one.kind, rpc.DocumentDiagnosticReportKind.Full);
  assert.strictEqual(one.items.length, 1);
  const same = await connection.sendRequest(rpc.DocumentDiagnosticRequest.type, { textDocument: { uri }, previousResultId: one.resultId });
  assert.strictEqual(same.kind, rpc.DocumentDiagnosticReportKind.Unchanged);

  const waiting = connection.sendRequest(rpc.WorkspaceDiagnosticRequest.type, { previousResultIds: whole.items.map(({ uri: of, resultId }) => ({ uri: of, value: resultId })) });
  await connection.sendNotification(rpc.DidChangeTextDocumentNotification.type, { textDocument: { uri, version: 2 }, contentChanges: [{ text: text.replace('    return vt_int_await(t, &a);', '    return a;') }] });
  const news = await waiting;
  assert.deepStrictEqual(news.items.map((report) => [report.kind, report.version, report.items.length]), [['full', 2, 0]]);

  await connection.sendRequest(rpc.ShutdownRequest.type);
  await connection.sendNotification(rpc.ExitNotification.type);
  assert.strictEqual(await new Promise((resolve) => server.on('exit', resolve)), 0);
}

main().catch((error) => { console.error(error); process.exit(1); });
