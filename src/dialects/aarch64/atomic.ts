/**
 * The single-instruction atomics of Armv8.1, each plain, acquire (A), release (L) and both (AL), of words and of bytes
 * and halfwords. One whose result goes nowhere (STADD, or a destination of WZR) keeps no acquire, and DMB LD does not order
 * its read.
 *
 * Arm ARM (DDI 0487), C3.2.12 to C3.2.14 and B2.3.
 */

import { LOADED } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import { type Expression, fold, type IntegerType } from '../../program/expression.js';
import type { Order } from '../../program/program.js';
import { binary, content, register, simpleAddress, target, UINT, ZERO } from './operand.js';

/** What is put into memory, over the source operand, in the type of the access. */
type Formula = (source: Expression, type: IntegerType) => Expression;

interface Ordering {
  readonly suffix: string;
  readonly read: Order;
  readonly write: Order;
}

const ORDERINGS: readonly Ordering[] = [
  { suffix: '', read: 'plain', write: 'plain' },
  { suffix: 'A', read: 'acquire', write: 'plain' },
  { suffix: 'L', read: 'plain', write: 'release' },
  { suffix: 'AL', read: 'acquire', write: 'release' },
];
/** Of the ST forms only these exist. */
const WITHOUT_ACQUIRE = ORDERINGS.filter(({ read }) => read === 'plain');

const SIZES: readonly (readonly [string, IntegerType | null])[] = [
  ['', null],
  ['B', { bits: 8, signed: false }],
  ['H', { bits: 16, signed: false }],
];

/** The greater (or lesser) of the two without a choice, which would be a dependency: `s ^ ((l ^ s) & -(l > s))`. */
function extreme(operator: '<' | '>', signed: boolean): Formula {
  return (source, type) => {
    const keeps = binary(operator, { ...type, signed }, LOADED, source);
    const mask = binary('-', type, ZERO, keeps);
    return binary('^', type, source, binary('&', type, binary('^', type, LOADED, source), mask));
  };
}

const FORMULAS: readonly (readonly [string, Formula])[] = [
  ['ADD', (source, type) => binary('+', type, LOADED, source)],
  ['SET', (source, type) => binary('|', type, LOADED, source)],
  ['EOR', (source, type) => binary('^', type, LOADED, source)],
  [
    'CLR',
    (source, type) =>
      binary('&', type, LOADED, fold({ kind: 'unary', operator: '~', type, operand: source })),
  ],
  ['SMAX', extreme('>', true)],
  ['SMIN', extreme('<', true)],
  ['UMAX', extreme('>', false)],
  ['UMIN', extreme('<', false)],
];

/** `LDADD s, t, [n]`, `SWP s, t, [n]`: `t` gets the old value; without result, `STADD s, [n]`. */
function fetch(
  formula: Formula,
  ordering: Ordering,
  size: IntegerType | null,
  result: boolean,
): InstructionLowering {
  return (emitter, operands) => {
    const s = register(operands, size && UINT);
    operands.comma(result ? 'a register' : 'an address');
    const t = result ? register(operands, s.type) : null;
    if (result) operands.comma('an address');
    const { address } = simpleAddress(emitter, operands);
    const type = size ?? s.type;
    const to = t && target(emitter, t);
    emitter.update({
      ...{ address, type, target: to, data: formula(content(emitter, s), type) },
      ...ordersOf(ordering, to === null),
    });
  };
}

/** `CAS s, t, [n]`: stores `t` where memory holds `s`; `s` gets the old value either way. */
function compareAndSwap(ordering: Ordering, size: IntegerType | null): InstructionLowering {
  return (emitter, operands) => {
    const s = register(operands, size && UINT);
    operands.comma('a register');
    const t = register(operands, s.type);
    operands.comma('an address');
    const { address } = simpleAddress(emitter, operands);
    const type = size ?? s.type;
    const to = target(emitter, s);
    emitter.update({
      ...{ address, type, target: to, data: content(emitter, t) },
      condition: binary('==', type, LOADED, content(emitter, s)),
      ...ordersOf(ordering, to === null),
    });
  };
}

function ordersOf({ read, write }: Ordering, noReturn: boolean) {
  return { readOrder: noReturn ? 'plain' : read, writeOrder: write, noReturn } as const;
}

/** A family: its mnemonic with every ordering and size. */
function family(
  name: string,
  orderings: readonly Ordering[],
  form: (ordering: Ordering, size: IntegerType | null) => InstructionLowering,
): readonly (readonly [string, InstructionLowering])[] {
  return orderings.flatMap((ordering) =>
    SIZES.map(([letter, size]) => [`${name}${ordering.suffix}${letter}`, form(ordering, size)] as const),
  );
}

export const ATOMICS: readonly (readonly [string, InstructionLowering])[] = [
  ...family('SWP', ORDERINGS, (ordering, size) => fetch((source) => source, ordering, size, true)),
  ...family('CAS', ORDERINGS, compareAndSwap),
  ...FORMULAS.flatMap(([name, formula]) => [
    ...family(`LD${name}`, ORDERINGS, (ordering, size) => fetch(formula, ordering, size, true)),
    ...family(`ST${name}`, WITHOUT_ACQUIRE, (ordering, size) => fetch(formula, ordering, size, false)),
  ]),
];
