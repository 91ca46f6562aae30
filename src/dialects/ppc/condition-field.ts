/**
 * Power's condition fields. What a comparison leaves is one of less, greater and equal, which a field holds here as -1, 1 and 0;
 * a store-conditional that fails leaves none of them.
 *
 * Power ISA 3.1, Book I, 2.3.1 and 3.3.10; Book II, 4.6.2 for stwcx.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import { binary } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, INT, type IntegerType, LONG } from '../../program/expression.js';

/** What a store-conditional leaves: equal where it stored, and none of the three else. */
export const STORED = 0n;
export const NOT_STORED = 2n;

/** The register that holds a field. */
export function fieldRegister(emitter: Emitter, field: number): number {
  return emitter.flag(`cr${field}`);
}

/** Compares two values of a type into a field. */
export function compare(
  emitter: Emitter,
  field: number,
  type: IntegerType,
  left: Expression,
  right: Expression,
): void {
  const isGreater = binary('>', type)(left, right);
  const isLess = binary('<', type)(left, right);
  emitter.set(fieldRegister(emitter, field), binary('-', INT)(isGreater, isLess));
}

/** What the record form of an instruction does: its result is compared with 0 into cr0. */
export function record(emitter: Emitter, result: Expression): void {
  compare(emitter, 0, LONG, result, constant(0n));
}
