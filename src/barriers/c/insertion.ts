/**
 * Puts a barrier before a statement, as a kernel developer would: on a line of its own, indented like its neighbour,
 * and with braces around an arm that had none.
 */

import type { StatementTree } from '../../syntax/tree.js';
import { type Edit, indentAt, insert, lineEnd, lineStart, newlineOf } from '../edit.js';
import { type Seat, unlabelled } from './walk-tree.js';

/**
 * The edits, or null where the text has no room for it, such as in an arm that a macro's text leads to. A barrier that
 * `completes` the statement before stands right behind that one.
 */
export function insertion(seat: Seat, barrier: string, completes: boolean): readonly Edit[] | null {
  const { statement, sits, owner } = seat;
  const { source, start } = statement.span;
  const { text } = source;
  if (sits === 'arm' && statement.kind !== 'block')
    return owner === null ? null : bracedArm(statement, owner, barrier);
  if (completes && seat.previous !== null) return [behind(unlabelled(seat.previous).span, barrier)];
  return [beginsLine(text, start) ? lineBefore(text, start, barrier) : insert(start, `${barrier} `)];
}

function beginsLine(text: string, start: number): boolean {
  return text.slice(lineStart(text, start), start).trim() === '';
}

function lineBefore(text: string, start: number, barrier: string): Edit {
  return insert(lineStart(text, start), `${indentAt(text, start)}${barrier}${newlineOf(text)}`);
}

/** Right behind the statement that the barrier completes, whatever stands between it and the next. */
function behind({ source: { text }, start, end }: Seat['statement']['span'], barrier: string): Edit {
  const rest = text.slice(end, lineEnd(text, end)).trim();
  const alone = beginsLine(text, start) && (rest === '' || rest.startsWith('/*') || rest.startsWith('//'));
  if (!alone) return insert(end, ` ${barrier}`);
  return insert(lineEnd(text, end), `${indentAt(text, start)}${barrier}${newlineOf(text)}`);
}

function bracedArm(statement: StatementTree, owner: StatementTree, barrier: string): readonly Edit[] | null {
  const { source, start, end } = statement.span;
  const { text } = source;
  if (!beginsLine(text, start)) return [insert(start, `{ ${barrier} `), insert(end, ' }')];
  const head = text.slice(0, start).trimEnd();
  if (!/(?:\)|\belse|\bdo)$/.test(head)) return null;
  const closing = closingBrace(statement, owner);
  return closing === null ? null : [insert(head.length, ' {'), lineBefore(text, start, barrier), closing];
}

/** On a line of its own, or before the `else` or `while` that goes on with the arm's owner. */
function closingBrace({ span }: StatementTree, owner: StatementTree): Edit | null {
  const { text } = span.source;
  const hasElse = owner.kind === 'if' && owner.otherwise !== null && span.end <= owner.otherwise.span.start;
  if (hasElse || owner.kind === 'do') {
    const word = /^\s*(?=(?:else|while)\b)/.exec(text.slice(span.end));
    return word === null ? null : insert(span.end + word[0].length, '} ');
  }
  return insert(lineEnd(text, span.end), `${indentAt(text, owner.span.start)}}${newlineOf(text)}`);
}
