/** `pinlitmus check`: collects files, runs them, reports as results come, and sums up in an exit code. */
import { availableParallelism } from 'node:os';
import { emptyResult } from '../../check/check-source.js';
import { modelsNamed, modelsOf } from '../../check/models-of.js';
import { checkAll } from '../../check/pool/pool.js';
import type { Job } from '../../check/pool/queue.js';
import type { Settings, TestResult } from '../../check/result.js';
import { count, NOTHING } from '../../check/tally.js';
import type { GivenModel } from '../../models/given-model.js';
import { MODELS } from '../../models/index.js';
import { tallyText } from '../../report/check/batch.js';
import { plural } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import type { CommandContext } from '../context.js';
import { codeOfTest, EXIT, type ExitCode, worstCode } from '../exit.js';
import { UsageError } from '../failure.js';
import { type Collection, collect, pathsOf } from '../io/collect.js';
import { sayEmpty, sayStack } from '../io/complaints.js';
import { type Document, nameOf, readDocuments, type Unread } from '../io/document.js';
import { givenModels } from '../io/given-models.js';
import { interruption } from '../io/interruption.js';
import { progressOf } from '../io/progress.js';
import { reportChoices, withGithub } from '../io/report-choice.js';
import { openReports, type ReportOutput } from '../io/report-output.js';
import { isInShard } from '../io/shard.js';
import { type Streams, say, sayLines } from '../io/streams.js';
import { settingsWith } from '../options.js';
import { version } from '../version.js';
import type { CheckOptions } from './check.js';
import { update } from './update-expectations.js';

/** Runs the command and gives its exit code. */
export async function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (options.update && paths.includes('-')) throw new UsageError('--update cannot write to standard input');
  if (options.update && options.cat !== undefined)
    throw new UsageError('--update cannot write what a model of --cat gives');
  const given = await givenModels(options, context.streams);
  if (given === null) return EXIT.malformed;
  const begin = performance.now();
  const { streams, reporters: entries } = context;
  const collection = await collect(paths);
  const inputs = pathsOf(collection);
  const asked = reportChoices(options.reporter, options.outputFile, entries[0].name);
  const choices = options.reporter === undefined ? withGithub(asked, streams.environment) : asked;
  const report = await openReports({ command: 'check', choices, entries, inputs }, streams);
  try {
    const isSilent = choices.every(({ path }) => path !== undefined);
    return await checkInto(report, collection, { ...options, given, isSilent }, streams, begin);
  } finally {
    report.close();
  }
}

/** The options, and the models that were read for them. */
type ReadOptions = CheckOptions & {
  readonly given: readonly GivenModel[];
  /** Whether every report goes to a file. */
  readonly isSilent: boolean;
};

async function checkInto(
  report: ReportOutput<'check'>,
  collection: Collection,
  options: ReadOptions,
  streams: Streams,
  begin: number,
): Promise<ExitCode> {
  const documents = readDocuments(filesOf(collection, options, streams), streams.stdin);
  const byName = new Map(documents.map((document) => [nameOf(document), document]));
  // Where all reports go to files, standard error is for a log, so that a CI job names what failed.
  const log = !options.isSilent ? null : await import('../../report/check/brief.js');
  const settings = {
    ...settingsWith(options, options.given),
    verdictOnly: options.verdictOnly ?? false,
    requireExpectations: options.requireExpectations ?? false,
  };
  const progress = progressOf(documents.length, streams);
  const { listen, happened, end } = interruption();
  const codes = new Set<ExitCode>();
  const rewriting = rewritingOf(byName, collection, options, streams);
  let tally = NOTHING;
  report.begin({
    files: documents.map(nameOf),
    models: titlesOf(documents, settings),
    version: version(),
  });
  const jobs = options.jobs ?? availableParallelism();
  const pool = { jobs, onProgress: progress.show, listen };
  for await (const checked of checkAll(documents.map(jobOf), settings, pool)) {
    progress.clear();
    const result = rewriting.after(checked);
    tally = count(tally, result);
    codes.add(codeOfTest(result));
    await report.result(result);
    if (log !== null) sayLines(streams, log.briefLines(result));
    sayStack(result, streams);
  }
  end();
  progress.clear();
  if (happened()) {
    codes.add(EXIT.interrupted);
    tally = { ...tally, notRun: documents.length - tally.tests };
  }
  const summary = { tally, milliseconds: performance.now() - begin };
  await report.end(summary);
  if (log !== null) say(streams, `pinlitmus: ${tallyText(summary)}`);
  if (options.update)
    say(streams, `pinlitmus: ${rewriting.written} of ${plural(tally.tests, 'file')} changed`);
  if (rewriting.failed) codes.add(EXIT.usage);
  if (sayEmpty(collection, streams)) codes.add(EXIT.noTest);
  return worstCode(codes);
}

/** What `--update` does to the files, one at a time. */
interface Rewriting {
  /** Rewrites the file of a result, and gives the result that it has then. */
  after(result: TestResult): TestResult;
  readonly written: number;
  readonly failed: boolean;
}

/** One file that cannot be written is complained about, and keeps the others from nothing. */
function rewritingOf(
  byName: ReadonlyMap<string, Document | Unread>,
  { bases }: Collection,
  options: CheckOptions,
  streams: Streams,
): Rewriting {
  const rewriting = {
    written: 0,
    failed: false,
    after: (result: TestResult): TestResult => {
      const document = options.update ? byName.get(result.file) : undefined;
      if (document === undefined || !('source' in document)) return result;
      try {
        const updated = update(result, document, bases.get(result.file));
        if (updated.written) rewriting.written += 1;
        if (updated.remark !== null) say(streams, `pinlitmus: ${visible(updated.remark)}`);
        return updated.result;
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        rewriting.failed = true;
        say(streams, `error: ${visible(error.message)}`);
        return result;
      }
    },
  };
  return rewriting;
}

/** The files, those in the shard if there is one. An empty shard is no error: there are few tests. */
function filesOf({ files }: Collection, { shard }: CheckOptions, streams: Streams): Collection['files'] {
  if (shard === undefined) return files;
  const chosen = files.filter((file) =>
    isInShard(typeof file === 'string' ? file : file.span.source.name, shard),
  );
  if (chosen.length === 0 && files.length > 0) {
    const part = `shard ${shard.index}/${shard.count}`;
    say(streams, `pinlitmus: ${part} has none of the ${plural(files.length, 'test')}`);
  }
  return chosen;
}

/** The titles of all models that some test runs on. */
function titlesOf(documents: readonly (Document | Unread)[], settings: Settings): readonly string[] {
  const used = new Set<string>();
  for (const document of documents) {
    if ('source' in document) for (const { title } of modelsOf(document.source, settings)) used.add(title);
  }
  const all = modelsNamed(
    MODELS.map(({ name }) => name),
    settings,
  );
  return all.map(({ title }) => title).filter((title) => used.has(title));
}

function jobOf(document: Document | Unread): Job {
  if ('source' in document) return { source: document.source };
  return { result: { ...emptyResult(nameOf(document)), diagnostics: [document] } };
}
