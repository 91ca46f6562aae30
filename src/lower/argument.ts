/** The arguments of a primitive: the place it accesses, the values it takes, the locals it writes back to. */

import { C_INT, spellType } from '../kernel/c-type.js';
import type { Parameter, Primitive } from '../kernel/primitive.js';
import type { Expression as Tree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { MemoryPlace } from './access.js';
import { lowerValue } from './expression.js';
import { type Frame, type Local, lookUp, nested } from './frame.js';
import { lowerPlace, memoryAt } from './lvalue.js';
import { constant, truth, type Value, ZERO_VALUE } from './value.js';

/** A call's arguments, lowered by the kinds of the parameters. */
export interface Arguments {
  /** What is accessed; of no meaning for a primitive that accesses nothing. */
  readonly place: MemoryPlace;
  readonly values: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, Local>;
  /** The first argument's own value. */
  readonly first: Value;
}

const NOWHERE: MemoryPlace = { kind: 'memory', address: constant(0), type: C_INT };

/** Evaluates the arguments in order; null (reported) when one is not what its parameter takes. */
export function lowerArguments(
  frame: Frame,
  primitive: Primitive,
  tree: Tree & { readonly kind: 'call' },
): Arguments | null {
  const values = new Map<string, Value>();
  const locals = new Map<string, Local>();
  let place: MemoryPlace | null = NOWHERE;
  primitive.parameters.forEach((parameter, index) => {
    const argument = tree.arguments[index];
    switch (parameter.kind) {
      case 'pointer':
      case 'place':
      case 'structure':
        place = lowerTarget(frame, primitive, parameter, argument) ?? null;
        return;
      case 'local': {
        const local = lowerLocal(frame, primitive, argument);
        if (local === null) place = null;
        else locals.set(parameter.name, local);
        return;
      }
      case 'predicate':
        values.set(parameter.name, lowerPredicate(frame, primitive, argument, place ?? NOWHERE));
        return;
      default:
        values.set(parameter.name, lowerValue(frame, argument));
    }
  });
  const first = values.values().next().value ?? ZERO_VALUE;
  return place === null ? null : { place, values, locals, first };
}

/** The memory that the primitive works on. */
function lowerTarget(
  frame: Frame,
  primitive: Primitive,
  parameter: Parameter,
  tree: Tree,
): MemoryPlace | null {
  if (parameter.kind === 'place') return lowerLvalue(frame, primitive, tree);
  const place = memoryAt(lowerValue(frame, tree));
  const isStructure = place.type.kind === 'structure';
  if (isStructure === (parameter.kind === 'structure')) return place;
  const expected = isStructure
    ? `a pointer to a variable, not to a ${spellType(place.type)}`
    : 'a pointer to a struct page';
  return wrong(frame, primitive, tree.span, expected);
}

/** `READ_ONCE(*x)`: an lvalue in memory. Forgetting the star is the common mistake. */
function lowerLvalue(frame: Frame, primitive: Primitive, tree: Tree): MemoryPlace | null {
  const expected = 'a variable in memory, such as *x';
  if (tree.kind === 'name') {
    const binding = lookUp(frame, tree.name, tree.span);
    if (binding === null) return null;
    const { type } = binding.kind === 'local' ? binding : binding.value;
    const fix = { span: { ...tree.span, end: tree.span.start }, replacement: '*' };
    const help = type.kind === 'pointer' ? { fix } : {};
    frame.session.faults.error(tree.span, { code: 'wrong-argument', name: primitive.name, expected }, help);
    return null;
  }
  const place = lowerPlace(frame, tree);
  if (place === null) return null;
  const whole = place.type.kind === 'structure' || place.type.kind === 'array';
  return place.kind === 'memory' && !whole ? place : wrong(frame, primitive, tree.span, expected);
}

/** `&old`, the address of a local. */
function lowerLocal(frame: Frame, primitive: Primitive, tree: Tree): Local | null {
  const expected = 'the address of a local variable, such as &old';
  if (tree.kind !== 'unary' || tree.operator !== '&') return wrong(frame, primitive, tree.span, expected);
  const place = lowerPlace(frame, tree.operand);
  if (place === null || place.kind === 'local') return place;
  return wrong(frame, primitive, tree.span, expected);
}

/** A condition over `VAL`, which must be pure: it is asked again whenever memory changes. */
function lowerPredicate(frame: Frame, primitive: Primitive, tree: Tree, place: MemoryPlace): Value {
  const inner: Frame = { ...nested(frame), branching: false };
  inner.scope.bindings.set('VAL', {
    kind: 'value',
    value: { expression: { kind: 'loaded' }, type: place.type },
  });
  const before = frame.code.size;
  const value = truth(lowerValue(inner, tree));
  if (frame.code.size !== before)
    wrong(frame, primitive, tree.span, 'a condition without accesses or effects');
  return value;
}

function wrong(frame: Frame, primitive: Primitive, span: Span, expected: string): null {
  frame.session.faults.error(span, { code: 'wrong-argument', name: primitive.name, expected });
  return null;
}
