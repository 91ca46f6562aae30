/** Statements of cat and bell. */
import type { Source } from '../text/source.js';
import { CatCursor } from './cat-cursor.js';
import { unsupportedAt } from './cat-fault.js';
import type { CatToken } from './cat-token.js';
import type { CatCheckKind, CatStatement, CatTest } from './cat-tree.js';
import {
  parseCatBindings,
  parseCatCondition,
  parseCatExpression,
  parseCatParameter,
} from './parse-cat-expression.js';

const TESTS: readonly CatTest[] = ['acyclic', 'irreflexive', 'empty'];

/**
 * Reads a file. The name of an architecture and of the model may stand first, and are nothing to us; nor is that the model computes
 * dependencies itself (`catdep`), for what it would compute them from is not to be had (UNMODELLED).
 */
export function parseCat(source: Source): readonly CatStatement[] {
  const cursor = new CatCursor(source);
  while (['name', 'string'].includes(cursor.peek().kind)) cursor.take();
  return statementsUntil(cursor, ['']);
}

/**
 * What a file calls its model: the string that it begins with, or else the last name, which the name of an architecture may stand
 * before; null where it begins with a statement.
 */
export function catTitle(source: Source): string | null {
  const cursor = new CatCursor(source);
  const words: CatToken[] = [];
  while (['name', 'string'].includes(cursor.peek().kind)) words.push(cursor.take());
  const names = words.filter(({ text }) => text !== 'catdep');
  const title = names.find(({ kind }) => kind === 'string') ?? names.at(-1);
  return title === undefined || title.text.trim() === '' ? null : title.text;
}

/** Statements up to one of some words; an empty one is the end of the file. */
function statementsUntil(cursor: CatCursor, ends: readonly string[]): readonly CatStatement[] {
  const statements: CatStatement[] = [];
  while (!ends.some((end) => (end === '' ? cursor.peek().kind === 'end' : cursor.isAt(end))))
    statements.push(cursor.nested(() => parseStatement(cursor)));
  return statements;
}

function parseStatement(cursor: CatCursor): CatStatement {
  const start = cursor.peek();
  const word = start.kind === 'keyword' ? start.text : '';
  const reader = READERS[word];
  if (reader !== undefined) {
    cursor.take();
    return reader(cursor, start);
  }
  if (!cursor.isAt('~') && !TESTS.some((test) => test === word)) cursor.unexpected('a statement');
  return parseCheck(cursor, start, 'check');
}

type Reader = (cursor: CatCursor, start: CatToken) => CatStatement;

const READERS: Readonly<Record<string, Reader>> = {
  let: parseLet,
  flag: (cursor, start) => parseCheck(cursor, start, 'flag'),
  undefined_unless: (cursor, start) => parseCheck(cursor, start, 'undefined-unless'),
  assert: (cursor, start) => {
    parseCheck(cursor, start, 'check');
    return { kind: 'ignored', span: cursor.spanFrom(start) };
  },
  include: (cursor, start) => {
    const { kind, text } = cursor.peek();
    if (kind !== 'string') cursor.unexpected('the name of a file in quotes');
    cursor.take();
    return { kind: 'include', path: text, span: cursor.spanFrom(start) };
  },
  show: parseShow,
  unshow: parseShow,
  debug: parseShow,
  procedure: parseProcedure,
  call: (cursor, start) => {
    const name = cursor.name();
    const argument = parseCatExpression(cursor);
    if (cursor.skip('as')) cursor.name();
    return { kind: 'call', name, argument, span: cursor.spanFrom(start) };
  },
  with: (cursor, start) => {
    const name = cursor.name();
    cursor.expect('from');
    const from = parseCatExpression(cursor);
    return { kind: 'with', name, from, span: cursor.spanFrom(start) };
  },
  if: (cursor, start) => {
    const condition = parseCatCondition(cursor);
    cursor.expect('then');
    const then = statementsUntil(cursor, ['else', 'end']);
    const otherwise = cursor.skip('else') ? statementsUntil(cursor, ['end']) : [];
    cursor.expect('end');
    return { kind: 'if', condition, then, otherwise, span: cursor.spanFrom(start) };
  },
  enum: (cursor, start) => {
    const name = cursor.name();
    cursor.expect('=');
    cursor.skip('||');
    const tags: string[] = [];
    do {
      if (cursor.peek().kind !== 'tag') cursor.unexpected("a tag such as 'once");
      tags.push(cursor.take().text);
    } while (cursor.skip('||'));
    return { kind: 'enum', name, tags, span: cursor.spanFrom(start) };
  },
  instructions: parseInstructions,
  default: parseInstructions,
  match: (_, start) => unsupportedAt(start.span, 'a statement for each tag'),
  forall: (_, start) => unsupportedAt(start.span, 'a statement for each element of a set'),
};

function parseLet(cursor: CatCursor, start: CatToken): CatStatement {
  const isRecursive = cursor.skip('rec');
  const bindings = parseCatBindings(cursor);
  if (cursor.isAt('when')) unsupportedAt(cursor.peek().span, 'a recursion with a condition');
  cursor.skip('in');
  return { kind: 'let', isRecursive, bindings, span: cursor.spanFrom(start) };
}

function parseCheck(cursor: CatCursor, start: CatToken, kind: CatCheckKind): CatStatement {
  const isNegated = cursor.skip('~');
  const test = TESTS.find((each) => cursor.skip(each));
  if (test === undefined) cursor.unexpected("'acyclic', 'irreflexive' or 'empty'");
  const tree = parseCatExpression(cursor);
  const name = cursor.skip('as') ? cursor.name() : null;
  return { kind, test, isNegated, tree, name, span: cursor.spanFrom(start) };
}

function parseShow(cursor: CatCursor, start: CatToken): CatStatement {
  parseCatExpression(cursor);
  if (cursor.skip('as')) cursor.name();
  return { kind: 'ignored', span: cursor.spanFrom(start) };
}

function parseInstructions(cursor: CatCursor, start: CatToken): CatStatement {
  cursor.name();
  cursor.expect('[');
  if (!cursor.isAt(']')) parseCatExpression(cursor);
  cursor.expect(']');
  return { kind: 'ignored', span: cursor.spanFrom(start) };
}

function parseProcedure(cursor: CatCursor, start: CatToken): CatStatement {
  if (cursor.isAt('rec')) unsupportedAt(cursor.peek().span, 'a recursive procedure');
  const name = cursor.name();
  const parameter = parseCatParameter(cursor);
  cursor.expect('=');
  const body = statementsUntil(cursor, ['end']);
  cursor.expect('end');
  return { kind: 'procedure', name, parameter, body, span: cursor.spanFrom(start) };
}
