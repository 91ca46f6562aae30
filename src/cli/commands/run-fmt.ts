/** `pinlitmus fmt`: lays out files one after the other; one that cannot be read keeps the others from nothing. */
import { patchOf } from '../../barriers/patch.js';
import { statusOfFaults } from '../../check/unsupported.js';
import { formatSource } from '../../format/format-source.js';
import { plural } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import { pathsGiven } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect } from '../io/collect.js';
import { sayDiagnostics, sayEmpty } from '../io/complaints.js';
import { type Document, nameOf, readDocument } from '../io/document.js';
import { replaceGiven } from '../io/replace-given.js';
import { print, type Streams, say } from '../io/streams.js';
import type { FmtOptions } from './fmt.js';

/** What became of a file. */
type Outcome = 'same' | 'changed' | 'unsupported' | 'left' | 'malformed' | 'unwritten';

/** Runs the command and gives its exit code. */
export async function runFmt(
  paths: readonly string[],
  options: FmtOptions,
  { streams }: CommandContext,
): Promise<ExitCode> {
  refuse(paths, options);
  const collection = await collect(pathsGiven(paths, options), options.configured);
  const outcomes: Outcome[] = [];
  for (const file of collection.files) {
    const document = typeof file === 'string' ? readDocument(file, streams.stdin) : file;
    if ('source' in document) {
      const given = {
        base: collection.bases.get(nameOf(document)),
        isNamed: paths.includes(nameOf(document)),
      };
      outcomes.push(await laidOut(document, options, streams, given));
    } else {
      await sayDiagnostics({ file: nameOf(document) }, [document], streams);
      outcomes.push('malformed');
    }
  }
  sayChanged(outcomes, options, streams);
  const isEmpty = sayEmpty(collection, { fault: null }, streams);
  const nothing = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'unsupported');
  return worstCode([
    ...(options.check && outcomes.includes('changed') ? [EXIT.failed] : []),
    ...(outcomes.includes('malformed') ? [EXIT.malformed] : []),
    ...(outcomes.includes('unwritten') ? [EXIT.usage] : []),
    ...(isEmpty || nothing ? [EXIT.noTest] : []),
  ]);
}

function refuse(paths: readonly string[], { check, diff, write }: FmtOptions): void {
  if (write && (check || diff)) throw new UsageError(`--${check ? 'check' : 'diff'} writes nothing`);
  if (write && paths.includes('-')) throw new UsageError('--write cannot write to standard input');
}

function sayChanged(outcomes: readonly Outcome[], { check, write }: FmtOptions, streams: Streams): void {
  if (outcomes.length === 0 || !(check || write)) return;
  const changed = outcomes.filter((outcome) => outcome === 'changed').length;
  const did = check ? 'would change' : 'changed';
  say(streams, `pinlitmus: ${changed} of ${plural(outcomes.length, 'file')} ${did}`);
}

type Given = Parameters<typeof replaceGiven>[2];

async function laidOut(
  document: Document,
  options: FmtOptions,
  streams: Streams,
  given: Given,
): Promise<Outcome> {
  const { source } = document;
  const { text, unfaithful, diagnostics } = formatSource(source);
  if (text !== null) return put(document, text, options, streams, given);
  if (!unfaithful) await sayDiagnostics({ file: source.name }, diagnostics, streams);
  const unsupported = !unfaithful && statusOfFaults(diagnostics) === 'unsupported';
  if (!unfaithful && !unsupported) return 'malformed';
  const why = unsupported ? 'it asks for what pinlitmus does not read' : 'no layout of it reads the same';
  say(streams, `pinlitmus: ${visible(source.name)} is left as it is: ${why}`);
  const { check, diff, write } = options;
  if (!check && !diff && !write) print(streams, source.text);
  return unsupported ? 'unsupported' : 'left';
}

function put(
  document: Document,
  text: string,
  { check = false, diff = false, write = false }: FmtOptions,
  streams: Streams,
  given: Given,
): Outcome {
  const { source, path } = document;
  if (!check && !diff && !write) print(streams, text);
  if (text === source.text) return 'same';
  if (check) print(streams, `${visible(source.name)}\n`);
  if (diff) print(streams, patchOf(source, text));
  if (!write || path === null) return 'changed';
  try {
    const remark = replaceGiven(path, document.encode(text), given, 'cannot write');
    if (remark !== null) say(streams, `pinlitmus: ${visible(remark)}`);
    return 'changed';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(streams, `error: ${visible(error.message)}`);
    return 'unwritten';
  }
}
