/** Location expressions, as the init block and the question name locations: `x`, `a[1]`, `page.flags`, `a[1].f`. */
import type { Cursor } from './cursor.js';
import { numberExpression } from './parse-number.js';
import type { Identifier, LocationTree, NumberLiteral } from './tree.js';

/** Reads a whole location expression. */
export function location(cursor: Cursor): LocationTree {
  const first = cursor.token.span;
  const name = cursor.identifier('a name');
  return { name, ...locationSuffix(cursor), span: cursor.since(first) };
}

/** Reads what may follow the name of a location: an index, a field. */
export function locationSuffix(cursor: Cursor): { index: NumberLiteral | null; field: Identifier | null } {
  const index = cursor.eat('[') ? indexNumber(cursor) : null;
  const field = cursor.eat('.') ? cursor.identifier("a field's name") : null;
  return { index, field };
}

function indexNumber(cursor: Cursor): NumberLiteral {
  if (cursor.token.kind !== 'number') cursor.unexpected('an index, which is a number');
  const { value, span } = numberExpression(cursor);
  cursor.expect(']');
  return { value, span };
}
