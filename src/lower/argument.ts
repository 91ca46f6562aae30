/** The arguments of a primitive: the memory it accesses, the values it takes, the locals it writes back to. */

import { C_INT, spellType } from '../kernel/c-type.js';
import type { Primitive, PrimitiveParameter } from '../kernel/primitive.js';
import type { ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { MemoryLvalue } from './access.js';
import { type Frame, type Local, lookUp, nested } from './frame.js';
import { lowerValue } from './lower-expression.js';
import { lowerLvalue, memoryAt } from './lvalue.js';
import { constant, truth, type Value, ZERO_VALUE } from './value.js';

/** A call's arguments, lowered by the kinds of the parameters. */
export interface Arguments {
  /** The memory accessed; a primitive that accesses nothing makes no use of it. */
  readonly lvalue: MemoryLvalue;
  readonly values: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, Local>;
  /** The first argument's own value. */
  readonly first: Value;
}

const NOWHERE: MemoryLvalue = { kind: 'memory', address: constant(0), type: C_INT };

/** Evaluates the arguments in order; null (reported) when one is not what its parameter takes. */
export function lowerArguments(
  frame: Frame,
  primitive: Primitive,
  tree: ExpressionTree & { readonly kind: 'call' },
): Arguments | null {
  const values = new Map<string, Value>();
  const locals = new Map<string, Local>();
  let lvalue: MemoryLvalue | null = NOWHERE;
  primitive.parameters.forEach((parameter, index) => {
    const argument = tree.arguments[index];
    switch (parameter.kind) {
      case 'pointer':
      case 'lvalue':
      case 'structure':
        lvalue = lowerTarget(frame, primitive, parameter, argument) ?? null;
        return;
      case 'local': {
        const local = lowerLocal(frame, primitive, argument);
        if (local === null) lvalue = null;
        else locals.set(parameter.name, local);
        return;
      }
      case 'predicate':
        values.set(parameter.name, lowerPredicate(frame, primitive, argument, lvalue ?? NOWHERE));
        return;
      default:
        values.set(parameter.name, lowerValue(frame, argument));
    }
  });
  const first = values.values().next().value ?? ZERO_VALUE;
  return lvalue === null ? null : { lvalue, values, locals, first };
}

/** The memory that the primitive works on. */
function lowerTarget(
  frame: Frame,
  primitive: Primitive,
  parameter: PrimitiveParameter,
  tree: ExpressionTree,
): MemoryLvalue | null {
  if (parameter.kind === 'lvalue') return lowerVariable(frame, primitive, tree);
  const lvalue = memoryAt(lowerValue(frame, tree));
  const isStructure = lvalue.type.kind === 'structure';
  if (isStructure === (parameter.kind === 'structure')) return lvalue;
  const expected = isStructure
    ? `a pointer to a variable, not to a ${spellType(lvalue.type)}`
    : 'a pointer to a struct page';
  return wrong(frame, primitive, tree.span, expected);
}

/** `READ_ONCE(*x)`: an lvalue in memory. Forgetting the star is the common mistake. */
function lowerVariable(frame: Frame, primitive: Primitive, tree: ExpressionTree): MemoryLvalue | null {
  const expected = 'a variable in memory, such as *x';
  if (tree.kind === 'name') {
    const binding = lookUp(frame, tree.name, tree.span);
    if (binding === null) return null;
    const { type } = binding.kind === 'local' ? binding : binding.value;
    const fix = { span: { ...tree.span, end: tree.span.start }, replacement: '*' };
    const help = type.kind === 'pointer' ? { fix } : {};
    frame.session.problems.error(tree.span, { code: 'wrong-argument', name: primitive.name, expected }, help);
    return null;
  }
  const lvalue = lowerLvalue(frame, tree);
  if (lvalue === null) return null;
  const whole = lvalue.type.kind === 'structure' || lvalue.type.kind === 'array';
  return lvalue.kind === 'memory' && !whole ? lvalue : wrong(frame, primitive, tree.span, expected);
}

/** `&old`, the address of a local. */
function lowerLocal(frame: Frame, primitive: Primitive, tree: ExpressionTree): Local | null {
  const expected = 'the address of a local variable, such as &old';
  if (tree.kind !== 'unary' || tree.operator !== '&') return wrong(frame, primitive, tree.span, expected);
  const lvalue = lowerLvalue(frame, tree.operand);
  if (lvalue === null || lvalue.kind === 'local') return lvalue;
  return wrong(frame, primitive, tree.span, expected);
}

/** A condition over `VAL`. It must be pure, since it is evaluated again whenever memory changes. */
function lowerPredicate(
  frame: Frame,
  primitive: Primitive,
  tree: ExpressionTree,
  lvalue: MemoryLvalue,
): Value {
  const inner: Frame = { ...nested(frame), branching: false };
  inner.scope.bindings.set('VAL', {
    kind: 'value',
    value: { expression: { kind: 'loaded' }, type: lvalue.type },
  });
  const before = frame.code.size;
  const value = truth(lowerValue(inner, tree));
  if (frame.code.size !== before)
    wrong(frame, primitive, tree.span, 'a condition without accesses or effects');
  return value;
}

function wrong(frame: Frame, primitive: Primitive, span: Span, expected: string): null {
  frame.session.problems.error(span, { code: 'wrong-argument', name: primitive.name, expected });
  return null;
}
