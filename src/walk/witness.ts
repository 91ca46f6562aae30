/**
 * A way to a final state that satisfies the condition (for `forall`, that refutes it): the execution that explain shows,
 * as short as can be and out of order only where it has to be, gone again over the walk's own steps. That a
 * store-conditional fails is no step of it, and is put in where it is needed.
 */
import { type Happening, happened } from '../explain/witness.js';
import { explore } from '../explore/explore.js';
import type { Limit, Limits } from '../explore/outcome.js';
import { type Moment, SHOWN, type Trace, traceTo } from '../explore/trace.js';
import { type Asked, prepare } from '../machine/code.js';
import type { Model } from '../machine/model.js';
import type { Proposition, Question } from '../program/condition.js';
import { narrowed, satisfies, soughtBy } from '../program/condition.js';
import { accessAt, actionOf } from './access.js';
import type { Choice } from './choice.js';
import { positionOf, type Walk } from './walk.js';
import type { Walker } from './walker.js';

/** A way to the state that the condition is about; none when there is no such state. */
export type Way =
  | { readonly kind: 'found'; readonly walk: Walk }
  | { readonly kind: 'none' }
  | { readonly kind: 'limit'; readonly limit: Limit };

/** At most so many store-conditionals fail on a way. */
const FAILURES = 6;

/** A way from the start to a final state that the condition is about. */
export function witnessPath(walker: Walker, model: Model, question: Question, limits: Limits): Way {
  const { program } = walker;
  const sought = soughtBy(question);
  // Whether there is any is found out with interchangeable threads merged, often much faster.
  const any = explore(program, model, narrowed(question, sought), limits, { goal: 'first' });
  if (any.states.length === 0)
    return any.limit === null ? { kind: 'none' } : { kind: 'limit', limit: any.limit };
  const { observables, filter } = question;
  const wanted: Proposition = filter === null ? sought : { kind: 'and', left: filter, right: sought };
  // All observables are kept: the threads' codes must be the walk's.
  const asked = { observables, filter: wanted };
  const traced = traceTo('nearest', program, model, asked, limits);
  if (traced.kind !== 'found') return traced;
  const steps = stepsOf(walker, model, asked, traced.trace);
  for (let failures = 0; failures <= FAILURES; failures++) {
    const walk = follow(walker, [], steps, failures, wanted);
    if (walk !== null) return { kind: 'found', walk };
  }
  return { kind: 'none' };
}

/** Whether a choice is a step of the way. */
type Sought = (choice: Choice) => boolean;

/**
 * The steps of a trace, in the order in which explain shows them. Where there are store-conditionals they are taken as
 * the search took them, since other orders may need that one fails, which an execution's steps do not tell.
 */
function stepsOf({ program }: Walker, model: Model, asked: Asked, trace: Trace): readonly Sought[] {
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

/** The walk that takes these steps and makes so many store-conditionals fail; null when there is none. */
function follow(
  walker: Walker,
  walk: Walk,
  steps: readonly Sought[],
  failures: number,
  wanted: Proposition,
): Walk | null {
  const [step, ...rest] = steps;
  const position = positionOf(walker, walk);
  if (step === undefined && failures === 0) {
    const end = walker.end(position);
    return end?.kind === 'final' && satisfies(wanted, end.values) ? walk : null;
  }
  for (const choice of walker.choices(position)) {
    const fails = choice.action.kind === 'fail';
    if (fails ? failures === 0 : step === undefined || !step(choice)) continue;
    const left = fails ? failures - 1 : failures;
    const longer = follow(walker, [...walk, choice], fails ? steps : rest, left, wanted);
    if (longer !== null) return longer;
  }
  return null;
}
