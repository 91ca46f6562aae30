/**
 * The x86 dialects, X86 with Intel's order of operands (destination first) and X86_64 with AT&T's (destination last). Their
 * instructions are the same: a table from mnemonics, with or without AT&T's suffix for the width, to what they do.
 *
 * Intel SDM vol. 2; herdtools7's X86 and X86_64 dialects.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, INT, type IntegerType, LONG } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import type { Identifier } from '../../syntax/tree.js';
import {
  add,
  BINARY_OPERATIONS,
  BIT_OPERATIONS,
  CARRYING_OPERATIONS,
  COMPARISONS,
  UNARY_OPERATIONS,
} from './arithmetic.js';
import { CONDITION_CODES, compute, ZERO } from './flag.js';
import { isOfPointer, widthOf, x86Operands } from './operand.js';
import { readFlag, readOperand, readRegister, writeRegister } from './operand-value.js';
import { refused } from './refused.js';
import { REGISTER_NAMES, type Width, x86Register } from './register.js';
import {
  compareExchange,
  comparing,
  exchange,
  exchangeIn,
  exchangingAdd,
  loadAddress,
  modifying,
  move,
  moveExtended,
  ofBit,
  orBarrier,
  store,
  type X86Lowering,
} from './semantics.js';
import { SHIFTS } from './shift.js';

/** An instruction with operands: how many, what it does, and whether LOCK may stand before it. */
interface Entry {
  readonly count: 1 | 2;
  readonly lower: X86Lowering;
  readonly lockable?: true;
  /** The source may have another width, and tells nothing of the destination's. */
  readonly mixes?: true;
  /** Without a source it is 1. */
  readonly byOne?: true;
}

/** What changes nothing with a source of 0. */
const LEAVING_ALONE: ReadonlySet<string> = new Set(['add', 'sub', 'or', 'xor']);

function modifications(): readonly (readonly [string, Entry])[] {
  const binary = [...BINARY_OPERATIONS].map(([name, operation]): readonly [string, Entry] => {
    const plain = modifying(operation);
    const lower = LEAVING_ALONE.has(name) ? orBarrier(plain, operation) : plain;
    return [name, { count: 2, lower, lockable: true }];
  });
  const shifts = [...SHIFTS].map(
    ([name, lower]) => [name, { count: 2, lower, mixes: true, byOne: true }] as const,
  );
  const bits = [...BIT_OPERATIONS].map(
    ([name, operation]) => [name, { count: 2, lower: ofBit(modifying(operation)), lockable: true }] as const,
  );
  const carrying = [...CARRYING_OPERATIONS].map(([name, operation]): readonly [string, Entry] => {
    const lower: X86Lowering = (work) => {
      // The flags that it sets are others than the one that it takes.
      const carry = work.emitter.code.temporary();
      work.emitter.set(carry, readFlag(work.emitter)('cf'));
      modifying(operation({ kind: 'register', register: carry }))(work);
    };
    return [name, { count: 2, lower, lockable: true }];
  });
  const unary = [...UNARY_OPERATIONS].map(
    ([name, operation]) => [name, { count: 1, lower: modifying(operation), lockable: true }] as const,
  );
  return [...binary, ...shifts, ...bits, ...carrying, ...unary];
}

/** SETcc and CMOVcc; the latter reads its source in any case. */
function conditionals(): readonly (readonly [string, Entry])[] {
  return [...CONDITION_CODES].flatMap(([code, condition]): (readonly [string, Entry])[] => [
    [`set${code}`, { count: 1, lower: (work) => store(work, condition(readFlag(work.emitter))) }],
    [`cmov${code}`, { count: 2, lower: conditionalMove((work) => condition(readFlag(work.emitter))) }],
  ]);
}

function conditionalMove(
  condition: (work: { readonly emitter: Emitter }) => ReturnType<typeof readRegister>,
): X86Lowering {
  return (work) => {
    const { destination, source, operands, emitter } = work;
    if (destination.kind !== 'register' || source === null) {
      return operands.reject(destination.span, 'a register as its destination');
    }
    const chosen = emitter.code.temporary();
    const values = [readOperand(work, source), readRegister(work, destination.register)] as const;
    emitter.select(chosen, condition(work), values);
    writeRegister(work, destination.register, { kind: 'register', register: chosen });
  };
}

