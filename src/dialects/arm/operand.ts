/**
 * 32-bit Arm's operands. A register holds a signed 32-bit value.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A8.4 (second operands and shifts) and A8.5 (addresses).
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import { binary, convert, shifted, UINT } from '../aarch64/operand.js';
import { armRegister } from './register.js';

const A_REGISTER = 'a register such as R1';
const AN_ADDRESS = "an address such as '[R1]'";
const SHIFTS: readonly string[] = ['LSL', 'LSR', 'ASR'];

function name(operands: OperandReader): string {
  return operands.word(armRegister, A_REGISTER);
}

/** The register that an instruction sets. */
export function destination(emitter: Emitter, operands: OperandReader): number {
  return emitter.register(name(operands));
}

/** The value of a register. */
export function source(emitter: Emitter, operands: OperandReader): Expression {
  return { kind: 'register', register: destination(emitter, operands) };
}

/** `, R1` */
export function nextSource(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(A_REGISTER);
  return source(emitter, operands);
}

/** A second operand, and the carry that comes out of its shift; null where that leaves the flag as it is. */
export interface FlexibleOperand {
  readonly value: Expression;
  readonly carry: Expression | null;
}

/** `, #1`, `, R1` or `, R1, LSL #2` */
export function nextFlexible(emitter: Emitter, operands: OperandReader): FlexibleOperand {
  operands.comma('a register or a number');
  if (operands.atImmediate) {
    const number = operands.immediate();
    return { value: convert(INT, constant(number)), carry: carryOfNumber(number) };
  }
  return maybeShifted(operands, source(emitter, operands));
}

/** A number of more than eight bits is eight that are rotated: its highest bit comes out. One that has no such form has its complement's. */
function carryOfNumber(number: bigint): Expression | null {
  const isRotated = (word: bigint): boolean =>
    Array.from({ length: 16 }, (_, half) => BigInt(2 * half)).some(
      (by) => BigInt.asUintN(32, (word << by) | (word >> (32n - by))) < 256n,
    );
  const word = BigInt.asUintN(32, number);
  const complement = BigInt.asUintN(32, ~number);
  const encoded = isRotated(word) || !isRotated(complement) ? word : complement;
  return encoded < 256n || !isRotated(encoded) ? null : constant(encoded >> 31n);
}

/** Whether another operand follows the one that comes next, and no shift of it. */
export function atThird(operands: OperandReader): boolean {
  return operands.ahead(2)?.text === ',' && !SHIFTS.includes(operands.ahead(3)?.text.toUpperCase() ?? '');
}

function maybeShifted(operands: OperandReader, value: Expression): FlexibleOperand {
  if (!operands.eat(',')) return { value, carry: null };
  const word = operands.token?.text.toUpperCase() ?? '';
  if (!SHIFTS.includes(word)) return operands.fail("'LSL', 'LSR' or 'ASR'");
  operands.next();
  return shiftedBy(word, value, operands);
}

/** A value shifted by a number that comes next; what is shifted out last is the carry. */
export function shiftedBy(word: string, value: Expression, operands: OperandReader): FlexibleOperand {
  const by = shiftAmount(operands);
  const last = word === 'LSL' ? 32n - by : by - 1n;
  return {
    value: convert(INT, shifted(word, UINT, value, constant(by))),
    carry: by === 0n ? null : binary('&', UINT, binary('>>', UINT, value, constant(last)), constant(1n)),
  };
}

function shiftAmount(operands: OperandReader): bigint {
  if (operands.token?.kind === 'name') operands.unsupported('shifts by a register are not read');
  return operands.immediateWithin(0, 31);
}

/** `, [R1]`, `, [R1, #4]`, `, [R1, R2]`, `, [R1, R2, LSL #2]`; herd7 reads a bare `, R1` as an address too. */
export function nextAddress(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(AN_ADDRESS);
  return address(emitter, operands);
}

/** `[R1]` and its like. */
export function address(emitter: Emitter, operands: OperandReader): Expression {
  if (!operands.eat('[')) {
    const text = operands.token?.text ?? '';
    return armRegister(text) === null ? operands.fail(AN_ADDRESS) : source(emitter, operands);
  }
  const base = source(emitter, operands);
  const place = operands.at(',') ? binary('+', INT, base, nextFlexible(emitter, operands).value) : base;
  operands.expect(']', "']' or ',' and an offset");
  if (operands.at('!') || operands.at(','))
    operands.unsupported('addresses that move their base are not read');
  return place;
}
