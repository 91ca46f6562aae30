/**
 * A reduction, for loops such as `while (xchg_acquire(lock, 1))`: a round whose read-modify-write took what its own thread
 * had written, and writes the same again, is not read from before it is in memory. Otherwise a thread whose writes have to
 * wait would go round on what it wrote itself without end, and no such round can see anybody else's write.
 *
 * Exact: let an execution come to the place of that read-modify-write once more and take its value from the store buffer.
 * Without the round before it is an execution too, which ends alike: nothing that the round set is read from here on, it
 * wrote nothing else, and whoever read what it rewrote reads what was there before it instead, which is the same value with
 * no other write between the two. What is dropped takes only constraints with it. That execution has a round less, so one
 * is found in which no read goes on from such a round.
 */
import { definedBy } from '../program/flow.js';
import { readOfPair } from './coherence.js';
import type { ThreadContext } from './order.js';
import { isPending, isWrite } from './window.js';

/** Whether the read at `index` would take its value from the write at `from` of such a round. */
export function goesOnFromRewrite(
  { code, window, view }: ThreadContext,
  from: number,
  index: number,
): boolean {
  if (!code.reductions.rewrites) return false;
  const first = readOfPair(window, from);
  if (first === null) return false;
  const { instances } = window;
  const { place } = instances[index];
  const read = instances[first];
  if (read.kind !== 'read' || read.place !== place || read.from === null) return false;
  const isSame = isPending(instances[read.from]) && view.data[read.from] === view.data[from];
  return isSame && isIdle({ code, window }, first, index, from);
}

/** Whether what lies from `first` to before `end` writes nothing but at `but`, and sets nothing that is read from there on. */
function isIdle(
  { code, window }: Pick<ThreadContext, 'code' | 'window'>,
  first: number,
  end: number,
  but: number,
): boolean {
  const live = code.live[window.instances[end].place];
  return window.instances.every((each, index) => {
    if (index < first || index >= end) return true;
    if (index !== but && (isWrite(each) || each.kind === 'failed')) return false;
    if (index !== first && each.kind === 'read' && each.exclusive) return false;
    const target = definedBy(code.instructions[each.place]);
    return target === null || !live.has(target);
  });
}
