/** Sets of values that reads may have, and what follows for expressions over them. */
import type { Expression } from '../program/expression.js';
import { evaluatorOf, registersIn } from './shared-parts.js';

/** PossibleValues, each once; null where nothing is known. */
export type PossibleValues = readonly bigint[] | null;

/** More combinations of values of reads than these are not gone through. */
const MOST_COMBINATIONS = 4096;

/** The values that an expression may have; `of` are those of the reads, by their numbers. */
export function possibleValues(expression: Expression, of: readonly PossibleValues[]): PossibleValues {
  if (expression.kind === 'constant') return [expression.value];
  const found = new Set<bigint>();
  const evaluated = evaluatorOf(expression);
  const all = eachCombination(registersIn(expression), of, (known) => {
    const value = evaluated(known);
    if (value !== null) found.add(value);
  });
  return all ? [...found] : null;
}

/**
 * The values that are left for the reads of an expression when it is not 0, by their numbers; null when it cannot be. Where
 * nothing is known of a read, or there are too many combinations, nothing is left out.
 */
export function narrowed(
  expression: Expression,
  of: readonly PossibleValues[],
): ReadonlyMap<number, readonly bigint[]> | null {
  const reads = registersIn(expression);
  const left = new Map(reads.map((read) => [read, new Set<bigint>()]));
  let holds = false;
  const evaluated = evaluatorOf(expression);
  const all = eachCombination(reads, of, (known) => {
    if (evaluated(known) === 0n) return;
    holds = true;
    for (const [read, values] of left) values.add(known[read]);
  });
  if (!all) return new Map();
  return holds ? new Map([...left].map(([read, values]) => [read, [...values]])) : null;
}

/** Calls `visit` for each combination of values of the reads, by their numbers; false, without a call, where there are too many. */
function eachCombination(
  reads: readonly number[],
  of: readonly PossibleValues[],
  visit: (known: readonly bigint[]) => void,
): boolean {
  let combinations = 1;
  for (const read of reads) combinations *= of[read]?.length ?? Number.POSITIVE_INFINITY;
  if (combinations > MOST_COMBINATIONS) return false;
  const known: bigint[] = [];
  const assign = (index: number): void => {
    if (index === reads.length) {
      visit(known);
      return;
    }
    for (const value of of[reads[index]] ?? []) {
      known[reads[index]] = value;
      assign(index + 1);
    }
  };
  assign(0);
  return true;
}
