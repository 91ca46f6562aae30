/**
 * A path to a final state that satisfies the condition (for `forall`, that refutes it): the execution that explain shows,
 * as short as can be and out of order only where it has to be, taken again by the stepper's own steps. That a
 * store-conditional fails is no step of it, and is put in where it is needed.
 */

import type { ScheduledStep } from '../../../execution/execution.js';
import type { Proposition, Question } from '../../../program/condition.js';
import { narrowed, satisfies, soughtBy } from '../../../program/condition.js';
import type { Limits } from '../../../query/limits.js';
import type { MachineQuery } from '../../../query/query.js';
import { type OfferedStep, positionAfter, type StepPath } from '../../../query/stepper.js';
import { SHOWN, shortestTrace, type TimedStep, type Trace } from '../../../search/shortest-path.js';
import { prepare } from '../../../window/code.js';
import { decide } from '../../decide.js';
import { executionOf } from '../execution/from-trace.js';
import { accessAt, actionOf } from './named-accesses.js';
import type { WindowPosition } from './window-position.js';
import type { WindowStepper } from './window-stepper.js';

/** The search for a path among all positions gives up after so many. */
const MOST_POSITIONS = 10_000;

/** At most so many store-conditionals fail on a way. */
const FAILURES = 6;

/** A path from the start to a final state that the question is about. */
export function pathTo(stepper: WindowStepper, question: Question, limits: Limits): StepPath {
  const { program, model } = stepper;
  const sought = soughtBy(question);
  // Whether there is any is found out as everywhere, with interchangeable threads merged, often much faster.
  const answer = decide({ program, model, target: narrowed(question, sought), limits });
  if (answer.kind === 'unknown') return { kind: 'limit', limit: answer.limit };
  if (answer.kind === 'forbidden') return { kind: 'none' };
  if (answer.kind === 'wild') return { kind: 'wild' };
  const { observables, filter } = question;
  const wanted: Proposition = filter === null ? sought : { kind: 'and', left: filter, right: sought };
  // All observables are kept: the threads' codes must be the walk's.
  const target = { observables, filter: wanted };
  const traced = shortestTrace({ program, model, target, limits });
  if (traced.kind === 'limit') return traced;
  const steps =
    traced.kind === 'none' ? null : stepsOf({ program: traced.program, model, target }, traced.trace);
  const { milliseconds } = limits;
  const end = performance.now() + milliseconds;
  const late = (): boolean => performance.now() > end;
  for (let failures = 0; steps !== null && failures <= FAILURES; failures++) {
    const path = follow(stepper, [], steps, failures, { wanted, late });
    if (path !== null) return { kind: 'found', steps: path };
    if (late()) return { kind: 'limit', limit: { kind: 'time', milliseconds } };
  }
  const path = shortestPath(stepper, { wanted, late });
  if (path === 'none') return { kind: 'lost' };
  if (path !== 'too many') return { kind: 'found', steps: path };
  if (late()) return { kind: 'limit', limit: { kind: 'time', milliseconds } };
  return { kind: 'limit', limit: { kind: 'states', bound: MOST_POSITIONS } };
}

/**
 * A path that is looked for among all positions, breadth-first: where the search lets a store-conditional fail behind which
 * something has performed already, the steps of its trace cannot be taken by hand, and others lead to the same state.
 */
function shortestPath(
  stepper: WindowStepper,
  { wanted, late }: PathGoal,
): readonly OfferedStep[] | 'none' | 'too many' {
  const seen = new Set<string>();
  const pending: { readonly position: WindowPosition; readonly steps: readonly OfferedStep[] }[] = [
    { position: stepper.start, steps: [] },
  ];
  for (const { position, steps } of pending) {
    if (late() || seen.size > MOST_POSITIONS) return 'too many';
    const { end, offered } = position;
    if (end?.kind === 'final' && satisfies(wanted, end.values)) return steps;
    if (end !== null) continue;
    for (const step of offered) {
      const key = JSON.stringify(step.next.machine);
      if (!seen.has(key)) pending.push({ position: step.next, steps: [...steps, step] });
      seen.add(key);
    }
  }
  return 'none';
}

/** Whether a choice is a step of the way. */
type Sought = (choice: OfferedStep) => boolean;

/**
 * The steps of a trace, in the order in which explain shows them. Where there are store-conditionals they are taken as
 * the search took them, since other orders may need that one fails, which an execution's steps do not tell.
 */
function stepsOf(query: Omit<MachineQuery, 'limits'>, trace: Trace): readonly Sought[] {
  const { program, model, target } = query;
  const conditional = program.threads.some(({ code }) =>
    code.some(({ kind }) => kind === 'store-conditional'),
  );
  if (conditional) return trace.moments.map((moment) => (choice) => isMoment(choice, moment));
  const codes = program.threads.map((_, thread) => prepare(program, [thread], target, model, SHOWN));
  const { schedule } = executionOf(query, codes, trace);
  return (schedule ?? []).map((step) => (choice) => isScheduled(choice, step));
}

function isMoment(choice: OfferedStep, { thread, before, step, content, written }: TimedStep): boolean {
  if (choice.thread !== thread || choice.key !== accessAt(before.context, thread, step.step.index).key)
    return false;
  const { kind, value } = { value: null, ...choice.action };
  const action = { value: null, ...actionOf(step, content, written) };
  return kind === action.kind && value === action.value;
}

function isScheduled({ thread, span, action }: OfferedStep, step: ScheduledStep): boolean {
  const isThere = thread === step.thread && span.start === step.span.start && span.end === step.span.end;
  return isThere && action.kind === step.action && action.location === step.location;
}

/** Where a path is to end, and whether there is no time left to find one. */
interface PathGoal {
  readonly wanted: Proposition;
  readonly late: () => boolean;
}

/** The path that takes these steps and makes so many store-conditionals fail; null when there is none, or it is late. */
function follow(
  stepper: WindowStepper,
  path: readonly OfferedStep[],
  steps: readonly Sought[],
  failures: number,
  goal: PathGoal,
): readonly OfferedStep[] | null {
  if (goal.late()) return null;
  const [step, ...rest] = steps;
  const { end, offered } = positionAfter(stepper, path);
  if (step === undefined && failures === 0) {
    return end?.kind === 'final' && satisfies(goal.wanted, end.values) ? path : null;
  }
  for (const choice of offered) {
    const fails = choice.action.kind === 'fail';
    if (fails ? failures === 0 : step === undefined || !step(choice)) continue;
    const left = fails ? failures - 1 : failures;
    const longer = follow(stepper, [...path, choice], fails ? steps : rest, left, goal);
    if (longer !== null) return longer;
  }
  return null;
}
