/** What a read-modify-write is as an instruction: a fetch and an operation, or a compare and swap. */
import { type Expression, type IntegerType, readsLoaded } from '../program/expression.js';
import type { UpdateInstruction } from '../program/program.js';
import type { FetchOperator } from './machine-writer.js';

/** The shape; a compare-and-swap waits where its update does. */
export type UpdateShape =
  | { readonly kind: 'fetch'; readonly operator: FetchOperator; readonly value: Expression }
  | { readonly kind: 'swap-if'; readonly expected: Expression; readonly value: Expression };

/** The shape of an update, or null for one that no instruction does. */
export function shapeOf(update: UpdateInstruction): UpdateShape | null {
  const { condition, awaits, data } = update;
  if (condition === null && awaits === null) return fetchShape(update);
  const asked = condition ?? awaits;
  if (asked === null || (condition !== null && awaits !== null) || readsLoaded(data)) return null;
  if (asked.kind !== 'binary' || asked.operator !== '==' || asked.type.bits !== update.type.bits) return null;
  const { left, right } = asked;
  if (left.kind !== 'loaded' || readsLoaded(right)) return null;
  return { kind: 'swap-if', expected: right, value: data };
}

function fetchShape({ data, type }: UpdateInstruction): UpdateShape | null {
  if (!readsLoaded(data)) return { kind: 'fetch', operator: 'swap', value: data };
  if (data.kind !== 'binary' || data.type.bits !== type.bits) return null;
  const { operator, left, right } = data;
  if (left.kind !== 'loaded' || readsLoaded(right)) return null;
  if (operator === '+' || operator === '&' || operator === '|' || operator === '^')
    return { kind: 'fetch', operator, value: right };
  return operator === '-' ? { kind: 'fetch', operator: '+', value: negated(right, data.type) } : null;
}

function negated(value: Expression, type: IntegerType): Expression {
  if (value.kind === 'constant') return { kind: 'constant', value: -value.value };
  return { kind: 'binary', operator: '-', type, left: { kind: 'constant', value: 0n }, right: value };
}
