/**
 * A way to a final state that satisfies the condition (for `forall`, that refutes it): the execution that explain shows,
 * as short as can be and out of order only where it has to be, gone again over the walk's own steps. That a
 * store-conditional fails is no step of it, and is put in where it is needed.
 */

import { type Happening, happened } from '../explain/witness.js';
import type { Model } from '../models/model.js';
import type { Proposition } from '../program/condition.js';
import { satisfies, soughtBy } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Limit, Limits } from '../query/exploration.js';
import { ask } from '../search/decide.js';
import { type Moment, SHOWN, type Trace, wayTo } from '../search/shortest-path.js';
import { Disagreement } from '../text/invariant.js';
import { type Asked, prepare } from '../window/code.js';
import { positionOf, type Walk } from './history.js';
import { accessAt, actionOf } from './named-accesses.js';
import type { Choice } from './offer.js';
import type { Walker } from './stepper.js';

/** What is asked, and the text in which it is. */
export type Asking = Pick<Test, 'question' | 'source'>;

/** A way to the state that the condition is about; none when there is no such state. */
export type Way =
  | { readonly kind: 'found'; readonly walk: Walk }
  | { readonly kind: 'none' }
  /** None was found, but some execution uses an address near no object. */
  | { readonly kind: 'wild' }
  | { readonly kind: 'limit'; readonly limit: Limit };

/** At most so many store-conditionals fail on a way. */
const FAILURES = 6;

/**
 * A way from the start to a final state that the condition is about. Throws when there is one, as the search says, and none is
 * found.
 */
export function witnessPath(walker: Walker, model: Model, { question, source }: Asking, limits: Limits): Way {
  const { program } = walker;
  const sought = soughtBy(question);
  // Whether there is any is found out as everywhere, with interchangeable threads merged, often much faster.
  const answer = ask(program, model, question, sought, limits);
  if (answer.kind === 'unknown') return { kind: 'limit', limit: answer.limit };
  if (answer.kind === 'forbidden') return { kind: 'none' };
  if (answer.kind === 'wild') return { kind: 'wild' };
  const { observables, filter } = question;
  const wanted: Proposition = filter === null ? sought : { kind: 'and', left: filter, right: sought };
  // All observables are kept: the threads' codes must be the walk's.
  const asked = { observables, filter: wanted };
  const traced = wayTo(program, model, asked, limits);
  if (traced.kind === 'limit') return traced;
  const steps = traced.kind === 'none' ? null : stepsOf(traced.program, model, asked, traced.trace);
  const { milliseconds } = limits;
  const end = performance.now() + milliseconds;
  const late = (): boolean => performance.now() > end;
  for (let failures = 0; steps !== null && failures <= FAILURES; failures++) {
    const walk = follow(walker, [], steps, failures, { wanted, late });
    if (walk !== null) return { kind: 'found', walk };
    if (late()) return { kind: 'limit', limit: { kind: 'time', milliseconds } };
  }
  throw new Disagreement(`on ${model.title}, no way leads to a state that the search found`, source.text);
}

/** Whether a choice is a step of the way. */
type Sought = (choice: Choice) => boolean;

/**
 * The steps of a trace, in the order in which explain shows them. Where there are store-conditionals they are taken as
 * the search took them, since other orders may need that one fails, which an execution's steps do not tell.
 */
function stepsOf(program: Program, model: Model, asked: Asked, trace: Trace): readonly Sought[] {
  const conditional = program.threads.some(({ code }) => code.some(({ kind }) => kind === 'conditional'));
  if (conditional) return trace.moments.map((moment) => (choice) => isMoment(choice, moment));
  const codes = program.threads.map((_, thread) => prepare(program, [thread], asked, model, SHOWN));
  const { steps } = happened(program, model, asked, codes, trace);
  return steps.map((step) => (choice) => isHappening(choice, step));
}

function isMoment(choice: Choice, { thread, before, step, content, written }: Moment): boolean {
  if (choice.thread !== thread || choice.key !== accessAt(before.scene, thread, step.step.index).key)
    return false;
  const { kind, value } = { value: null, ...choice.action };
  const action = { value: null, ...actionOf(step, content, written) };
  return kind === action.kind && value === action.value;
}

function isHappening({ thread, span, action }: Choice, step: Happening): boolean {
  const isThere = thread === step.thread && span.start === step.span.start && span.end === step.span.end;
  return isThere && action.kind === step.action && action.location === step.location;
}

/** Where a walk is to end, and whether there is no time left to find one. */
interface Goal {
  readonly wanted: Proposition;
  readonly late: () => boolean;
}

/** The walk that takes these steps and makes so many store-conditionals fail; null when there is none, or it is late. */
function follow(
  walker: Walker,
  walk: Walk,
  steps: readonly Sought[],
  failures: number,
  goal: Goal,
): Walk | null {
  if (goal.late()) return null;
  const [step, ...rest] = steps;
  const position = positionOf(walker, walk);
  if (step === undefined && failures === 0) {
    const end = walker.end(position);
    return end?.kind === 'final' && satisfies(goal.wanted, end.values) ? walk : null;
  }
  for (const choice of walker.choices(position)) {
    const fails = choice.action.kind === 'fail';
    if (fails ? failures === 0 : step === undefined || !step(choice)) continue;
    const left = fails ? failures - 1 : failures;
    const longer = follow(walker, [...walk, choice], fails ? steps : rest, left, goal);
    if (longer !== null) return longer;
  }
  return null;
}
