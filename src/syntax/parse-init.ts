/**
 * The init block, `{ x=1; int *p=&x; atomic_t c=ATOMIC_INIT(3); a[2]={1,2}; 0:r1=x; struct page page; page.flags=1; }`;
 * in assembly also `P0:EAX=0` and `[x]=1`. Types are optional, as in herd7, so an entry begins with a type only when a name follows.
 */
import type { Cursor } from './cursor.js';
import type { InitItem, InitValue, TypeName } from './file-scope-tree.js';
import { conditional } from './parse-expression.js';
import { locationPath, quotedLabel, valueList } from './parse-location.js';
import { signedNumber } from './parse-number.js';
import { arrayLengths, beginsType, eatQualifiers, eatStars, specifier } from './parse-type.js';
import { threadNumber } from './tokens.js';
import type { ExpressionTree, LocationTree } from './tree.js';

/** Macros of the kernel that initialise with their argument. */
const INITIALISERS: ReadonlySet<string> = new Set([
  'ATOMIC_INIT',
  'ATOMIC_LONG_INIT',
  'ATOMIC64_INIT',
  'REFCOUNT_INIT',
  'KREF_INIT',
]);
/** Initialisers of a lock: free, which is 0. Some have an argument. */
const UNLOCKED =
  /^(__)?(ARCH_|RAW_)?SPIN_LOCK_UNLOCKED$|^__(?:MUTEX|RWSEM|COMPLETION)_INITIALIZER$|^COMPLETION_INITIALIZER$|^SEQCNT(?:_\w+)?_ZERO$|^__SEQLOCK_UNLOCKED$|^__RW_LOCK_UNLOCKED$/;

/** Signs that an initial value may begin with. */
const VALUE_SIGNS: ReadonlySet<string> = new Set(['(', '&', '*', '-', '+', '~', '!']);

/** Reads the block with its braces. */
export function initBlock(cursor: Cursor): InitItem[] {
  const items: InitItem[] = [];
  const opening = cursor.expect('{');
  while (cursor.eat('}') === null) {
    if (cursor.atEnd || atThread(cursor) || cursor.atQuestion) {
      const notes = [{ message: 'the init block begins here', span: opening.span }];
      cursor.report(cursor.gap, { code: 'missing-brace', brace: '}', found: cursor.found }, { notes });
      break;
    }
    if (cursor.eat(';')) continue;
    items.push(
      ...(cursor.recover(
        () => entry(cursor),
        () => skipEntry(cursor),
      ) ?? []),
    );
  }
  return items;
}

/** One entry up to its `;`, with as many names as commas allow. */
function entry(cursor: Cursor): InitItem[] {
  const first = cursor.token.span;
  cursor.eat('static');
  const base = atTypedName(cursor) ? specifier(cursor) : null;
  const baseEnd = cursor.previous?.span ?? first;
  const items: InitItem[] = [];
  do {
    const start = items.length === 0 ? first : cursor.token.span;
    const pointers = eatStars(cursor);
    const type =
      base === null
        ? null
        : { ...base, pointers, span: pointers > 0 ? cursor.since(first) : { ...first, end: baseEnd.end } };
    items.push(item(cursor, type, start));
  } while (cursor.eat(','));
  if (cursor.eat(';') || cursor.at('}')) return items;
  if (!cursor.token.opensLine && !cursor.atEnd) {
    cursor.unexpected(
      items.at(-1)?.value
        ? "';' after an entry of the init block"
        : "'=' or ';' after a name in the init block",
    );
  }
  if (!cursor.atEnd && !atThread(cursor)) cursor.reportMissingSemicolon();
  return items;
}

function item(cursor: Cursor, type: TypeName | null, first: InitItem['span']): InitItem {
  const thread = threadPrefix(cursor);
  const bracketed = thread === null && cursor.eat('[') !== null;
  const name = cursor.identifier('a name');
  if (bracketed) cursor.expect(']');
  const lengths = type === null ? [] : arrayLengths(cursor);
  // A type before a field of a structure is the field's.
  const path = locationPath(cursor);
  eatQualifiers(cursor);
  const value = cursor.eat('=') ? initValue(cursor) : null;
  const typed = type !== null && lengths.length > 0 ? { ...type, lengths } : type;
  return { span: cursor.since(first), type: typed, thread, name, path, value };
}

/** `0:` or `P0:` before a register. */
function threadPrefix(cursor: Cursor): bigint | null {
  const named = cursor.ahead(1).text === ':' ? threadNumber(cursor.token.text) : null;
  if (named === null && cursor.token.kind !== 'number') return null;
  const number = named === null ? signedNumber(cursor, 'a thread').value : BigInt(named);
  if (named !== null) cursor.next();
  cursor.expect(':', "':' and a register after the thread's number");
  return number;
}

