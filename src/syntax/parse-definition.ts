/** What stands between the init block and the question: threads `P0(…) { … }`, and helper functions. */
import { distance } from 'fastest-levenshtein';
import type { Cursor } from './cursor.js';
import { block } from './parse-statement.js';
import { parameterList, typeName } from './parse-type.js';
import { QUESTION_WORDS, threadNumber } from './tokens.js';
import type { FunctionDefinition, ThreadDefinition } from './tree.js';

/** The definitions of a test, in order. */
export interface Definitions {
  readonly functions: readonly FunctionDefinition[];
  readonly threads: readonly ThreadDefinition[];
}

/** Reads definitions up to the question or the end of the file. */
export function definitions(cursor: Cursor): Definitions {
  const functions: FunctionDefinition[] = [];
  const threads: ThreadDefinition[] = [];
  while (!cursor.atEnd && !cursor.beginsQuestion) {
    const definition = cursor.recover(
      () => readDefinition(cursor),
      () => cursor.skipDefinition(),
    );
    if (definition === null) continue;
    if ('number' in definition) threads.push(definition);
    else functions.push(definition);
  }
  if (!cursor.lost) reportOrder(cursor, threads);
  return { functions, threads };
}

/** A thread may have a result type in front, `void P0(…)`, which says nothing. */
function readDefinition(cursor: Cursor): FunctionDefinition | ThreadDefinition {
  const { token } = cursor;
  const call = cursor.ahead(1).text === '(';
  if (token.kind !== 'name' || (call && threadNumber(token.text) === null)) {
    unexpectedHere(cursor);
  }
  const result = call ? null : typeName(cursor);
  const name = cursor.identifier("a function's name");
  const parameters =
    cursor.recover(
      () => parameterList(cursor),
      () => cursor.skipHead(),
    ) ?? [];
  const body = block(cursor);
  const number = threadNumber(name.text);
  if (number !== null) return { number, name, parameters, body };
  return { result: result ?? { base: 'int', pointers: 0, span: name.span }, name, parameters, body };
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
