/** The arguments of a primitive: the memory it accesses, the values it takes, the locals it writes back to. */

import { C_INT, spellType } from '../kernel/c-type.js';
import type { Primitive, PrimitiveParameter } from '../kernel/primitive.js';
import { DATA_RACE, PRIMITIVES } from '../kernel/primitives/index.js';
import type { ExpressionTree } from '../syntax/tree.js';
import { someExpression } from '../syntax/visit.js';
import type { Span } from '../text/source.js';
import type { MemoryLvalue } from './access.js';
import { type Frame, lookUp, nested } from './frame.js';
import { lowerValue } from './lower-expression.js';
import { type Lvalue, lowerLvalue, memoryAt } from './lvalue.js';
import { loadFrom } from './plain-access.js';
import { constant, truth, type Value, ZERO_VALUE } from './value.js';

/** A call's arguments, lowered by the kinds of the parameters. */
export interface Arguments {
  /** The memory accessed; a primitive that accesses nothing makes no use of it. */
  readonly lvalue: MemoryLvalue;
  readonly values: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, Lvalue>;
  /** The first argument's own value. */
  readonly first: Value;
  /** Whether the value to be written was evaluated only where the update succeeds. */
  readonly foretold: boolean;
}

const NOWHERE: MemoryLvalue = { kind: 'memory', address: constant(0), type: C_INT };

/** Evaluates the arguments in order; null (reported) when one is not what its parameter takes. */
export function lowerArguments(
  frame: Frame,
  primitive: Primitive,
  tree: ExpressionTree & { readonly kind: 'call' },
): Arguments | null {
  const values = new Map<string, Value>();
  const locals = new Map<string, Lvalue>();
  let lvalue: MemoryLvalue | null = NOWHERE;
  let foretold = false;
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
        else {
          locals.set(parameter.name, local);
          if (local.kind === 'memory') values.set(parameter.name, loadFrom(frame, local, argument.span));
        }
        return;
      }
      case 'ignored':
        if (argument.kind === 'name') lookUp(frame, argument.name, argument.span);
        return;
      case 'predicate':
        values.set(parameter.name, lowerPredicate(frame, primitive, argument, lvalue ?? NOWHERE));
        return;
      default: {
        const unread = isUnread(frame, primitive, parameter, argument);
        const skip = frame.code.label();
        if (unread) frame.code.foretell(skip, tree.span);
        values.set(parameter.name, lowerValue(frame, argument));
        frame.code.bind(skip);
        foretold ||= unread;
      }
    }
  });
  const first = values.values().next().value ?? ZERO_VALUE;
  return lvalue === null ? null : { lvalue, values, locals, first, foretold };
}

/**
 * Whether an argument is what a cmpxchg() is to write, and reads memory: to herd7, where it fails, those reads do not happen. A
 * machine evaluates it in any case, as C does; and so does the model where that changes memory.
 */
function isUnread(
  { session }: Frame,
  { steps }: Primitive,
  { name }: PrimitiveParameter,
  tree: ExpressionTree,
): boolean {
  const mayFail = steps.some((step) => step.kind === 'update' && step.condition !== undefined);
  if (session.port.tags === undefined || name !== 'new' || !mayFail) return false;
  return someExpression(tree, reads) && !someExpression(tree, writes);
}

function reads(tree: ExpressionTree): boolean {
  if (tree.kind === 'unary') return tree.operator === '*';
  return tree.kind === 'index' || tree.kind === 'member' || tree.kind === 'call';
}

/** Whether an expression may do anything but read. */
function writes(tree: ExpressionTree): boolean {
  if (tree.kind === 'assign' || tree.kind === 'step') return true;
  if (tree.kind !== 'call' || tree.callee.text === DATA_RACE) return false;
  const steps = PRIMITIVES.get(tree.callee.text)?.steps ?? [];
  return steps.length === 0 || steps.some(({ kind }) => kind !== 'load');
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
    : `a pointer to a ${structureOf(parameter)}`;
  return wrong(frame, primitive, tree.span, expected);
}

/** `struct page` of `struct page *page`. */
function structureOf({ text }: PrimitiveParameter): string {
  return text.slice(0, text.lastIndexOf('*')).trim();
}

/** `READ_ONCE(*x)`: an lvalue in memory. Forgetting the star is the common mistake. */
function lowerVariable(frame: Frame, primitive: Primitive, tree: ExpressionTree): MemoryLvalue | null {
  const expected = 'a variable in memory, such as *x';
  if (tree.kind === 'name') {
    const binding = lookUp(frame, tree.name, tree.span);
    if (binding === null) return null;
    if (binding.kind === 'memory' && binding.type.kind !== 'structure' && binding.type.kind !== 'array') {
      return binding;
    }
    const { type } = binding.kind === 'value' ? binding.value : binding;
    const fix = { span: { ...tree.span, end: tree.span.start }, replacement: '*' };
    const help = binding.kind !== 'memory' && type.kind === 'pointer' ? { fix } : {};
    frame.session.problems.error(tree.span, { code: 'wrong-argument', name: primitive.name, expected }, help);
    return null;
  }
  const lvalue = lowerLvalue(frame, tree);
  if (lvalue === null) return null;
  const whole = lvalue.type.kind === 'structure' || lvalue.type.kind === 'array';
  return lvalue.kind === 'memory' && !whole ? lvalue : wrong(frame, primitive, tree.span, expected);
}

/** `&old`, the address of a local; a pointer of a function that was given one, and any other pointer, is to memory. */
function lowerLocal(frame: Frame, primitive: Primitive, tree: ExpressionTree): Lvalue | null {
  const expected = 'the address of a local variable, such as &old';
  if (tree.kind === 'unary' && tree.operator === '&') {
    const lvalue = lowerLvalue(frame, tree.operand);
    const isWhole = lvalue?.type.kind === 'structure' || lvalue?.type.kind === 'array';
    return isWhole ? wrong(frame, primitive, tree.span, expected) : lvalue;
  }
  const value = lowerValue(frame, tree);
  const lvalue = value.type.kind === 'pointer' ? memoryAt(value) : null;
  const fits = lvalue !== null && (lvalue.type.kind === 'integer' || lvalue.type.kind === 'pointer');
  return fits ? lvalue : wrong(frame, primitive, tree.span, expected);
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
