/** What stands at file scope: the init block, threads `P0(…) { … }`, helper functions, types and variables. */
import { distance } from 'fastest-levenshtein';
import type { Cursor } from './cursor.js';
import type { InitItem } from './file-scope-tree.js';
import { type FileScope, fileScopeDefinition } from './parse-file-scope.js';
import { initBlock } from './parse-init.js';
import { beginsType } from './parse-type.js';
import { withCopies } from './per-cpu.js';
import { QUESTION_WORDS, threadNumber } from './tokens.js';
import type { ThreadDefinition } from './tree.js';

/** The parts of a test up to its question. */
export interface Definitions extends Readonly<FileScope> {
  readonly init: readonly InitItem[];
}

/** Reads everything up to the question or the end of the file. */
export function definitions(cursor: Cursor): Definitions {
  const scope: FileScope = { definitions: [], functions: [], threads: [] };
  let init: readonly InitItem[] | null = null;
  while (!cursor.atEnd && !cursor.beginsQuestion) {
    if (cursor.eat(';')) continue;
    if (cursor.at('{') && scope.threads.length === 0) {
      if (init === null) init = initBlock(cursor);
      else {
        cursor.recover(
          () => litmus7Block(cursor, scope),
          () => cursor.skipDefinition(),
        );
      }
      continue;
    }
    if (init === null && cursor.ahead(1).text === '(' && threadNumber(cursor.token.text) !== null) {
      if (!cursor.lost && !declares(cursor, scope)) reportMissingInit(cursor);
      init = [];
    }
    cursor.recover(
      () => readDefinition(cursor, scope),
      () => cursor.skipDefinition(),
    );
  }
  if (init === null && !cursor.lost && !declares(cursor, scope)) reportMissingInit(cursor);
  if (!cursor.lost) reportOrder(cursor, scope.threads);
  const defined = withCopies(scope.definitions, cursor.perCpu, scope.threads.length);
  return { ...scope, definitions: defined, init: init ?? [] };
}

/** Whether the file declares something itself: then it needs no init block, though herd7 does. */
function declares(cursor: Cursor, { definitions }: FileScope): boolean {
  return definitions.some(({ span }) => span.source === cursor.token.span.source);
}

function reportMissingInit(cursor: Cursor): void {
  const { span } = cursor.token;
  const fix = { span: { ...span, end: span.start }, replacement: '{}\n\n' };
  cursor.report(span, { code: 'missing-init', found: cursor.found }, cursor.atEnd ? {} : { fix });
}

/** The second block, where litmus7 has C text, and herd7 reads nothing: its definitions are as those outside of braces. */
function litmus7Block(cursor: Cursor, scope: FileScope): void {
  const { span } = cursor.expect('{');
  while (cursor.eat('}') === null) {
    if (cursor.eat(';')) continue;
    if (cursor.atEnd || !beginsDefinition(cursor)) {
      const why = 'write what locations hold at first into the first';
      cursor.fail(cursor.since(span), { code: 'unsupported', what: 'a second init block', why });
    }
    fileScopeDefinition(cursor, scope);
  }
}

/** Whether a type comes next, or a word that stands before one. */
function beginsDefinition(cursor: Cursor): boolean {
  return beginsType(cursor) || cursor.at('typedef') || cursor.ahead(1).kind === 'name';
}

function readDefinition(cursor: Cursor, scope: FileScope): void {
  const { token } = cursor;
  const call = cursor.ahead(1).text === '(';
  const isDefiner = /^(?:DEFINE|DECLARE)_/.test(token.text);
  if (token.kind !== 'name' || (call && !isDefiner && threadNumber(token.text) === null))
    unexpectedHere(cursor);
  fileScopeDefinition(cursor, scope);
}

/** Reports what is no definition, with what was meant where that is clear: `exist`, `p0`. */
function unexpectedHere(cursor: Cursor): never {
  const { text, span } = cursor.token;
  const thread = text.toUpperCase();
  const meant =
    threadNumber(thread) === null ? [...QUESTION_WORDS].find((word) => distance(word, text) <= 2) : thread;
  if (meant !== undefined) cursor.unexpected(`'${meant}'`, { fix: { span, replacement: meant } });
  return cursor.unexpected("a thread such as 'P0(int *x)', a function, or a condition such as 'exists'");
}

/** Threads are P0, P1, … in this order: herd7's states and `0:r1` go by position. One complaint a file is enough. */
function reportOrder(cursor: Cursor, threads: readonly ThreadDefinition[]): void {
  const index = threads.findIndex((thread, position) => thread.number !== position);
  if (index === -1) return;
  const { name, number } = threads[index];
  const first = threads.slice(0, index).find((thread) => thread.number === number);
  const notes =
    first === undefined ? [] : [{ message: `'${name.text}' is first defined here`, span: first.name.span }];
  cursor.report(name.span, { code: 'thread-order', found: name.text, expected: `P${index}` }, { notes });
}
