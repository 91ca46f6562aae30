/**
 * The language server: it keeps the documents that an editor has open, and answers by src/language and by searches on other threads.
 * What the protocol calls things is here and beside this file, what is to be said of a test is not.
 */
import {
  type CodeLens,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { lensOf } from '../language/index.js';
import { ACTION_KINDS, codeActionsOf } from './code-actions.js';
import { EXPLAIN, EXPLAIN_GRAPH, runExplainCommand } from './explain-command.js';
import type { ServerHost } from './host.js';
import { OpenTest } from './open-test.js';
import { rangeOf } from './positions.js';
import { TOKEN_LEGEND } from './protocol-kinds.js';
import { published } from './published.js';
import { addTextFeatures } from './text-features.js';

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: ['.', '>', ':', '='], resolveProvider: true },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  foldingRangeProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: ACTION_KINDS },
  executeCommandProvider: { commands: [EXPLAIN.command, EXPLAIN_GRAPH.command] },
  semanticTokensProvider: { legend: TOKEN_LEGEND, full: true },
};

/** Serves an editor, until it ends the connection. */
export function serve(connection: Connection, given: Omit<ServerHost, 'complain'>): void {
  // What is said there an editor shows among the server's own messages.
  const { console: messages } = connection;
  const host: ServerHost = { ...given, complain: (message) => messages.error(message) };
  const documents = new TextDocuments(TextDocument);
  const open = new Map<string, OpenTest>();
  let shows = false;

  connection.onInitialize(({ capabilities }: InitializeParams): InitializeResult => {
    shows = capabilities.window?.showDocument?.support === true;
    return { capabilities: CAPABILITIES, serverInfo: { name: 'pinlitmus', version: host.version } };
  });

  const publish = (test: OpenTest): void => {
    const { uri, version } = test.document;
    if (open.get(uri) !== test) return;
    void connection.sendDiagnostics({ uri, version, diagnostics: published(test, host.pageOf) });
  };
  documents.onDidChangeContent(({ document }) => {
    open.get(document.uri)?.cancel();
    const test = new OpenTest(document, host);
    open.set(document.uri, test);
    publish(test);
    void test.check.then((check) => check !== null && publish(test));
    void test.barriers.then((barriers) => barriers !== null && publish(test));
  });
  documents.onDidClose(({ document: { uri } }) => {
    open.get(uri)?.cancel();
    open.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onShutdown(() => {
    for (const test of open.values()) test.cancel();
    open.clear();
  });

  connection.onCodeLens(async ({ textDocument: { uri } }): Promise<CodeLens[]> => {
    const test = open.get(uri);
    const check = (await test?.check) ?? null;
    if (test === undefined || check === null) return [];
    if (open.get(uri) !== test)
      throw new ResponseError(LSPErrorCodes.ContentModified, 'the test was changed');
    const lens = lensOf(test.outline, check);
    if (lens === null) return [];
    const { command } = EXPLAIN;
    const range = rangeOf(test.document, { start: lens.start, end: lens.start });
    return [{ range, command: { title: `${lens.text}: explain`, command, arguments: [uri] } }];
  });
  connection.onCodeAction((params) => {
    const test = open.get(params.textDocument.uri);
    return test === undefined ? [] : codeActionsOf(test, params);
  });
  connection.onExecuteCommand(({ command, arguments: [uri] = [] }) => {
    const test = open.get(String(uri));
    const known = [EXPLAIN, EXPLAIN_GRAPH].find((each) => each.command === command);
    if (test === undefined || known === undefined)
      throw new ResponseError(LSPErrorCodes.RequestFailed, `there is no '${command}' of '${uri}'`);
    return runExplainCommand(known, test, { connection, host, shows });
  });
  addTextFeatures(connection, (uri) => open.get(uri));
  documents.listen(connection);
  connection.listen();
}
