/**
 * Values that are the same whenever they are asked for: addresses, and what lies in memory that no thread writes. By them a call
 * through a pointer is known to be of one function, as with a table of operations, `p->ops->get(p)`. That nobody writes what was
 * relied upon is looked at when all threads are lowered. A read of a location that is never written has one value, so leaving it out
 * leaves out no state.
 */
import { C_INT, type CType, pointerTo, sizeOf, VOID } from '../kernel/c-type.js';
import type { Program } from '../program/program.js';
import type { ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { targetsIn } from './access-targets.js';
import { type Binding, bindingOf, type Frame } from './frame.js';
import { pointee } from './pointee.js';
import type { Problems } from './problems.js';
import { resolveType } from './resolve-type.js';

/** A value that does not change, and the addresses of the memory that it was read from. */
export interface FixedValue {
  readonly value: bigint;
  readonly type: CType;
  readonly from: readonly bigint[];
}

/** A call whose function is known as long as nobody writes those addresses. */
export interface FixedCall {
  readonly span: Span;
  readonly from: readonly bigint[];
}

/** The value of an expression that has the same one always, or null. Nothing is lowered, and nothing reported. */
export function fixedValue(frame: Frame, tree: ExpressionTree): FixedValue | null {
  switch (tree.kind) {
    case 'number':
      return { value: tree.value, type: C_INT, from: [] };
    case 'name':
      return fixedName(frame, tree);
    case 'unary':
      if (tree.operator === '&') return addressOf(frame, tree.operand);
      return tree.operator === '*' ? (functionIn(frame, tree.operand) ?? contentOf(frame, tree)) : null;
    case 'index':
    case 'member':
      return contentOf(frame, tree);
    case 'cast': {
      const operand = fixedValue(frame, tree.operand);
      return operand && { ...operand, type: resolveType(frame, tree.type) };
    }
    case 'call':
      return tree.callee.text === 'READ_ONCE' && tree.arguments.length === 1
        ? fixedValue(frame, tree.arguments[0])
        : null;
    default:
      return null;
  }
}

/** `(*fn)(x)` is `fn(x)`. */
function functionIn(frame: Frame, tree: ExpressionTree): FixedValue | null {
  const pointer = fixedValue(frame, tree);
  return pointer !== null && frame.session.memory.functions.has(pointer.value) ? pointer : null;
}

function fixedName(frame: Frame, tree: ExpressionTree & { readonly kind: 'name' }): FixedValue | null {
  const binding = bindingOf(frame, tree.name);
  if (binding === null) {
    const address = frame.session.memory.addressOfFunction(tree.name, tree.span);
    return address === null ? null : { value: address, type: pointerTo(VOID), from: [] };
  }
  if (binding.kind === 'memory') return contentOf(frame, tree);
  return binding.kind === 'local' ? (binding.fixed ?? null) : constantIn(binding);
}

function constantIn({ value, fixed }: Binding & { readonly kind: 'value' }): FixedValue | null {
  const { expression, type } = value;
  if (fixed !== undefined) return fixed;
  return expression.kind === 'constant' ? { value: expression.value, type, from: [] } : null;
}

function addressOf(frame: Frame, tree: ExpressionTree): FixedValue | null {
  const place = placeOf(frame, tree);
  if (place !== null) return { ...place, type: pointerTo(place.type) };
  return tree.kind === 'name' ? functionIn(frame, tree) : null;
}

/** Where an lvalue is: its address as the value, and the type of what is there. */
function placeOf(frame: Frame, tree: ExpressionTree): FixedValue | null {
  switch (tree.kind) {
    case 'name': {
      const binding = bindingOf(frame, tree.name);
      if (binding?.kind !== 'memory' || binding.address.kind !== 'constant') return null;
      return { value: binding.address.value, type: binding.type, from: [] };
    }
    case 'unary':
      return tree.operator === '*' ? pointedAt(fixedValue(frame, tree.operand)) : null;
    case 'index': {
      const array = pointedAt(fixedValue(frame, tree.array));
      const index = fixedValue(frame, tree.index);
      if (array === null || index === null) return null;
      const size = BigInt(sizeOf(array.type));
      return { ...array, value: array.value + index.value * size, from: [...array.from, ...index.from] };
    }
    case 'member': {
      const object = tree.arrow ? pointedAt(fixedValue(frame, tree.object)) : placeOf(frame, tree.object);
      if (object?.type.kind !== 'structure') return null;
      const field = object.type.fields.find(({ name }) => name === tree.name.text);
      return field ? { ...object, value: object.value + BigInt(field.offset), type: field.type } : null;
    }
    default:
      return null;
  }
}

function pointedAt(pointer: FixedValue | null): FixedValue | null {
  return pointer && { ...pointer, type: pointee(pointer.type) };
}

/** What lies at an lvalue: an array is its address, anything else what it holds at first. */
function contentOf(frame: Frame, tree: ExpressionTree): FixedValue | null {
  const place = placeOf(frame, tree);
  if (place === null || place.type.kind === 'structure') return null;
  if (place.type.kind === 'array') return { ...place, type: pointerTo(place.type.of) };
  const held = frame.session.memory.initialAt(place.value);
  return held === null ? null : { value: held, type: place.type, from: [...place.from, place.value] };
}

/** Reports calls whose function may not be the one that it was taken for, since something writes where it was read from. */
export function reportChanged(calls: readonly FixedCall[], program: Program, problems: Problems): void {
  if (calls.length === 0) return;
  const targets = targetsIn(program);
  const written = program.threads.map(({ code }, thread) =>
    code
      .filter((each) => each.kind === 'write' || each.kind === 'update' || each.kind === 'store-conditional')
      .map((each) => (each.address.kind === 'constant' ? [each.address.value] : targets(thread, each))),
  );
  const isWritten = (address: bigint): boolean =>
    written.some((stores) => stores.some((held) => held === null || held.includes(address)));
  for (const { span, from } of calls) if (from.some(isWritten)) refuseCall(span, false, problems);
}

/** Refuses a call whose function is not known beforehand, or that leads nowhere. */
export function refuseCall(span: Span, isNull: boolean, problems: Problems): void {
  const [what, why] = isNull
    ? [
        'a call through a pointer that is NULL at first',
        'give it its function there, as in { .get = my_get }',
      ]
    : [
        'a call through a pointer that may change',
        "compare it and call by name: 'if (p == &my_ops) my_get(x);'",
      ];
  problems.error(span, { code: 'unsupported', what, why });
}
