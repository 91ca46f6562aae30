/** Lvalues: where an expression's value lives, in a register or in memory. */

import { C_ULONG, type CType, spellType } from '../kernel/c-type.js';
import type { ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { MemoryLvalue } from './access.js';
import { type Frame, type Local, lookUp } from './frame.js';
import { lowerValue, refuseLiteral } from './lower-expression.js';
import { pointee } from './pointee.js';
import { addBytes, binary, convert, type Value } from './value.js';

/** A variable or a piece of memory. */
export type Lvalue = Local | MemoryLvalue;

/** Where the expression's value lives, or null (reported) where it is no lvalue. */
export function lowerLvalue(frame: Frame, tree: ExpressionTree): Lvalue | null {
  switch (tree.kind) {
    case 'name': {
      const binding = lookUp(frame, tree.name, tree.span);
      if (binding === null || binding.kind !== 'value') return binding;
      return notAssignable(frame, tree.span);
    }
    case 'unary':
      if (tree.operator !== '*') return notAssignable(frame, tree.span);
      return memoryAt(lowerValue(frame, tree.operand));
    case 'index': {
      const element = binary('+', lowerValue(frame, tree.array), lowerValue(frame, tree.index));
      return inLocal(frame, tree, memoryAt(element));
    }
    case 'member':
      return lowerMember(frame, tree);
    case 'cast':
      if (tree.operand.kind !== 'list') return notAssignable(frame, tree.span);
      refuseLiteral(frame, tree.span);
      return null;
    default:
      return notAssignable(frame, tree.span);
  }
}

/** An element of an array that is a variable of a function. */
function inLocal(frame: Frame, tree: ExpressionTree, lvalue: MemoryLvalue): MemoryLvalue {
  return isInLocal(frame, tree) ? { ...lvalue, isLocal: true } : lvalue;
}

function isInLocal(frame: Frame, tree: ExpressionTree): boolean {
  if (tree.kind === 'index') return isInLocal(frame, tree.array);
  if (tree.kind === 'member') return !tree.arrow && isInLocal(frame, tree.object);
  if (tree.kind !== 'name') return false;
  const binding = lookUp(frame, tree.name, tree.span);
  return binding?.kind === 'memory' && binding.isLocal === true && binding.type.kind !== 'pointer';
}

/** The memory that a value is the address of. */
export function memoryAt(value: Value): MemoryLvalue {
  return { kind: 'memory', address: convert(value, C_ULONG), type: pointee(value.type) };
}

function notAssignable(frame: Frame, span: Span): null {
  frame.session.problems.error(span, { code: 'not-assignable' });
  return null;
}

/** `p->f` and `o.f`, of a structure or of a type that wraps an integer (`v->counter`). */
function lowerMember(frame: Frame, tree: ExpressionTree & { readonly kind: 'member' }): Lvalue | null {
  if (!tree.arrow && isPointerName(frame, tree.object)) return dotForArrow(frame, tree);
  const object = tree.arrow ? memoryAt(lowerValue(frame, tree.object)) : lowerLvalue(frame, tree.object);
  if (object === null) return null;
  const { type } = object;
  if (type.kind === 'integer' && type.wrapper === tree.name.text) return object;
  if (object.kind === 'local' || type.kind !== 'structure') return unknownField(frame, tree, type);
  return fieldOf(frame, object, tree.name.text) ?? unknownField(frame, tree, type);
}

function isPointerName(frame: Frame, tree: ExpressionTree): boolean {
  const binding = tree.kind === 'name' ? lookUp(frame, tree.name, tree.span) : null;
  const type = binding?.kind === 'value' ? binding.value.type : binding?.type;
  return type?.kind === 'pointer';
}

/** `page.flags` for `page->flags`. */
function dotForArrow(frame: Frame, tree: ExpressionTree & { readonly kind: 'member' }): null {
  const span = { ...tree.span, start: tree.object.span.end, end: tree.name.span.start };
  const problem = { code: 'unexpected', found: '.', expected: "'->' behind a pointer" } as const;
  frame.session.problems.error(span, problem, { fix: { span, replacement: '->' } });
  return null;
}

/** A field of the structure in that memory, which exists from then on; null when the structure has none of that name. */
export function fieldOf(frame: Frame, object: MemoryLvalue, name: string): MemoryLvalue | null {
  const field =
    object.type.kind === 'structure' ? object.type.fields.find((each) => each.name === name) : null;
  if (field === undefined || field === null) return null;
  if (object.type.kind === 'structure' && object.type.sparse) frame.session.memory.touch(field);
  const type = frame.session.types.asDefined(field.type);
  return { ...object, address: addBytes(object.address, field.offset), type };
}

function unknownField(frame: Frame, tree: ExpressionTree & { readonly kind: 'member' }, type: CType): null {
  const { problems, types } = frame.session;
  const name = tree.name.text;
  const structure = spellType(type);
  if (types.reportLeftOut(structure, name, problems)) return null;
  const wrapper = type.kind === 'integer' ? type.wrapper : null;
  const known = type.kind === 'structure' ? type.fields.map((field) => field.name) : [wrapper ?? ''];
  if (type.kind === 'structure' && type.fields.length === 0) {
    problems.error(tree.object.span, { code: 'unknown-type', name: structure });
  } else if (known[0] === '') {
    problems.error(tree.name.span, { code: 'unsupported', what: `field '${name}' of type ${structure}` });
  } else problems.error(tree.name.span, { code: 'unknown-field', structure, name, known });
  return null;
}
