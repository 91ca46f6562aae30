/**
 * RISC-V's memory accesses: loads and stores, LR and SC, the AMOs, each with any ordering. An annotation is of the whole
 * instruction, so both halves of an AMO carry it. ISA manual vol. I, "A" extension, "Zabha", "Zacas".
 */

import { LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import { constant, type Expression, INT, type IntegerType, LONG } from '../../program/expression.js';
import type { Order } from '../../program/program.js';
import { AMO_FORMS, type AmoFormula, equals } from './arithmetic.js';
import { destination, nextAddress, nextSource, source } from './operand.js';

/** What an access does, given the ordering in its mnemonic. */
type Ordered = (order: Order) => InstructionLowering;

const UINT: IntegerType = { bits: 32, signed: false };

/** `lw rd, 0(rs)`: less than 64 bits are sign-extended, by LWU and its like zero-extended. LR is the same with `exclusive`. */
function load(type: IntegerType, exclusive: boolean): Ordered {
  return (order) => (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.read({ address: nextAddress(emitter, operands), type, target, order, exclusive });
  };
}

/** `sw rs2, 0(rs1)` */
function store(type: IntegerType): Ordered {
  return (order) => (emitter, operands) => {
    const data = source(emitter, operands);
    emitter.write({ address: nextAddress(emitter, operands), type, data, order });
  };
}

/** `sc.w rd, rs2, 0(rs1)`: rd gets 0 for success; for failure any other number, 1 as in herd7. */
function storeConditional(type: IntegerType): Ordered {
  return (order) => (emitter, operands) => {
    const status = destination(emitter, operands);
    const data = nextSource(emitter, operands);
    const address = nextAddress(emitter, operands);
    emitter.conditional({ address, type, data, order, status, success: 0n, failure: 1n });
  };
}

/** `amoadd.w rd, rs2, (rs1)`: with rd = x0 it reads all the same. */
function amo(formula: AmoFormula, type: IntegerType): Ordered {
  return (order) => (emitter, operands) => {
    const target = destination(emitter, operands);
    const data = formula(LOADED, nextSource(emitter, operands), type);
    const address = nextAddress(emitter, operands);
    emitter.update({ address, type, data, target, readOrder: order, writeOrder: order });
  };
}

/**
 * `amocas.w rd, rs2, (rs1)`: memory becomes rs2 where it is what rd has, and rd becomes what memory was. One that fails is an AMO to
 * the rules, and releases nothing (ISA manual vol. I, "Zacas"; window/static-accesses.ts).
 */
function compareAndSwap(type: IntegerType): Ordered {
  return (order) => (emitter, operands) => {
    const target = destination(emitter, operands);
    const expected: Expression = target === null ? constant(0n) : { kind: 'register', register: target };
    const data = nextSource(emitter, operands);
    const address = nextAddress(emitter, operands);
    const condition = equals(LOADED, expected, type);
    emitter.update({ address, type, data, target, condition, readOrder: order, writeOrder: order });
  };
}

const PAIRED: Ordered = () => (_, operands) =>
  operands.unsupported(
    'it accesses more than one register at once, and a location has at most 64 bits: use amocas.d',
  );

/** LR.rl and SC.aq order nothing more than those with both bits clear (ISA manual vol. I, "A" extension). */
function without(idle: Order, access: Ordered): Ordered {
  return (order) => access(order === idle ? 'plain' : order);
}

/** An atomic of bytes and halfwords (Zabha), words and doublewords. */
function sized(name: string, form: (type: IntegerType) => Ordered): readonly (readonly [string, Ordered])[] {
  return [
    [`${name}.b`, form({ bits: 8, signed: true })],
    [`${name}.h`, form({ bits: 16, signed: true })],
    [`${name}.w`, form(INT)],
    [`${name}.d`, form(LONG)],
  ];
}

/** Accesses by mnemonic without ordering. */
export const MEMORY: ReadonlyMap<string, Ordered> = new Map<string, Ordered>([
  ['lb', load({ bits: 8, signed: true }, false)],
  ['lbu', load({ bits: 8, signed: false }, false)],
  ['lh', load({ bits: 16, signed: true }, false)],
  ['lhu', load({ bits: 16, signed: false }, false)],
  ['lw', load(INT, false)],
  ['lwu', load(UINT, false)],
  ['ld', load(LONG, false)],
  ['sb', store({ bits: 8, signed: true })],
  ['sh', store({ bits: 16, signed: true })],
  ['sw', store(INT)],
  ['sd', store(LONG)],
  ['lr.w', without('release', load(INT, true))],
  ['lr.d', without('release', load(LONG, true))],
  ['sc.w', without('acquire', storeConditional(INT))],
  ['sc.d', without('acquire', storeConditional(LONG))],
  ...[...AMO_FORMS].flatMap(([name, formula]) => sized(name, (type) => amo(formula, type))),
  ...sized('amocas', compareAndSwap),
  ['amocas.q', PAIRED],
]);

/** Every spelling that has a meaning, for suggestions. */
export const MEMORY_MNEMONICS: readonly string[] = [...MEMORY.keys()].flatMap((name) =>
  ['', '.aq', '.rl', '.aqrl', '.aq.rl'].map((suffix) => name + suffix),
);