/** What a variable is given: a number, an address, an expression of those, or a list. */
export function initValue(cursor: Cursor): InitValue {
  return cursor.nest('the initial value', () => {
    const first = cursor.token.span;
    if (cursor.at('{'))
      return { kind: 'list', items: valueList(cursor, initValue), span: cursor.since(first) };
    if (atLabel(cursor)) return label(cursor);
    if (cursor.at('label') && cursor.ahead(1).text === ':') return quotedLabel(cursor);
    if (cursor.ahead(1).text === '(' && INITIALISERS.has(cursor.token.text)) {
      cursor.next();
      cursor.expect('(');
      const value = initValue(cursor);
      cursor.expect(')');
      return value;
    }
    const { kind, text } = cursor.token;
    if (UNLOCKED.test(text)) return unlocked(cursor);
    if (text === '__SEMAPHORE_INITIALIZER') return counted(cursor);
    if (kind !== 'number' && kind !== 'name' && kind !== 'string' && !VALUE_SIGNS.has(text)) {
      cursor.unexpected("a number, an address or a '{' list");
    }
    return simplest(conditional(cursor));
  });
}

/** An expression as a number or an address, where it is no more than that. */
function simplest(expression: ExpressionTree): InitValue {
  const { span } = expression;
  if (expression.kind === 'number') return { kind: 'number', value: expression.value, span };
  if (expression.kind === 'unary') {
    const { operator, operand } = expression;
    if (operand.kind === 'number' && (operator === '-' || operator === '+')) {
      return { kind: 'number', value: operator === '-' ? -operand.value : operand.value, span };
    }
    // `*(&c)` is the address of c, as herd7 writes it.
    if (operator === '*' && operand.kind === 'unary' && operand.operator === '&') return simplest(operand);
    const location = operator === '&' ? locationOf(operand) : null;
    if (location !== null) return { kind: 'address', location, span };
  }
  const location = locationOf(expression);
  return location === null ? { kind: 'expression', expression, span } : { kind: 'address', location, span };
}

/** `x`, `a[1].f` as a location, or null for anything else. */
export function locationOf(expression: ExpressionTree): LocationTree | null {
  const { span } = expression;
  if (expression.kind === 'name') return { name: { text: expression.name, span }, path: [], span };
  if (expression.kind === 'member' && !expression.arrow) {
    const object = locationOf(expression.object);
    const step = { kind: 'field', name: expression.name, span: expression.name.span } as const;
    return object && { ...object, path: [...object.path, step], span };
  }
  if (expression.kind !== 'index') return null;
  const array = locationOf(expression.array);
  const step = { kind: 'index', index: expression.index, span: expression.index.span } as const;
  return array && { ...array, path: [...array.path, step], span };
}

/** `P1:L0`, `1:L0` */
function atLabel(cursor: Cursor): boolean {
  const { kind, text } = cursor.token;
  const isThread = threadNumber(text) !== null || (kind === 'number' && /^\d{1,4}$/.test(text));
  return isThread && cursor.ahead(1).text === ':' && cursor.ahead(2).kind === 'name';
}

function label(cursor: Cursor): InitValue {
  const { text, span } = cursor.next();
  cursor.expect(':');
  const name = cursor.identifier('a label');
  return { kind: 'label', thread: BigInt(threadNumber(text) ?? text), name, span: cursor.since(span) };
}

function unlocked(cursor: Cursor): InitValue {
  const { span } = cursor.next();
  if (cursor.eat('(')) {
    do conditional(cursor);
    while (cursor.eat(','));
    cursor.expect(')');
  }
  return { kind: 'number', value: 0n, span: cursor.since(span) };
}

/** `__SEMAPHORE_INITIALIZER(name, 2)` */
function counted(cursor: Cursor): InitValue {
  cursor.next();
  cursor.expect('(');
  cursor.identifier("the semaphore's name");
  cursor.expect(',');
  const value = simplest(conditional(cursor));
  cursor.expect(')');
  return value;
}

/** `int x`, `foo_t *p`, `int 0:r1`: a type is followed by a name or a register. */
function atTypedName(cursor: Cursor): boolean {
  if (cursor.token.kind !== 'name') return false;
  if (beginsType(cursor)) return !['=', ';', '[', '}', '.'].includes(cursor.ahead(1).text);
  const { kind, text, opensLine } = cursor.ahead(1);
  return (
    (kind === 'name' && !opensLine) || (kind === 'number' && cursor.ahead(2).text === ':') || text === '*'
  );
}

function atThread(cursor: Cursor): boolean {
  if (threadNumber(cursor.token.text) === null) return false;
  const next = cursor.ahead(1).text;
  return next === '(' || (cursor.token.opensLine && (next === '|' || next === ';'));
}

/** Skips to behind the next `;`. A `}` with a `;` behind it ends a list, not the block. */
function skipEntry(cursor: Cursor): void {
  while (!cursor.atEnd && !atThread(cursor) && !cursor.atQuestion) {
    if (cursor.at('}') && cursor.ahead(1).text !== ';') return;
    if (cursor.next().text === ';') return;
  }
}
