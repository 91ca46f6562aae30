/**
 * 32-bit Arm's loads and stores, and load-exclusive with store-exclusive; those of several words, word-transfers.ts.
 *
 * Arm ARM for ARMv7-A (DDI 0406), A4.6 and A3.4.
 */
import { type Emitter, LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { type Expression, INT, type IntegerType } from '../../program/expression.js';
import { kept } from '../aarch64/flag.js';
import { convert } from '../aarch64/operand.js';
import { access, conditioned } from './conditional-execution.js';
import {
  type BasedAddress,
  destination,
  MOVING,
  nextAddress,
  nextFixedAddress,
  nextSource,
} from './operand.js';

/** What an access does on a condition. */
type Access = (condition: string | null) => InstructionLowering;

/** Emits an access that may move the base of its address; `register` is what it loads or stores. */
function moving(
  emitter: Emitter,
  operands: OperandReader,
  register: number,
  { moves }: BasedAddress,
  emit: () => void,
): void {
  if (moves === null) {
    emit();
    return;
  }
  if (moves.base === register) operands.unsupported(MOVING);
  const next = kept(emitter, moves.to);
  emit();
  emitter.set(moves.base, next);
}

const load =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    const place = nextAddress(emitter, operands);
    access(emitter, condition, () =>
      moving(emitter, operands, target, place, () =>
        emitter.read({ address: place.address, type, target, result: convert(INT, LOADED) }),
      ),
    );
  };

const loadExclusive =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    const address = nextFixedAddress(emitter, operands);
    const result = convert(INT, LOADED);
    access(emitter, condition, () => emitter.read({ address, type, target, result, exclusive: true }));
  };

const store =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const register = destination(emitter, operands);
    const place = nextAddress(emitter, operands);
    const data: Expression = { kind: 'register', register };
    access(emitter, condition, () =>
      moving(emitter, operands, register, place, () => emitter.write({ address: place.address, type, data })),
    );
  };

/** `STREX d, t, [n]`: `d` becomes 0 when it stored, else 1. */
const storeExclusive =
  (type: IntegerType): Access =>
  (condition) =>
  (emitter, operands) => {
    const status = destination(emitter, operands);
    const data = nextSource(emitter, operands);
    const address = nextFixedAddress(emitter, operands);
    access(emitter, condition, () =>
      emitter.conditional({ address, type, data, order: 'plain', status, success: 0n, failure: 1n }),
    );
  };

const BYTE: IntegerType = { bits: 8, signed: false };
const HALF: IntegerType = { bits: 16, signed: false };

/** The accesses by the beginnings of their names, and by what of the name says how wide they are. */
const ACCESSES: readonly (readonly [name: string, width: string, Access])[] = [
  ['LDR', '', load(INT)],
  ['LDR', 'B', load(BYTE)],
  ['LDR', 'H', load(HALF)],
  ['LDR', 'SB', load({ ...BYTE, signed: true })],
  ['LDR', 'SH', load({ ...HALF, signed: true })],
  ['STR', '', store(INT)],
  ['STR', 'B', store(BYTE)],
  ['STR', 'H', store(HALF)],
  ['LDREX', '', loadExclusive(INT)],
  ['LDREX', 'B', loadExclusive(BYTE)],
  ['LDREX', 'H', loadExclusive(HALF)],
  ['STREX', '', storeExclusive(INT)],
  ['STREX', 'B', storeExclusive(BYTE)],
  ['STREX', 'H', storeExclusive(HALF)],
];

/** The accesses by mnemonic. Before UAL a condition came between the name and the width. */
export function accesses(): readonly (readonly [string, InstructionLowering])[] {
  return ACCESSES.flatMap(([name, width, lower]) => [
    ...conditioned(name + width, lower),
    ...conditioned(name, lower).map(([text, lowering]) => [text + width, lowering] as const),
  ]);
}
