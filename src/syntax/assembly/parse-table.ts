/**
 * The instruction table: a row a line, a column a thread, ` P0 | P1 ;` at its head. It is read by cells, each up to the next
 * `|` or `;`: labels, then a mnemonic with its suffixes, then whatever tokens follow, whose meaning is the dialect's.
 * A cell that makes no sense is skipped alone, so that every faulty cell is complained about.
 */
import type { Cursor } from '../cursor.js';
import { isOpenString, type Token, threadNumber } from '../tokens.js';
import type { Identifier } from '../tree.js';
import type { AssemblyInstruction, AssemblyLine, AssemblyThread } from './assembly-tree.js';

const PREFIX = /^(lock|rep|repn?[ez])$/i;
const A_TABLE = "the head of the instruction table, such as ' P0 | P1 ;'";

/** A column in the making. */
interface Column {
  readonly name: Identifier;
  readonly lines: AssemblyLine[];
}

/** Reads the table up to the question; null when it has no readable head. */
export function instructionTable(cursor: Cursor): readonly AssemblyThread[] | null {
  if (cursor.atEnd || cursor.atQuestion) {
    cursor.report(cursor.token.span, { code: 'unexpected', found: cursor.found, expected: A_TABLE });
    return null;
  }
  const columns = cursor.recover(
    () => head(cursor),
    () => skipToQuestion(cursor),
  );
  if (columns === null) return null;
  while (!cursor.atEnd && !cursor.atQuestion && !cursor.at('<<')) row(cursor, columns);
  return columns.map(({ name, lines }, number) => ({ number, name, lines }));
}

function head(cursor: Cursor): Column[] {
  const columns: Column[] = [];
  do {
    if (cursor.at(';') && columns.length > 0) break;
    columns.push({ name: threadName(cursor, columns.length), lines: [] });
  } while (cursor.eat('|'));
  if (cursor.token.opensLine) cursor.reportMissingSemicolon();
  else cursor.expect(';', "'|' or ';' after a thread's name");
  return columns;
}

function threadName(cursor: Cursor, index: number): Identifier {
  const { text, span } = cursor.token;
  const number = threadNumber(text);
  if (/^P\d+\.F$/.test(text)) {
    cursor.fail(span, {
      code: 'unsupported',
      what: 'a fault handler',
      why: 'no instruction and no access traps here',
    });
  }
  if (number === null) cursor.unexpected(A_TABLE);
  if (number !== index) cursor.report(span, { code: 'thread-order', found: text, expected: `P${index}` });
  return cursor.identifier(A_TABLE);
}

/** One row, up to its `;`. */
function row(cursor: Cursor, columns: readonly Column[]): void {
  for (let index = 0; ; index++) {
    const column = columns.at(index);
    if (index > 0 && cursor.token.opensLine) break;
    const first = cursor.token;
    cursor.recover(
      () => cell(cursor, column ?? null, columns.length),
      () => skipCell(cursor, first),
    );
    if (cursor.eat('|') === null) break;
  }
  if (cursor.eat(';') === null) cursor.reportMissingSemicolon();
}

function cell(cursor: Cursor, column: Column | null, columns: number): void {
  const first = cursor.token;
  if (atCellEnd(cursor, first)) return;
  if (column === null) {
    cursor.unexpected(`';' after ${columns === 1 ? 'the only column' : `${columns} columns`} of the table`);
  }
  const labels: Identifier[] = [];
  while (cursor.ahead(1).text === ':' && (cursor.token.kind === 'name' || cursor.token.kind === 'number')) {
    const { text, span } = cursor.next();
    labels.push({ text, span });
    cursor.next();
  }
  const instruction = atCellEnd(cursor, first) ? null : instructionAt(cursor, first);
  column.lines.push({ labels, instruction, span: cursor.since(first.span) });
}

function instructionAt(cursor: Cursor, first: Token): AssemblyInstruction {
  const start = cursor.token.span;
  const prefixes: Identifier[] = [];
  while (atPrefix(cursor)) {
    prefixes.push(cursor.identifier('a prefix'));
    cursor.eat(';');
  }
  const mnemonic = cursor.identifier('a label or an instruction');
  const operands: Token[] = [];
  while (!atCellEnd(cursor, first)) {
    if (isOpenString(cursor.token)) cursor.fail(cursor.token.span, { code: 'unterminated', what: 'string' });
    operands.push(cursor.next());
  }
  return { mnemonic, prefixes, operands, span: cursor.since(start) };
}

/** `lock`, and in herd7's spelling `lock;`, before an instruction in the same cell. */
function atPrefix(cursor: Cursor): boolean {
  const next = cursor.ahead(cursor.ahead(1).text === ';' ? 2 : 1);
  return PREFIX.test(cursor.token.text) && next.kind === 'name' && !next.opensLine;
}

/** A cell ends at `|` and `;`, and where a line begins: a forgotten `;` shows there. */
function atCellEnd(cursor: Cursor, first: Token): boolean {
  return cursor.atEnd || cursor.atAny('|', ';') || (cursor.token.opensLine && cursor.token !== first);
}

function skipCell(cursor: Cursor, first: Token): void {
  while (!atCellEnd(cursor, first)) cursor.next();
}

function skipToQuestion(cursor: Cursor): void {
  while (!cursor.atEnd && !cursor.atQuestion) cursor.next();
}
