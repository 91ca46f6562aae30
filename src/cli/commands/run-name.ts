/** `pinlitmus name`: a line for each test, or for one test alone its cycle and a picture as well. */
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { loadTest } from '../../dialects/load.js';
import type { Limits } from '../../query/limits.js';
import { hanging } from '../../report/text/layout.js';
import { edgesText, nameOf, recoverCycle, shapePicture, vocabularyOf } from '../../shapes/index.js';
import { hasErrors } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode, worstCode } from '../exit.js';
import { collect } from '../io/collect.js';
import { sayDiagnostics, sayEmpty } from '../io/complaints.js';
import { type Document, nameOf as nameOfFile, readDocuments } from '../io/document.js';
import { diagnosticColumnsOf, print, type Streams } from '../io/streams.js';

/** A test of a cycle is small: what takes longer is none. */
const LIMITS: Limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 10_000 };

/** Runs the command and gives its exit code. */
export async function runName(paths: readonly string[], { streams }: CommandContext): Promise<ExitCode> {
  const collection = await collect(paths);
  const documents = readDocuments(collection.files, streams.stdin);
  const codes: ExitCode[] = [];
  for (const document of documents) {
    if ('source' in document) codes.push(await named(document, documents.length === 1, streams));
    else {
      await sayDiagnostics({ file: nameOfFile(document) }, [document], streams);
      codes.push(EXIT.malformed);
    }
  }
  if (sayEmpty(collection, { fault: null }, streams)) codes.push(EXIT.noTest);
  return worstCode(codes);
}

async function named({ source }: Document, alone: boolean, streams: Streams): Promise<ExitCode> {
  const { test, diagnostics } = loadTest(source);
  if (test === null || hasErrors(diagnostics)) {
    await sayDiagnostics({ file: source.name }, diagnostics, streams);
    return EXIT.malformed;
  }
  const vocabulary = vocabularyOf(test.dialect);
  const file = visible(source.name);
  if (vocabulary === null) {
    say(`${file}: no single cycle: no edges of ${test.dialect} are known`, streams);
    return EXIT.expected;
  }
  const found = recoverCycle(test, vocabulary, LIMITS);
  if (found.kind === 'none') {
    say(`${file}: no single cycle: ${found.why}`, streams);
    return EXIT.expected;
  }
  const { cycle, differences } = found;
  const name = nameOf(cycle, vocabulary);
  const words = differences.length === 0 ? name : `like ${name}, but ${differences.join('; ')}`;
  say(`${file}: ${words}`, streams);
  if (!alone) return EXIT.expected;
  const lines = ['', ...shapePicture(cycle, vocabulary), '', edgesText(cycle, vocabulary)];
  print(streams, lines.map((line) => `${line === '' ? '' : `  ${line}`}\n`).join(''));
  return EXIT.expected;
}

/** A line that scripts read as one, and a terminal in lines of its width. */
function say(text: string, streams: Streams): void {
  const lines = hanging(text, diagnosticColumnsOf(streams.stdout), 2);
  print(streams, lines.map((line) => `${line}\n`).join(''));
}
