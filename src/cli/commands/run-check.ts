/** `pinlitmus check`: collects files, runs them, reports as results come, and sums up in an exit code. */
import { availableParallelism } from 'node:os';
import { emptyResult } from '../../check/empty-result.js';
import { modelsNamed, modelsOf } from '../../check/models-of.js';
import { Activity } from '../../check/pool/activity.js';
import type { Job } from '../../check/pool/queue.js';
import type { Settings, TestResult } from '../../check/result.js';
import { count, NOTHING, type Tally } from '../../check/tally.js';
import type { GivenModel } from '../../models/given-model.js';
import { MODELS } from '../../models/index.js';
import { elapsedSince } from '../../query/elapsed.js';
import { tallyText } from '../../report/check/tally-lines.js';
import { type CheckPlan, remarksOnRun } from '../../report/reporter.js';
import { cacheDirectory } from '../cache/cache-directory.js';
import { checkRemembering, type ResultCache, resultCache } from '../cache/check-remembering.js';
import { failedTests } from '../cache/last-failed.js';
import { RunRecord } from '../cache/run-record.js';
import { fileSettings } from '../config/file-settings.js';
import { pathsGiven } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { codeOfTest, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { type Collection, collect, pathsOf } from '../io/collect.js';
import { sayEmpty, sayRemarks, sayStack } from '../io/complaints.js';
import { type Document, nameOf, readDocuments, type Unread } from '../io/document.js';
import { givenModels } from '../io/given-models.js';
import { progressOf } from '../io/progress.js';
import { reportChoices, withGithub } from '../io/report-choice.js';
import { openReports, type ReportOutput } from '../io/report-output.js';
import { RunEnd } from '../io/run-end.js';
import { type Selection, select } from '../io/selection.js';
import { type Streams, say, sayLines } from '../io/streams.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { ResultStep } from './after-check.js';
import type { CheckOptions } from './check.js';

/** So many of the slowest tests are named where no number is given. */
const SLOWEST = 5;

/** What somebody asks of a run who runs tests again and again. */
export interface PartialRun {
  /** Ends the run when it is aborted. */
  readonly signal: AbortSignal;
  /** Whether a file is to be run. */
  readonly isWanted: (file: string) => boolean;
  /** Hears which files are to be run, before anything is printed. */
  readonly begun: (files: readonly string[]) => void;
  readonly result: (result: TestResult) => void;
}

/** Runs the command and gives its exit code; `part` is a part of what it would run. */
export async function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  context: CommandContext,
  part?: PartialRun,
): Promise<ExitCode> {
  refuseWrong(paths, options);
  const given = await givenModels(options, context.streams);
  if (given === null) return EXIT.malformed;
  const begin = performance.now();
  const runEnd = new RunEnd(options, part?.signal);
  const { streams, reporters: entries } = context;
  const collected = await collect(pathsGiven(paths, options), options.configured);
  const collection = part === undefined ? collected : partOf(collected, part);
  const inputs = pathsOf(collection);
  if (part !== undefined && collection.files.length === 0 && collected.files.length > 0) return EXIT.expected;
  part?.begun(inputs);
  const asked = reportChoices(options.reporter, options.outputFile, entries[0].name);
  const choices = options.reporter === undefined ? withGithub(asked, streams.environment) : asked;
  const report = await openReports({ command: 'check', choices, entries, inputs }, streams);
  try {
    const isSilent = choices.every(({ path }) => path !== undefined);
    const isForPeople = choices.some(
      ({ reporter, path }) => path === undefined && reporter === entries[0].name,
    );
    return await checkInto(
      report,
      collection,
      { ...options, paths, given, isSilent, isForPeople, part },
      streams,
      begin,
      runEnd,
    );
  } finally {
    runEnd.done();
    report.close();
  }
}

