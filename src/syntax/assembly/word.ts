/**
 * Words as the assembly dialects have them, made of the tokens that they share with C: names with dots in them (`.text`,
 * `.L1`, `B.NE`, `amoswap.w.aq`, `stwcx.`), and where the dialect has them herd7's symbolic registers (`%a`, in code also `X%a` and `W%a`).
 */
import { join } from '../../text/source.js';
import type { Token } from '../tokens.js';

/** The same tokens, but those that touch and make a word are one name; `symbolic` says whether `%` may begin one. */
export function joinWords(tokens: readonly Token[], symbolic: boolean): readonly Token[] {
  const joined: Token[] = [];
  tokens.forEach((token, index) => {
    const last = joined[joined.length - 1];
    const next = tokens[index + 1];
    if (last !== undefined && touches(last, token) && continues(last, token, next, symbolic))
      joined[joined.length - 1] = together(last, token);
    else joined.push(begins(last, token, next, symbolic) ? { ...token, kind: 'name' } : token);
  });
  return joined;
}

/** Whether a token goes on with the last word: that word ends in a sign that wants a name, or the token is such a sign. */
function continues(last: Token, token: Token, next: Token | undefined, symbolic: boolean): boolean {
  if (last.kind !== 'name') return false;
  if (last.text.endsWith('.') || last.text.endsWith('%')) return true;
  // `stwcx.`, whose dot ends its name.
  if (token.text === '.' && (next === undefined || !touches(token, next))) return true;
  if (next === undefined || !touches(token, next)) return false;
  if (token.text === '.') return next.kind === 'name' || next.kind === 'number';
  return symbolic && token.text === '%' && next.kind === 'name' && /^[xw]$/i.test(last.text);
}

/** Whether a token begins a word: a sign with a name behind it, where a dot belongs to nothing before it. */
function begins(last: Token | undefined, token: Token, next: Token | undefined, symbolic: boolean): boolean {
  if (next?.kind !== 'name' || !touches(token, next)) return false;
  if (token.text === '.') return last === undefined || !touches(last, token) || !endsOperand(last);
  return symbolic && token.text === '%';
}

/** Whether a dot behind a token belongs to it, as in `a[1].f`. */
function endsOperand({ kind, text }: Token): boolean {
  return kind === 'name' || kind === 'number' || text === ']' || text === ')';
}

function together(first: Token, second: Token): Token {
  return { ...first, text: first.text + second.text, span: join(first.span, second.span) };
}

function touches(before: Token, token: Token): boolean {
  return before.span.end === token.span.start && token.kind !== 'end';
}
