/** `pinlitmus explain`: one test at a time, in the order given; a file that is malformed does not keep the others from it. */
import { emptyResult } from '../check/source.js';
import { byPosition, type Diagnostic, hasErrors } from '../diagnostic/diagnostic.js';
import { explainTest } from '../explain/explain.js';
import type { Explanation } from '../explain/explanation.js';
import { loadTest, loadTestAsking } from '../lower/load.js';
import { colourLevel, paintAt } from '../report/colour.js';
import { explainLines } from '../report/explain.js';
import { faultLines } from '../report/fault.js';
import { joinLines } from '../report/layout.js';
import { collect } from './collect.js';
import { type Document, readDocument } from './document.js';
import { EXIT, type ExitCode, worstCode } from './exit.js';
import { type SearchOptions, settingsOf } from './options.js';
import { columns, openOutput } from './output.js';

/** The options as commander hands them over. */
export interface ExplainOptions extends SearchOptions {
  /** A proposition in place of the file's own condition. */
  readonly state?: string;
  readonly reporter: 'pretty' | 'json';
  readonly outputFile?: string;
}

/** Runs the command and gives its exit code. */
export async function explain(paths: readonly string[], options: ExplainOptions): Promise<ExitCode> {
  const { files, empty } = await collect(paths);
  const output = openOutput(options.outputFile);
  const codes = new Set<ExitCode>();
  const terminal = options.outputFile === undefined && process.stdout.isTTY;
  const paint = paintAt(colourLevel({ environment: process.env, terminal }));
  const width = columns();
  try {
    for (const [index, file] of files.entries()) {
      const read = typeof file === 'string' ? readDocument(file) : file;
      const { explanation, diagnostics } = explained(read, options);
      if (index > 0) output.write('\n');
      if (diagnostics.length > 0) {
        const name = 'source' in read ? read.source.name : read.span.source.name;
        const lines = await faultLines(emptyResult(name), diagnostics, width, paint);
        output.write(joinLines(explanation === null ? lines : [...lines, '']));
      }
      if (explanation !== null) output.write(joinLines(explainLines(explanation, width, paint)));
      codes.add(codeOf(explanation));
    }
  } finally {
    output.close();
  }
  for (const reason of empty) process.stderr.write(`pinlitmus: no test found: ${reason}\n`);
  if (empty.length > 0) codes.add(EXIT.noTest);
  return worstCode(codes);
}

interface Explained {
  readonly explanation: Explanation | null;
  readonly diagnostics: readonly Diagnostic[];
}

function explained(document: Document | Diagnostic, options: ExplainOptions): Explained {
  if (!('source' in document)) return { explanation: null, diagnostics: [document] };
  const { source } = document;
  const { test, diagnostics } =
    options.state === undefined
      ? loadTest(source)
      : loadTestAsking(source, { name: '--state', text: options.state });
  const sorted = [...diagnostics].sort(byPosition);
  if (test === null || hasErrors(sorted)) return { explanation: null, diagnostics: sorted };
  return { explanation: explainTest(test, settingsOf(options)), diagnostics: sorted };
}

function codeOf(explanation: Explanation | null): ExitCode {
  if (explanation === null) return EXIT.malformed;
  return explanation.models.some(({ kind }) => kind === 'unknown') ? EXIT.undecided : EXIT.expected;
}