/** The options, and the models that were read for them. */
type ReadOptions = CheckOptions & {
  readonly paths: readonly string[];
  readonly given: readonly GivenModel[];
  /** Whether every report goes to a file. */
  readonly isSilent: boolean;
  /** Whether one for people goes to standard output. */
  readonly isForPeople: boolean;
  readonly part?: PartialRun;
};

/** How much people are told. */
function detailOf({ quiet, verbose, slowest }: CheckOptions): Pick<CheckPlan, 'detail' | 'slowest'> {
  return {
    detail: quiet ? 'quiet' : verbose ? 'verbose' : undefined,
    slowest: slowest === true ? SLOWEST : slowest,
  };
}

/** Options that do not go together, or not with what is to be checked. */
function refuseWrong(paths: readonly string[], options: CheckOptions): void {
  const { update, states, against, dryRun, verdictOnly, cat } = options;
  const isWriting = update !== undefined || (states !== undefined && states !== 'compare');
  if (update !== undefined && paths.includes('-'))
    throw new UsageError('--update cannot write to standard input');
  if (update !== undefined && cat !== undefined)
    throw new UsageError('--update cannot write what a model of --cat gives, or of cat in a configuration');
  if (states !== undefined && against !== undefined)
    throw new UsageError('--states and --against are two things to compare with: one at a time');
  if (verdictOnly && (states ?? against) !== undefined)
    throw new UsageError('--verdict-only finds no states to compare');
  if (options.shardTimes !== undefined && options.shard === undefined)
    throw new UsageError('--shard-times makes the parts of --shard: expected that too');
  if (dryRun && !isWriting)
    throw new UsageError('--dry-run is for what writes: --update, --states=update or --states=missing');
}

async function checkInto(
  report: ReportOutput<'check'>,
  collection: Collection,
  options: ReadOptions,
  streams: Streams,
  begin: number,
  runEnd: RunEnd,
): Promise<ExitCode> {
  const read = readDocuments(collection.files, streams.stdin);
  const directory = cacheDirectory(options.cacheDir, streams);
  const failed = failedTests(directory, options);
  const selection = await select({ documents: read, given: options.given, failed }, options);
  const { documents } = selection;
  const steps = await stepsOf(documents, collection, options, streams);
  if (steps === null) return EXIT.malformed;
  // Where all reports go to files, standard error is for a log, so that a CI job names what failed.
  const log = !options.isSilent ? null : await import('../../report/check/brief.js');
  const settings = {
    ...settingsWith(options, options.given),
    verdictOnly: options.verdictOnly ?? false,
    requireExpectations: options.requireExpectations ?? false,
    engine: options.engine,
  };
  const settingsOf = fileSettings(settings, options.configured?.overrides);
  const activity = new Activity();
  const progress = progressOf(documents.length, activity, streams);
  const codes = new Set<ExitCode>();
  let tally = NOTHING;
  const plan = {
    files: documents.map(nameOf),
    models: titlesOf(documents, options.given, settingsOf),
    version: version(),
    ...detailOf(options),
    ...shardOf(options, selection),
  };
  report.begin(plan);
  const pool = {
    jobs: options.jobs ?? availableParallelism(),
    onProgress: progress.count,
    activity,
    listen: runEnd.listen,
  };
  const jobs = documents.map((document) => jobOf(document, settingsOf));
  const cache = resultCache(options.cache ? directory : null);
  const record = recordOf(cache, jobs, options);
  for await (const checked of checkRemembering(jobs, settings, pool, cache)) {
    progress.clear();
    const result = steps.after(runEnd.told(checked));
    tally = count(tally, result);
    codes.add(codeOfTest(result));
    failed?.note(result);
    record?.note(checked, result);
    options.part?.result(result);
    await report.result(result);
    if (log !== null) sayLines(streams, log.briefLines(result));
    sayStack(result, streams);
    if (runEnd.comesWith(result)) break;
  }
  runEnd.done();
  progress.end();
  failed?.save();
  const notRun = documents.length - tally.tests;
  for (const code of runEnd.codes(notRun)) codes.add(code);
  const remarks = [...selection.remarks, ...runEnd.remarks(notRun)];
  const { shardRemarks } = selection;
  const milliseconds = elapsedSince(begin);
  const summary = { tally: { ...tally, notRun }, milliseconds, remarks, shardRemarks };
  await report.end(summary);
  record?.save(plan, summary);
  if (log !== null) say(streams, `pinlitmus: ${tallyText(summary)}`);
  // Where people read the report it has the remarks.
  if (!options.isForPeople || documents.length === 0) sayRemarks(remarksOnRun(summary), streams);
  const codesOfRun = [...steps.end(tally.tests), ...codesOfNothing(tally, options, streams)];
  for (const code of codesOfRun) codes.add(code);
  if (sayEmpty(collection, selection, streams)) codes.add(EXIT.noTest);
  sayFault(cache?.fault ?? record?.fault ?? null, options, streams);
  return worstCode(codes);
}

