/** `pinlitmus explain`: one test at a time, in the order given; a file that is malformed does not keep the others from it. */
import { mixedSizes } from '../check/address.js';
import { emptyResult } from '../check/source.js';
import { byPosition, type Diagnostic, hasErrors } from '../diagnostic/diagnostic.js';
import { explainTest } from '../explain/explain.js';
import type { Explanation } from '../explain/explanation.js';
import { loadTest, loadTestAsking } from '../lower/load.js';
import { colourLevel, paintAt } from '../report/colour.js';
import { explainLines } from '../report/explain.js';
import { faultLines } from '../report/fault.js';
import type { Form } from '../report/graph/graph.js';
import { joinLines } from '../report/layout.js';
import { collect } from './collect.js';
import { type Document, readDocument } from './document.js';
import { EXIT, type ExitCode, worstCode } from './exit.js';
import { UsageError } from './failure.js';
import { type SearchOptions, settingsOf } from './options.js';
import { columns, type Output, openOutput } from './output.js';
import { version } from './version.js';

/** The options as commander hands them over. */
export interface ExplainOptions extends SearchOptions {
  /** A proposition in place of the file's own condition. */
  readonly state?: string;
  readonly reporter: 'pretty' | 'json';
  readonly graph?: Form;
  readonly outputFile?: string;
  /** The same, as a graph's file is usually asked for. */
  readonly output?: string;
}

/** Runs the command and gives its exit code. */
export async function explain(paths: readonly string[], options: ExplainOptions): Promise<ExitCode> {
  const { files, empty } = await collect(paths);
  refuse(files.length, options);
  const path = options.output ?? options.outputFile;
  const output = openOutput(path);
  const codes = new Set<ExitCode>();
  const terminal = path === undefined && process.stdout.isTTY;
  const paint = paintAt(colourLevel({ environment: process.env, terminal }));
  const width = path === undefined ? columns() : 80;
  const print = async ({ name, explanation, diagnostics }: Explained, isFirst: boolean): Promise<void> => {
    const isText = options.graph === undefined && options.reporter === 'pretty';
    const faults = await faultLines(emptyResult(name), diagnostics, width, paint);
    if (!isText) {
      if (options.graph !== undefined) process.stderr.write(joinLines(faults));
      return;
    }
    const told = explanation === null ? [] : explainLines(explanation, width, paint);
    const apart = faults.length > 0 && told.length > 0 ? [''] : [];
    output.write(joinLines([...(isFirst ? [] : ['']), ...faults, ...apart, ...told]));
  };
  const all: Explained[] = [];
  try {
    for (const file of files) {
      const each = explained(typeof file === 'string' ? readDocument(file) : file, options);
      codes.add(codeOf(each.explanation));
      await print(each, all.length === 0);
      all.push(each);
    }
    await writeWhole(all, options, output);
  } finally {
    output.close();
  }
  for (const reason of empty) process.stderr.write(`pinlitmus: no test found: ${reason}\n`);
  if (empty.length > 0) codes.add(EXIT.noTest);
  return worstCode(codes);
}

function refuse(files: number, { graph, reporter }: ExplainOptions): void {
  if (graph === undefined) return;
  if (files > 1) throw new UsageError('--graph draws one test at a time');
  if (reporter === 'json') throw new UsageError('--graph and --reporter json exclude each other');
}

/** Writes what is not written test by test: a graph, or the JSON document. */
async function writeWhole(all: readonly Explained[], options: ExplainOptions, output: Output): Promise<void> {
  if (options.graph !== undefined) await writeGraph(all, options.graph, output);
  else if (options.reporter === 'json') {
    const { explainDocument } = await import('../report/explain-json.js');
    output.write(explainDocument(all, version()));
  }
}

/** Writes the graph of the one test that there is. */
async function writeGraph([only]: readonly Explained[], form: Form, output: Output): Promise<void> {
  const explanation = only?.explanation ?? null;
  if (explanation === null) return;
  const { graphOf } = await import('../report/graph/graph.js');
  const text = await graphOf(explanation, { model: null, which: 0 }, form);
  if (text === null)
    process.stderr.write('pinlitmus: there is nothing to draw: see the text without --graph\n');
  else output.write(text);
}

interface Explained {
  readonly name: string;
  readonly explanation: Explanation | null;
  readonly diagnostics: readonly Diagnostic[];
}

function explained(document: Document | Diagnostic, options: ExplainOptions): Explained {
  if (!('source' in document))
    return { name: document.span.source.name, explanation: null, diagnostics: [document] };
  const { source } = document;
  const { name } = source;
  const { test, diagnostics } =
    options.state === undefined
      ? loadTest(source)
      : loadTestAsking(source, { name: '--state', text: options.state });
  const sorted = [...diagnostics].sort(byPosition);
  if (test === null || hasErrors(sorted)) return { name, explanation: null, diagnostics: sorted };
  const settings = settingsOf(options);
  const mixed = mixedSizes(test, settings.models ?? test.models, settings);
  if (mixed.length > 0) return { name, explanation: null, diagnostics: [...sorted, ...mixed] };
  return { name, explanation: explainTest(test, settings), diagnostics: sorted };
}

function codeOf(explanation: Explanation | null): ExitCode {
  if (explanation === null) return EXIT.malformed;
  return explanation.models.some(({ kind }) => kind === 'unknown') ? EXIT.undecided : EXIT.expected;
}
