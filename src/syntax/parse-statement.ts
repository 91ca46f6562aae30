/**
 * C statements (C11 6.8). A statement that fails is skipped to its `;`, so that the next one has its own chance; a
 * missing `;` is reported right behind the token that it should follow, and parsing goes on as if it stood there.
 */
import type { Span } from '../text/source.js';
import type { Cursor } from './cursor.js';
import { atGuard, type GuardCalls, guarded, guardHead, scopedGuardHead } from './guard.js';
import { assignment, conditional, expression } from './parse-expression.js';
import { valueList } from './parse-location.js';
import { AUTO, atDeclaration, declarator, type Specifier, specifier } from './parse-type.js';
import type { Block, Declarator, ExpressionTree, StatementTree } from './tree.js';

/** `{ … }`; a missing brace is reported, and assumed. */
export function block(cursor: Cursor): Block {
  const opening = cursor.token.span;
  if (cursor.eat('{') === null) {
    const fix = { span: cursor.gap, replacement: ' {' };
    cursor.report(cursor.gap, { code: 'missing-brace', brace: '{', found: cursor.found }, { fix });
  }
  const statements = blockStatements(cursor, opening);
  return { kind: 'block', statements, span: cursor.since(opening) };
}

/** The statements up to the brace that closes a block. What stands behind a guard is guarded. */
function blockStatements(cursor: Cursor, opening: Span): readonly StatementTree[] {
  const statements: StatementTree[] = [];
  while (cursor.eat('}') === null) {
    if (cursor.atEnd || cursor.atDefinition || cursor.atQuestion) {
      const notes = [{ message: 'the block begins here', span: opening }];
      cursor.report(cursor.gap, { code: 'missing-brace', brace: '}', found: cursor.found }, { notes });
      break;
    }
    if (atGuard(cursor)) {
      const head = cursor.recover(
        () => guardStatement(cursor),
        () => cursor.skipStatement(),
      );
      const inner = blockStatements(cursor, opening);
      return [...statements, ...(head === null ? inner : guarded(head, inner))];
    }
    const next = cursor.recover(
      () => statement(cursor),
      () => cursor.skipStatement(),
    );
    if (next !== null) statements.push(next);
  }
  return statements;
}

function guardStatement(cursor: Cursor): GuardCalls {
  const head = guardHead(cursor);
  semicolon(cursor);
  return head;
}

/** `scoped_guard(rcu) …`: `break` leaves what is guarded, as that is a loop to the kernel. */
function scopedGuard(cursor: Cursor, start: Span): StatementTree {
  const head = scopedGuardHead(cursor);
  const body = statement(cursor);
  const span = cursor.since(start);
  const never: ExpressionTree = { kind: 'number', value: 0n, unsigned: false, long: false, span };
  const once: StatementTree = { kind: 'do', body, condition: never, span };
  return { kind: 'block', statements: guarded(head, [once]), span };
}

function statement(cursor: Cursor): StatementTree {
  cursor.restartLinks();
  return cursor.nest('the statement', () => {
    const { kind, text, span } = cursor.token;
    if (kind === 'name' && cursor.ahead(1).text === ':' && text !== 'default') return label(cursor);
    if (text === 'scoped_guard' && cursor.ahead(1).text === '(') return scopedGuard(cursor, span);
    const production = PRODUCTIONS.get(text);
    if (production !== undefined) return production(cursor, span);
    if (text === 'else') cursor.unexpected("a statement (this 'else' has no 'if')");
    const simple = atDeclaration(cursor) ? declaration(cursor) : expressionStatement(cursor);
    semicolon(cursor);
    return { ...simple, span: cursor.since(span) };
  });
}

/** What each word or sign that begins a statement leads to. */
const PRODUCTIONS: ReadonlyMap<string, (cursor: Cursor, start: Span) => StatementTree> = new Map([
  ['{', block],
  [';', (cursor) => ({ kind: 'empty', span: cursor.next().span })],
  ['if', ifStatement],
  ['while', whileStatement],
  ['do', doStatement],
  ['for', forStatement],
  ['switch', switchStatement],
  ['case', caseLabel],
  ['default', caseLabel],
  ['goto', gotoStatement],
  ['break', jumpStatement],
  ['continue', jumpStatement],
  ['return', returnStatement],
]);

function ifStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('if');
  const condition = parenthesised(cursor, 'if');
  const then = statement(cursor);
  const otherwise = cursor.eat('else') ? statement(cursor) : null;
  return { kind: 'if', condition, then, otherwise, span: cursor.since(start) };
}

function whileStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('while');
  const condition = parenthesised(cursor, 'while');
  const body = statement(cursor);
  return { kind: 'while', condition, body, span: cursor.since(start) };
}

function doStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('do');
  const body = statement(cursor);
  cursor.expect('while', "'while' after the body of a 'do'");
  const condition = parenthesised(cursor, 'while');
  semicolon(cursor);
  return { kind: 'do', body, condition, span: cursor.since(start) };
}

function forStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('for');
  cursor.expect('(', "'(' after 'for'");
  const init = cursor.at(';')
    ? null
    : atDeclaration(cursor)
      ? declaration(cursor)
      : expressionStatement(cursor);
  cursor.expect(';', "';' after the first part of a 'for'");
  const condition = cursor.at(';') ? null : expression(cursor);
  cursor.expect(';', "';' after the second part of a 'for'");
  const step = cursor.at(')') ? null : expression(cursor);
  cursor.expectOrAssume(')', "')' after the head of a 'for'");
  const body = statement(cursor);
  return { kind: 'for', init, condition, step, body, span: cursor.since(start) };
}

function switchStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('switch');
  const value = parenthesised(cursor, 'switch');
  const body = statement(cursor);
  return { kind: 'switch', value, body, span: cursor.since(start) };
}

function caseLabel(cursor: Cursor, start: Span): StatementTree {
  const value = cursor.next().text === 'case' ? conditional(cursor) : null;
  const last = value !== null && cursor.eat('...') ? conditional(cursor) : null;
  cursor.expect(':', "':' after a 'case' label");
  return { kind: 'case', value, last, statement: labelled(cursor), span: cursor.since(start) };
}

function label(cursor: Cursor): StatementTree {
  const name = cursor.identifier('a label');
  cursor.expect(':');
  return { kind: 'label', name, statement: labelled(cursor), span: cursor.since(name.span) };
}

/** The statement behind a label; before a closing brace, nothing. */
function labelled(cursor: Cursor): StatementTree {
  return cursor.at('}') ? { kind: 'empty', span: cursor.gap } : statement(cursor);
}

function gotoStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('goto');
  if (cursor.at('*')) {
    const why = 'write a goto of a label, or a switch';
    cursor.fail(start, { code: 'unsupported', what: 'a goto to where a value says', why });
  }
  const name = cursor.identifier("a label after 'goto'");
  semicolon(cursor);
  return { kind: 'goto', label: name, span: cursor.since(start) };
}

function jumpStatement(cursor: Cursor, start: Span): StatementTree {
  const kind = cursor.next().text === 'break' ? 'break' : 'continue';
  semicolon(cursor);
  return { kind, span: cursor.since(start) };
}

function returnStatement(cursor: Cursor, start: Span): StatementTree {
  cursor.expect('return');
  const value = cursor.atAny(';', '}') ? null : expression(cursor);
  semicolon(cursor);
  return { kind: 'return', value, span: cursor.since(start) };
}

function expressionStatement(cursor: Cursor): StatementTree {
  const value = expression(cursor);
  return { kind: 'expression', expression: value, span: value.span };
}

/** `int r0, *p = x`, without its `;`. */
function declaration(cursor: Cursor): StatementTree {
  const { span } = cursor.token;
  if (cursor.at('static')) {
    const why = 'it is shared by all that call the function: declare it outside of functions';
    cursor.fail(span, { code: 'unsupported', what: "a 'static' variable of a function", why });
  }
  if (cursor.at('typedef')) cursor.unexpected('a statement');
  const base = specifier(cursor);
  const declarators: Declarator[] = [];
  do {
    declarators.push(withAuto(initialised(cursor, base)));
  } while (cursor.eat(','));
  return { kind: 'declaration', declarators, span: cursor.since(span) };
}

function initialised(cursor: Cursor, base: Specifier): Declarator {
  const { name, type } = declarator(cursor, base, 'a name to declare');
  if (cursor.eat('=') === null) return { name, type, value: null };
  return { name, type, value: initialiser(cursor) };
}

/** `__auto_type a = x` is `typeof(x) a = x`. */
function withAuto(declared: Declarator): Declarator {
  const { type, value } = declared;
  if (type.base !== AUTO || value === null) return declared;
  return { ...declared, type: { ...type, base: '', like: value } };
}

/** An expression, or a list of them in braces. */
export function initialiser(cursor: Cursor): ExpressionTree {
  if (!cursor.at('{')) return assignment(cursor);
  return cursor.nest('the list of values', () => {
    const { span } = cursor.token;
    const items = valueList(cursor, initialiser);
    return { kind: 'list', items, span: cursor.since(span) };
  });
}

function parenthesised(cursor: Cursor, keyword: string): ExpressionTree {
  cursor.expect('(', `'(' after '${keyword}'`);
  const value = expression(cursor);
  cursor.expectOrAssume(')', `')' after the condition of '${keyword}'`);
  return value;
}

/** The `;` at the end of a statement. Only what could begin a statement, or end a block, hints that it was forgotten. */
function semicolon(cursor: Cursor): void {
  if (cursor.eat(';')) return;
  const { kind, opensLine } = cursor.token;
  const forgotten =
    cursor.atEnd || cursor.at('}') || (opensLine && (kind === 'name' || cursor.atAny('*', '{')));
  if (!forgotten) cursor.unexpected("an operator or ';'");
  cursor.reportMissingSemicolon();
}
