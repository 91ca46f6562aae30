/** An editor for tests: it starts the built server, opens documents, types, and asks as an editor does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { BIN, directory } from '../cli/command.js';

/** An editor with one document open. */
export class EditorSession {
  readonly uri: string;
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  initialized: InitializeResult = { capabilities: {} };
  /** What the server asked to be shown. */
  readonly shown: { readonly uri: string; readonly external?: boolean }[] = [];
  #document: TextDocument;
  readonly #published: PublishDiagnosticsParams[] = [];
  #waiting: (() => void)[] = [];

  private constructor(args: readonly string[], cwd: string) {
    this.uri = pathToFileURL(`${cwd}/test.litmus`).href;
    this.#document = TextDocument.create(this.uri, 'litmus', 0, '');
    this.process = spawn(process.execPath, [BIN, 'lsp', '--stdio', ...args], {
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error('the server has no streams');
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (each: PublishDiagnosticsParams) => {
      this.#published.push(each);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.connection.onRequest('window/showDocument', (each: { readonly uri: string }) => {
      this.shown.push(each);
      return { success: true };
    });
    this.connection.listen();
    onTestFinished(() => {
      this.process.kill();
    });
  }

  /** Starts the server and opens a text. */
  static async open(
    text: string,
    args: readonly string[] = [],
    files: Readonly<Record<string, string>> = {},
  ) {
    const session = new EditorSession(args, directory(files));
    const capabilities = { window: { showDocument: { support: true } } };
    session.initialized = await session.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
    });
    await session.connection.sendNotification('initialized', {});
    session.#document = TextDocument.create(session.uri, 'litmus', 1, text);
    await session.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: session.uri, languageId: 'litmus', version: 1, text },
    });
    return session;
  }

  get text(): string {
    return this.#document.getText();
  }

  /** Types in place of a part of the text. */
  async type(old: string, by: string): Promise<void> {
    await this.apply([{ range: this.rangeOf(old), newText: by }]);
  }

  /** Makes edits, as an editor does with those of the server: from the end to the beginning. */
  async apply(edits: readonly TextEdit[]): Promise<void> {
    const sorted = [...edits].sort(
      (a, b) => this.#document.offsetAt(b.range.start) - this.#document.offsetAt(a.range.start),
    );
    const contentChanges = sorted.map(({ range, newText: text }) => ({ range, text }));
    const version = this.#document.version + 1;
    this.#document = TextDocument.update(this.#document, contentChanges, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version },
      contentChanges,
    });
  }

  rangeOf(words: string): Range {
    const at = this.text.indexOf(words);
    if (at === -1) throw new Error(`there is no '${words}'`);
    return { start: this.#document.positionAt(at), end: this.#document.positionAt(at + words.length) };
  }

  /** Where words begin, or with `¦` in them the place that it marks. */
  position(words: string): Position {
    const [before] = words.split('¦');
    const { start } = this.rangeOf(words.replace('¦', ''));
    return words.includes('¦') ? { line: start.line, character: start.character + before.length } : start;
  }

  /** Asks about the document, and about a place in it. */
  async ask<Answer>(method: string, params: object = {}): Promise<Answer> {
    return this.connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri: this.uri },
      ...params,
    });
  }

  /** The next diagnostics of the text as it is that are as asked. */
  async diagnostics(
    isWanted: (list: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    for (;;) {
      const last = this.#published.findLast(({ version }) => version === this.#document.version);
      if (last !== undefined && isWanted(last.diagnostics)) return last.diagnostics;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** The line above the condition, behind its number; null where there is none. */
  async lens(): Promise<string | null> {
    const lenses = await this.ask<CodeLens[]>('codeLens');
    if (lenses.length > 1) throw new Error(`there are ${lenses.length} lenses`);
    return lenses.map(({ command, range }) => `${range.start.line + 1}: ${command?.title}`).at(0) ?? null;
  }

  async hover(words: string): Promise<string | null> {
    const hover = await this.ask<Hover | null>('hover', { position: this.position(words) });
    return hover === null ? null : (hover.contents as { readonly value: string }).value;
  }

  async completions(words: string): Promise<readonly CompletionItem[]> {
    return this.ask<CompletionItem[]>('completion', { position: this.position(words) });
  }

  async actions(words: string): Promise<readonly CodeAction[]> {
    const diagnostics = await this.diagnostics();
    return this.ask<CodeAction[]>('codeAction', { range: this.rangeOf(words), context: { diagnostics } });
  }

  /** Takes an action by the beginning of its title. */
  async take(words: string, title: string): Promise<void> {
    const actions = await this.actions(words);
    const action = actions.find((each) => each.title.startsWith(title));
    const edits = action?.edit?.changes?.[this.uri];
    if (edits === undefined)
      throw new Error(`no '${title}' among ${actions.map((each) => each.title).join(', ')}`);
    await this.apply(edits);
  }

  async rename(words: string, newName: string): Promise<void> {
    const edit = await this.ask<{ readonly changes: Readonly<Record<string, TextEdit[]>> }>('rename', {
      position: this.position(words),
      newName,
    });
    await this.apply(edit.changes[this.uri]);
  }

  /** Ends the server as an editor does, and gives its exit code. */
  async close(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return ended;
  }
}
