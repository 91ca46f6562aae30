/**
 * The PPC dialect: what litmus tests use of 64-bit Power, in herd7's spelling.
 *
 * Power ISA 3.1, Books I and II; herdtools7's PPC dialect.
 */

import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import { binary, type RegisterFormula } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, type IntegerType, LONG } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import { BASED_FORMS, COMPARISONS, IMMEDIATE_FORMS, REGISTER_FORMS, UNARY_FORMS } from './arithmetic.js';
import { BRANCHES, compare, fieldRegister, record } from './condition-field.js';
import { MEMORY } from './memory.js';
import { destination, fieldOr0, nextBase, nextImmediate, nextSource, source } from './operand.js';
import { BASE_ZERO, ppcRegister, REGISTER_NAMES } from './register.js';
import { ROTATES } from './rotate.js';

const A_LABEL = 'a label';

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

function immediate(formula: RegisterFormula, records = false): InstructionLowering {
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

/** `beq cr1,label`; `bne- label` says which way is likely. */
function branching(condition: (field: Expression) => Expression): InstructionLowering {
  return (emitter, operands) => {
    if (!operands.eat('-')) operands.eat('+');
    const field = fieldOr0(operands, A_LABEL);
    const held: Expression = { kind: 'register', register: fieldRegister(emitter, field) };
    emitter.branch(condition(held), emitter.label(operands.label()));
  };
}

/** Loads a number; `lis` one that is shifted by 16. */
function loading(shift: bigint): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.set(target, constant(BigInt.asIntN(64, nextImmediate(operands) << shift)));
  };
}

/** lwsync leaves a store and a later load as they are: to what knows barriers by the kinds of accesses it is two. */
const FENCES: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ...['sync', 'hwsync'].map((name): [string, InstructionLowering] => [
    name,
    (emitter) => emitter.fence('sync', 'rw', 'rw'),
  ]),
  [
    'lwsync',
    (emitter) => {
      emitter.fence('lwsync', 'r', 'rw');
      emitter.fence('lwsync', 'w', 'w');
    },
  ],
  ['eieio', (emitter) => emitter.fence('eieio', 'w', 'w')],
  ['isync', (emitter) => emitter.isb('isync')],
]);

const TABLE: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['nop', () => {}],
  // A thread that nobody called ends there.
  ['blr', (emitter) => emitter.jumpTo(constant(0n), { end: true })],
  ['li', loading(0n)],
  ['lis', loading(16n)],
  ['b', (emitter, operands) => emitter.jump(emitter.label(operands.label()))],
  ...[...REGISTER_FORMS].flatMap(([name, formula]): [string, InstructionLowering][] => [
    [name, paired(formula, false)],
    [`${name}.`, paired(formula, true)],
  ]),
  ...[...UNARY_FORMS].flatMap(([name, formula]): [string, InstructionLowering][] => [
    [name, unary(formula, false)],
    [`${name}.`, unary(formula, true)],
  ]),
  ...[...IMMEDIATE_FORMS].map(([name, formula]): [string, InstructionLowering] => [name, immediate(formula)]),
  ['andi.', immediate(binary('&'), true)],
  ...[...BASED_FORMS].map(([name, formula]): [string, InstructionLowering] => [name, based(formula)]),
  ...[...COMPARISONS].flatMap(([name, type]): [string, InstructionLowering][] => [
    [name, comparing(type, nextSource)],
    [`${name}i`, comparing(type, (_, operands) => constant(nextImmediate(operands)))],
  ]),
  ...[...BRANCHES].map(([name, condition]): [string, InstructionLowering] => [name, branching(condition)]),
  ...ROTATES,
  ...FENCES,
  ...MEMORY,
]);

function find({ mnemonic, prefixes }: AssemblyInstruction): InstructionLowering | null {
  return prefixes.length > 0 ? null : (TABLE.get(mnemonic.text.toLowerCase()) ?? null);
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
