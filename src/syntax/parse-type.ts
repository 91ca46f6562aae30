/**
 * Type names and declarators. The types of a file are known from where it defines them; a name that nobody defines is guessed, and
 * the grammar of litmus tests makes the guess safe: a name before another name, or before stars and a name that is then declared,
 * is a type.
 */
import type { Span } from '../text/source.js';
import type { Cursor } from './cursor.js';
import type { TypeName } from './file-scope-tree.js';
import { conditional, expression } from './parse-expression.js';
import { KEYWORDS } from './tokens.js';
import type { ExpressionTree, Identifier, Parameter } from './tree.js';

/** Words that say nothing about a value, and are dropped. */
const QUALIFIERS: ReadonlySet<string> = new Set([
  ...['const', 'volatile', '__volatile__', 'restrict', '__restrict', 'register', 'extern', 'auto', '_Atomic'],
  ...['inline', '__inline', '__inline__', '__always_inline', 'noinline', '__maybe_unused', '__always_unused'],
  ...[
    '__rcu',
    '__user',
    '__percpu',
    '__iomem',
    '__force',
    '__kernel',
    '__read_mostly',
    '__init',
    '__must_check',
  ],
  ...['__cacheline_aligned', '____cacheline_aligned', '__cacheline_aligned_in_smp', '__packed', '__private'],
  ...['____cacheline_aligned_in_smp', '__no_kcsan', 'notrace', '__sched', 'asmlinkage', '__randomize_layout'],
  ...['____cacheline_internodealigned_in_smp', '__lockfunc', '__pure', '__weak', '__cold', '__used', '__ref'],
  ...['__initdata', '__exit', '__kprobes', 'noinstr', 'noinline_for_stack', '__ro_after_init', '__cpuidle'],
  ...['__attribute_const__', '__no_sanitize_memory', '__irq_entry', '__visible', '__deprecated', '__flatten'],
  ...['nokprobe_inline', '__no_context_analysis', '__private', '__bpf_kfunc', '__latent_entropy', '__malloc'],
]);

/** Attributes with something in parentheses behind them. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['__attribute__', '__aligned', '__acquires', '__releases', '__must_hold', '__cond_acquires'],
  ...['__guarded_by', '__counted_by', '__section', '__pt_guarded_by'],
  ...['__printf', '__context__', '__alloc_size', '__no_sanitize', '__cond_acquires_shared'],
  ...['__acquires_shared', '__releases_shared', '__must_hold_shared', '__nonnull_args', '__alias'],
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
const TYPEOF: ReadonlySet<string> = new Set(['typeof', '__typeof__', '__typeof', 'typeof_unqual']);
/** GNU C's word for the type of what a variable is given. */
export const AUTO = '__auto_type';
/** Names that are types by the kernel's habits, whatever follows them. */
const TYPE_LIKE = /^(\w+_t|[us](8|16|32|64)|__[us](8|16|32|64)|__[lb]e(16|32|64))$/;

/** What stands before the stars of a type. */
export type Specifier = Pick<TypeName, 'base' | 'like' | 'span'>;

/** Whether a word belongs to a type wherever it stands in C. */
export function isTypeWord(text: string): boolean {
  return (
    QUALIFIERS.has(text) || text === 'static' || BASIC.has(text) || TAGS.has(text) || TYPE_LIKE.test(text)
  );
}

/** Whether the token at a distance can only begin a type. */
export function beginsType(cursor: Cursor, distance = 0): boolean {
  const { kind, text } = cursor.ahead(distance);
  if (kind !== 'name') return false;
  if (TYPEOF.has(text)) return cursor.ahead(distance + 1).text === '(';
  return isTypeWord(text) || cursor.types.has(text);
}

