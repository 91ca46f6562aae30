/** `pinlitmus print`: the test alone goes to standard output, what is wrong with it to standard error. */
import { emptyResult } from '../../check/check-source.js';
import { printSource } from '../../dialects/print-source.js';
import { colourLevel, paintAt } from '../../report/text/colour.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { missing } from '../io/collect.js';
import { readDocument } from '../io/document.js';
import { columnsOf, print, say, sayLines } from '../io/streams.js';

/** Runs the command and gives its exit code. */
export async function runPrint(path: string, { streams }: CommandContext): Promise<ExitCode> {
  const nothing = missing(path);
  if (nothing !== null) {
    say(streams, `pinlitmus: no test found: ${visible(nothing)}`);
    return EXIT.noTest;
  }
  const document = readDocument(path, streams.stdin);
  const { text, diagnostics } =
    'source' in document ? printSource(document.source) : { text: null, diagnostics: [document] };
  if (diagnostics.length > 0) {
    const { name } = diagnostics[0].span.source;
    const { stderr, environment } = streams;
    const paint = paintAt(colourLevel({ environment, terminal: stderr.isTTY === true }));
    sayLines(streams, await diagnosticLines(emptyResult(name), diagnostics, columnsOf(stderr), paint));
  }
  if (text === null) return EXIT.malformed;
  print(streams, text);
  return EXIT.expected;
}
