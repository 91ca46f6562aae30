/**
 * 32-bit Arm's operands. A register holds a signed 32-bit value.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A8.4 (second operands and shifts) and A8.5 (addresses).
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import { binary, convert, shiftAmount, shifted, UINT } from '../aarch64/operand.js';
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

/** `, #1`, `, R1` or `, R1, LSL #2` */
export function nextFlexible(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma('a register or a number');
  if (operands.atImmediate) return convert(INT, constant(operands.immediate()));
  return maybeShifted(operands, source(emitter, operands));
}

/** Whether another operand follows the one that comes next, and no shift of it. */
export function atThird(operands: OperandReader): boolean {
  return operands.ahead(2)?.text === ',' && !SHIFTS.includes(operands.ahead(3)?.text.toUpperCase() ?? '');
}

function maybeShifted(operands: OperandReader, value: Expression): Expression {
  if (!operands.eat(',')) return value;
  const word = operands.token?.text.toUpperCase() ?? '';
  if (!SHIFTS.includes(word)) return operands.fail("'LSL', 'LSR' or 'ASR'");
  operands.next();
  return convert(INT, shifted(word, UINT, value, shiftAmount(operands, UINT)));
}

/** `, [R1]`, `, [R1, #4]`, `, [R1, R2]`, `, [R1, R2, LSL #2]`; herd7 reads a bare `, R1` as an address too. */
export function nextAddress(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(AN_ADDRESS);
  if (!operands.eat('[')) {
    const text = operands.token?.text ?? '';
    return armRegister(text) === null ? operands.fail(AN_ADDRESS) : source(emitter, operands);
  }
  const base = source(emitter, operands);
  const address = operands.at(',') ? binary('+', INT, base, nextFlexible(emitter, operands)) : base;
  operands.expect(']', "']' or ',' and an offset");
  if (operands.at('!') || operands.at(','))
    operands.unsupported('addresses that move their base are not read');
  return address;
}
