/**
 * Puts a barrier before a statement, as a kernel developer would: on a line of its own, indented like its neighbour,
 * and with braces around an arm that had none.
 */
import { type Edit, indentAt, insert, lineEnd, lineStart, newlineOf } from './edit.js';
import { type Seat, unlabelled } from './walk.js';

/** The edits, or null where there is no good place: an arm without braces that has an `else`. */
export function insertion(seat: Seat, barrier: string): readonly Edit[] | null {
  const { statement, sits, owner } = seat;
  const { source, start } = statement.span;
  const { text } = source;
  if (sits === 'arm' && statement.kind !== 'block') {
    if (owner === null || (owner.kind === 'if' && owner.otherwise !== null) || owner.kind === 'do')
      return null;
    return bracedArm(seat, barrier);
  }
  if (barrier.startsWith('smp_mb__after_') && seat.previous !== null)
    return [behind(unlabelled(seat.previous).span, barrier)];
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

function bracedArm({ statement, owner }: Seat, barrier: string): readonly Edit[] | null {
  const { source, start, end } = statement.span;
  const { text } = source;
  if (owner === null) return null;
  if (!beginsLine(text, start)) return [insert(start, `{ ${barrier} `), insert(end, ' }')];
  const head = text.slice(0, start).trimEnd().length;
  if (text[head - 1] !== ')') return null;
  const newline = newlineOf(text);
  return [
    insert(head, ' {'),
    lineBefore(text, start, barrier),
    insert(lineEnd(text, end), `${indentAt(text, owner.span.start)}}${newline}`),
  ];
}