const BYTE: IntegerType = { bits: 8, signed: false };
const WORD: IntegerType = { bits: 16, signed: false };

const extension = (lower: X86Lowering): Entry => ({ count: 2, lower, mixes: true });

/** MOVZX and MOVSX, and AT&T's spellings, which say the width of the source and may say the target's. */
const EXTENSIONS: readonly (readonly [string, Entry])[] = [
  ['movzx', extension(moveExtended(null, false))],
  ['movsx', extension(moveExtended(null, true))],
  ['movsxd', extension(moveExtended(INT, true))],
  ...['l', 'q', 'w'].flatMap((target): readonly (readonly [string, Entry])[] => [
    [`movzb${target}`, extension(moveExtended(BYTE, false))],
    [`movsb${target}`, extension(moveExtended(BYTE, true))],
    [`movzw${target}`, extension(moveExtended(WORD, false))],
    [`movsw${target}`, extension(moveExtended(WORD, true))],
  ]),
  ['movslq', extension(moveExtended(INT, true))],
];

/** Instructions with operands, by their names without a suffix. */
const ENTRIES: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ['mov', { count: 2, lower: move }],
  ['lea', { count: 2, lower: loadAddress }],
  ['movabs', { count: 2, lower: move }],
  ...EXTENSIONS,
  ['xchg', { count: 2, lower: exchange, lockable: true }],
  ['uxch', { count: 2, lower: exchangeIn }],
  ['xadd', { count: 2, lower: exchangingAdd(add), lockable: true }],
  ['cmpxchg', { count: 2, lower: compareExchange, lockable: true }],
  ...modifications(),
  ...[...COMPARISONS].map(([name, operation]): readonly [string, Entry] => {
    const lower = comparing(operation);
    return [name, { count: 2, lower: name === 'bt' ? ofBit(lower) : lower }];
  }),
  ...conditionals(),
]);

const SUFFIXES: Readonly<Record<string, IntegerType['bits']>> = { b: 8, w: 16, l: 32, q: 64 };

/** Fences order what x86-TSO orders anyway, but for MFENCE; a model with weaker stores gives SFENCE a meaning. */
const FENCES: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['mfence', (emitter) => emitter.fence('mfence', 'rw', 'rw')],
  ['lfence', (emitter) => emitter.fence('lfence', 'r', 'rw')],
  ['sfence', (emitter) => emitter.fence('sfence', 'w', 'w')],
]);

function jumping(emitter: Emitter, operands: OperandReader): ReturnType<Emitter['label']> {
  return emitter.label(operands.label());
}

const JUMPS: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['jmp', (emitter, operands) => emitter.jump(jumping(emitter, operands))],
  ...[...CONDITION_CODES].map(([code, condition]): readonly [string, InstructionLowering] => [
    `j${code}`,
    (emitter, operands) => emitter.branch(condition(readFlag(emitter)), jumping(emitter, operands)),
  ]),
]);

/** Memory may be asked for what no instruction reads. */
const prefetch: InstructionLowering = (_, operands) => {
  while (operands.token !== null) operands.next();
};

/** STC, CLC and CMC. */
const CARRIES: readonly (readonly [string, InstructionLowering])[] = [
  ['stc', (emitter) => emitter.set(emitter.flag('cf'), constant(1n))],
  ['clc', (emitter) => emitter.set(emitter.flag('cf'), ZERO)],
  ['cmc', (emitter) => emitter.set(emitter.flag('cf'), compute(readFlag(emitter)('cf'), '==', ZERO, INT))],
];

const OTHERS: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ...['nop', 'pause', 'endbr64', 'endbr32'].map((name) => [name, () => {}] as const),
  ...['prefetcht0', 'prefetcht1', 'prefetcht2', 'prefetchnta', 'prefetchw'].map(
    (name) => [name, prefetch] as const,
  ),
  ...FENCES,
  ...CARRIES,
  ...JUMPS,
]);

