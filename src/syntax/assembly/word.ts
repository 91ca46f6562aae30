/**
 * Words as the assembly dialects have them, made of the tokens that they share with C: names with dots in them (`.text`,
 * `.L1`, `B.NE`, `amoswap.w.aq`), and for AArch64 herd7's symbolic registers (`%a`, in code also `X%a` and `W%a`).
 */
import { join } from '../../text/source.js';
import type { Token } from '../tokens.js';
import type { AssemblyDialect } from './assembly-tree.js';

/** The same tokens, those that touch and make a word being one name. */
export function joinWords(tokens: readonly Token[], dialect: AssemblyDialect): readonly Token[] {
  const symbolic = dialect === 'AArch64';
  const joined: Token[] = [];
  tokens.forEach((token, index) => {
    const last = joined.at(-1);
    const next = tokens[index + 1];
    if (last !== undefined && touches(last, token) && continues(last, token, next, symbolic))
      joined[joined.length - 1] = together(last, token);
    else joined.push(begins(last, token, next, symbolic) ? { ...token, kind: 'name' } : token);
  });
  return joined;
}

/** What is touched ends in a sign that waits for the rest of its word, or the sign comes behind the beginning of one. */
function continues(last: Token, token: Token, next: Token | undefined, symbolic: boolean): boolean {
  if (last.kind !== 'name') return false;
  if (/[.%]$/.test(last.text)) return true;
  if (next === undefined || !touches(token, next)) return false;
  if (token.text === '.') return next.kind === 'name' || next.kind === 'number';
  return symbolic && token.text === '%' && next.kind === 'name' && /^[xw]$/i.test(last.text);
}

/** A dot or a percent sign with a name behind it, and in the dot's case nothing that it belongs to, begins a word. */
function begins(last: Token | undefined, token: Token, next: Token | undefined, symbolic: boolean): boolean {
  if (next?.kind !== 'name' || !touches(token, next)) return false;
  if (token.text === '.') return last === undefined || !touches(last, token) || !endsOperand(last);
  return symbolic && token.text === '%';
}

/** What a dot may belong to, as in `a[1].f`. */
function endsOperand({ kind, text }: Token): boolean {
  return kind === 'name' || kind === 'number' || text === ']' || text === ')';
}

function together(first: Token, second: Token): Token {
  return { ...first, text: first.text + second.text, span: join(first.span, second.span) };
}

function touches(before: Token, token: Token): boolean {
  return before.span.end === token.span.start && token.kind !== 'end';
}
