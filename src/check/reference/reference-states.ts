/** The final states that a test had before, or that another tool gave, and what differs from them. */

import { worst } from '../judge.js';
import type { Deviation, ModelResult, TestResult } from '../result.js';

/** A final state by names: of an array an entry an element. */
export type NamedState = Readonly<Record<string, string>>;

/** What is known of a test on a model. */
export interface ReferenceStates {
  readonly states: readonly NamedState[];
  /** Whether there are no others. */
  readonly complete: boolean;
  /** Whether some execution ends in a deadlock; null where nothing says so. */
  readonly deadlock: boolean | null;
  readonly flags: readonly string[];
}

/** The states of a model by names. */
export function namedStates(result: TestResult, { states }: ModelResult): readonly NamedState[] {
  const observables = result.info?.observables ?? [];
  return states.map((state) => Object.fromEntries(state.map((value, index) => [observables[index], value])));
}

/** A state on one line, `0:r0=1; x=2`. */
export function stateText(state: NamedState): string {
  const parts = Object.entries(state).map(([name, value]) => `${name}=${value}`);
  return parts.length === 0 ? NOTHING_OBSERVED : parts.join('; ');
}

/** The only state of a test that observes nothing. */
export const NOTHING_OBSERVED = '(nothing observed)';

/** A state as a condition, for `explain --state`; null where there is nothing to ask for. */
export function conditionOf(text: string): string | null {
  return text === NOTHING_OBSERVED ? null : text.split('; ').join(' /\\ ');
}

/** What is known of one side of a comparison. */
export type KnownStates = Pick<ReferenceStates, 'states' | 'complete' | 'deadlock' | 'flags'>;

/** A model's result by names, and what else is compared. */
export function knownStatesOf(result: TestResult, model: ModelResult): KnownStates {
  return {
    states: namedStates(result, model),
    complete: model.incomplete === null,
    deadlock: model.deadlocks === null ? null : model.deadlocks > 0,
    flags: model.flags,
  };
}

/**
 * What is in one of two sets and not in the other. What a set that may have more lacks is no difference, for nobody knows. Where
 * other things are observed the states cannot be compared, and that is what differs.
 */
export function deviationsOf(old: KnownStates, now: KnownStates): readonly Deviation[] {
  const [before, after] = [old, now].map(({ states }) => namesIn(states));
  const observed =
    before === null || after === null ? [] : between('observable', listOf(before), listOf(after), true, true);
  const states =
    observed.length > 0
      ? []
      : between('state', textsOf(old.states), textsOf(now.states), old.complete, now.complete);
  return [
    ...observed,
    ...states,
    ...(old.deadlock === null || now.deadlock === null
      ? []
      : between('deadlock', textOf(old.deadlock), textOf(now.deadlock), old.complete, now.complete)),
    ...between('flag', listOf(old.flags), listOf(now.flags), old.complete, now.complete),
  ];
}

function between(
  what: Deviation['what'],
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  oldIsComplete: boolean,
  nowIsComplete: boolean,
): readonly Deviation[] {
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] =>
    [...one].filter(([key]) => !other.has(key)).map(([, text]) => text);
  const appeared = oldIsComplete ? only(now, old) : [];
  const disappeared = nowIsComplete ? only(old, now) : [];
  return [
    ...appeared.map((text): Deviation => ({ what, change: 'appeared', text })),
    ...disappeared.map((text): Deviation => ({ what, change: 'disappeared', text })),
  ];
}

function namesIn([first]: readonly NamedState[]): readonly string[] | null {
  return first === undefined ? null : Object.keys(first).sort();
}

function listOf(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map((text) => [text, text]));
}

function textOf(isThere: boolean): ReadonlyMap<string, string> {
  return listOf(isThere ? [''] : []);
}

/** Texts of states, by what does not depend on the order of names. */
function textsOf(states: readonly NamedState[]): ReadonlyMap<string, string> {
  return new Map(states.map((state) => [keyOf(state), stateText(state)]));
}

/** A text that two states have in common when they are the same. */
export function keyOf(state: NamedState): string {
  return Object.entries(state)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('; ');
}

/** The states of each model, by its name, with the file that has them. */
export interface TestReference {
  readonly file: string;
  readonly models: ReadonlyMap<string, ReferenceStates>;
}

/**
 * The result judged by states too: one that appears or disappears fails, and a search that was cut short cannot say that all are
 * as they were.
 */
export function comparedWith(result: TestResult, { file, models }: TestReference): TestResult {
  if (result.models.every(({ model }) => !models.has(model))) return result;
  const compared = result.models.map((model): ModelResult => {
    const old = models.get(model.model);
    if (old === undefined) return model;
    const deviations = deviationsOf(old, knownStatesOf(result, model));
    const own =
      deviations.length > 0 ? 'fail' : model.incomplete !== null || !old.complete ? 'unknown' : 'pass';
    return {
      ...model,
      compared: { reference: file, deviations },
      status: worst([model.status, own]),
    };
  });
  // States are something to fail on.
  return {
    ...result,
    models: compared,
    expectsNothing: false,
    status: worst(compared.map(({ status }) => status)),
  };
}
