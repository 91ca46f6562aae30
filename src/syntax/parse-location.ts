/** Location expressions, as the init block and the question name locations: `x`, `a[1]`, `page.flags`, `a[1].f`. */
import type { Span } from '../text/source.js';
import type { Cursor } from './cursor.js';
import { numberExpression, signedNumber } from './parse-number.js';
import type { ExpressionTree, Identifier, LocationTree, PathStep } from './tree.js';

/** Reads a whole location expression. */
export function location(cursor: Cursor): LocationTree {
  const first = cursor.token.span;
  const name = cursor.identifier('a name');
  return { name, path: locationPath(cursor), span: cursor.since(first) };
}

/** Reads what may follow the name of a location: indices and fields. */
export function locationPath(cursor: Cursor): readonly PathStep[] {
  const path: PathStep[] = [];
  while (true) {
    const opening = cursor.eatAny('[', '.', '->');
    if (opening === null) return path;
    if (opening.text === '[') {
      path.push({ kind: 'index', index: indexNumber(cursor), span: cursor.since(opening.span) });
    } else {
      const name = cursor.identifier("a field's name");
      path.push({ kind: 'field', name, span: cursor.since(opening.span) });
    }
    cursor.link('the location');
  }
}

/** A number, or the name of a constant. */
function indexNumber(cursor: Cursor): ExpressionTree {
  const { kind, text, span } = cursor.token;
  if (kind !== 'number' && kind !== 'name') cursor.unexpected('an index, which is a number');
  const index: ExpressionTree =
    kind === 'number' ? numberExpression(cursor) : { kind: 'name', name: text, span };
  if (kind === 'name') cursor.next();
  cursor.expect(']');
  return index;
}

/** `{ 1, .next = &x, [3] = 2 }` */
export function valueList<T>(
  cursor: Cursor,
  value: (cursor: Cursor) => T,
): readonly { readonly place: readonly PathStep[]; readonly value: T }[] {
  const items: { readonly place: readonly PathStep[]; readonly value: T }[] = [];
  cursor.expect('{');
  while (!cursor.at('}')) {
    const places = designators(cursor);
    const given = value(cursor);
    for (const place of places) items.push({ place, value: given });
    if (cursor.eat(',') === null) break;
  }
  cursor.expect('}', "',' or '}' in a list of values");
  return items;
}

/** The elements that `[0 ... 3] =` may name at most. */
const MOST_ELEMENTS = 1024;

/** `.next =`, `[2].lock =`, or nothing; `[0 ... 3] =` are several. */
function designators(cursor: Cursor): readonly (readonly PathStep[])[] {
  if (!cursor.atAny('.', '[')) return [[]];
  const places = cursor.ahead(2).text === '...' ? elements(cursor) : [locationPath(cursor)];
  cursor.expect('=', "'=' behind what a value is for");
  return places;
}

/** `[0 ... 3]` */
function elements(cursor: Cursor): readonly (readonly PathStep[])[] {
  const { span: start } = cursor.next();
  const first = signedNumber(cursor, 'the first index').value;
  cursor.expect('...');
  const { value: last, span } = signedNumber(cursor, 'the last index, a number');
  cursor.expect(']');
  const count = Number(last - first) + 1;
  if (first < 0n || count < 1 || count > MOST_ELEMENTS)
    return cursor.fail(span, { code: 'unexpected', found: `${last}`, expected: 'an index behind the first' });
  return Array.from({ length: count }, (_, index) => {
    const value = first + BigInt(index);
    const number: ExpressionTree = { kind: 'number', value, unsigned: false, long: false, span };
    return [{ kind: 'index', index: number, span: cursor.since(start) } as const];
  });
}

/** A label of a thread. */
interface LabelOfThread {
  readonly kind: 'label';
  readonly thread: bigint;
  readonly name: Identifier;
  readonly span: Span;
}

/** `label:"P0:L0"` */
export function quotedLabel(cursor: Cursor): LabelOfThread {
  const { span } = cursor.next();
  cursor.expect(':');
  const [, thread, name] = /^"P?(\d{1,4}):([\w.$]+)"$/.exec(cursor.token.text) ?? [];
  if (name === undefined) return cursor.unexpected('a label with its thread, such as \'"P0:L0"\'');
  const text = { text: name, span: cursor.next().span };
  return { kind: 'label', thread: BigInt(thread), name: text, span: cursor.since(span) };
}
