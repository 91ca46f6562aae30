/**
 * What may stand at file scope, before or behind the init block: types, shared variables, helper functions, threads. A structure
 * that is defined inside of another definition is a definition before it.
 */
import type { Cursor } from './cursor.js';
import type { DefinitionTree, EnumMember, InitValue, Member } from './file-scope-tree.js';
import { conditional } from './parse-expression.js';
import { initValue } from './parse-init.js';
import { block } from './parse-statement.js';
import {
  beginsType,
  declarator,
  eatQualifiers,
  eatStars,
  parameterList,
  refuseUnion,
  type Specifier,
  skipParentheses,
  specifier,
} from './parse-type.js';
import { PER_CPU_DEFINER } from './per-cpu.js';
import { threadNumber } from './tokens.js';
import type { FunctionDefinition, ThreadDefinition } from './tree.js';

/** What has been read so far. */
export interface FileScope {
  readonly definitions: DefinitionTree[];
  readonly functions: FunctionDefinition[];
  readonly threads: ThreadDefinition[];
}

const COUNTED = 'struct semaphore';

/** Macros of the kernel that define a variable, with its type. */
const DEFINERS: ReadonlyMap<string, string> = new Map([
  ['DEFINE_SPINLOCK', 'spinlock_t'],
  ['DEFINE_RAW_SPINLOCK', 'raw_spinlock_t'],
  ['DEFINE_RWLOCK', 'rwlock_t'],
  ['DEFINE_MUTEX', 'struct mutex'],
  ['DECLARE_RWSEM', 'struct rw_semaphore'],
  ['DEFINE_SEQLOCK', 'seqlock_t'],
  ['DECLARE_COMPLETION', 'struct completion'],
  // So many may hold it, one where nothing is said.
  ['DEFINE_SEMAPHORE', COUNTED],
  ['DEFINE_SRCU', 'struct srcu_struct'],
  ['DEFINE_STATIC_SRCU', 'struct srcu_struct'],
]);

/** Reads one definition. A thread may have a result type in front, `void P0(…)`, which says nothing. */
export function fileScopeDefinition(cursor: Cursor, scope: FileScope): void {
  cursor.restartLinks();
  const first = cursor.token.span;
  if (cursor.at('typedef')) {
    typedef(cursor, scope);
    return;
  }
  while (cursor.eat('static')) eatQualifiers(cursor);
  eatQualifiers(cursor);
  while (cursor.eat('static')) eatQualifiers(cursor);
  const definer = cursor.ahead(1).text === '(' ? DEFINERS.get(cursor.token.text) : undefined;
  if (definer !== undefined) {
    defined(cursor, definer, scope);
    return;
  }
  if (PER_CPU_DEFINER.test(cursor.token.text) && cursor.ahead(1).text === '(') {
    perCpuVariable(cursor, scope);
    return;
  }
  if (/^(?:DEFINE|DECLARE)_[A-Z_]+$/.test(cursor.token.text) && cursor.ahead(1).text === '(') {
    const what = `'${cursor.token.text}'`;
    const why = /STATIC_(?:KEY|CALL)/.test(what)
      ? 'code that is changed while it runs is not part of these models; use a variable'
      : 'write the variable that it defines, with its type';
    cursor.fail(cursor.token.span, { code: 'unsupported', what, why });
  }
  const isThread = cursor.ahead(1).text === '(' && threadNumber(cursor.token.text) !== null;
  const base = isThread ? null : definingSpecifier(cursor, scope, '');
  if (base !== null && cursor.eat(';')) return;
  if (cursor.previous?.text === '}' && cursor.token.kind !== 'name' && !cursor.atAny('*', '(')) {
    cursor.reportMissingSemicolon();
    return;
  }
  if (base === null || atFunction(cursor)) readFunction(cursor, base, scope);
  else variables(cursor, base, first, scope);
}

/** Whether stars, a name and its parameters come next. */
function atFunction(cursor: Cursor): boolean {
  let at = 0;
  while (['*', 'const'].includes(cursor.ahead(at).text)) at += 1;
  return cursor.ahead(at).kind === 'name' && cursor.ahead(at + 1).text === '(';
}

