/**
 * AArch64's loads and stores: plain, ordered, exclusive, and pairs. A pair is two accesses in the order of their addresses,
 * which no rule orders.
 *
 * Arm ARM (DDI 0487), C3.2 and C6.2.
 */

import { type Emitter, LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, INT, type IntegerType, ULONG } from '../../program/expression.js';
import type { Order } from '../../program/program.js';
import {
  type Address,
  address,
  binary,
  content,
  convert,
  type RegisterOperand,
  register,
  simpleAddress,
  target,
  UINT,
} from './operand.js';

const BYTE: IntegerType = { bits: 8, signed: false };
const HALF: IntegerType = { bits: 16, signed: false };

type AddressOf = (emitter: Emitter, operands: OperandReader) => Address;

/** How a load or store differs from LDR and STR. */
interface Variant {
  /** The width of the access when it is not the register's. */
  readonly type?: IntegerType;
  readonly order?: Order;
  readonly exclusive?: boolean;
  readonly where?: AddressOf;
}

/** `LDR t, [n]` */
function load(variant: Variant = {}): InstructionLowering {
  return (emitter, operands) => {
    const t = register(operands, variant.type?.signed === false ? UINT : null);
    operands.comma('an address');
    const { address: at, writeBack } = (variant.where ?? address)(emitter, operands);
    const { type = t.type, order = 'plain', exclusive = false } = variant;
    const result = type.signed ? convert(t.type, LOADED) : LOADED;
    emitter.read({ address: at, type, target: target(emitter, t), result, order, exclusive });
    writeBack(emitter);
  };
}

/** `STR t, [n]` */
function store(variant: Variant = {}): InstructionLowering {
  return (emitter, operands) => {
    const t = register(operands, variant.type === undefined ? null : UINT);
    operands.comma('an address');
    const { address: at, writeBack } = (variant.where ?? address)(emitter, operands);
    const { type = t.type, order = 'plain' } = variant;
    emitter.write({ address: at, type, data: content(emitter, t), order });
    writeBack(emitter);
  };
}

/** `STXR s, t, [n]`: `s` becomes 0 when it stored, else 1. */
function storeExclusive(order: Order, type: IntegerType | null = null): InstructionLowering {
  return (emitter, operands) => {
    const s = register(operands, UINT);
    operands.comma('a register');
    const t = register(operands, type === null ? null : UINT);
    operands.comma('an address');
    const { address: at } = simpleAddress(emitter, operands);
    emitter.conditional({
      address: at,
      type: type ?? t.type,
      data: content(emitter, t),
      order,
      status: target(emitter, s),
      success: 0n,
      failure: 1n,
    });
  };
}

/** `LDP t, u, [n]`; the base is kept apart where loading the first register would overwrite it. */
function loadPair(type: IntegerType | null = null): InstructionLowering {
  return (emitter, operands) => {
    const [first, second] = pairOf(operands, type === null ? null : ULONG);
    const { address: at, base, writeBack } = address(emitter, operands);
    const start = first.name !== null && first.name === base.name ? copied(emitter, at) : at;
    const width = type ?? first.type;
    const result = width.signed ? convert(first.type, LOADED) : LOADED;
    emitter.read({ address: start, type: width, target: target(emitter, first), result });
    emitter.read({ address: next(start, width), type: width, target: target(emitter, second), result });
    writeBack(emitter);
  };
}

/** `STP t, u, [n]` */
const storePair: InstructionLowering = (emitter, operands) => {
  const [first, second] = pairOf(operands, null);
  const { address: at, writeBack } = address(emitter, operands);
  const { type } = first;
  emitter.write({ address: at, type, data: content(emitter, first) });
  emitter.write({ address: next(at, type), type, data: content(emitter, second) });
  writeBack(emitter);
};

function pairOf(
  operands: OperandReader,
  type: IntegerType | null,
): readonly [RegisterOperand, RegisterOperand] {
  const first = register(operands, type);
  operands.comma('a second register');
  const second = register(operands, first.type);
  operands.comma('an address');
  return [first, second];
}

function next(start: Address['address'], { bits }: IntegerType): Address['address'] {
  return binary('+', ULONG, start, constant(BigInt(bits / 8)));
}

function copied(emitter: Emitter, value: Address['address']): Address['address'] {
  const copy = emitter.code.temporary();
  emitter.set(copy, value);
  return { kind: 'register', register: copy };
}

/** A mnemonic with its forms for bytes and halfwords. */
function sized(
  name: string,
  form: (type: IntegerType | undefined) => InstructionLowering,
): readonly (readonly [string, InstructionLowering])[] {
  return [
    [name, form(undefined)],
    [`${name}B`, form(BYTE)],
    [`${name}H`, form(HALF)],
  ];
}

/** Loads that fill the register with the sign. */
function signed(name: string, order: Order): readonly (readonly [string, InstructionLowering])[] {
  return [
    [`${name}B`, load({ type: { ...BYTE, signed: true }, order })],
    [`${name}H`, load({ type: { ...HALF, signed: true }, order })],
    [`${name}W`, load({ type: INT, order })],
  ];
}

const where = simpleAddress;

export const MEMORY: readonly (readonly [string, InstructionLowering])[] = [
  ...['LDR', 'LDUR', 'LDTR'].flatMap((name) => sized(name, (type) => load({ type }))),
  ...['STR', 'STUR', 'STTR'].flatMap((name) => sized(name, (type) => store({ type }))),
  ...['LDRS', 'LDURS', 'LDTRS'].flatMap((name) => signed(name, 'plain')),
  ...signed('LDAPURS', 'acquire-pc'),
  ...sized('LDAR', (type) => load({ type, order: 'acquire', where })),
  ...sized('LDAPR', (type) => load({ type, order: 'acquire-pc', where })),
  ...sized('LDAPUR', (type) => load({ type, order: 'acquire-pc' })),
  ...sized('LDXR', (type) => load({ type, exclusive: true, where })),
  ...sized('LDAXR', (type) => load({ type, order: 'acquire', exclusive: true, where })),
  ...sized('STLR', (type) => store({ type, order: 'release', where })),
  ...sized('STLUR', (type) => store({ type, order: 'release' })),
  ...sized('STXR', (type) => storeExclusive('plain', type)),
  ...sized('STLXR', (type) => storeExclusive('release', type)),
  ['LDP', loadPair()],
  ['LDNP', loadPair()],
  ['LDPSW', loadPair(INT)],
  ['STP', storePair],
  ['STNP', storePair],
];
