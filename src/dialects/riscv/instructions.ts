/**
 * The RISC-V dialect: RV64IMA as litmus tests use it, with Zabha, Zacas and Zicond, pseudo-instructions included.
 *
 * The RISC-V Instruction Set Manual, vol. I; herdtools7's RISCV dialect, which also reads `.aq` and `.rl` on plain loads and
 * stores (the manual's A.3.1 allows for such annotations).
 */

import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import { convert, type RegisterFormula } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, INT, LONG } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import {
  COMPARING_BRANCHES,
  IMMEDIATE_FORMS,
  REGISTER_FORMS,
  UNARY_FORMS,
  ZERO_BRANCHES,
} from './arithmetic.js';
import { CONTROL, refused } from './control.js';
import { MEMORY, MEMORY_MNEMONICS } from './memory.js';
import { accessKinds, destination, nextSource, offsetAddress, source, splitOrder } from './operand.js';
import { REGISTER_NAMES, riscvRegister } from './register.js';

const A_LABEL = 'a label';

/** `add rd, rs1, rs2`; also as `add rd, rs1, 1`, which assemblers take for `addi`. */
function paired(formula: RegisterFormula): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const left = nextSource(emitter, operands);
    operands.comma('a register or a number');
    const right = operands.atImmediate ? constant(operands.immediate()) : source(emitter, operands);
    emitter.set(target, formula(left, right));
  };
}

/** `addi rd, rs1, 1` */
function immediate(formula: RegisterFormula): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const left = nextSource(emitter, operands);
    operands.comma('a number');
    emitter.set(target, formula(left, constant(operands.immediate())));
  };
}

function unary(formula: (source: Expression) => Expression): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    emitter.set(target, formula(nextSource(emitter, operands)));
  };
}

/** `beq rs1, rs2, label` */
function comparing(formula: RegisterFormula): InstructionLowering {
  return (emitter, operands) => {
    const left = source(emitter, operands);
    const condition = formula(left, nextSource(emitter, operands));
    operands.comma(A_LABEL);
    emitter.branch(condition, emitter.label(operands.label()));
  };
}

/** `beqz rs, label` */
function comparingZero(formula: RegisterFormula): InstructionLowering {
  return (emitter, operands) => {
    const condition = formula(source(emitter, operands), constant(0n));
    operands.comma(A_LABEL);
    emitter.branch(condition, emitter.label(operands.label()));
  };
}

const fence: InstructionLowering = (emitter, operands) => {
  const alone = operands.token === null;
  const before = alone ? 'rw' : accessKinds(operands);
  if (!alone) operands.comma('the kinds of the later accesses');
  const after = alone ? 'rw' : accessKinds(operands);
  if (before !== null && after !== null) emitter.fence(`fence ${before},${after}`, before, after);
};

/** Says something to the processor, and changes nothing: Zihintpause, Zawrs, Zicbop, Zihintntl, and the wait for an interrupt. */
const HINTS = [
  ...['nop', 'pause', 'wfi', 'wrs.nto', 'wrs.sto'],
  ...['ntl.p1', 'ntl.pall', 'ntl.s1', 'ntl.all'],
];
const hint = (): void => undefined;

/** `prefetch.r 0(a0)`: memory may be asked for what no instruction reads. */
const prefetch: InstructionLowering = (emitter, operands) => {
  offsetAddress(emitter, operands);
};

/** `la rd, x` */
const loadAddress: InstructionLowering = (emitter, operands) => {
  const target = destination(emitter, operands);
  operands.comma('a location');
  emitter.set(target, emitter.codeAddress(operands.identifier('a location')));
};

const SINGLES: readonly (readonly [string, InstructionLowering])[] = [
  ...HINTS.map((name) => [name, hint] as const),
  [
    'li',
    (emitter, operands) => {
      const target = destination(emitter, operands);
      operands.comma('a number');
      emitter.set(target, convert(constant(operands.immediate()), LONG));
    },
  ],
  [
    'lui',
    (emitter, operands) => {
      const target = destination(emitter, operands);
      operands.comma('a number');
      emitter.set(target, convert(constant(operands.immediate() << 12n), INT));
    },
  ],
  ['la', loadAddress],
  ['lla', loadAddress],
  ...CONTROL,
  ...['prefetch.i', 'prefetch.r', 'prefetch.w'].map((name) => [name, prefetch] as const),
  ['fence', fence],
  // FENCE.TSO: reads before everything, writes before writes.
  [
    'fence.tso',
    (emitter) => {
      emitter.fence('fence r,rw', 'r', 'rw');
      emitter.fence('fence w,w', 'w', 'w');
    },
  ],
  // FENCE.I synchronises instruction fetches; it is in no rule of RVWMO.
  ['fence.i', () => {}],
];

function entries(
  forms: ReadonlyMap<string, RegisterFormula>,
  lowering: (formula: RegisterFormula) => InstructionLowering,
) {
  return [...forms].map(([name, formula]) => [name, lowering(formula)] as const);
}

const TABLE: ReadonlyMap<string, InstructionLowering> = new Map([
  ...SINGLES,
  ...entries(REGISTER_FORMS, paired),
  ...entries(IMMEDIATE_FORMS, immediate),
  ...[...UNARY_FORMS].map(([name, formula]) => [name, unary(formula)] as const),
  ...entries(COMPARING_BRANCHES, comparing),
  ...entries(ZERO_BRANCHES, comparingZero),
]);

function find({ mnemonic, prefixes }: AssemblyInstruction): InstructionLowering | null {
  if (prefixes.length > 0) return null;
  const name = mnemonic.text.toLowerCase();
  const known = TABLE.get(name);
  if (known !== undefined) return known;
  const [stem, order] = splitOrder(name);
  return MEMORY.get(stem)?.(order) ?? refused(name);
}

/** `la a0, x` names a location. */
function locationsIn({
  mnemonic,
  operands,
}: AssemblyInstruction): readonly { text: string; span: typeof mnemonic.span }[] {
  return /^l?la$/i.test(mnemonic.text) ? operands.slice(2, 3) : [];
}

export const RISCV_INSTRUCTIONS: InstructionSet = {
  registerType: LONG,
  registerOf: riscvRegister,
  registers: REGISTER_NAMES,
  instructionBytes: 4,
  // herd7 takes none that programs use for their surroundings: the return address, the stack, the thread.
  spare: Array.from({ length: 27 }, (_, number) => `x${number + 5}`),
  refusal: () => null,
  find,
  mnemonics: [...TABLE.keys(), ...MEMORY_MNEMONICS],
  locationsIn,
};
