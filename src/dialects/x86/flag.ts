/**
 * x86's flags, as hidden registers: an instruction that sets flags computes each of them, and those that no condition of
 * the thread reads are left out when the code is tidied. Intel SDM vol. 1, 3.4.3 and appendix B (condition codes).
 */
import { type Binary, constant, type Expression, fold, type IntegerType } from '../../program/expression.js';

/** Zero, sign, carry, overflow and parity. */
export type Flag = 'zf' | 'sf' | 'cf' | 'of' | 'pf';
export const FLAGS: readonly Flag[] = ['zf', 'sf', 'cf', 'of', 'pf'];

/** The new values of the flags that an instruction sets. */
export type FlagValues = Partial<Readonly<Record<Flag, Expression>>>;

const ONE_BIT: IntegerType = { bits: 32, signed: true };

export const ZERO: Expression = constant(0n);
const ONE: Expression = constant(1n);

/** An operation in a type, done at once where both operands are constants. */
export function compute(
  left: Expression,
  operator: Binary,
  right: Expression,
  type: IntegerType,
): Expression {
  return fold({ kind: 'binary', operator, type, left, right });
}

function unsigned({ bits }: IntegerType): IntegerType {
  return { bits, signed: false };
}

function isNegative(value: Expression, type: IntegerType): Expression {
  return compute(value, '<', ZERO, type);
}

/** What every result says of itself. The parity flag is computed where it is read; the flag holds the result. */
export function resultFlags(result: Expression, type: IntegerType): FlagValues {
  return { zf: compute(result, '==', ZERO, type), sf: isNegative(result, type), pf: result };
}

/** After AND, OR, XOR and TEST. */
export function logicFlags(result: Expression, type: IntegerType): FlagValues {
  return { ...resultFlags(result, type), cf: ZERO, of: ZERO };
}

/** After `left + right`. */
export function addFlags(
  left: Expression,
  right: Expression,
  result: Expression,
  type: IntegerType,
): FlagValues {
  const both = compute(compute(left, '^', result, type), '&', compute(right, '^', result, type), type);
  const cf = compute(result, '<', left, unsigned(type));
  return { ...resultFlags(result, type), cf, of: isNegative(both, type) };
}

/** After `left - right`. */
export function subtractFlags(
  left: Expression,
  right: Expression,
  result: Expression,
  type: IntegerType,
): FlagValues {
  const both = compute(compute(left, '^', right, type), '&', compute(left, '^', result, type), type);
  const cf = compute(left, '<', right, unsigned(type));
  const zf = compute(left, '==', right, type);
  return { ...resultFlags(result, type), zf, cf, of: isNegative(both, type) };
}

/** INC and DEC leave the carry as it is. */
export function stepFlags(flags: FlagValues): FlagValues {
  const { zf, sf, of, pf } = flags;
  return { zf, sf, of, pf } as FlagValues;
}

/** A condition over flags, by `flag`. */
type Condition = (flag: (name: Flag) => Expression) => Expression;

function either(left: Expression, right: Expression): Expression {
  return compute(left, '|', right, ONE_BIT);
}

function differ(left: Expression, right: Expression): Expression {
  return compute(left, '!=', right, ONE_BIT);
}

/** 1 when the low byte of the last result has an even number of ones. */
function parity(result: Expression): Expression {
  const folded = [4n, 2n, 1n].reduce<Expression>(
    (value, by) => compute(value, '^', compute(value, '>>', constant(by), ONE_BIT), ONE_BIT),
    compute(result, '&', constant(0xffn), ONE_BIT),
  );
  return compute(compute(folded, '&', ONE, ONE_BIT), '==', ZERO, ONE_BIT);
}

/** A condition, the suffixes that ask for it, and those that ask for its contrary. */
const CONDITIONS: readonly (readonly [Condition, readonly string[], readonly string[]])[] = [
  [(flag) => flag('zf'), ['e', 'z'], ['ne', 'nz']],
  [(flag) => flag('sf'), ['s'], ['ns']],
  [(flag) => flag('cf'), ['c', 'b', 'nae'], ['nc', 'nb', 'ae']],
  [(flag) => flag('of'), ['o'], ['no']],
  [(flag) => parity(flag('pf')), ['p', 'pe'], ['np', 'po']],
  [(flag) => either(flag('cf'), flag('zf')), ['be', 'na'], ['nbe', 'a']],
  // `lt` and `gt` are herd7's spellings.
  [(flag) => differ(flag('sf'), flag('of')), ['l', 'lt', 'nge'], ['nl', 'ge']],
  [(flag) => either(flag('zf'), differ(flag('sf'), flag('of'))), ['le', 'ng'], ['nle', 'g', 'gt']],
];

/** Every condition code, `ne` for JNE, with the condition it stands for. */
export const CONDITION_CODES: ReadonlyMap<string, Condition> = new Map(
  CONDITIONS.flatMap(([condition, names, contraries]) => [
    ...names.map((name) => [name, condition] as const),
    ...contraries.map((name) => [name, contrary(condition)] as const),
  ]),
);

function contrary(condition: Condition): Condition {
  return (flag) => ({ kind: 'unary', operator: '!', type: ONE_BIT, operand: condition(flag) });
}