/** Whether the next tokens declare something: a type and a name, which must stand on one line if the type is not known. */
export function atDeclaration(cursor: Cursor): boolean {
  const { token } = cursor;
  if (token.kind !== 'name' || KEYWORDS.has(token.text)) return false;
  if (TYPEOF.has(token.text) || token.text === AUTO) return true;
  if (atFunctionPointer(cursor)) return true;
  if (beginsType(cursor)) return !['(', '=', '.', '->', '['].includes(cursor.ahead(1).text);
  const stars = countStars(cursor, 1);
  const name = cursor.ahead(1 + stars);
  if (name.kind !== 'name' || name.opensLine || KEYWORDS.has(name.text)) return false;
  return stars === 0 || ['=', ';', ',', '['].includes(cursor.ahead(2 + stars).text);
}

/** `int (*get)(int *)` */
function atFunctionPointer(cursor: Cursor): boolean {
  let at = 1;
  while (cursor.ahead(at).kind === 'name' || cursor.ahead(at).text === '*') at += 1;
  const isPointer = cursor.ahead(at).text === '(' && cursor.ahead(at + 1).text === '*';
  return (
    isPointer &&
    cursor.ahead(at + 2).kind === 'name' &&
    cursor.ahead(at + 3).text === ')' &&
    cursor.ahead(at + 4).text === '('
  );
}

/** Whether a name that looks like a type's is none, by what follows it: `max_t(int, a, b)`, `mask_t & 1`. */
function isOperand(cursor: Cursor, distance: number): boolean {
  const { text } = cursor.ahead(distance);
  if (!TYPE_LIKE.test(text) || cursor.types.has(text)) return false;
  const { kind, text: next } = cursor.ahead(distance + 1);
  if (next === '(') return cursor.ahead(distance + 2).text !== '*';
  return kind !== 'name' && ![')', '*', '['].includes(next);
}

/** Whether the parenthesis at the cursor encloses a type, so that a cast begins. */
export function atCast(cursor: Cursor): boolean {
  if (!cursor.at('(')) return false;
  if (beginsType(cursor, 1)) return !isOperand(cursor, 1);
  const stars = countStars(cursor, 2);
  return cursor.ahead(1).kind === 'name' && stars > 0 && cursor.ahead(2 + stars).text === ')';
}

