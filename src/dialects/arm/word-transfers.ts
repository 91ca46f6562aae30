/**
 * 32-bit Arm's loads and stores of several words, each of which is an access of its own, as it is without the Large Physical Address
 * Extension. Nothing orders them: what an earlier one is before, each of them is.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A3.5.3 (single-copy atomicity) and A4.7.
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import { kept } from '../aarch64/flag.js';
import { binary } from '../aarch64/operand.js';
import { access, conditioned } from './conditional-execution.js';
import { destination, MOVING, nextFixedAddress, registerNumber } from './operand.js';
import { REGISTER_NAMES } from './register.js';

const WORD = 4;

function plus(base: Expression, bytes: number): Expression {
  return bytes === 0 ? base : binary('+', INT, base, constant(BigInt(bytes)));
}

/** Accesses words from an address on, for each register one; the address may be computed from one that is loaded. */
function transfer(
  emitter: Emitter,
  isLoad: boolean,
  registers: readonly number[],
  address: Expression,
): void {
  const from = kept(emitter, address);
  registers.forEach((register, index) => {
    const place = { address: plus(from, WORD * index), type: INT };
    if (isLoad) emitter.read({ ...place, target: register });
    else emitter.write({ ...place, data: { kind: 'register', register } });
  });
}

/** `LDRD t, t2, [n]`; t2 may be left out, and is the next register then. */
const pair =
  (isLoad: boolean) =>
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const first = registerNumber(operands);
    let second = first + 1;
    if (operands.ahead(1)?.text !== '[') {
      operands.comma('a register');
      second = registerNumber(operands);
    }
    const registers = registersOf(emitter, [first, second]);
    const address = nextFixedAddress(emitter, operands);
    access(emitter, condition, () => transfer(emitter, isLoad, registers, address));
  };

/** `LDMIA n!, {R1, R4-R6}`: the lowest register has the lowest address, the first or the last of which n tells. */
const several =
  (isLoad: boolean, { isUp, isBefore }: Direction) =>
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const base = destination(emitter, operands);
    const moves = operands.eat('!');
    operands.comma('a list of registers');
    const registers = registersOf(emitter, registerList(operands));
    if (moves && registers.includes(base)) operands.unsupported(MOVING);
    const bytes = WORD * registers.length;
    const lowest = (isUp ? 0 : WORD - bytes) + (isBefore ? (isUp ? WORD : -WORD) : 0);
    const held: Expression = { kind: 'register', register: base };
    access(emitter, condition, () => {
      transfer(emitter, isLoad, registers, plus(held, lowest));
      if (moves) emitter.set(base, plus(held, isUp ? bytes : -bytes));
    });
  };

/** `{R1, R4-R6}` */
function registerList(operands: OperandReader): readonly number[] {
  operands.expect('{', 'a list of registers such as {R1, R2}');
  const numbers = new Set<number>();
  do {
    const first = registerNumber(operands);
    const last = operands.eat('-') ? registerNumber(operands) : first;
    for (let number = first; number <= last; number++) numbers.add(number);
  } while (operands.eat(','));
  operands.expect('}', "',' or '}'");
  return [...numbers].sort((one, other) => one - other);
}

function registersOf(emitter: Emitter, numbers: readonly number[]): readonly number[] {
  return numbers.map((number) => emitter.register(REGISTER_NAMES[number]));
}

/** Whether the addresses go up from the base or down, and whether that itself is left out. */
interface Direction {
  readonly isUp: boolean;
  readonly isBefore: boolean;
}

const AFTER: Direction = { isUp: true, isBefore: false };
const BEFORE: Direction = { isUp: true, isBefore: true };
const DOWN_AFTER: Direction = { isUp: false, isBefore: false };
const DOWN_BEFORE: Direction = { isUp: false, isBefore: true };

/** The directions by their names, and by those of the stacks that they fill and empty. */
const LOADS = {
  '': AFTER,
  IA: AFTER,
  IB: BEFORE,
  DA: DOWN_AFTER,
  DB: DOWN_BEFORE,
  FD: AFTER,
  ED: BEFORE,
  FA: DOWN_AFTER,
  EA: DOWN_BEFORE,
};
const STORES = {
  '': AFTER,
  IA: AFTER,
  IB: BEFORE,
  DA: DOWN_AFTER,
  DB: DOWN_BEFORE,
  EA: AFTER,
  FA: BEFORE,
  ED: DOWN_AFTER,
  FD: DOWN_BEFORE,
};

/** The transfers by mnemonic. */
export function wordTransfers(): readonly (readonly [string, InstructionLowering])[] {
  return [
    ...conditioned('LDRD', pair(true)),
    ...conditioned('STRD', pair(false)),
    ...Object.entries(LOADS).flatMap(([name, way]) => conditioned(`LDM${name}`, several(true, way))),
    ...Object.entries(STORES).flatMap(([name, way]) => conditioned(`STM${name}`, several(false, way))),
  ];
}
