/**
 * The ARM dialect: what litmus tests use of 32-bit Arm, in herd7's spelling; of conditions, conditional-execution.ts.
 *
 * Arm ARM for ARMv7-A (DDI 0406), chapters A4 and A8; herdtools7's ARM dialect.
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering, InstructionSet } from '../../lower/assembly/instruction-set.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import { CONDITION_NAMES, conditionOf } from '../aarch64/flag.js';
import { binary, convert, ONE, UINT, ZERO } from '../aarch64/operand.js';
import {
  COMPARISONS,
  type DataProcessing,
  type FlagEffect,
  MOVE,
  THREE_OPERANDS,
  TWO_OPERANDS,
} from './arithmetic.js';
import { assign, branching, conditioned, type Suffix, suffixed } from './conditional-execution.js';
import { accesses } from './memory.js';
import {
  addressHere,
  atThird,
  destination,
  type FlexibleOperand,
  nextFlexible,
  nextSource,
  shiftedBy,
  source,
} from './operand.js';
import { REFUSED } from './refused-instructions.js';
import { armRegister, REGISTER_NAMES } from './register.js';
import { wordTransfers } from './word-transfers.js';

/** The flags that an operation leaves. */
function setFlags(
  emitter: Emitter,
  { flags, shiftsCarry }: FlagEffect,
  left: Expression,
  { value, carry }: FlexibleOperand,
): void {
  flags(emitter, UINT, left, value);
  if (shiftsCarry && carry !== null) emitter.set(emitter.flag('C'), carry);
}

/** Sets a register, and the flags before if the suffix says so. */
function compute(
  emitter: Emitter,
  target: number,
  formula: DataProcessing,
  left: Expression,
  right: FlexibleOperand,
  { sets, condition }: Suffix,
): void {
  assign(emitter, condition, {
    ...(sets && { flags: () => setFlags(emitter, formula, left, right) }),
    register: { target, value: formula.value(left, right.value) },
  });
}

/** `ADD d, n, m`, or `ADD d, m` for `ADD d, d, m` */
const threeOperands =
  (formula: DataProcessing) =>
  (suffix: Suffix): InstructionLowering =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    const isShort = !atThird(operands);
    const left: Expression = isShort ? { kind: 'register', register: target } : nextSource(emitter, operands);
    compute(emitter, target, formula, left, nextFlexible(emitter, operands), suffix);
  };

/** `MOV d, m` */
const twoOperands =
  (formula: DataProcessing) =>
  (suffix: Suffix): InstructionLowering =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    compute(emitter, target, formula, ZERO, nextFlexible(emitter, operands), suffix);
  };

/** `LSL d, n, #2`, which is `MOV d, n, LSL #2` */
const shifting =
  (name: string) =>
  (suffix: Suffix): InstructionLowering =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    const value = nextSource(emitter, operands);
    operands.comma('a number');
    compute(emitter, target, MOVE, ZERO, shiftedBy(name, value, operands), suffix);
  };

/** `MOVW d, #1` sets all of a register, `MOVT d, #1` its upper half. */
const moveHalf =
  (isUpper: boolean) =>
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const target = destination(emitter, operands);
    operands.comma('a number');
    const half = constant(operands.immediateWithin(0, 0xffff));
    const held: Expression = { kind: 'register', register: target };
    const low = binary('&', UINT, held, constant(0xffffn));
    const whole = isUpper ? binary('|', UINT, low, binary('<<', UINT, half, constant(16n))) : half;
    assign(emitter, condition, { register: { target, value: convert(INT, whole) } });
  };

/** `CMP n, m` */
const comparing =
  (comparison: FlagEffect) =>
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const left = source(emitter, operands);
    const right = nextFlexible(emitter, operands);
    assign(emitter, condition, { flags: () => setFlags(emitter, comparison, left, right) });
  };

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
const branchTo =
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const address = source(emitter, operands);
    branching(emitter, condition, () => emitter.jumpTo(address, { end: true }));
  };

const call =
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const label = emitter.label(operands.label());
    branching(emitter, condition, () => {
      emitter.set(emitter.register('LR'), emitter.returnAddress());
      emitter.jump(label);
    });
  };

const jump =
  (condition: string | null): InstructionLowering =>
  (emitter, operands) => {
    const label = emitter.label(operands.label());
    if (condition === null) emitter.jump(label);
    else emitter.branch(conditionOf(emitter, condition) ?? ONE, label);
  };

