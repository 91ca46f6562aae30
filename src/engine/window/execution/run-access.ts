/** The accesses of memory in a run of one thread: each once, a read-modify-write as two unless its model makes it one step. */

import { wrap } from '../../../program/expression.js';
import type { Span } from '../../../text/source.js';
import { readOfPair } from '../../../window/coherence.js';
import type { ThreadContext } from '../../../window/order.js';
import { isMemory } from '../../../window/order.js';

/** One access of memory. */
export interface RunAccess {
  /** The index of its instance in the thread's complete window. */
  readonly instance: number;
  readonly kind: 'read' | 'write' | 'update';
  readonly location: number;
  /** The value read, as the instruction sees it; null for a write. */
  readonly read: bigint | null;
  /** What the cell holds afterwards; null for a read, and for an update whose condition did not hold. */
  readonly written: bigint | null;
  /** The index, among the run's accesses, of the other half of a read-modify-write that is two of them; else null. */
  readonly pair: number | null;
  readonly span: Span;
}

/** The accesses of a complete window, in program order. */
export function accessesOf(run: ThreadContext): readonly RunAccess[] {
  const { code, window, evaluation } = run;
  const indices = window.instances.flatMap((each, instance) => (isMemory(each) ? [instance] : []));
  const halves = pairsOf(run, indices);
  return indices.map((instance): RunAccess => {
    const each = window.instances[instance];
    const location = evaluation.locations[instance];
    const half = halves.get(instance);
    const common = { instance, location, span: code.instructions[each.pc].span };
    const pair = half === undefined ? null : indices.indexOf(half);
    if (each.kind === 'read') return { ...common, kind: 'read', read: each.value, written: null, pair };
    const data = evaluation.data[instance];
    const fails = each.kind === 'update' && evaluation.conditions[instance] === 0n;
    const written = data === null || fails ? null : wrap(data, code.cells[location]);
    if (each.kind === 'update') return { ...common, kind: 'update', read: each.value, written, pair: null };
    return { ...common, kind: 'write', read: null, written, pair };
  });
}

/** For each half of a pair, the index of the other's instance. */
function pairsOf({ window }: ThreadContext, indices: readonly number[]): ReadonlyMap<number, number> {
  const halves = new Map<number, number>();
  for (const instance of indices) {
    const read = readOfPair(window, instance);
    if (read === null) continue;
    halves.set(instance, read);
    halves.set(read, instance);
  }
  return halves;
}

/** Whether an access reads its location. */
export function isReading({ kind }: RunAccess): boolean {
  return kind !== 'write';
}

/** Whether an access writes its location. */
export function isWriting({ written }: RunAccess): boolean {
  return written !== null;
}
