/** `pinlitmus barriers`: audits files one after the other, reports, writes alternatives, and sums up in an exit code. */

import type { BarrierResult } from '../../barriers/barrier-result.js';
import { auditSource, type BarrierSettings, emptyResult } from '../../barriers/index.js';
import { type BarrierReporter, barrierReporter } from '../../report/barriers/barrier-reporters.js';
import { colourLevel } from '../../report/text/colour.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import { EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect, pathsOf } from '../io/collect.js';
import { type Document, readDocument } from '../io/document.js';
import { sameFile } from '../io/file-name.js';
import { openOutput } from '../io/output.js';
import { columnsOf, type Streams, say } from '../io/streams.js';
import { settingsOf } from '../options.js';
import { version } from '../version.js';
import type { BarrierOptions } from './barriers.js';
import { apply } from './write-alternative.js';

/** Runs the command and gives its exit code. */
export async function barriers(
  paths: readonly string[],
  options: BarrierOptions,
  streams: Streams,
): Promise<ExitCode> {
  refuse(paths, options);
  const collection = await collect(paths);
  const { files, bases, empty } = collection;
  const documents = files.map((file) =>
    typeof file === 'string' ? readDocument(file, streams.stdin) : file,
  );
  if (options.writeTo !== undefined && documents.length !== 1)
    throw new UsageError('--write-to takes one test, and there are several');
  if (options.writeTo !== undefined && pathsOf(collection).some((path) => sameFile(path, options.writeTo!)))
    throw new UsageError(`${options.writeTo} is the test itself: --write writes there`);
  const output = openOutput(options.outputFile, streams, pathsOf(collection));
  try {
    const reporter = reporterFor(options, documents.length, streams);
    const settings: BarrierSettings = { ...settingsOf(options), searches: options.maxSearches };
    const codes = new Set<ExitCode>();
    for (const document of documents) {
      const result = auditDocument(document, settings);
      codes.add(codeOf(result, options));
      output.write(await reporter.file(result));
      if ((options.write || options.writeTo !== undefined) && 'source' in document)
        codes.add(applied(result, document, options, streams, bases.get(result.file)));
      if (result.crash !== null && streams.environment.PINLITMUS_DEBUG) say(streams, result.crash.stack);
    }
    output.write(reporter.end());
    for (const reason of empty) say(streams, `pinlitmus: no test found: ${visible(reason)}`);
    if (empty.length > 0) codes.add(EXIT.noTest);
    return worstCode(codes);
  } finally {
    output.close();
  }
}

/** One file that cannot be written is complained about, and keeps the others from nothing. */
function applied(
  result: BarrierResult,
  document: Document,
  options: BarrierOptions,
  streams: Streams,
  base: string | undefined,
): ExitCode {
  try {
    return apply(result, document, options, streams, base);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(streams, `error: ${visible(error.message)}`);
    return error.code;
  }
}

function refuse(paths: readonly string[], { write, writeTo, check }: BarrierOptions): void {
  if (write && writeTo !== undefined) throw new UsageError('--write and --write-to exclude each other');
  if (write && paths.includes('-')) throw new UsageError('--write cannot write to standard input');
  if (check && (write || writeTo !== undefined)) throw new UsageError('--check writes nothing');
}

function auditDocument(document: Document | Diagnostic, settings: BarrierSettings): BarrierResult {
  if ('source' in document) return auditSource(document.source, settings);
  return { ...emptyResult(document.span.source.name), diagnostics: [document] };
}

function reporterFor(
  options: BarrierOptions,
  files: number,
  { stdout, environment }: Streams,
): BarrierReporter {
  const here = options.outputFile === undefined;
  const colours = colourLevel({ environment, terminal: here && stdout.isTTY === true });
  return barrierReporter({
    canvas: { width: here ? columnsOf(stdout) : 80, colours },
    name: options.reporter,
    view: options.check ? 'check' : 'full',
    files,
    version: version(),
  });
}

function codeOf(result: BarrierResult, { check }: BarrierOptions): ExitCode {
  if (result.crash !== null) return EXIT.usage;
  if (result.info === null) return result.models.length > 0 ? EXIT.undecided : EXIT.malformed;
  if (check && result.sites.some((site) => site.removable)) return EXIT.failed;
  const undecided =
    result.advice.kind === 'unknown' ||
    result.models.some(({ answer }) => answer.kind === 'unknown') ||
    result.sites.some(({ cells }) => cells.some(({ kind }) => kind === 'unknown'));
  return undecided ? EXIT.undecided : EXIT.expected;
}
