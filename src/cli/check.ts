/** `pinlitmus check`: collects files, runs them, reports as results come, and sums up in an exit code. */
import { availableParallelism } from 'node:os';
import { checkAll, type Job } from '../check/pool.js';
import type { Settings, TestResult } from '../check/result.js';
import { emptyResult } from '../check/source.js';
import { count, NOTHING } from '../check/tally.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { MODELS } from '../machine/models/index.js';
import { colourLevel } from '../report/colour.js';
import { REPORTERS } from '../report/index.js';
import { plural } from '../report/layout.js';
import type { Reporter } from '../report/reporter.js';
import { type Collection, collect } from './collect.js';
import { type Document, readDocument } from './document.js';
import { codeOf, EXIT, type ExitCode, worstCode } from './exit.js';
import { UsageError } from './failure.js';
import type { CheckOptions } from './options.js';
import { columns, type Output, openOutput } from './output.js';
import { progressOf } from './progress.js';
import { update } from './update.js';
import { version } from './version.js';

/** Runs the command and gives its exit code. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  if (options.update && paths.includes('-')) throw new UsageError('--update cannot write to standard input');
  const begin = performance.now();
  const collection = await collect(paths);
  const output = openOutput(options.outputFile);
  try {
    return await run(collection, options, output, begin);
  } finally {
    output.close();
  }
}

async function run(
  collection: Collection,
  options: CheckOptions,
  output: Output,
  begin: number,
): Promise<ExitCode> {
  const documents = collection.files.map((file) => (typeof file === 'string' ? readDocument(file) : file));
  const reporter = await reporterFor(options);
  const settings = settingsOf(options);
  const progress = progressOf(documents.length);
  const codes = new Set<ExitCode>();
  let tally = NOTHING;
  let index = 0;
  let updated = 0;
  output.write(
    reporter.start({ files: documents.map(nameOf), models: titlesOf(settings), version: version() }),
  );
  const jobs = options.jobs ?? availableParallelism();
  for await (const checked of checkAll(documents.map(jobOf), settings, { jobs, onProgress: progress.show })) {
    const { result, written } = options.update
      ? update(checked, documents[index])
      : { result: checked, written: false };
    index += 1;
    if (written) updated += 1;
    tally = count(tally, result);
    codes.add(codeOf(result));
    progress.clear();
    output.write(await reporter.test(result));
    showStack(result);
  }
  output.write(reporter.end({ tally, milliseconds: performance.now() - begin }));
  if (options.update) process.stderr.write(`pinlitmus: ${updated} of ${plural(index, 'file')} changed\n`);
  for (const reason of collection.empty) process.stderr.write(`pinlitmus: no test found: ${reason}\n`);
  if (collection.empty.length > 0) codes.add(EXIT.noTest);
  return worstCode(codes);
}

function reporterFor(options: CheckOptions): Promise<Reporter> {
  const entry = REPORTERS.find((reporter) => reporter.name === options.reporter);
  if (entry === undefined) throw new UsageError(`there is no reporter '${options.reporter}'`);
  const here = options.outputFile === undefined;
  const terminal = here && process.stdout.isTTY;
  return entry.load({
    width: here ? columns() : 80,
    colours: colourLevel({ environment: process.env, terminal }),
  });
}

function settingsOf(options: CheckOptions): Settings {
  const names = MODELS.map((model) => model.name);
  return {
    models: options.model === undefined ? null : names.filter((name) => options.model?.includes(name)),
    atomics: options.atomics,
    limits: {
      states: options.maxStates,
      milliseconds: options.timeout * 1000,
      megabytes: options.maxMemory,
    },
  };
}

function titlesOf(settings: Settings): readonly string[] {
  return MODELS.filter((model) => settings.models?.includes(model.name) ?? true).map((model) => model.title);
}

function nameOf(document: Document | Diagnostic): string {
  return 'source' in document ? document.source.name : document.span.source.name;
}

function jobOf(document: Document | Diagnostic): Job {
  if ('source' in document) return { source: document.source };
  return { result: { ...emptyResult(document.span.source.name), diagnostics: [document] } };
}

function showStack({ crash }: TestResult): void {
  if (crash !== null && process.env.PINLITMUS_DEBUG) process.stderr.write(`${crash.stack}\n`);
}
