/** `pinlitmus barriers`: audits files one after the other, reports, writes alternatives, and sums up in an exit code. */
import type { BarrierResult } from '../../barriers/barrier-result.js';
import { auditSource, type BarrierSettings, emptyResult } from '../../barriers/index.js';
import { elapsedSince } from '../../query/elapsed.js';
import { visible } from '../../text/visible.js';
import { fileSettings } from '../config/file-settings.js';
import { pathsGiven } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { codeOfAudit, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { collect, pathsOf } from '../io/collect.js';
import { sayEmpty, sayRemarks, sayStack } from '../io/complaints.js';
import { type Document, nameOf, readDocuments, type Unread } from '../io/document.js';
import { sameFile } from '../io/file-name.js';
import { givenModels } from '../io/given-models.js';
import { reportChoices } from '../io/report-choice.js';
import { openReports } from '../io/report-output.js';
import { select } from '../io/selection.js';
import { type Streams, say } from '../io/streams.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { BarriersOptions } from './barriers.js';
import { writeAlternative } from './write-alternative.js';

/** Runs the command and gives its exit code. */
export async function runBarriers(
  paths: readonly string[],
  options: BarriersOptions,
  { streams, reporters }: CommandContext,
): Promise<ExitCode> {
  refuse(paths, options);
  const given = await givenModels(options, streams);
  if (given === null) return EXIT.malformed;
  const begin = performance.now();
  const collection = await collect(pathsGiven(paths, options), options.configured);
  const found = readDocuments(collection.files, streams.stdin);
  const selection = await select({ documents: found, given }, options);
  const { documents } = selection;
  const inputs = pathsOf(collection);
  const { reporter, outputFile, write = false, writeTo, check = false } = options;
  if (writeTo !== undefined && documents.length !== 1)
    throw new UsageError('--write-to takes one test, and there are several');
  if (writeTo !== undefined && inputs.some((input) => sameFile(input, writeTo)))
    throw new UsageError(`${writeTo} is the test itself: --write writes there`);
  const choices = reportChoices(reporter, outputFile, reporters[0].name);
  const report = await openReports({ command: 'barriers', choices, entries: reporters, inputs }, streams);
  try {
    const settings: BarrierSettings = { ...settingsWith(options, given), searches: options.maxSearches };
    const settingsOf = fileSettings(settings, options.configured?.overrides);
    const codes = new Set<ExitCode>();
    report.begin({ files: documents.map(nameOf), version: version(), redundantOnly: check });
    for (const document of documents) {
      const own = settingsOf(nameOf(document));
      const result = audited(document, own);
      codes.add(codeOfAudit(result, check));
      await report.result(result);
      if ((write || writeTo !== undefined) && 'source' in document)
        codes.add(written(result, document, options, own, streams, collection.bases.get(result.file)));
      sayStack(result, streams);
    }
    const remarks = [...selection.remarks, ...selection.shardRemarks];
    await report.end({ milliseconds: elapsedSince(begin), remarks });
    sayRemarks(remarks, streams);
    if (sayEmpty(collection, selection, streams)) codes.add(EXIT.noTest);
    return worstCode(codes);
  } finally {
    report.close();
  }
}

/** One file that cannot be written is complained about, and keeps the others from nothing. */
function written(
  result: BarrierResult,
  document: Document,
  options: BarriersOptions,
  settings: BarrierSettings,
  streams: Streams,
  base: string | undefined,
): ExitCode {
  try {
    return writeAlternative(result, document, options, settings, streams, base);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(streams, `error: ${visible(error.message)}`);
    return error.code;
  }
}

function refuse(paths: readonly string[], { write, writeTo, check }: BarriersOptions): void {
  if (write && writeTo !== undefined) throw new UsageError('--write and --write-to exclude each other');
  if (write && paths.includes('-')) throw new UsageError('--write cannot write to standard input');
  if (check && (write || writeTo !== undefined)) throw new UsageError('--check writes nothing');
}

function audited(document: Document | Unread, settings: BarrierSettings): BarrierResult {
  if ('source' in document) return auditSource(document.source, settings);
  return { ...emptyResult(nameOf(document)), diagnostics: [document] };
}
