/** An address as offset and register: `8(rs)`. */
import { constant, type Expression } from '../../program/expression.js';
import type { OperandReader } from './operands.js';
import { binary } from './register-formula.js';

/**
 * `8(rs)`, where `base` reads the register; the offset may be left out. `expected` is what such an address looks like; with `commas`
 * that is also `8,rs`.
 */
export function displaced(
  operands: OperandReader,
  expected: string,
  base: () => Expression,
  { commas = false }: { readonly commas?: boolean } = {},
): Expression {
  const offset = operands.at('(') ? 0n : operands.immediate(expected);
  const isList = commas && operands.eat(',');
  if (!isList) operands.expect('(', expected);
  const start = base();
  if (!isList) operands.expect(')');
  return offset === 0n ? start : binary('+')(start, constant(offset));
}
