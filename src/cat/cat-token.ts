/** The text of a cat or bell file as tokens. Comments nest; `//` and `#` begin comments that end with their line. */
import { errorAt } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { CatFault } from './cat-fault.js';

/** A token: a word of the language is a `keyword`, a name of anything else a `name`, `'once` a `tag` without its quote. */
export interface CatToken {
  readonly kind: 'name' | 'keyword' | 'tag' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly span: Span;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['let', 'rec', 'and', 'in', 'when', 'fun', 'try', 'with', 'if', 'then', 'else', 'match', 'begin', 'end'],
  ...['acyclic', 'irreflexive', 'empty', 'as', 'flag', 'undefined_unless', 'assert', 'show', 'unshow'],
  ...['include', 'procedure', 'call', 'enum', 'instructions', 'default', 'forall', 'do', 'from', 'debug'],
]);

/** Blanks with comments to the end of a line; a name; a sign; a tag; a string. A name may have dots and hyphens in it. */
const PIECE = new RegExp(
  [
    /((?:[ \t\r\n]|\/\/[^\n]*|#[^\n]*)+)/,
    /(_?[A-Za-z][\w.-]*'?)/,
    /(->|-1|\|\||&&|\+\+|\((?!\*)|[)[\]{}_0|&*~+^\\?=;,])/,
    /('_?[A-Za-z][\w.-]*'?)/,
    /("[^"]*")/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
);

/** The tokens of a file, the last being `end`. What begins no token is a fault. */
export function tokenizeCat(source: Source): readonly CatToken[] {
  const { text } = source;
  const tokens: CatToken[] = [];
  for (let at = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(text);
    if (found === null) at = text.startsWith('(*', at) ? commentEnd(source, at) : strayAt(source, at);
    else {
      const end = at + found[0].length;
      if (found[1] === undefined) tokens.push(tokenOf(found, { source, start: at, end }));
      at = end;
    }
  }
  tokens.push({ kind: 'end', text: '', span: { source, start: text.length, end: text.length } });
  return tokens;
}

function tokenOf([text, , name, symbol, tag]: RegExpExecArray, span: Span): CatToken {
  if (name !== undefined) return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text, span };
  if (symbol !== undefined) return { kind: 'symbol', text, span };
  if (tag !== undefined) return { kind: 'tag', text: text.slice(1), span };
  return { kind: 'string', text: text.slice(1, -1), span };
}

function strayAt(source: Source, start: number): never {
  const character = String.fromCodePoint(source.text.codePointAt(start) ?? 0);
  const span = { source, start, end: start + character.length };
  if (character === '"') throw new CatFault(errorAt(span, { code: 'unterminated', what: 'string' }));
  throw new CatFault(errorAt(span, { code: 'stray-character', character }));
}

/** The offset behind a comment with the comments in it. */
function commentEnd(source: Source, start: number): number {
  const { text } = source;
  const mark = /\(\*|\*\)/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '(*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  const span = { source, start, end: start + 2 };
  throw new CatFault(errorAt(span, { code: 'unterminated', what: 'comment' }));
}
