/**
 * Power's branches: to labels, on conditions, on the count, to the link register and the count register. Neither of these has a name that a
 * test could use, so that they are registers without one.
 *
 * Power ISA 3.1, Book I, 2.3 and 2.4; the extended mnemonics in appendix E.
 */
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { binary } from '../../lower/assembly/register-formula.js';
import { constant, type Expression, INT } from '../../program/expression.js';
import { fieldRegister } from './condition-field.js';
import { destination, fieldOr0, source } from './operand.js';
import { conditionField } from './register.js';

type Special = 'lr' | 'ctr';

/** What a field has to be, by the end of the name of a branch. */
const CONDITIONS: ReadonlyMap<string, (field: Expression) => Expression> = new Map([
  ['eq', (field) => binary('==', INT)(field, constant(0))],
  ['ne', (field) => binary('!=', INT)(field, constant(0))],
  ['lt', (field) => binary('==', INT)(field, constant(-1))],
  ['gt', (field) => binary('==', INT)(field, constant(1))],
  ['ge', (field) => binary('!=', INT)(field, constant(-1))],
  ['nl', (field) => binary('!=', INT)(field, constant(-1))],
  ['le', (field) => binary('!=', INT)(field, constant(1))],
  ['ng', (field) => binary('!=', INT)(field, constant(1))],
]);

/** What a special register or a condition field holds. */
function held(emitter: Emitter, which: Special | number): Expression {
  const register = typeof which === 'number' ? fieldRegister(emitter, which) : emitter.flag(which);
  return { kind: 'register', register };
}

/** `bne- label`: the sign foretells which way it goes, and changes nothing. */
function passHint(operands: OperandReader): void {
  if (!operands.eat('-')) operands.eat('+');
}

/** `beq cr1,label` */
function toLabel(holds: (field: Expression) => Expression): InstructionLowering {
  return (emitter, operands) => {
    passHint(operands);
    const field = held(emitter, fieldOr0(operands, 'a label'));
    emitter.branch(holds(field), emitter.label(operands.label()));
  };
}

/** `beqlr cr1` */
function toRegister(holds: (field: Expression) => Expression, to: Special): InstructionLowering {
  return (emitter, operands) => {
    passHint(operands);
    const field =
      operands.token === null ? 0 : operands.word(conditionField, 'a condition field such as cr0');
    emitter.where(holds(held(emitter, field)), () => leave(emitter, to));
  };
}

/** A jump to what a special register holds; to the end of a thread that nobody called. */
function leave(emitter: Emitter, to: Special): void {
  emitter.jumpTo(held(emitter, to), { end: to === 'lr' });
}

function setTo(emitter: Emitter, special: Special, value: Expression): void {
  emitter.set(emitter.flag(special), value);
}

/** `bdnz label`: counts down, and branches unless (`bdz`: if) that comes to 0. */
function counting(operator: '!=' | '=='): InstructionLowering {
  return (emitter, operands) => {
    passHint(operands);
    setTo(emitter, 'ctr', binary('-')(held(emitter, 'ctr'), constant(1n)));
    emitter.branch(binary(operator)(held(emitter, 'ctr'), constant(0n)), emitter.label(operands.label()));
  };
}

const SPECIAL: readonly Special[] = ['lr', 'ctr'];

/** The branches by mnemonic, and what moves values between their registers and others. */
export const BRANCHES: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  ['b', (emitter, operands) => emitter.jump(emitter.label(operands.label()))],
  [
    'bl',
    (emitter, operands) => {
      const label = emitter.label(operands.label());
      setTo(emitter, 'lr', emitter.returnAddress());
      emitter.jump(label);
    },
  ],
  ['bdnz', counting('!=')],
  ['bdz', counting('==')],
  ...[...CONDITIONS].map(([name, holds]): [string, InstructionLowering] => [`b${name}`, toLabel(holds)]),
  ...SPECIAL.flatMap((special): [string, InstructionLowering][] => [
    [`b${special}`, (emitter) => leave(emitter, special)],
    ...[...CONDITIONS].map(([name, holds]): [string, InstructionLowering] => [
      `b${name}${special}`,
      toRegister(holds, special),
    ]),
    [`mt${special}`, (emitter, operands) => setTo(emitter, special, source(emitter, operands))],
    [
      `mf${special}`,
      (emitter, operands) => emitter.set(destination(emitter, operands), held(emitter, special)),
    ],
  ]),
]);
