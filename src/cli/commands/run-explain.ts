/** `pinlitmus explain`: one test at a time, in the order given; a file that is malformed does not keep the others from it. */
import { crashOf, mostTime, namesOf } from '../../check/check-source.js';
import { loadTest, loadTestAsking } from '../../dialects/load.js';
import { explainTest } from '../../explain/index.js';
import { withGrace, within } from '../../query/cut-off.js';
import { faultLines } from '../../report/check/not-run.js';
import { explainLines, lateLines } from '../../report/explain/explain-text.js';
import type { ExplainedFile } from '../../report/formats/explain-json.js';
import type { Form } from '../../report/graph/graph.js';
import { colourLevel, paintAt } from '../../report/text/colour.js';
import { joinLines } from '../../report/text/layout.js';
import { byPosition, type Diagnostic, hasErrors } from '../../text/diagnostic.js';
import type { Source } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect, pathsOf } from '../io/collect.js';
import { type Document, readDocument } from '../io/document.js';
import { type Output, openOutput } from '../io/output.js';
import { columnsOf, type Streams, say, sayLines } from '../io/streams.js';
import { type SearchOptions, settingsOf } from '../options.js';
import { version } from '../version.js';

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
export async function explain(
  paths: readonly string[],
  options: ExplainOptions,
  streams: Streams,
): Promise<ExitCode> {
  const collection = await collect(paths);
  const { files, empty } = collection;
  refuse(files.length, options);
  const path = options.output ?? options.outputFile;
  const output = openOutput(path, streams, pathsOf(collection));
  const codes = new Set<ExitCode>();
  const terminal = path === undefined && streams.stdout.isTTY === true;
  const paint = paintAt(colourLevel({ environment: streams.environment, terminal }));
  const width = path === undefined ? columnsOf(streams.stdout) : 80;
  const print = async (each: ExplainedFile, isFirst: boolean): Promise<void> => {
    const { name, explanation, diagnostics, crash, late } = each;
    const isText = options.graph === undefined && options.reporter === 'pretty';
    const faults = await faultLines({ file: name, crash }, diagnostics, width, paint);
    if (crash !== null && streams.environment.PINLITMUS_DEBUG) say(streams, crash.stack);
    if (!isText) {
      if (options.graph !== undefined) sayLines(streams, faults);
      return;
    }
    const told =
      explanation === null ? lateLines(name, late, width) : explainLines(explanation, width, paint);
    const apart = faults.length > 0 && told.length > 0 ? [''] : [];
    output.write(joinLines([...(isFirst ? [] : ['']), ...faults, ...apart, ...told]));
  };
  const all: ExplainedFile[] = [];
  try {
    for (const file of files) {
      const each = explained(typeof file === 'string' ? readDocument(file, streams.stdin) : file, options);
      codes.add(codeOf(each));
      await print(each, all.length === 0);
      all.push(each);
    }
    await writeWhole(all, options, streams, output);
  } finally {
    output.close();
  }
  for (const reason of empty) say(streams, `pinlitmus: no test found: ${visible(reason)}`);
  if (empty.length > 0) codes.add(EXIT.noTest);
  return worstCode(codes);
}

function refuse(files: number, { graph, reporter }: ExplainOptions): void {
  if (graph === undefined) return;
  if (files > 1) throw new UsageError('--graph draws one test at a time');
  if (reporter === 'json') throw new UsageError('--graph and --reporter json exclude each other');
}

/** Writes what is not written test by test: a graph, or the JSON document. */
async function writeWhole(
  all: readonly ExplainedFile[],
  options: ExplainOptions,
  streams: Streams,
  output: Output,
): Promise<void> {
  if (options.graph !== undefined) await writeGraph(all, options.graph, streams, output);
  else if (options.reporter === 'json') {
    const { explainDocument } = await import('../../report/formats/explain-json.js');
    output.write(explainDocument(all, version()));
  }
}

/** Writes the graph of the one test that there is. */
async function writeGraph(
  [only]: readonly ExplainedFile[],
  form: Form,
  streams: Streams,
  output: Output,
): Promise<void> {
  const explanation = only?.explanation ?? null;
  if (explanation === null) return;
  const { graphOf } = await import('../../report/graph/graph.js');
  const text = await graphOf(explanation, { model: null, which: 0 }, form);
  if (text === null) say(streams, 'pinlitmus: there is nothing to draw: see the text without --graph');
  else output.write(text);
}

function explained(document: Document | Diagnostic, options: ExplainOptions): ExplainedFile {
  const nothing = { explanation: null, diagnostics: [], late: [], crash: null };
  if (!('source' in document))
    return { ...nothing, name: document.span.source.name, diagnostics: [document] };
  const { source } = document;
  const settings = settingsOf(options);
  const { milliseconds } = settings.limits;
  // What SC says is asked for even where it is none of the models.
  const most = mostTime(source, settings) + withGrace(milliseconds);
  const { name } = source;
  try {
    const done = within(most, () => explainedText(source, options));
    if (done.kind === 'done') return { ...nothing, name, ...done.result };
    const limit = { kind: 'time', milliseconds } as const;
    const late = namesOf(source, settings).map(
      (model) => ({ ...model, kind: 'unknown', limit, deadlock: null }) as const,
    );
    return { ...nothing, name, late };
  } catch (error) {
    return { ...nothing, name, crash: crashOf(error) };
  }
}

function explainedText(
  source: Source,
  options: ExplainOptions,
): Pick<ExplainedFile, 'explanation' | 'diagnostics'> {
  const { test, diagnostics } =
    options.state === undefined
      ? loadTest(source)
      : loadTestAsking(source, { name: '--state', text: options.state });
  const sorted = [...diagnostics].sort(byPosition);
  if (test === null || hasErrors(sorted)) return { explanation: null, diagnostics: sorted };
  const explanation = explainTest(test, settingsOf(options));
  const all = [...sorted, ...explanation.strays];
  return { explanation: hasErrors(all) ? null : explanation, diagnostics: all };
}

function codeOf({ explanation, crash, late }: ExplainedFile): ExitCode {
  if (crash !== null) return EXIT.usage;
  if (explanation === null) return late.length > 0 ? EXIT.undecided : EXIT.malformed;
  return explanation.models.some(({ kind }) => kind === 'unknown') ? EXIT.undecided : EXIT.expected;
}
