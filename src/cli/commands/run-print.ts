/** `pinlitmus print`: the test alone on standard output, so that it can be sent on; faults go to standard error. */
import { emptyResult } from '../../check/check-source.js';
import { printSource } from '../../dialects/print-source.js';
import { faultLines } from '../../report/check/not-run.js';
import { colourLevel, paintAt } from '../../report/text/colour.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode } from '../exit.js';
import { missing } from '../io/collect.js';
import { readDocument } from '../io/document.js';
import { columns, say, sayLines, print as write } from '../io/output.js';

/** Runs the command and gives its exit code. */
export async function print(path: string): Promise<ExitCode> {
  const nothing = missing(path);
  if (nothing !== null) {
    say(`pinlitmus: no test found: ${visible(nothing)}`);
    return EXIT.noTest;
  }
  const document = readDocument(path);
  const { text, diagnostics } =
    'source' in document ? printSource(document.source) : { text: null, diagnostics: [document] };
  if (diagnostics.length > 0) {
    const { name } = diagnostics[0].span.source;
    const paint = paintAt(colourLevel({ environment: process.env, terminal: process.stderr.isTTY }));
    sayLines(await faultLines(emptyResult(name), diagnostics, columns(), paint));
  }
  if (text === null) return EXIT.malformed;
  write(text);
  return EXIT.expected;
}
