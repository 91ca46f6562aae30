/** The law of walks: going every way by hand, so to speak, gives what the search gives, and nothing waits without a reason. */

import { accessesIn } from '../../src/engine/window/stepper/named-accesses.js';
import type { WindowPosition } from '../../src/engine/window/stepper/window-position.js';
import { WindowStepper } from '../../src/engine/window/stepper/window-stepper.js';
import type { WindowModel } from '../../src/models/model.js';
import { satisfies, soughtBy } from '../../src/program/condition.js';
import type { Instruction } from '../../src/program/program.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import type { ExecutionEnd } from '../../src/query/stepper.js';
import { atRandom, departure, endOf, randomFrom } from '../../src/step/history.js';

/** What going every way finds; `complete` unless there were too many positions or a loop ran ahead too far. */
interface Gone {
  readonly finals: ReadonlySet<string>;
  /** How many positions end so. */
  readonly ends: Readonly<Record<ExecutionEnd['kind'], number>>;
  readonly complete: boolean;
  /** An access that is neither offered nor said to wait. */
  readonly forgotten: string | null;
}

/** What waits is looked at in one of so many positions: it takes longest. */
const SAMPLED = 5;
/** How many local states are gone through; where a loop with effects runs ahead, a position has thousands. */
const LOCALS = 5_000;
/** How many store-conditionals a thread of a test that is walked may have: each doubles what may come after it. */
const CONDITIONALS = 2;
/** How long a random walk is. */
const MOST_STEPS = 40;

/** Goes every way from the start, as far as so many positions. */
export function goEveryWay(stepper: WindowStepper, most: number): Gone {
  const seen = new Set<string>();
  const finals = new Set<string>();
  const pending: WindowPosition[] = [stepper.start];
  const ends = { final: 0, deadlock: 0, held: 0, cut: 0, dead: 0, fault: 0 };
  let cut = false;
  let locals = 0;
  let forgotten: string | null = null;
  const isOver = (): boolean => seen.size >= most || locals >= LOCALS;
  for (let position = pending.pop(); position !== undefined && !isOver(); position = pending.pop()) {
    const key = JSON.stringify(position.machine);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const states of position.machine.threads) locals += states.length;
    if (seen.size % SAMPLED === 1) forgotten ??= forgottenAt(stepper, position);
    const { end } = position;
    if (end === null) pending.push(...position.offered.map(({ next }) => next));
    else ends[end.kind] += 1;
    if (end?.kind === 'final' && end.counts) finals.add(end.values.join());
    cut ||= isCut(stepper, position);
  }
  return { finals, ends, complete: !isOver() && !cut && ends.cut === 0 && ends.fault === 0, forgotten };
}

/** Beyond the bound something may be possible that is not offered yet; where fetching only stopped, it is if some way ends there. */
function isCut(stepper: WindowStepper, { machine }: WindowPosition): boolean {
  return stepper.threads.some((_, thread) =>
    stepper.locals(machine, thread).some(({ cut }) => cut === 'lossy'),
  );
}

function forgottenAt(stepper: WindowStepper, { machine, offered, blocked }: WindowPosition): string | null {
  const named = [...offered, ...blocked].map(({ thread, key }) => `P${thread} ${key}`);
  const all = stepper.threads.flatMap((_, thread) =>
    stepper
      .locals(machine, thread)
      .flatMap(({ context }) => accessesIn(context, thread))
      .filter(({ round }) => round === 0)
      .map(({ key }) => `P${thread} ${key}`),
  );
  return all.find((access) => !named.includes(access)) ?? null;
}

/** What is wrong with walks over a test on a model, of which the search has found this; or null. */
export function walksAgree(
  test: Test,
  model: WindowModel,
  found: Exploration,
  limits: Limits,
  most: number,
): string | null {
  if (found.limit !== null || found.badAddresses.some(({ near }) => near === null)) return null;
  const stepper = new WindowStepper({ program: found.program, model, target: test.question });
  if (stepper.start.machine.threads.some((locals) => locals.length > LOCALS / most)) return null;
  if (stepper.program.threads.some(({ code }) => conditionals(code) > CONDITIONALS)) return null;
  const expected = new Set(found.states.map((state) => state.join()));
  const gone = goEveryWay(stepper, most);
  const wrong = [...gone.finals].find((state) => !expected.has(state));
  if (wrong !== undefined) return `${model.name}: only by walking: ${wrong}`;
  if (gone.forgotten !== null) return `${model.name}: neither offered nor blocked: ${gone.forgotten}`;
  if (gone.complete) {
    const missed = [...expected].find((state) => !gone.finals.has(state));
    if (missed !== undefined) return `${model.name}: not by walking: ${missed}`;
  }
  if (test.question.filter === null) {
    if (gone.complete && found.deadlocks > 0 && gone.ends.deadlock + gone.ends.held === 0)
      return `${model.name}: no walk gets stuck`;
    if (gone.ends.deadlock > 0 && found.deadlocks === 0) return `${model.name}: only walks get stuck`;
  }
  return witnessAgrees(test, model, stepper, found, limits) ?? randomEnds(stepper, found, model, test);
}

function conditionals(code: readonly Instruction[]): number {
  return code.filter(({ kind }) => kind === 'store-conditional').length;
}

function witnessAgrees(
  test: Test,
  model: WindowModel,
  stepper: WindowStepper,
  found: Exploration,
  limits: Limits,
): string | null {
  const path = stepper.pathTo(test.question, limits);
  if (path.kind === 'limit' || path.kind === 'wild') return null;
  const sought = soughtBy(test.question);
  const any = found.states.some((state) => satisfies(sought, state));
  if (any !== (path.kind === 'found')) return `${model.name}: ${any ? 'no' : 'a'} witness`;
  if (path.kind !== 'found') return null;
  const end = endOf(stepper, path.steps);
  if (end?.kind !== 'final' || !end.counts || !satisfies(sought, end.values))
    return `${model.name}: the witness ends otherwise`;
  return model.name === 'sc' && departure(path.steps) !== -1 ? 'sc: the witness leaves SC behind' : null;
}

function randomEnds(
  stepper: WindowStepper,
  found: Exploration,
  model: WindowModel,
  test: Test,
): string | null {
  const random = randomFrom(1);
  for (let count = 0; count < 5; count++) {
    const end = endOf(stepper, atRandom(stepper, [], MOST_STEPS, random));
    if (
      end?.kind === 'final' &&
      end.counts &&
      !found.states.some((state) => state.join() === end.values.join())
    )
      return `${model.name}: a random walk ends in ${end.values.join()}`;
    if (end?.kind === 'deadlock' && found.deadlocks === 0 && test.question.filter === null)
      return `${model.name}: a random walk gets stuck`;
  }
  return null;
}
