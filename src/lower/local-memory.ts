/** Variables of a function that are kept in memory: arrays, structures, and what has its address taken. */
import { C_ULONG, type CType, sizeOf, spellType } from '../kernel/c-type.js';
import type { Declarator, ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { MemoryLvalue } from './access.js';
import { declareInMemory, type Frame } from './frame.js';
import { lowerValue } from './lower-expression.js';
import { placeIn } from './place.js';
import { storeTo } from './plain-access.js';
import { addBytes, constant, type Value } from './value.js';

const ZERO: Value = { expression: constant(0), type: C_ULONG };

/** Declares the variable, and writes its initial value. */
export function declareMemory(frame: Frame, { name, type, value }: Declarator, resolved: CType): void {
  if (sizeOf(resolved) === 0) {
    const what = `an array without a length`;
    frame.session.problems.error(type.span, { code: 'unsupported', what });
    return;
  }
  const variable = declareInMemory(frame, name.text, resolved, name.span);
  frame.code.nextStatement();
  if (value === null) return;
  const span: Span = { ...name.span, end: value.span.end };
  if (value.kind !== 'list') {
    storeTo(frame, variable, lowerValue(frame, value), span);
    return;
  }
  const given = new Set<Value['expression']>();
  writeList(frame, variable, value, span, given);
  // What the list leaves out is 0. So it is already where the declaration is reached once.
  if (!mayComeAgain(frame)) return;
  for (const leaf of leavesOf(variable)) {
    if ([...given].some((each) => isSame(each, leaf.address))) continue;
    frame.code.nextStatement();
    storeTo(frame, leaf, ZERO, span);
  }
}

function mayComeAgain(frame: Frame): boolean {
  return frame.continueTo !== null || frame.labels.size > 0;
}

type List = ExpressionTree & { readonly kind: 'list' };

function writeList(
  frame: Frame,
  whole: MemoryLvalue,
  list: List,
  span: Span,
  given: Set<Value['expression']>,
): void {
  const children = partsOf(whole);
  const { types, problems } = frame.session;
  if (goesByPlace(list) && types.reportLeftOut(spellType(whole.type), null, problems)) return;
  let next = 0;
  for (const { place, value } of list.items) {
    let part: MemoryLvalue | undefined = children[next];
    if (place.length > 0) {
      const found = placeIn(whole.type, place, (step) => types.number(step.index, problems));
      if ('missing' in found) {
        reportMissing(frame, whole.type, place[0].span);
        return;
      }
      part = at(whole, found.offset, found.type);
      next = children.findLastIndex(({ address }) => offsetOf(address) <= offsetOf(part?.address ?? address));
    }
    next += 1;
    if (part === undefined) {
      const what = `values for a ${spellType(whole.type)}`;
      problems.error(value.span, { code: 'too-many', what, found: list.items.length, most: children.length });
      return;
    }
    if (value.kind === 'list' && (part.type.kind === 'structure' || part.type.kind === 'array')) {
      writeList(frame, part, value, span, given);
    } else writeOne(frame, part, value, given);
  }
}

/** Whether something in a list is of a member that it does not name: `{ 0 }` is all of nothing. */
function goesByPlace({ items }: List): boolean {
  const [{ value }] = items.length > 0 ? items : [{ value: null }];
  const isZero = items.length === 1 && value?.kind === 'number' && value.value === 0n;
  return !isZero && items.some(({ place }) => place.length === 0);
}

/** Braces around one number do nothing; `{ 0 }` gives the first part of a part its value. */
function writeOne(
  frame: Frame,
  part: MemoryLvalue,
  value: ExpressionTree,
  given: Set<Value['expression']>,
): void {
  const leaf = leavesOf(part)[0] ?? part;
  const only = value.kind === 'list' ? value.items[0]?.value : value;
  if (only === undefined) return;
  given.add(leaf.address);
  frame.code.nextStatement();
  storeTo(frame, leaf, lowerValue(frame, only), value.span);
}

function reportMissing(frame: Frame, type: CType, span: Span): void {
  const known = type.kind === 'structure' ? type.fields.map(({ name }) => name) : [];
  const name = span.source.text.slice(span.start, span.end).replace(/^\./, '');
  if (frame.session.types.reportLeftOut(spellType(type), name, frame.session.problems)) return;
  frame.session.problems.error(span, { code: 'unknown-field', structure: spellType(type), name, known });
}

function partsOf(whole: MemoryLvalue): readonly MemoryLvalue[] {
  const { type } = whole;
  if (type.kind === 'structure') return type.fields.map((field) => at(whole, field.offset, field.type));
  if (type.kind !== 'array') return [];
  return Array.from({ length: type.length }, (_, index) => at(whole, index * sizeOf(type.of), type.of));
}

function leavesOf(whole: MemoryLvalue): readonly MemoryLvalue[] {
  const parts = partsOf(whole);
  return parts.length === 0 ? [whole] : parts.flatMap(leavesOf);
}

function at(whole: MemoryLvalue, offset: number, type: CType): MemoryLvalue {
  return { ...whole, address: addBytes(whole.address, offset), type };
}

/** The address of a variable in memory is known. */
function offsetOf(address: Value['expression']): bigint {
  return address.kind === 'constant' ? address.value : 0n;
}

function isSame(one: Value['expression'], other: Value['expression']): boolean {
  return offsetOf(one) === offsetOf(other);
}
