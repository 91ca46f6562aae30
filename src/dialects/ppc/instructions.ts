/**
 * The PPC dialect: what litmus tests use of 64-bit Power, in herd7's spelling.
 *
 * Power ISA 3.1, Books I and II; herdtools7's PPC dialect.
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import type { RegisterFormula } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, type IntegerType, LONG } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import {
  BASED_FORMS,
  COMPARISONS,
  IMMEDIATE_FORMS,
  RECORDED_IMMEDIATE_FORMS,
  RECORDING_FORMS,
  REGISTER_FORMS,
  UNARY_FORMS,
} from './arithmetic.js';
import { BRANCHES } from './branches.js';
import { compare, record } from './condition-field.js';
import { MEMORY } from './memory.js';
import {
  destination,
  fieldOr0,
  firstOfIndexed,
  nextBase,
  nextImmediate,
  nextSource,
  source,
} from './operand.js';
import { NO_PAGES, REFUSED } from './refused-instructions.js';
import { BASE_ZERO, ppcRegister, REGISTER_NAMES } from './register.js';
import { ROTATES } from './rotate.js';

/** `add rD,rA,rB`; with a dot the result is compared with 0. */
function paired(formula: RegisterFormula, records: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const left = nextSource(emitter, operands);
    const result = formula(left, nextSource(emitter, operands));
    emitter.set(target, result);
    if (records) record(emitter, { kind: 'register', register: target });
  };
}

function immediate(formula: RegisterFormula, records: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const left = nextSource(emitter, operands);
    emitter.set(target, formula(left, constant(nextImmediate(operands))));
    if (records) record(emitter, { kind: 'register', register: target });
  };
}

/** `addi rD,rA,1`, where r0 is 0. */
function based(formula: RegisterFormula): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const left = nextBase(emitter, operands);
    emitter.set(target, formula(left, constant(nextImmediate(operands))));
  };
}

function unary(formula: (operand: Expression) => Expression, records: boolean): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.set(target, formula(nextSource(emitter, operands)));
    if (records) record(emitter, { kind: 'register', register: target });
  };
}

/** `cmpw cr1,rA,rB`, and with a number `cmpwi`. */
function comparing(type: IntegerType, second: typeof nextSource): InstructionLowering {
  return (emitter, operands) => {
    const field = fieldOr0(operands, 'a register');
    const left = source(emitter, operands);
    compare(emitter, field, type, left, second(emitter, operands));
  };
}

/** Loads a number; `lis` one that is shifted by 16. */
function loading(shift: bigint): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.set(target, constant(BigInt.asIntN(64, nextImmediate(operands) << shift)));
  };
}

const sync = (emitter: Emitter): void => emitter.fence('sync', 'rw', 'rw');

/** lwsync leaves a store and a later load as they are: to what knows barriers by the kinds of accesses it is two. */
const lwsync = (emitter: Emitter): void => {
  emitter.fence('lwsync', 'r', 'rw');
  emitter.fence('lwsync', 'w', 'w');
};

/** `sync`, of which `sync 0` is another name and `sync 1` is lwsync. */
const numberedSync: InstructionLowering = (emitter, operands) => {
  const level = operands.token?.kind === 'number' ? operands.immediateWithin(0, 2) : 0n;
  if (level === 2n) operands.unsupported(NO_PAGES);
  if (level === 1n) lwsync(emitter);
  else sync(emitter);
};

const FENCES: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['sync', numberedSync],
  ['hwsync', sync],
  ['lwsync', lwsync],
  ['eieio', (emitter) => emitter.fence('eieio', 'w', 'w')],
  ['isync', (emitter) => emitter.isb('isync')],
]);

/** `dcbt 0,rB`: memory may be asked for what no instruction reads. */
const prefetch: InstructionLowering = (emitter, operands) => {
  firstOfIndexed(emitter, operands);
};

const TABLE: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['nop', () => {}],
  ['li', loading(0n)],
  ['lis', loading(16n)],
  ...[...REGISTER_FORMS].flatMap(([name, formula]): [string, InstructionLowering][] => [
    [name, paired(formula, false)],
    [`${name}.`, paired(formula, true)],
  ]),
  ...[...UNARY_FORMS].flatMap(([name, formula]): [string, InstructionLowering][] => [
    [name, unary(formula, false)],
    [`${name}.`, unary(formula, true)],
  ]),
  ...[...IMMEDIATE_FORMS].map(([name, formula]): [string, InstructionLowering] => [
    name,
    immediate(formula, false),
  ]),
  ...[...RECORDED_IMMEDIATE_FORMS].flatMap(([name, formula]): [string, InstructionLowering][] => [
    [name, immediate(formula, false)],
    [`${name}.`, immediate(formula, true)],
  ]),
  ...[...RECORDING_FORMS].map(([name, formula]): [string, InstructionLowering] => [
    name,
    immediate(formula, true),
  ]),
  ...[...BASED_FORMS].map(([name, formula]): [string, InstructionLowering] => [name, based(formula)]),
  ...[...COMPARISONS].flatMap(([name, type]): [string, InstructionLowering][] => [
    [name, comparing(type, nextSource)],
    [`${name}i`, comparing(type, (_, operands) => constant(nextImmediate(operands)))],
  ]),
  ...BRANCHES,
  ...ROTATES,
  ...FENCES,
  ...['dcbt', 'dcbtst'].map((name): [string, InstructionLowering] => [name, prefetch]),
  ...MEMORY,
]);

function find({ mnemonic, prefixes }: AssemblyInstruction): InstructionLowering | null {
  if (prefixes.length > 0) return null;
  const name = mnemonic.text.toLowerCase();
  const why = REFUSED.get(name) ?? REFUSED.get(name.replace(/\.$/, ''));
  return TABLE.get(name) ?? (why === undefined ? null : (_, operands) => operands.unsupported(why));
}

export const PPC_INSTRUCTIONS: InstructionSet = {
  registerType: LONG,
  registerOf: ppcRegister,
  registers: REGISTER_NAMES,
  instructionBytes: 4,
  // herd7 takes none that may stand for 0.
  spare: REGISTER_NAMES.filter((name) => name !== BASE_ZERO),
  refusal: () => null,
  find,
  // Those that one writes without their dot by mistake come first.
  mnemonics: ['stwcx.', 'stdcx.', ...TABLE.keys()],
  locationsIn: () => [],
};