/** The entry for a mnemonic, and the width that its suffix says. */
function entryFor(mnemonic: string): readonly [Entry, IntegerType['bits'] | null] | null {
  const exact = ENTRIES.get(mnemonic);
  if (exact !== undefined) return [exact, null];
  const suffixed = ENTRIES.get(mnemonic.slice(0, -1));
  const bits = SUFFIXES[mnemonic.slice(-1)];
  return suffixed === undefined || bits === undefined ? null : [suffixed, bits];
}

function finder(width: Width): InstructionSet['find'] {
  return ({ mnemonic, prefixes }) => {
    const name = mnemonic.text.toLowerCase();
    const locked = prefixes.some(({ text }) => text.toLowerCase() === 'lock');
    const other = OTHERS.get(name);
    if (other !== undefined) return locked ? rejectLock : other;
    const found = entryFor(name);
    if (found === null) return refused(name);
    const [entry, bits] = found;
    return (emitter, operands) => lower(emitter, operands, { entry, bits, locked, width });
  };
}

const rejectLock = (_: Emitter, operands: OperandReader): never =>
  operands.reject(operands.instruction.span, 'no LOCK: it is no read-modify-write of memory');

interface Found {
  readonly entry: Entry;
  readonly bits: IntegerType['bits'] | null;
  readonly locked: boolean;
  readonly width: Width;
}

function lower(emitter: Emitter, operands: OperandReader, { entry, bits, locked, width }: Found): void {
  const read = [...x86Operands(operands, width)];
  if (entry.byOne && read.length === 1)
    read.splice(width === 32 ? 1 : 0, 0, { kind: 'immediate', value: 1n, span: read[0].span });
  if (read.length < entry.count) operands.fail(entry.count === 1 ? 'an operand' : 'two operands');
  if (read.length > entry.count) operands.reject(read[entry.count].span, 'no more operands');
  if (locked && (entry.lockable === undefined || read.every(({ kind }) => kind !== 'memory'))) {
    rejectLock(emitter, operands);
  }
  const [destination, source = null] = width === 32 ? read : [...read].reverse();
  const told = widthOf(destination) ?? (entry.mixes ? null : widthOf(source));
  const type: IntegerType = { bits: bits ?? told ?? width, signed: true };
  const other = read.find((each) => each.kind === 'memory' && each.bits !== null && each.bits !== type.bits);
  if (other !== undefined && !entry.mixes) operands.reject(other.span, `an operand of ${type.bits} bits`);
  entry.lower({ emitter, operands, width, type, destination, source, locked });
}

/** The locations that an instruction names: `x` of `[x]`, `(x)`, `x(%rip)` and `$x`. */
function locationsIn(width: Width): InstructionSet['locationsIn'] {
  return ({ mnemonic, operands }: AssemblyInstruction): readonly Identifier[] => {
    if (JUMPS.has(mnemonic.text.toLowerCase())) return [];
    return operands.flatMap(({ kind, text, span }, index) => {
      const name = text.startsWith('$') ? text.slice(1) : text;
      const isName = kind === 'name' && /^[A-Za-z_]/.test(name) && operands[index - 1]?.text !== '%';
      const isOther =
        x86Register(name, width) !== null ||
        isOfPointer(operands[index - 1]?.text, text, operands[index + 1]?.text);
      return isName && !isOther ? [{ text: name, span }] : [];
    });
  };
}

/** The instructions of a processor of that many bits. */
export function x86Instructions(width: Width): InstructionSet {
  return {
    registerType: width === 32 ? INT : LONG,
    registerOf: (text) => x86Register(text, width)?.name ?? null,
    registers: REGISTER_NAMES.filter((each) => x86Register(each, width) !== null).map((each) =>
      width === 32 ? each.toUpperCase() : each,
    ),
    instructionBytes: null,
    spare: [],
    refusal: () => null,
    find: finder(width),
    mnemonics: [...OTHERS.keys(), ...ENTRIES.keys()],
    locationsIn: locationsIn(width),
  };
}
