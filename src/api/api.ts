/**
 * The API for programs: ask about the text of a test, and get plain data. Questions can be cancelled by an AbortSignal. How far that
 * reaches is the host's: on node the work is on a thread of its own, which ends at once; in a browser it ends before it begins, for work
 * that runs hears nothing, and a page that wants more asks in a worker of its own and ends that.
 */
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { OutcomeComparison } from '../check/compare/compare-outcomes.js';
import type { Settings } from '../check/result.js';
import { DEFAULT_SETTINGS } from '../check/settings.js';
import type { Limits } from '../query/limits.js';
import type { GraphForm } from '../report/graph/graph.js';
import type { Source } from '../text/source.js';
import { type ApiAnswers, type ApiTask, perform } from './api-task.js';
import type { CheckAnswer, ExplainAnswer } from './named.js';

/** How a test is to be looked at; what is left out is as on the command line. */
export interface AskOptions extends Partial<Omit<Settings, 'limits'>> {
  readonly limits?: Partial<Limits>;
  /** Cancels: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The same, about a state of one's own. */
export interface AskStateOptions extends AskOptions {
  /** A proposition in place of the test's condition, such as `0:r0=0 /\ 1:r0=0`. */
  readonly state?: string;
}

/** How barriers are to be looked at. */
export interface AskBarriersOptions extends AskOptions {
  /** Searches that advice may take; 2000 where nothing is said. */
  readonly searches?: number;
}

/** The questions. A text is the text of a test, or that with the name that diagnostics give it. */
export interface Api {
  /** What each model makes of a test. */
  check(text: string | Source, options?: AskOptions): Promise<CheckAnswer>;
  /** How a state comes about, or why it cannot, on each model. */
  explain(text: string | Source, options?: AskStateOptions): Promise<ExplainAnswer>;
  /** What each barrier is for, and which are missing. */
  barriers(text: string | Source, options?: AskBarriersOptions): Promise<BarrierResult>;
  /** The same as `explain`, as the terminal has it, in lines of at most `columns` columns. */
  explainText(text: string | Source, columns: number, options?: AskStateOptions): Promise<string>;
  /** What the second of two models changes against the first, in the same tests. Given models are named as they are given. */
  compare(
    texts: readonly (string | Source)[],
    models: readonly [string, string],
    options?: Omit<AskOptions, 'models'>,
  ): Promise<OutcomeComparison>;
  /** The same as `explain`, drawn; null where there is nothing to draw. */
  graph(text: string | Source, form: GraphForm, options?: AskStateOptions): Promise<string | null>;
}

/** How a host has questions answered. */
export type Answerer = (task: ApiTask, signal: AbortSignal | undefined) => Promise<unknown>;

/** The API on a host. */
export function apiBy(answer: Answerer): Api {
  async function ask<Kind extends ApiTask['kind']>(
    task: ApiTask & { readonly kind: Kind },
    { signal }: AskOptions,
  ): Promise<ApiAnswers[Kind]> {
    signal?.throwIfAborted();
    const answered = await answer(task, signal);
    signal?.throwIfAborted();
    return answered as ApiAnswers[Kind];
  }
  return {
    check: (text, options = {}) => ask({ kind: 'check', ...question(text, options) }, options),
    explain: (text, options = {}) =>
      ask({ kind: 'explain', ...question(text, options), state: options.state ?? null }, options),
    barriers: (text, options = {}) =>
      ask({ kind: 'barriers', ...question(text, options), searches: options.searches ?? SEARCHES }, options),
    explainText: (text, columns, options = {}) =>
      ask({ kind: 'text', ...question(text, options), state: options.state ?? null, columns }, options),
    async compare(texts, models, options = {}) {
      const [one, other] = models;
      if (one === other) throw new TypeError('compare takes two different models');
      const settings = settingsOf(options);
      const sources = texts.map((text, index) => sourceOf(text, `test-${index + 1}.litmus`));
      return ask({ kind: 'compare', sources, models, settings }, options);
    },
    graph: (text, form, options = {}) =>
      ask({ kind: 'graph', ...question(text, options), state: options.state ?? null, form }, options),
  };
}

/** Searches that advice may take. */
const SEARCHES = 2000;

/** The answers from where the question is asked. */
export const answerHere: Answerer = (task) => perform(task);

function question(
  text: string | Source,
  options: AskOptions,
): { readonly source: Source; readonly settings: Settings } {
  return { source: sourceOf(text, 'test.litmus'), settings: settingsOf(options) };
}

function sourceOf(text: string | Source, name: string): Source {
  return typeof text === 'string' ? { name, text } : { name: text.name, text: text.text };
}

function settingsOf({ signal: _signal, limits, ...settings }: AskOptions): Settings {
  return { ...DEFAULT_SETTINGS, ...plain(settings), limits: { ...DEFAULT_SETTINGS.limits, ...limits } };
}

/** The settings among what was given: what else an object has may not be fit for another thread. */
function plain({
  models,
  given,
  verdictOnly,
  requireExpectations,
  atomics,
}: Omit<AskOptions, 'signal' | 'limits'>): Partial<Settings> {
  return {
    ...(models === undefined ? {} : { models }),
    ...(given === undefined ? {} : { given }),
    ...(verdictOnly === undefined ? {} : { verdictOnly }),
    ...(requireExpectations === undefined ? {} : { requireExpectations }),
    ...(atomics === undefined ? {} : { atomics }),
  };
}
