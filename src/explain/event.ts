/** The events of an execution: each access of memory once, a read-modify-write as two unless its model makes it one step. */

import { wrap } from '../program/expression.js';
import type { Span } from '../text/source.js';
import { readOfPair } from '../window/coherence.js';
import { isMemory } from '../window/order.js';
import type { Run } from './thread-run.js';

/** One access of memory. */
export interface Event {
  /** Its number among the execution's events: by thread, in program order. */
  readonly id: number;
  readonly thread: number;
  /** The index of its instance in the thread's complete window. */
  readonly instance: number;
  readonly kind: 'read' | 'write' | 'update';
  readonly location: number;
  /** The value read, as the instruction sees it; null for a write. */
  readonly read: bigint | null;
  /** What the cell holds afterwards; null for a read, and for an update whose condition did not hold. */
  readonly written: bigint | null;
  /** The number of the other half of a read-modify-write that is two events, else null. */
  readonly pair: number | null;
  readonly span: Span;
}

/** The events of a thread's run; their numbers count from `first`. */
export function eventsOf(run: Run, thread: number, first: number): readonly Event[] {
  const { code, window, view } = run;
  const accesses = window.instances.flatMap((each, instance) => (isMemory(each) ? [instance] : []));
  const numbers = new Map(accesses.map((instance, index) => [instance, first + index]));
  const halves = pairsOf(run, accesses);
  return accesses.map((instance, index): Event => {
    const each = window.instances[instance];
    const { span } = code.instructions[each.place];
    const location = view.locations[instance];
    const half = halves.get(instance);
    const common = { id: first + index, thread, instance, location, span };
    const pair = half === undefined ? null : (numbers.get(half) ?? null);
    if (each.kind === 'read') return { ...common, kind: 'read', read: each.value, written: null, pair };
    const data = view.data[instance];
    const fails = each.kind === 'update' && view.conditions[instance] === 0n;
    const written = data === null || fails ? null : wrap(data, code.cells[location]);
    if (each.kind === 'update') return { ...common, kind: 'update', read: each.value, written, pair: null };
    return { ...common, kind: 'write', read: null, written, pair };
  });
}

/** For each half of a pair, the index of the other. */
function pairsOf({ window }: Run, accesses: readonly number[]): ReadonlyMap<number, number> {
  const halves = new Map<number, number>();
  for (const instance of accesses) {
    const read = readOfPair(window, instance);
    if (read === null) continue;
    halves.set(instance, read);
    halves.set(read, instance);
  }
  return halves;
}

/** Whether an event reads its location. */
export function reads(event: Event): boolean {
  return event.kind !== 'write';
}

/** Whether an event writes its location. */
export function writes(event: Event): boolean {
  return event.written !== null;
}
