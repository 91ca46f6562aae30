/** `pinlitmus print`: the test alone goes to standard output, what is wrong with it to standard error. */
import { printSource } from '../../dialects/print-source.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit.js';
import { missing } from '../io/collect.js';
import { sayDiagnostics } from '../io/complaints.js';
import { readDocument } from '../io/document.js';
import { print, say } from '../io/streams.js';

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
    await sayDiagnostics({ file: name }, diagnostics, streams);
  }
  if (text === null) return EXIT.malformed;
  print(streams, text);
  return EXIT.expected;
}
