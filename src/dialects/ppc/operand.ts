/** Power's operands: registers, `offset(register)`, the two registers of an indexed address, and condition fields. */

import { displaced } from '../../lower/assembly/displaced.js';
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { binary } from '../../lower/assembly/register-formula.js';
import { constant, type Expression } from '../../program/expression.js';
import { BASE_ZERO, conditionField, ppcRegister } from './register.js';

const A_REGISTER = 'a register such as r3';
const AN_ADDRESS = 'an address such as 0(r3)';

/** A register's name. */
function name(operands: OperandReader): string {
  return operands.word(ppcRegister, A_REGISTER);
}

function content(emitter: Emitter, register: string): Expression {
  return { kind: 'register', register: emitter.register(register) };
}

/** The value of a register. */
export function source(emitter: Emitter, operands: OperandReader): Expression {
  return content(emitter, name(operands));
}

/** `(rA|0)` of the manual: r0 stands for no register, and so for 0, which may be written instead. */
function baseSource(emitter: Emitter, operands: OperandReader): Expression {
  if (operands.eat('0')) return constant(0n);
  const register = name(operands);
  return register === BASE_ZERO ? constant(0n) : content(emitter, register);
}

/** The register that an instruction sets. */
export function destination(emitter: Emitter, operands: OperandReader): number {
  return emitter.register(name(operands));
}

/** `, rS` */
export function nextSource(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(A_REGISTER);
  return source(emitter, operands);
}

/** `, rA` where r0 is 0. */
export function nextBase(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(A_REGISTER);
  return baseSource(emitter, operands);
}

/** `, 8` */
export function nextImmediate(operands: OperandReader): bigint {
  operands.comma('a number');
  return operands.immediate();
}

/** `, 8(rA)`, or `, 8, rA` as in herd7: with r0, which counts as 0, it would be an address where nothing is. */
export function nextAddress(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(AN_ADDRESS);
  const base = (): Expression => {
    const register = name(operands);
    if (register === BASE_ZERO && operands.last !== null)
      operands.reject(operands.last.span, 'another register than r0, which counts as 0 in an address');
    return content(emitter, register);
  };
  return displaced(operands, AN_ADDRESS, base, { commas: true });
}

/** `, rA, rB`: the sum of both. */
export function nextIndexed(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(A_REGISTER);
  return firstOfIndexed(emitter, operands);
}

/** The same as the first operand. */
export function firstOfIndexed(emitter: Emitter, operands: OperandReader): Expression {
  const base = baseSource(emitter, operands);
  const index = nextSource(emitter, operands);
  return base.kind === 'constant' && base.value === 0n ? index : binary('+')(base, index);
}

/** An address whose first register becomes it: that register, and the address. */
export interface UpdatedAddress {
  readonly base: number;
  readonly address: Expression;
}

/** `, 8(rA)`, or `, rA, rB` */
export function nextUpdated(isIndexed: boolean) {
  return (emitter: Emitter, operands: OperandReader, except: number | null): UpdatedAddress => {
    const next = isIndexed ? A_REGISTER : AN_ADDRESS;
    operands.comma(next);
    let base = -1;
    const held = (): Expression => {
      const register = name(operands);
      base = emitter.register(register);
      if ((register === BASE_ZERO || base === except) && operands.last !== null)
        operands.reject(
          operands.last.span,
          'a register that can become the address: neither r0 nor the one that is loaded',
        );
      return { kind: 'register', register: base };
    };
    const address = isIndexed
      ? binary('+')(held(), nextSource(emitter, operands))
      : displaced(operands, next, held, { commas: true });
    return { base, address };
  };
}

/** `cr2,` or `2,` where it is given; else cr0. */
export function fieldOr0(operands: OperandReader, next: string): number {
  const { token } = operands;
  // `1f` alone is a label.
  const isNumber = token?.kind === 'number' && /^\d+$/.test(token.text);
  const field = token?.kind === 'name' ? conditionField(token.text) : null;
  if (field === null && !isNumber) return 0;
  const given = field ?? Number(operands.immediateWithin(0, 7));
  if (!isNumber) operands.next();
  operands.comma(next);
  return given;
}
