/**
 * 32-bit Arm's operands. A register holds a signed 32-bit value.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A8.4 (second operands and shifts) and A8.5 (addresses).
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import { binary, convert, shifted, UINT } from '../aarch64/operand.js';
import { armRegister, REGISTER_NAMES } from './register.js';

const A_REGISTER = 'a register such as R1';
const AN_ADDRESS = "an address such as '[R1]'";
const SHIFTS: readonly string[] = ['LSL', 'LSR', 'ASR', 'ROR'];

const COUNTER =
  'the program counter is no register that a test uses; an address in the code comes by a label';

function name(operands: OperandReader): string {
  if (operands.atWord(['PC', 'R15'])) operands.unsupported(COUNTER);
  return operands.word(armRegister, A_REGISTER);
}

/** A register by its number. */
export function registerNumber(operands: OperandReader): number {
  return REGISTER_NAMES.indexOf(name(operands));
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
  if (!SHIFTS.includes(word)) return operands.fail("'LSL', 'LSR', 'ASR' or 'ROR'");
  operands.next();
  return shiftedBy(word, value, operands);
}

/** A value shifted by a number that comes next; what is shifted out last is the carry. */
export function shiftedBy(word: string, value: Expression, operands: OperandReader): FlexibleOperand {
  if (operands.token?.kind === 'name') operands.unsupported('shifts by a register are not read');
  // A rotation by 0 would be one through the carry.
  const by = operands.immediateWithin(word === 'ROR' ? 1 : 0, 31);
  const last = word === 'LSL' ? 32n - by : by - 1n;
  return {
    value: convert(INT, shifted(word, UINT, value, constant(by))),
    carry: by === 0n ? null : binary('&', UINT, binary('>>', UINT, value, constant(last)), constant(1n)),
  };
}

/** Why a transfer of the register that its address moves is refused. */
export const MOVING = 'a base that moves, and is loaded or stored as well, is left open by the manual';

/** Where an access goes, and what it lets its base register become, before or after it. */
export interface BasedAddress {
  readonly address: Expression;
  readonly moves: { readonly base: number; readonly to: Expression } | null;
}

/** `, [R1]`, `, [R1, #4]`, `, [R1, -R2, LSL #2]`, `, [R1, #4]!`, `, [R1], #4`; herd7 reads a bare `, R1` as an address too. */
export function nextAddress(emitter: Emitter, operands: OperandReader): BasedAddress {
  operands.comma(AN_ADDRESS);
  return addressHere(emitter, operands);
}

/** `[R1]` and its like. */
export function addressHere(emitter: Emitter, operands: OperandReader): BasedAddress {
  if (!operands.eat('[')) {
    const text = operands.token?.text ?? '';
    if (armRegister(text) === null) return operands.fail(AN_ADDRESS);
    return { address: source(emitter, operands), moves: null };
  }
  const base = destination(emitter, operands);
  const held: Expression = { kind: 'register', register: base };
  const before = operands.at(',') ? displaced(emitter, operands, held) : held;
  operands.expect(']', "']' or ',' and an offset");
  if (operands.eat('!')) return { address: before, moves: { base, to: before } };
  if (!operands.at(',')) return { address: before, moves: null };
  if (before !== held) operands.fail('nothing more');
  return { address: held, moves: { base, to: displaced(emitter, operands, held) } };
}

/** `, #4`, `, R2` or `, -R2, LSL #2` behind the base of an address. */
function displaced(emitter: Emitter, operands: OperandReader, base: Expression): Expression {
  const isDown = operands.ahead(1)?.text === '-' && operands.ahead(2)?.kind === 'name';
  if (!isDown) return binary('+', INT, base, nextFlexible(emitter, operands).value);
  operands.comma('an offset');
  operands.next();
  return binary('-', INT, base, maybeShifted(operands, source(emitter, operands)).value);
}

/** An address of an access that leaves its base alone. */
export function nextFixedAddress(emitter: Emitter, operands: OperandReader): Expression {
  const { address, moves } = nextAddress(emitter, operands);
  return moves === null ? address : operands.unsupported('it has no form that moves its base');
}
