/**
 * Type names and declarators. Without a symbol table one must guess whether a name is a type; the grammar of litmus tests
 * makes the guess safe: a name before another name, or before stars and a name that is then declared, is a type.
 */
import type { Cursor } from './cursor.js';
import { KEYWORDS, type Token } from './tokens.js';
import type { Identifier, Parameter, TypeName } from './tree.js';

/** Words that say nothing about a value, and are dropped. */
const QUALIFIERS: ReadonlySet<string> = new Set([
  ...['const', 'volatile', 'restrict', '__restrict', 'register', 'extern', 'auto', '_Atomic'],
  ...['static', 'inline', '__inline', '__inline__', '__always_inline', 'noinline', '__maybe_unused'],
  ...['__rcu', '__user', '__percpu', '__iomem'],
]);

const BASIC: ReadonlySet<string> = new Set([
  'signed',
  'unsigned',
  'char',
  'short',
  'int',
  'long',
  'void',
  'bool',
  '_Bool',
]);
const TAGS: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);
/** Names that are types by the kernel's habits, whatever follows them. */
const TYPE_LIKE = /^(\w+_t|[us](8|16|32|64)|__[us](8|16|32|64))$/;

/** Whether a token can only begin a type. */
export function beginsType(token: Token): boolean {
  if (token.kind !== 'name') return false;
  const { text } = token;
  return QUALIFIERS.has(text) || BASIC.has(text) || TAGS.has(text) || TYPE_LIKE.test(text);
}

/** Whether the next tokens declare something: a type and a name, which must stand on one line if the type is not known. */
export function atDeclaration(cursor: Cursor): boolean {
  const { token } = cursor;
  if (token.kind !== 'name' || KEYWORDS.has(token.text)) return false;
  if (beginsType(token)) return !['(', '=', '.', '->', '['].includes(cursor.ahead(1).text);
  const stars = countStars(cursor, 1);
  const name = cursor.ahead(1 + stars);
  if (name.kind !== 'name' || name.opensLine || KEYWORDS.has(name.text)) return false;
  return stars === 0 || ['=', ';', ',', '['].includes(cursor.ahead(2 + stars).text);
}

/** Whether the parenthesis at the cursor encloses a type, so that a cast begins. */
export function atCast(cursor: Cursor): boolean {
  if (!cursor.at('(')) return false;
  if (beginsType(cursor.ahead(1))) return true;
  const stars = countStars(cursor, 2);
  return cursor.ahead(1).kind === 'name' && stars > 0 && cursor.ahead(2 + stars).text === ')';
}

/** `unsigned long`, `struct page *`, `atomic_t`: a type with the stars behind it. */
export function typeName(cursor: Cursor): TypeName {
  const first = cursor.token.span;
  const base = baseType(cursor);
  return { base, pointers: eatStars(cursor), span: cursor.since(first) };
}

/** `(int *x, struct page *page)`, also `()` and `(void)`. */
export function parameterList(cursor: Cursor): Parameter[] {
  const parameters: Parameter[] = [];
  cursor.expect('(');
  if (cursor.at('void') && cursor.ahead(1).text === ')') cursor.next();
  while (!cursor.at(')')) {
    parameters.push(parameter(cursor));
    if (cursor.eat(',') === null) break;
    if (cursor.at(')')) cursor.unexpected('a parameter');
  }
  cursor.expect(')', "',' or ')' after a parameter");
  reportTwice(cursor, parameters);
  return parameters;
}

/** The words of a type, without its stars. Qualifiers may stand before and behind. */
export function baseType(cursor: Cursor): string {
  eatQualifiers(cursor);
  const words: string[] = [];
  while (BASIC.has(cursor.token.text)) {
    words.push(cursor.next().text);
    eatQualifiers(cursor);
  }
  if (words.length > 0) return canonical(words);
  const tag = TAGS.has(cursor.token.text) ? `${cursor.next().text} ` : '';
  if (KEYWORDS.has(cursor.token.text)) cursor.unexpected('a type');
  const { text } = cursor.identifier('a type');
  eatQualifiers(cursor);
  return tag + text;
}

/** Takes the stars of a pointer type, and qualifiers between them. */
export function eatStars(cursor: Cursor): number {
  let stars = 0;
  while (cursor.eat('*')) {
    stars += 1;
    eatQualifiers(cursor);
  }
  return stars;
}

function parameter(cursor: Cursor): Parameter {
  const type = typeName(cursor);
  const name: Identifier = cursor.identifier(`a parameter's name after its type '${type.base}'`);
  let brackets = 0;
  while (cursor.eat('[')) {
    if (cursor.token.kind === 'number') cursor.next();
    cursor.expect(']');
    brackets += 1;
  }
  return { type: { ...type, pointers: type.pointers + Math.min(brackets, 1) }, name };
}

function reportTwice(cursor: Cursor, parameters: readonly Parameter[]): void {
  const seen = new Map<string, Identifier>();
  for (const { name } of parameters) {
    const first = seen.get(name.text);
    if (first === undefined) seen.set(name.text, name);
    else {
      const problem = {
        code: 'duplicate-name',
        name: name.text,
        first: 'a parameter',
        second: 'a parameter',
      } as const;
      cursor.report(name.span, problem, { notes: [{ message: 'first declared here', span: first.span }] });
    }
  }
}

function eatQualifiers(cursor: Cursor): void {
  while (QUALIFIERS.has(cursor.token.text)) cursor.next();
}

function countStars(cursor: Cursor, from: number): number {
  let stars = 0;
  while (['*', 'const', 'volatile'].includes(cursor.ahead(from + stars).text)) stars += 1;
  return stars;
}

/** `long unsigned int` is `unsigned long`, `signed` is `int`: sign, then size, without what goes without saying. */
function canonical(words: readonly string[]): string {
  const unsigned = words.includes('unsigned') ? 'unsigned ' : '';
  const longs = words.filter((word) => word === 'long').length;
  if (words.includes('void')) return 'void';
  if (words.includes('bool') || words.includes('_Bool')) return 'bool';
  if (words.includes('char')) return `${words.includes('signed') ? 'signed ' : unsigned}char`;
  if (words.includes('short')) return `${unsigned}short`;
  if (longs > 0) return `${unsigned}${longs > 1 ? 'long long' : 'long'}`;
  return `${unsigned}int`;
}
