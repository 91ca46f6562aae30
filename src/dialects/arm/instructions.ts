/**
 * The ARM dialect: what litmus tests use of 32-bit Arm, in herd7's spelling. A condition behind the name of an instruction that
 * sets a register is a choice between its result and what the register held.
 *
 * Arm ARM for ARMv7-A (DDI 0406), chapters A4 and A8; herdtools7's ARM dialect.
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import { CONDITION_NAMES, conditionOf } from '../aarch64/flag.js';
import { binary, convert, ONE, shiftAmount, shifted, UINT, ZERO } from '../aarch64/operand.js';
import { COMPARISONS, type DataProcessing, THREE_OPERANDS, TWO_OPERANDS } from './arithmetic.js';
import { MEMORY, REFUSED_ACCESSES } from './memory.js';
import { atThird, destination, nextFlexible, nextSource, source } from './operand.js';
import { armRegister, REGISTER_NAMES } from './register.js';

/** What follows the name of an instruction: an S sets the flags, a condition makes it conditional. */
interface Suffix {
  readonly sets: boolean;
  readonly condition: string | null;
}

const PLAIN: Suffix = { sets: false, condition: null };
const SUFFIXES: ReadonlyMap<string, Suffix> = new Map([
  ['', PLAIN],
  ['S', { ...PLAIN, sets: true }],
  ...CONDITION_NAMES.map((condition): [string, Suffix] => [condition, { ...PLAIN, condition }]),
]);

/** Sets a register, where the condition holds. */
function assign(emitter: Emitter, target: number, value: Expression, { condition }: Suffix): void {
  if (condition === null) emitter.set(target, value);
  else {
    const held: Expression = { kind: 'register', register: target };
    emitter.select(target, conditionOf(emitter, condition) ?? ONE, [value, held]);
  }
}

function forms(
  table: ReadonlyMap<string, DataProcessing>,
  lower: (formula: DataProcessing, suffix: Suffix) => InstructionLowering,
): readonly (readonly [string, InstructionLowering])[] {
  return [...table].flatMap(([name, formula]) =>
    [...SUFFIXES].map(([text, suffix]) => [name + text, lower(formula, suffix)] as const),
  );
}

/** `ADD d, n, m`, or `ADD d, m` for `ADD d, d, m` */
function threeOperands({ value, flags }: DataProcessing, suffix: Suffix): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const isShort = !atThird(operands);
    const left: Expression = isShort ? { kind: 'register', register: target } : nextSource(emitter, operands);
    const right = nextFlexible(emitter, operands);
    if (suffix.sets) flags?.(emitter, UINT, left, right);
    assign(emitter, target, value(left, right), suffix);
  };
}

/** `MOV d, m` */
function twoOperands({ value, flags }: DataProcessing, suffix: Suffix): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const operand = nextFlexible(emitter, operands);
    if (suffix.sets) flags?.(emitter, UINT, ZERO, operand);
    assign(emitter, target, value(ZERO, operand), suffix);
  };
}

/** `LSL d, n, #2` */
function shifting(name: string): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    const value = nextSource(emitter, operands);
    operands.comma('a number');
    emitter.set(target, convert(INT, shifted(name, UINT, value, shiftAmount(operands, UINT))));
  };
}

/** `MOVW d, #1` sets all of a register, `MOVT d, #1` its upper half. */
function moveHalf(isUpper: boolean, suffix: Suffix): InstructionLowering {
  return (emitter, operands) => {
    const target = destination(emitter, operands);
    operands.comma('a number');
    const half = constant(operands.immediateWithin(0, 0xffff));
    const held: Expression = { kind: 'register', register: target };
    const low = binary('&', UINT, held, constant(0xffffn));
    const whole = isUpper ? binary('|', UINT, low, binary('<<', UINT, half, constant(16n))) : half;
    assign(emitter, target, convert(INT, whole), suffix);
  };
}

function compareAndBranch(operator: '==' | '!='): InstructionLowering {
  return (emitter, operands) => {
    const tested = source(emitter, operands);
    operands.comma('a label');
    emitter.branch(binary(operator, INT, tested, ZERO), emitter.label(operands.label()));
  };
}

const OPTIONS: readonly string[] = ['', 'ISH', 'OSH', 'NSH'].flatMap((domain) => [
  domain || 'SY',
  `${domain}ST`,
]);

