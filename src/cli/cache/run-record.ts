/**
 * The last run that came to its end with a cache directory, as its report had it: `merge` reads it (recorded-run.ts). Results that are
 * remembered are referred to; of all others, such as those that ended for time, the record has what was reported. While a run goes on
 * there is none, so that nobody takes the record of an earlier one for it.
 */
import { join } from 'node:path';
import type { Job } from '../../check/pool/queue.js';
import type { TestResult } from '../../check/result.js';
import type { CheckPlan, CheckSummary } from '../../report/reporter.js';
import type { Source } from '../../text/source.js';
import { systemReason } from '../failure.js';
import type { ResultCache } from './check-remembering.js';
import { packed } from './plain-json.js';
import { sealed } from './result-entry.js';
import { putInto, remove } from './result-store.js';

/** Where the record is in a cache directory. */
export const LAST_RUN = 'last-run';

/** A test of the run. */
export interface RecordedTest {
  readonly file: string;
  /** Whether its result was remembered already. */
  readonly remembered?: true;
  /** The text, where something of the result points into it. */
  readonly text?: string;
  /** The key of the entry that has the result, or its states and rows; none where nothing is remembered. */
  readonly key?: string;
  /** What was reported, as `packed` has it, where it is not what is remembered; with a key, without states and rows. */
  readonly reported?: string;
}

/** What a record holds. */
export interface RecordedRun {
  readonly build: string;
  readonly plan: Pick<CheckPlan, 'models' | 'version' | 'shard'>;
  readonly summary: CheckSummary;
  readonly tests: readonly RecordedTest[];
  /** Files that the run did not come to. */
  readonly notRun: readonly string[];
}

/** The record of a run under way. */
export class RunRecord {
  readonly #cache: ResultCache;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #tests: RecordedTest[] = [];
  #fault: string | null = null;

  /** Takes the record of the run before away. */
  constructor(cache: ResultCache, jobs: readonly Job[]) {
    this.#cache = cache;
    this.#sources = new Map(jobs.flatMap((job) => ('source' in job ? [[job.source.name, job.source]] : [])));
    remove(this.#path);
  }

  /** Why the record cannot be kept, in a few words; null as long as it can. */
  get fault(): string | null {
    return this.#fault;
  }

  get #path(): string {
    return join(this.#cache.directory, LAST_RUN);
  }

  /** Takes in a result: as it was found or remembered, and as it was reported. */
  note(found: TestResult, reported: TestResult): void {
    const { file } = found;
    const isAsFound = found === reported;
    const key = isAsFound || hasStatesOf(found, reported) ? this.#cache.keyOf(found) : null;
    const source = this.#sources.get(file) ?? { name: file, text: '' };
    const isInEntry = isAsFound && key !== null;
    const hasText = !isInEntry || found.diagnostics.length > 0;
    this.#tests.push({
      file,
      ...(reported.remembered && { remembered: true }),
      ...(hasText && { text: source.text }),
      ...(key !== null && { key }),
      ...(!isInEntry && {
        reported: packed(key === null ? reported : withoutStates(reported), source) ?? undefined,
      }),
    });
  }

  /** Puts the record into its place. */
  save({ files, models, version, shard }: CheckPlan, summary: CheckSummary): void {
    const { directory, build } = this.#cache;
    const plan = { models, version, ...(shard === undefined ? {} : { shard }) };
    const tests = this.#tests;
    const run = new Set(tests.map(({ file }) => file));
    const notRun = files.filter((file) => !run.has(file));
    const record: RecordedRun = { build, plan, summary, tests, notRun };
    try {
      putInto(directory, this.#path, sealed(JSON.stringify(record)));
    } catch (error) {
      this.#fault = systemReason(error);
    }
  }
}

/** Whether what was done to a result before it was reported has left the most of it alone. */
function hasStatesOf(found: TestResult, { rows, models }: TestResult): boolean {
  return (
    rows === found.rows &&
    models.length === found.models.length &&
    models.every(({ states }, index) => states === found.models[index].states)
  );
}

function withoutStates(result: TestResult): TestResult {
  return { ...result, rows: [], models: result.models.map((model) => ({ ...model, states: [] })) };
}
