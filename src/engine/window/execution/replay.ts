/**
 * Takes the steps of an execution in some order on the machine, with no reduction but the one that makes spins wait: what is
 * shown as an execution is one. Fetching predicts, so a thread may be in several local states at a time; those in which a
 * prediction was wrong fall away.
 */

import type { AccessEvent, ScheduledStep } from '../../../execution/execution.js';
import { wrap } from '../../../program/expression.js';
import type { MachineQuery } from '../../../query/query.js';
import { invariant } from '../../../text/invariant.js';
import { NO_REDUCTIONS, prepare } from '../../../window/code.js';
import type { LocalStep } from '../../../window/local-steps.js';
import { isMemory } from '../../../window/order.js';
import { type LocalState, ThreadSpace } from '../../../window/thread-space.js';
import { createValues } from '../../../window/value-numbers.js';
import { isPending } from '../../../window/window.js';

/** A local state that a thread may be in, and for each instance of its window the number of its access. */
interface ReplayState {
  readonly local: number;
  readonly accesses: readonly (number | null)[];
  /** How many accesses the thread has fetched. */
  readonly count: number;
}

/** The steps, as the machine takes them; throws when it cannot. `order` are all accesses of the execution. */
export function replay(
  { program, model, target }: Omit<MachineQuery, 'limits'>,
  order: readonly AccessEvent[],
): readonly ScheduledStep[] {
  const values = createValues();
  values.intern(0n);
  const reductions = { ...NO_REDUCTIONS, spins: true, rounds: true };
  const spaces = program.threads.map(
    (_, thread) => new ThreadSpace(prepare(program, [thread], target, model, reductions), model, values),
  );
  let states = spaces.map((space) => space.initial.map((local) => stateWith(space, local, [], 0)));
  const memory = program.locations.map((location) => values.intern(location.initial));
  const steps = order.map((event): ScheduledStep => {
    const access = order.filter(({ thread, id }) => thread === event.thread && id < event.id).length;
    const space = spaces[event.thread];
    const content = memory[event.location];
    const { type } = program.locations[event.location];
    const left = ({ written }: Taken): bigint | null =>
      written === -1 ? null : wrap(values.valueOf(written), type);
    const taken = states[event.thread]
      .flatMap((each) => taking(space, each, { event, access }, content))
      .filter((each) => left(each) === event.written);
    const [first] = taken;
    invariant(first !== undefined, 'the machine takes every step of an execution');
    states = states.map((each, thread) =>
      thread === event.thread || first.written === -1
        ? each
        : each.flatMap((one) => disturbed(spaces[thread], one, event.location)),
    );
    states[event.thread] = taken.flatMap(({ next }) => next);
    if (first.written !== -1) memory[event.location] = first.written;
    const written = first.written === -1 ? null : values.valueOf(first.written);
    const { thread, location, span } = event;
    const read = first.action === 'write' ? null : event.read;
    return { event: event.id, thread, location, span, action: first.action, read, written };
  });
  const ended = states.every((each, thread) => each.some(({ local }) => spaces[thread].states[local].done));
  invariant(ended, 'an execution comes to its end');
  return steps;
}

interface Taken {
  readonly action: ScheduledStep['action'];
  readonly written: number;
  readonly next: readonly ReplayState[];
}

/**
 * What performing an access makes of a thread's state; none when it cannot perform there. A thread that predicted otherwise may
 * have another access of that number: the right one is found by its place in the source, and by what it writes.
 */
function taking(
  space: ThreadSpace,
  from: ReplayState,
  { event, access }: { readonly event: AccessEvent; readonly access: number },
  content: number,
): readonly Taken[] {
  const { steps, context } = space.states[from.local];
  const isEvent = ({ step: { index, kind } }: LocalStep): boolean => {
    const { span } = context.code.instructions[context.window.instances[index].pc];
    const isThere = from.accesses[index] === access && span.start === event.span.start;
    return isThere && kind !== 'die' && (kind === 'write') === (event.kind === 'write');
  };
  const step = steps.find(isEvent);
  const result = step === undefined ? null : space.result(step, from.local, content);
  if (
    step === undefined ||
    step.step.kind === 'die' ||
    step.step.kind === 'enter' ||
    result === null ||
    result.next.length === 0
  )
    return [];
  const next = result.next.map((local, each) => {
    const kept: (number | null)[] = [];
    from.accesses.forEach((number, index) => {
      const pc = result.moved[each][index];
      if (pc >= 0 && index !== step.step.index) kept[pc] = number;
    });
    return stateWith(space, local, kept, from.count);
  });
  return [{ action: step.step.kind, written: result.written, next }];
}

function disturbed(space: ThreadSpace, from: ReplayState, location: number): readonly ReplayState[] {
  const local = space.afterForeignWrite(from.local, location);
  return local === -1 ? [] : [{ ...from, local }];
}

function stateWith(
  space: ThreadSpace,
  local: number,
  kept: readonly (number | null | undefined)[],
  count: number,
): ReplayState {
  const { accesses, count: counted } = numberAccesses(space.states[local], kept, count);
  return { local, accesses, count: counted };
}

/**
 * For each instance of a window the number of its access, in program order from 0: the one it had in `kept`, or for one
 * that is newly pending the next one from `count` on.
 */
export function numberAccesses(
  { context: { window } }: LocalState,
  kept: readonly (number | null | undefined)[],
  count: number,
): { readonly accesses: readonly (number | null)[]; readonly count: number } {
  let next = count;
  const accesses = window.instances.map((each, index) =>
    isMemory(each) && isPending(each) ? (kept[index] ?? next++) : null,
  );
  return { accesses, count: next };
}
