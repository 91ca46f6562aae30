/**
 * Comments. `/* … *\/` and `// …` are C's. OCaml's `(* … *)` is herd7's, and collides with C: `READ_ONCE(*x)` is no
 * comment. What tells them apart is that no C expression in parentheses both begins and ends with a star: `(*` opens a
 * comment when the parenthesis that closes it follows a star. Prose may leave parentheses unbalanced (a smiley does), so
 * where a statement could begin, `(*` before a blank or before two words opens a comment as well. Comments nest.
 */

/** What stands at an offset: nothing that is a comment, a comment that ends, or one that does not. */
export type Comment =
  | { readonly kind: 'none' }
  | { readonly kind: 'closed'; readonly end: number }
  | { readonly kind: 'open' };

/** Where a comment is looked for. In `prose` (the header) `(*` cannot be anything else. */
type Context = 'prose' | 'statement' | 'expression';

/** Says what comment, if any, begins at an offset. */
export type CommentReader = (at: number, context: Context) => Comment;

/** Stars and a blank, or stars and two words without an operator between. */
const PROSE = /^\(\*+(\s|\w+[,.:]?\s+\w)/;

const NONE: Comment = { kind: 'none' };
const OPEN: Comment = { kind: 'open' };

/** Reads one text. Every question but the first is answered in constant time, or in the comment's own length. */
export function commentReader(text: string): CommentReader {
  let closers: Uint32Array | null = null;
  const closedAt = (end: number, length: number): Comment =>
    end === -1 ? OPEN : { kind: 'closed', end: end + length };

  const starred = (at: number, context: Context): Comment => {
    closers ??= matchParentheses(text);
    const closer = closers[at];
    if (closer > at + 2 && text[closer - 1] === '*') return closedAt(closer, 1);
    if (context === 'prose') return closedAt(text.indexOf('*)', at + 2), 2);
    if (context === 'expression' || !PROSE.test(text.slice(at, at + 80))) return NONE;
    const end = text.indexOf('*)', at + 2);
    return end === -1 && closer !== 0 ? NONE : closedAt(end, 2);
  };

  return (at, context) => {
    if (text.startsWith('(*', at)) return starred(at, context);
    if (text.startsWith('/*', at)) return closedAt(text.indexOf('*/', at + 2), 2);
    if (text.startsWith('//', at)) return { kind: 'closed', end: lineEnd(text, at) };
    return NONE;
  };
}

/** The offset of the line's end, without its CR and LF. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** For every `(` the offset of the `)` that balances it; 0 where there is none. */
function matchParentheses(text: string): Uint32Array {
  const closers = new Uint32Array(text.length);
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') open.push(at);
    else if (text[at] === ')') closers[open.pop() ?? at] = at;
  }
  return closers;
}