/** `unsigned long`, `struct page *`, `atomic_t`: a type with the stars behind it. */
export function typeName(cursor: Cursor): TypeName {
  const base = specifier(cursor);
  const pointers = eatStars(cursor);
  return { ...base, pointers, span: cursor.since(base.span) };
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
export function specifier(cursor: Cursor): Specifier {
  const first = cursor.token.span;
  eatQualifiers(cursor);
  if (TYPEOF.has(cursor.token.text)) return typeofSpecifier(cursor, first);
  const words: string[] = [];
  while (BASIC.has(cursor.token.text)) {
    words.push(cursor.next().text);
    eatQualifiers(cursor);
  }
  if (words.length > 0) return { base: canonical(words), span: cursor.since(first) };
  const tag = TAGS.has(cursor.token.text) ? `${cursor.next().text} ` : '';
  if (tag !== '') refuseInner(cursor, tag);
  if (KEYWORDS.has(cursor.token.text)) cursor.unexpected('a type');
  const { text, span } = cursor.identifier('a type');
  if (tag !== '') refuseInner(cursor, tag);
  const base = { base: tag + text, span: { ...span, start: first.start } };
  eatQualifiers(cursor);
  return base;
}

/** Refuses `union u`, and the members of a structure where they cannot be defined. */
function refuseInner(cursor: Cursor, tag: string): void {
  if (tag === 'union ') refuseUnion(cursor);
  if (!cursor.at('{')) return;
  const what = tag === 'enum ' ? 'an enumeration' : 'a structure';
  cursor.fail(cursor.token.span, {
    code: 'unsupported',
    what: `${what} that is defined here`,
    why: 'define it outside of functions, before or behind the init block',
  });
}

/** `union` has been read. */
export function refuseUnion(cursor: Cursor): never {
  return cursor.fail(cursor.previous?.span ?? cursor.token.span, {
    code: 'unsupported',
    what: "'union'",
    why: 'each location has one type; keep the member that the test is about',
  });
}

/** `typeof(*x)`, `typeof(int)` */
function typeofSpecifier(cursor: Cursor, first: Span): Specifier {
  cursor.next();
  cursor.expect('(', "'(' after 'typeof'");
  const like = typeOrExpression(cursor);
  cursor.expect(')', "')' after what a 'typeof' is of");
  const span = cursor.since(first);
  eatQualifiers(cursor);
  return { base: '', like, span };
}

/** A type where an expression may stand as well. */
export function typeOrExpression(cursor: Cursor): ExpressionTree {
  if (!atTypeAlone(cursor)) return expression(cursor);
  const type = typeName(cursor);
  return { kind: 'type', type, span: type.span };
}

/** Whether a type stands here, up to a `)` or a comma. */
export function atTypeAlone(cursor: Cursor): boolean {
  if (!beginsType(cursor)) {
    const stars = countStars(cursor, 1);
    return cursor.token.kind === 'name' && stars > 0 && [')', ','].includes(cursor.ahead(1 + stars).text);
  }
  return !['(', '=', '.', '->', '['].includes(cursor.ahead(1).text) || TYPEOF.has(cursor.token.text);
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

/** What a declarator gives a name: stars before it, lengths behind it. A pointer to a function is a pointer that nobody calls. */
export function declarator(
  cursor: Cursor,
  base: Specifier,
  expected: string,
): { readonly name: Identifier; readonly type: TypeName } {
  const pointers = eatStars(cursor);
  if (cursor.at('(') && cursor.ahead(1).text === '*') {
    cursor.next();
    eatStars(cursor);
    const name = cursor.identifier(expected);
    cursor.expect(')');
    skipParentheses(cursor);
    return { name, type: { base: 'void', pointers: 1, span: base.span } };
  }
  // `typedef void (done_t)(struct work *);`: a function, which is but pointed at.
  const isEnclosed = cursor.at('(') && cursor.ahead(1).kind === 'name' && cursor.ahead(2).text === ')';
  if (isEnclosed) cursor.next();
  const name = cursor.identifier(expected);
  if (isEnclosed) cursor.next();
  if (isEnclosed && cursor.at('(')) {
    skipParentheses(cursor);
    return { name, type: { base: 'void', pointers: 0, span: base.span } };
  }
  const lengths = arrayLengths(cursor);
  eatQualifiers(cursor);
  return { name, type: { ...base, pointers, ...(lengths.length > 0 && { lengths }) } };
}

/** `[2][N + 1]`, `[]` */
export function arrayLengths(cursor: Cursor): readonly (ExpressionTree | null)[] {
  const lengths: (ExpressionTree | null)[] = [];
  while (cursor.eat('[')) {
    lengths.push(cursor.at(']') ? null : conditional(cursor));
    cursor.expect(']');
  }
  return lengths;
}

function parameter(cursor: Cursor): Parameter {
  const base = specifier(cursor);
  const { name, type } = declarator(cursor, base, `a parameter's name after its type '${base.base}'`);
  const { lengths, ...whole } = type;
  if (lengths === undefined) return { type: { ...whole, span: cursor.since(base.span) }, name };
  const [, ...inner] = lengths;
  const pointed = { ...whole, pointers: whole.pointers + 1 };
  if (inner.length > 0) {
    const what = 'a parameter that is an array of arrays';
    cursor.fail(name.span, { code: 'unsupported', what, why: 'pass a pointer to its first element' });
  }
  return { type: pointed, name };
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

/** Takes what says nothing about a value. */
export function eatQualifiers(cursor: Cursor): void {
  while (true) {
    if (QUALIFIERS.has(cursor.token.text)) cursor.next();
    else if (ATTRIBUTES.has(cursor.token.text) && cursor.ahead(1).text === '(') {
      cursor.next();
      skipParentheses(cursor);
    } else return;
  }
}

/** Skips `( … )`. */
export function skipParentheses(cursor: Cursor): void {
  let depth = 0;
  do {
    if (cursor.atEnd) cursor.unexpected("')'");
    const { text } = cursor.next();
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
  } while (depth > 0);
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
