/**
 * Reads that perform before their values are computed. One that takes its value from the write of an atomic without result comes
 * after nothing on account of that atomic's own read: what DMB LD orders before later reads is the later read alone, and it has
 * performed as soon as it is *bound* to the write (herd7's aarch64.cat: `bob` has no read of NoRet, `aob` only what an acquire
 * reads, and `data` nothing within an instruction; Arm ARM DDI 0487, B2.3 and C3.2.12, "are not regarded as doing a read for
 * the purpose of a DMB LD barrier"). The value comes with the atomic's read. Whatever depends on it waits, and so do writes that
 * come after the bound read, since what flows into a read is before those ("pick").
 */

import type { Fence } from '../program/program.js';
import { stored } from './evaluation.js';
import type { Open, ThreadContext } from './order.js';
import { ANY, accessesAt, eachForwardingConstraint, orders, UNPERFORMED } from './order.js';
import { PLAIN_READ } from './static-accesses.js';
import { isBound } from './window.js';

/** As for the machine, but that the value of a write may be open. */
const UNCOMPUTED: Open<ThreadContext> = { ...UNPERFORMED, value: () => false };

/** Whether the read at `index` may be bound to the write of its thread at `from`, whose value is not known yet. */
export function mayBind(context: ThreadContext, from: number, index: number): boolean {
  const { code, window, evaluation } = context;
  const write = window.instances[from];
  const instruction = code.instructions[write.pc];
  if (write.kind !== 'write' || write.pair !== 'update' || instruction.kind !== 'update') return false;
  const read = from - 1;
  if (!isBound(window.instances[read]) && !isWithoutResult(context, read)) return false;
  // What is missing is the value that the atomic reads; all else that it computes with is known.
  if (stored(instruction, evaluation.registers[read], 0n) === null) return false;
  if (eachForwardingConstraint(context, from, index, UNCOMPUTED, ANY)) return false;
  return !code.reductions.bindings || mayFree(context, read, index);
}

/** Whether the read at an index is of a pair that a later read may read from: that one may wait for this one, and be bound in turn. */
function opensPair({ window: { instances } }: ThreadContext, index: number): boolean {
  const read = instances[index];
  if (read.kind !== 'read' || !(read.exclusive || read.role === 'writes')) return false;
  return instances.some(({ kind }, at) => at > index && kind === 'read');
}

/** Whether the access at an index is the read of an atomic without result. */
export function isWithoutResult(context: ThreadContext, index: number): boolean {
  return accessesAt(context, index).some(({ noReturn }) => noReturn);
}

/**
 * A reduction: whether some later read could perform once the read at `index` has. It waits for that one by itself or by a fence, and
 * not for the atomic's own at `read` as well; later writes wait for the value anyway.
 */
function mayFree(context: ThreadContext, read: number, index: number): boolean {
  const holds = (at: number, fences: readonly Fence[]): boolean =>
    context.code.model.rules.some((rule) =>
      orders(rule, accessesAt(context, at), [PLAIN_READ], { fences, waitingIsb: false }),
    );
  const { instances } = context.window;
  const frees = (fences: readonly Fence[]): boolean =>
    holds(index, fences) && (isBound(instances[read]) || !holds(read, fences));
  if (frees([]) || opensPair(context, index)) return true;
  return instances.some(({ pc }, at) => {
    const instruction = context.code.instructions[pc];
    return at > index && instruction.kind === 'fence' && frees([instruction.fence]);
  });
}