function readFunction(cursor: Cursor, base: Specifier | null, scope: FileScope): void {
  const pointers = base === null ? 0 : eatStars(cursor);
  const name = cursor.identifier("a function's name");
  if (atPrototype(cursor)) {
    while (cursor.eat(';') === null) cursor.next();
    return;
  }
  const parameters =
    cursor.recover(
      () => parameterList(cursor),
      () => cursor.skipHead(),
    ) ?? [];
  eatQualifiers(cursor);
  const body = block(cursor);
  const number = threadNumber(name.text);
  if (number !== null) scope.threads.push({ number, name, parameters, body });
  else {
    const result = { ...(base ?? { base: 'int', span: name.span }), pointers };
    scope.functions.push({ result, name, parameters, body });
  }
  // Kernel code has no `;` there, pasted code may.
  cursor.eat(';');
}

/** Whether the parentheses that come next have a `;` behind them: a declaration of what is defined elsewhere. */
function atPrototype(cursor: Cursor): boolean {
  let depth = 0;
  for (let at = 0; ; at++) {
    const { kind, text } = cursor.ahead(at);
    if (kind === 'end' || text === '{' || text === '}') return false;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return cursor.ahead(at + 1).text === ';';
  }
}

/** `int a = 1, *p = &a, b[2];` */
function variables(cursor: Cursor, base: Specifier, first: Specifier['span'], scope: FileScope): void {
  do {
    const { name, type } = declarator(cursor, base, 'a name to declare');
    const value = cursor.eat('=') ? initValue(cursor) : null;
    const span = cursor.since(first);
    scope.definitions.push({
      kind: 'variable',
      item: { span, type, thread: null, name, path: [], value },
      span,
    });
  } while (cursor.eat(','));
  if (cursor.eat(';')) return;
  if (!cursor.token.opensLine && !cursor.atEnd) cursor.unexpected("';' after a variable");
  cursor.reportMissingSemicolon();
}

/** `DEFINE_SPINLOCK(lock);` */
function defined(cursor: Cursor, type: string, scope: FileScope): void {
  const { span: first } = cursor.next();
  cursor.expect('(');
  const name = cursor.identifier('a name to declare');
  const value = type === COUNTED ? countOf(cursor) : null;
  cursor.expect(')');
  cursor.eat(';');
  const span = cursor.since(first);
  const item = {
    ...{ span, thread: null, name, path: [], value },
    type: { base: type, pointers: 0, span: first },
  };
  scope.definitions.push({ kind: 'variable', item, span });
}

/** The `2` of `DEFINE_SEMAPHORE(slots, 2)`. */
function countOf(cursor: Cursor): InitValue {
  return cursor.eat(',') ? initValue(cursor) : { kind: 'number', value: 1n, span: cursor.token.span };
}

/** `DEFINE_PER_CPU(struct node, nodes[4]) = { … };`, and `DECLARE_PER_CPU(int, count);`, which may stand beside it. */
function perCpuVariable(cursor: Cursor, scope: FileScope): void {
  const { text, span: first } = cursor.next();
  cursor.expect('(');
  const base = definingSpecifier(cursor, scope, '');
  const stars = eatStars(cursor);
  cursor.expect(',', "',' behind the type of what each CPU has");
  const { name, type } = declarator(cursor, base, 'a name to declare');
  cursor.expect(')');
  eatQualifiers(cursor);
  const value = cursor.eat('=') ? initValue(cursor) : null;
  cursor.expectOrAssume(';', "';' after a variable");
  const { variables } = cursor.perCpu;
  const same = scope.definitions.findIndex(
    (each) => each.kind === 'variable' && each.item.name.text === name.text && variables.has(name.text),
  );
  if (same !== -1 && text.startsWith('DECLARE')) return;
  if (same !== -1) scope.definitions.splice(same, 1);
  variables.add(name.text);
  const span = cursor.since(first);
  const item = { span, thread: null, name, path: [], value };
  scope.definitions.push({
    ...{ kind: 'variable', span },
    item: { ...item, type: { ...type, pointers: type.pointers + stars } },
  });
}

function typedef(cursor: Cursor, scope: FileScope): void {
  const { span: first } = cursor.expect('typedef');
  // A structure without a name is called as its type is.
  const base = definingSpecifier(cursor, scope, nameOfTypedef(cursor));
  do {
    const { name, type: written } = declarator(cursor, base, "the type's name");
    const isFunction = cursor.at('(');
    if (isFunction) skipParentheses(cursor);
    const type = isFunction ? { base: 'void', pointers: 0, span: written.span } : written;
    cursor.types.add(name.text);
    scope.definitions.push({ kind: 'typedef', type, name, span: cursor.since(first) });
  } while (cursor.eat(','));
  cursor.expectOrAssume(';', "';' after a typedef");
}

