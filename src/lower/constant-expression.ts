/** Expressions that are worth a number before anything runs: of an array's length, a constant, an initial value. */
import { C_ULONG, type CType, sizeOf } from '../kernel/c-type.js';
import type { TypeName } from '../syntax/file-scope-tree.js';
import type { ExpressionTree } from '../syntax/tree.js';
import { FORMULAS } from './builtin-formula.js';
import { numberType } from './number-type.js';
import type { Problems } from './problems.js';
import { binary, constant, convert, truth, unary, type Value, ZERO_VALUE } from './value.js';

/** What the names in an expression stand for. */
export interface ConstantNames {
  readonly reportIncomplete: (type: CType, problems: Problems) => void;
  readonly constant: (name: string) => Value | undefined;
  readonly resolve: (name: TypeName, problems: Problems) => CType;
}

/** Gives the address that an expression is, or null for one that is none. */
export type AddressIn = (tree: ExpressionTree) => Value | null;

/** The value of an expression, always a constant; null, and reported, where it has none beforehand. */
export function constantValue(
  tree: ExpressionTree,
  names: ConstantNames,
  problems: Problems,
  address: AddressIn = () => null,
): Value | null {
  const value = evaluated(tree, { names, problems, address });
  if (value === null) {
    problems.error(tree.span, { code: 'unexpected', found: textOf(tree), expected: 'a constant expression' });
  }
  return value;
}

function textOf({ span }: ExpressionTree): string {
  return span.source.text.slice(span.start, span.end);
}

interface Context {
  readonly names: ConstantNames;
  readonly problems: Problems;
  readonly address: AddressIn;
}

function evaluated(tree: ExpressionTree, context: Context): Value | null {
  const { names, problems } = context;
  switch (tree.kind) {
    case 'number':
      return { expression: constant(tree.value), type: numberType(tree) };
    case 'name':
      return names.constant(tree.name) ?? context.address(tree);
    case 'unary': {
      if (tree.operator === '&') return context.address(tree);
      if (tree.operator === '*') return null;
      const operand = evaluated(tree.operand, context);
      return operand && unary(tree.operator, operand);
    }
    case 'binary':
      return evaluatedBinary(tree, context);
    case 'conditional': {
      const condition = evaluated(tree.condition, context);
      if (condition === null) return null;
      return evaluated(isZero(condition) ? tree.otherwise : tree.then, context);
    }
    case 'cast': {
      const type = names.resolve(tree.type, problems);
      const operand = evaluated(tree.operand, context);
      return operand && { expression: convert(operand, type), type };
    }
    case 'sizeof':
      return evaluatedSize(tree, context);
    case 'call': {
      const choice = EXTREMES.get(tree.callee.text);
      if (choice !== undefined) return evaluatedExtreme(tree, choice, context);
      const formula = FORMULAS.get(tree.callee.text);
      if (formula?.parameters !== tree.arguments.length) return null;
      const values = tree.arguments.map((each) => evaluated(each, context));
      return values.every((each) => each !== null) ? formula.value(...values) : null;
    }
    case 'index':
    case 'member':
      return context.address(tree);
    default:
      return null;
  }
}

/** Which of two is chosen, by the name of what chooses. */
const EXTREMES: ReadonlyMap<string, '<' | '>'> = new Map([
  ['min', '<'],
  ['max', '>'],
  ['min_t', '<'],
  ['max_t', '>'],
]);

/** `min(a, b)`, `min_t(u32, a, b)` */
function evaluatedExtreme(
  { callee, arguments: given }: ExpressionTree & { readonly kind: 'call' },
  operator: '<' | '>',
  context: Context,
): Value | null {
  const typed = callee.text.endsWith('_t');
  const [first] = given;
  if (given.length !== (typed ? 3 : 2) || (typed && first.kind !== 'type')) return null;
  const type = typed && first.kind === 'type' ? context.names.resolve(first.type, context.problems) : null;
  const [left, right] = given.slice(-2).map((each) => {
    const value = evaluated(each, context);
    return value === null || type === null ? value : { expression: convert(value, type), type };
  });
  if (left === null || right === null) return null;
  const common = binary('+', left, right).type;
  const chosen = isZero(binary(operator, left, right)) ? right : left;
  return { expression: convert(chosen, common), type: common };
}

/** The size of a type, or of a variable that is in memory. */
function evaluatedSize(
  { operand, span }: ExpressionTree & { readonly kind: 'sizeof' },
  { names, problems, address }: Context,
): Value | null {
  if (operand.kind === 'type') {
    const type = names.resolve(operand.type, problems);
    names.reportIncomplete(type, problems);
    return sizeAs(type);
  }
  const pointer = address({ kind: 'unary', operator: '&', operand, span })?.type;
  return pointer?.kind === 'pointer' ? sizeAs(pointer.to) : null;
}

function sizeAs(type: CType): Value {
  return { expression: constant(sizeOf(type)), type: C_ULONG };
}

function evaluatedBinary(
  { operator, left: first, right: second }: ExpressionTree & { readonly kind: 'binary' },
  context: Context,
): Value | null {
  const left = evaluated(first, context);
  if (left === null || operator === ',') return null;
  if (operator === '&&' && isZero(left)) return ZERO_VALUE;
  if (operator === '||' && !isZero(left)) return truth(left);
  const right = evaluated(second, context);
  if (right === null || ((operator === '/' || operator === '%') && isZero(right))) return null;
  return operator === '&&' || operator === '||' ? truth(right) : binary(operator, left, right);
}

function isZero({ expression }: Value): boolean {
  return expression.kind === 'constant' && expression.value === 0n;
}