/** The record of the run; null where it is a part of one, or nothing is remembered. */
function recordOf(cache: ResultCache | null, jobs: readonly Job[], { part }: ReadOptions): RunRecord | null {
  return cache === null || part !== undefined ? null : new RunRecord(cache, jobs);
}

/** Says why nothing is remembered, to those who have named the place; who has not needs none. */
function sayFault(fault: string | null, { cacheDir }: CheckOptions, streams: Streams): void {
  const isPlaced = cacheDir !== undefined || Boolean(streams.environment.PINLITMUS_CACHE);
  if (fault !== null && isPlaced) say(streams, `pinlitmus: nothing is remembered: ${fault}`);
}

function partOf({ files, ...collection }: Collection, { isWanted }: PartialRun): Collection {
  return {
    ...collection,
    files: files.filter((file) => isWanted(typeof file === 'string' ? file : file.span.source.name)),
  };
}

/** Which part of the tests it is, where it is one. */
function shardOf({ shard }: CheckOptions, { ofShards }: Selection): Pick<CheckPlan, 'shard'> {
  return shard === undefined ? {} : { shard: { ...shard, of: ofShards } };
}

/** A run of nothing but unsupported tests has looked at none, which is not to pass in silence. */
function codesOfNothing(
  { tests, unsupported }: Tally,
  { shard }: CheckOptions,
  streams: Streams,
): readonly ExitCode[] {
  // Of a part the merge judges.
  if (tests === 0 || unsupported < tests || shard !== undefined) return [];
  say(streams, `pinlitmus: no test was run: ${tests === 1 ? 'it is' : `all ${tests} are`} unsupported`);
  return [EXIT.noTest];
}

/** What happens to results before they are reported, which is loaded where the options ask for something; null where that fails. */
async function stepsOf(
  documents: readonly (Document | Unread)[],
  collection: Collection,
  options: ReadOptions,
  streams: Streams,
): Promise<(Pick<ResultStep, 'end'> & { after(result: TestResult): TestResult }) | null> {
  const { unsupported, update, states, against } = options;
  if (unsupported && update === undefined && states === undefined && against === undefined)
    return { after: (result) => result, end: () => [] };
  const { afterCheck } = await import('./after-check.js');
  return afterCheck(documents, collection, options, streams);
}

/** The titles of all models that some test runs on. */
function titlesOf(
  documents: readonly (Document | Unread)[],
  given: readonly GivenModel[],
  settingsOf: (file: string) => Settings,
): readonly string[] {
  const used = new Set<string>();
  for (const document of documents) {
    if ('source' in document)
      for (const { title } of modelsOf(document.source, settingsOf(document.source.name))) used.add(title);
  }
  const names = MODELS.map(({ name }) => name);
  const titles = modelsNamed(names, { given }).map(({ title }) => title);
  return titles.filter((title) => used.has(title));
}

function jobOf(document: Document | Unread, settingsOf: (file: string) => Settings): Job {
  if ('source' in document) return { source: document.source, settings: settingsOf(document.source.name) };
  return { result: { ...emptyResult(nameOf(document)), diagnostics: [document] } };
}
