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

const BLANK = /(?:[ \t\r\n]|\/\/[^\n]*|#[^\n]*)+/y;
const NAME = /_?[A-Za-z][\w.-]*'?/y;
const TAG = /'_?[A-Za-z][\w.-]*'?/y;
const STRING = /"[^"]*"/y;
const SYMBOL = /->|-1|\|\||&&|\+\+|[()[\]{}_0|&*~+^\\?=;,]/y;

/** The tokens of a file, the last being `end`. What begins no token is a fault. */
export function tokenizeCat(source: Source): readonly CatToken[] {
  const { text } = source;
  const tokens: CatToken[] = [];
  for (let at = 0; at < text.length; ) {
    const blank = matched(BLANK, text, at);
    if (blank !== null) at += blank.length;
    else if (text.startsWith('(*', at)) at = commentEnd(source, at);
    else {
      const token = tokenAt(source, at);
      tokens.push(token);
      at = token.span.end;
    }
  }
  tokens.push({ kind: 'end', text: '', span: { source, start: text.length, end: text.length } });
  return tokens;
}

function tokenAt(source: Source, start: number): CatToken {
  const { text } = source;
  const span = (length: number): Span => ({ source, start, end: start + length });
  const name = matched(NAME, text, start);
  if (name !== null)
    return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name, span: span(name.length) };
  const symbol = matched(SYMBOL, text, start);
  if (symbol !== null) return { kind: 'symbol', text: symbol, span: span(symbol.length) };
  const tag = matched(TAG, text, start);
  if (tag !== null) return { kind: 'tag', text: tag.slice(1), span: span(tag.length) };
  const string = matched(STRING, text, start);
  if (string !== null) return { kind: 'string', text: string.slice(1, -1), span: span(string.length) };
  if (text[start] === '"') throw new CatFault(errorAt(span(1), { code: 'unterminated', what: 'string' }));
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new CatFault(errorAt(span(character.length), { code: 'stray-character', character }));
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

function matched(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