/** The name behind the braces that come next, or the empty word. */
function nameOfTypedef(cursor: Cursor): string {
  let depth = 0;
  for (let at = 0; ; at++) {
    const { kind, text } = cursor.ahead(at);
    if (kind === 'end') return '';
    if (text === '{') depth += 1;
    if (text !== '}') continue;
    depth -= 1;
    if (depth > 0) continue;
    const behind = cursor.ahead(at + 1);
    return behind.kind === 'name' ? behind.text : '';
  }
}

/** A type, which may be defined here; what has no name of its own gets one like `alternative`. */
function definingSpecifier(cursor: Cursor, scope: FileScope, alternative: string): Specifier {
  eatQualifiers(cursor);
  const tag = cursor.token;
  if (tag.text === 'union') {
    cursor.next();
    refuseUnion(cursor);
  }
  if (tag.text !== 'struct' && tag.text !== 'enum') return specifier(cursor);
  const isNamed = cursor.ahead(1).kind === 'name';
  if (cursor.ahead(isNamed ? 2 : 1).text !== '{') return specifier(cursor);
  cursor.next();
  const name = isNamed ? cursor.identifier('a name').text : alternative;
  if (tag.text === 'enum') {
    const members = enumMembers(cursor);
    const whole = name === '' ? null : `enum ${name}`;
    scope.definitions.push({ kind: 'enum', name: whole, members, span: cursor.since(tag.span) });
    eatQualifiers(cursor);
    return { base: whole ?? 'int', span: cursor.since(tag.span) };
  }
  const base = `struct ${name === '' ? unused(scope) : name}`;
  const members = structureMembers(cursor, scope, base);
  scope.definitions.push({ kind: 'structure', name: base, members, span: cursor.since(tag.span) });
  eatQualifiers(cursor);
  return { base, span: cursor.since(tag.span) };
}

/** A name for a structure that has none. */
function unused({ definitions }: FileScope): string {
  return `unnamed_${definitions.filter(({ kind }) => kind === 'structure').length + 1}`;
}

function enumMembers(cursor: Cursor): readonly EnumMember[] {
  const members: EnumMember[] = [];
  cursor.expect('{');
  while (!cursor.at('}')) {
    const name = cursor.identifier('the name of a constant');
    members.push({ name, value: cursor.eat('=') ? conditional(cursor) : null });
    if (cursor.eat(',') === null) break;
  }
  cursor.expect('}', "',' or '}' after a constant");
  return members;
}

/** The members between braces. Those of a structure without a name are members of the structure around it. */
function structureMembers(cursor: Cursor, scope: FileScope, outer: string): readonly Member[] {
  const members: Member[] = [];
  const opening = cursor.expect('{');
  while (cursor.eat('}') === null) {
    if (cursor.atEnd || cursor.atDefinition || cursor.atQuestion) {
      const notes = [{ message: 'the structure begins here', span: opening.span }];
      cursor.report(cursor.gap, { code: 'missing-brace', brace: '}', found: cursor.found }, { notes });
      return members;
    }
    if (cursor.eat(';')) continue;
    members.push(...cursor.nest('the structure', () => memberLine(cursor, scope, outer)));
  }
  return members;
}

function memberLine(cursor: Cursor, scope: FileScope, outer: string): readonly Member[] {
  eatQualifiers(cursor);
  if (!beginsType(cursor) && cursor.ahead(1).kind !== 'name' && cursor.ahead(1).text !== '*') {
    cursor.unexpected("a member of the structure, such as 'int count;'");
  }
  const before = scope.definitions.length;
  const base = definingSpecifier(cursor, scope, `${outer.slice('struct '.length)}_${memberName(cursor)}`);
  const members: Member[] = [];
  if (cursor.at(';') && scope.definitions.length > before) {
    const inner = scope.definitions.pop();
    return inner?.kind === 'structure' ? inner.members : [];
  }
  do {
    members.push(member(cursor, base));
  } while (cursor.eat(','));
  if (cursor.eat(';') === null) {
    if (!cursor.token.opensLine && !cursor.at('}')) cursor.unexpected("';' after a member of the structure");
    cursor.reportMissingSemicolon();
  }
  return members;
}

function member(cursor: Cursor, base: Specifier): Member {
  const { name, type } = declarator(cursor, base, "a member's name");
  if (type.lengths !== undefined) cursor.perCpu.arrays.add(name.text);
  return { type, name, bits: cursor.eat(':') ? conditional(cursor) : null };
}

/** The name of the member that is defined with its structure. */
function memberName(cursor: Cursor): string {
  return nameOfTypedef(cursor) || 'unnamed';
}