/** `DMB`, `DMB ISH`, `DMB ISHST` */
function barrier(name: 'DMB' | 'DSB'): InstructionLowering {
  return (emitter, operands) => {
    if (operands.token === null) {
      emitter.fence(name, 'rw', 'rw');
      return;
    }
    const { text, span } = operands.identifier('what it orders, such as SY');
    const option = text.toUpperCase();
    if (!OPTIONS.includes(option)) return operands.reject(span, `one of ${OPTIONS.join(', ')}`);
    const kinds = option.endsWith('ST') ? 'w' : 'rw';
    emitter.fence(`${name} ${option}`, kinds, kinds);
  };
}

/** `BX LR`: a thread that nobody called ends there. */
const branchTo: InstructionLowering = (emitter, operands) =>
  emitter.jumpTo(source(emitter, operands), { end: true });

const call: InstructionLowering = (emitter, operands) => {
  const label = emitter.label(operands.label());
  emitter.set(emitter.register('LR'), emitter.returnAddress());
  emitter.jump(label);
};

const TABLE: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['NOP', () => {}],
  ...forms(THREE_OPERANDS, threeOperands),
  ...forms(TWO_OPERANDS, twoOperands),
  ...[...COMPARISONS].map(([name, flags]): [string, InstructionLowering] => [
    name,
    (emitter, operands) => {
      const left = source(emitter, operands);
      flags(emitter, UINT, left, nextFlexible(emitter, operands));
    },
  ]),
  ...['LSL', 'LSR', 'ASR'].map((name): [string, InstructionLowering] => [name, shifting(name)]),
  ...[...SUFFIXES].flatMap(([text, suffix]): [string, InstructionLowering][] =>
    suffix.sets
      ? []
      : [
          [`MOVW${text}`, moveHalf(false, suffix)],
          [`MOVT${text}`, moveHalf(true, suffix)],
        ],
  ),
  ...MEMORY,
  ['B', (emitter, operands) => emitter.jump(emitter.label(operands.label()))],
  ...CONDITION_NAMES.map((name): [string, InstructionLowering] => [
    `B${name}`,
    (emitter, operands) => emitter.branch(conditionOf(emitter, name) ?? ONE, emitter.label(operands.label())),
  ]),
  ['CBZ', compareAndBranch('==')],
  ['CBNZ', compareAndBranch('!=')],
  ['BL', call],
  ['BX', branchTo],
  ['DMB', barrier('DMB')],
  ['DSB', barrier('DSB')],
  [
    'ISB',
    (emitter, operands) => {
      if (operands.atWord(['SY'])) operands.next();
      emitter.isb('ISB');
    },
  ],
]);

/** To herd7 the flags order nothing then, not even a store, which is made once they are known; to this one a branch orders all behind it. */
const CONDITIONAL_ACCESS =
  'whether it is made depends on flags, and what that orders is not modelled; a branch around it orders what is behind it as well';
const CONDITIONAL_COMPARISON = 'it sets flags that depend on others; write a branch around it';

/** Why an instruction of the architecture is not read here; null for one that is, or that nobody knows. */
function refusalOf(mnemonic: string): string | null {
  const known = REFUSED_ACCESSES.get(mnemonic);
  if (known !== undefined) return known;
  const [, name, condition] = /^(.+)(..)$/.exec(mnemonic) ?? [];
  if (!CONDITION_NAMES.includes(condition)) return null;
  if (MEMORY.has(name)) return CONDITIONAL_ACCESS;
  return COMPARISONS.has(name) ? CONDITIONAL_COMPARISON : null;
}

function find({ mnemonic, prefixes }: AssemblyInstruction): InstructionLowering | null {
  if (prefixes.length > 0) return null;
  const name = mnemonic.text.toUpperCase();
  const why = refusalOf(name);
  return TABLE.get(name) ?? (why === null ? null : (_, operands) => operands.unsupported(why));
}

export const ARM_INSTRUCTIONS: InstructionSet = {
  registerType: INT,
  registerOf: armRegister,
  registers: REGISTER_NAMES,
  instructionBytes: 4,
  spare: REGISTER_NAMES.filter((name) => /\d/.test(name)),
  refusal: () => null,
  find,
  mnemonics: [...TABLE.keys()],
  locationsIn: () => [],
};