/** A hint says something to the processor and changes nothing. */
const hint = (): InstructionLowering => () => {};

/** `PLD [n]`: memory may be asked for what no instruction reads. */
const prefetch: InstructionLowering = (emitter, operands) => {
  addressHere(emitter, operands);
};

/** `ITE EQ`: conditions are told by each instruction itself. */
const conditionsAhead: InstructionLowering = (_, operands) => {
  operands.word(
    (text) => (CONDITION_NAMES.includes(text.toUpperCase()) ? text : null),
    'a condition such as EQ',
  );
};

const instructions = (): readonly (readonly [string, InstructionLowering])[] => [
  ...['NOP', 'YIELD', 'WFE', 'WFI', 'SEV'].flatMap((name) => conditioned(name, hint)),
  ...['PLD', 'PLDW', 'PLI'].map((name): [string, InstructionLowering] => [name, prefetch]),
  ...[...THREE_OPERANDS].flatMap(([name, formula]) => suffixed(name, threeOperands(formula))),
  ...[...TWO_OPERANDS].flatMap(([name, formula]) => suffixed(name, twoOperands(formula))),
  ...['LSL', 'LSR', 'ASR', 'ROR'].flatMap((name) => suffixed(name, shifting(name))),
  ...[...COMPARISONS].flatMap(([name, comparison]) => conditioned(name, comparing(comparison))),
  ...conditioned('MOVW', moveHalf(false)),
  ...conditioned('MOVT', moveHalf(true)),
  ...accesses(),
  ...wordTransfers(),
  ...conditioned('B', jump),
  ...conditioned('BL', call),
  ...conditioned('BX', branchTo),
  ['CBZ', compareAndBranch('==')],
  ['CBNZ', compareAndBranch('!=')],
  ['DMB', barrier('DMB')],
  ['DSB', barrier('DSB')],
  [
    'ISB',
    (emitter, operands) => {
      if (operands.atWord(['SY'])) operands.next();
      emitter.isb('ISB');
    },
  ],
];

let table: ReadonlyMap<string, InstructionLowering> | null = null;

/** The instructions by their names with all conditions, which are many: no test in another dialect is to wait for them. */
function byName(): ReadonlyMap<string, InstructionLowering> {
  table ??= new Map(instructions());
  return table;
}

/** What has no form with a condition. */
const UNCONDITIONAL: readonly string[] = ['CBZ', 'CBNZ', 'DMB', 'DSB', 'ISB'];

/** Why an instruction of the architecture is not read here; null for one that is, or that nobody knows. */
function refusalOf(mnemonic: string): string | null {
  const known = REFUSED.get(mnemonic);
  if (known !== undefined) return known;
  const [, name, condition] = /^(.+)(..)$/.exec(mnemonic) ?? [];
  if (!CONDITION_NAMES.includes(condition)) return null;
  return UNCONDITIONAL.includes(name)
    ? 'it has no condition; write a branch around it'
    : (REFUSED.get(name) ?? null);
}

function find({ mnemonic, prefixes }: AssemblyInstruction): InstructionLowering | null {
  if (prefixes.length > 0) return null;
  // `.W` and `.N` say how wide the instruction is encoded.
  const name = mnemonic.text.toUpperCase().replace(/\.[WN]$/, '');
  const known = byName().get(name) ?? (/^IT[TE]{0,3}$/.test(name) ? conditionsAhead : undefined);
  if (known !== undefined) return known;
  const why = refusalOf(name);
  return why === null ? null : (_, operands) => operands.unsupported(why);
}

/** Whether a name is another one with a condition in it. */
function isOnCondition(name: string): boolean {
  return CONDITION_NAMES.some((condition) =>
    ['', 'S', 'B', 'H', 'SB', 'SH'].some((end) => {
      const without = name.slice(0, name.length - condition.length - end.length);
      return name === without + condition + end && byName().has(without) && byName().has(without + end);
    }),
  );
}

export const ARM_INSTRUCTIONS: InstructionSet = {
  registerType: INT,
  registerOf: armRegister,
  registers: REGISTER_NAMES,
  instructionBytes: 4,
  spare: REGISTER_NAMES.filter((name) => /\d/.test(name)),
  refusal: () => null,
  find,
  get mnemonics() {
    return [...byName().keys()];
  },
  get offered() {
    // A condition is typed behind it.
    return this.mnemonics.filter((name) => /^B(?!IC)/.test(name) || !isOnCondition(name));
  },
  locationsIn: () => [],
};
