/** What is asked of a compare-and-swap of a machine: what it compares with, and what it is when it fails. */
import { type Expression, readsLoaded } from '../program/expression.js';
import type { Order, UpdateInstruction } from '../program/program.js';
import type { MachineMarks } from './path.js';

/** What a compare-and-swap compares with; null for any other read-modify-write. */
export function comparedIn({ condition, loop, type }: UpdateInstruction): Expression | null {
  if (loop || condition?.kind !== 'binary' || condition.operator !== '==') return null;
  if (condition.type.bits < type.bits || condition.left.kind !== 'loaded') return null;
  return readsLoaded(condition.right) ? null : condition.right;
}

/** What one is to the rules that is an atomic operation though it wrote nothing: it releases nothing. */
export function afterFailure(readOrder: Order): MachineMarks {
  const order = WITHOUT_RELEASE[readOrder] ?? readOrder;
  return { order, fence: null, atomic: 'instruction', noReturn: false };
}

const WITHOUT_RELEASE: Partial<Record<Order, Order>> = { release: 'plain', 'acquire-release': 'acquire' };
