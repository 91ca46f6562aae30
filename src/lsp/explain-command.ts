/** The commands of a lens: how a state comes about, or why it cannot, as text beside the test or as a page. */
import type { Connection } from 'vscode-languageserver';
import type { ServerHost } from './host.js';
import type { OpenTest } from './open-test.js';

/** A command as an editor shows it. Its argument is a document's URI. */
interface ExplainCommand {
  readonly command: string;
  readonly title: string;
  readonly form: 'text' | 'html';
}

export const EXPLAIN: ExplainCommand = {
  command: 'pinlitmus.explain',
  title: 'Explain the verdicts',
  form: 'text',
};
export const EXPLAIN_GRAPH: ExplainCommand = {
  command: 'pinlitmus.explainGraph',
  title: 'Draw the executions',
  form: 'html',
};

/** What a command gives back: the text, and where it was shown. */
interface ExplainAnswered {
  readonly text: string | null;
  readonly uri: string | null;
}

/** Runs a command: shows the explanation where the editor can show documents, and gives it back in any case. */
export async function runExplainCommand(
  { command, form }: ExplainCommand,
  test: OpenTest,
  {
    connection,
    host,
    shows,
  }: { readonly connection: Connection; readonly host: ServerHost; readonly shows: boolean },
): Promise<ExplainAnswered> {
  const text = await test.explained(form);
  if (text === null) {
    connection.window.showInformationMessage(
      'There is no explanation: the test was changed, or cannot be run.',
    );
    return { text, uri: null };
  }
  if (!shows) return { text, uri: null };
  const stem = test.source.name.replace(/^.*[\\/]/, '').replace(/\.litmus$/, '');
  const uri = host.keep(`${stem}.explain.${form === 'text' ? 'txt' : 'html'}`, text);
  if (uri !== null)
    await connection.window.showDocument({
      uri,
      external: command === EXPLAIN_GRAPH.command,
      takeFocus: true,
    });
  return { text, uri };
}
