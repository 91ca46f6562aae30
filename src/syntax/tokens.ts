/**
 * The tokens of the C dialect. One set serves code, init block and conditions, so that a condition may be
 * spelled as in herd7 (`/\`, `\/`, `=>`) or as in C (`&&`, `||`, `==`); which spelling fits where is the grammar's
 * business.
 */
import type { Source, Span } from '../text/source.js';

/** `stray` is a character that begins no token; the parser complains when it meets one, so that it complains once. */
export type TokenKind = 'name' | 'number' | 'string' | 'symbol' | 'stray' | 'end';

/** One token. `text` is the user's spelling; for a macro's replacement it is the macro's, while `span` is the use. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** Whether it is the first token of its line: where a forgotten `;` or `}` shows. */
  readonly opensLine: boolean;
}

/** Longest first: the lexer takes the first that fits. */
export const SYMBOLS: readonly string[] = [
  ...['<<=', '>>=', '...'],
  ...['->', '++', '--', '<<', '>>', '<=', '>=', '<>', '==', '!=', '&&', '||', '/\\', '\\/', '=>', '##'],
  ...['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^='],
  ...'{}()[];,:?~!%^&*-+=|<>/.#',
];

/** Words that cannot be names in C code. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['if', 'else', 'while', 'do', 'for', 'switch', 'case', 'default'],
  ...['goto', 'break', 'continue', 'return', 'sizeof', 'typedef'],
]);

/** Words with which the question at the end of a file begins. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(['exists', 'forall', 'locations', 'filter']);

/** Whether a question begins with a token, `exists (`, `~exists`, `forall`, `locations [` or `filter (`; `ahead` gives it for 0. */
export function beginsQuestion(
  ahead: (distance: number) => Token,
  words: ReadonlySet<string> = QUESTION_WORDS,
): boolean {
  const negations = ['~', '!', 'not'].includes(ahead(0).text) ? 1 : 0;
  const follows = ahead(negations + 1).text;
  return words.has(ahead(negations).text) && !['=', ';', ',', ')', '->', '.'].includes(follows);
}

/** The number of a thread named `P0`, `P1` …, or null for other names. */
export function threadNumber(name: string): number | null {
  return /^P\d{1,6}$/.test(name) ? Number(name.slice(1)) : null;
}

/** The token after the last one: empty, at the end of the text. */
export function endToken(source: Source): Token {
  const end = source.text.trimEnd().length;
  return { kind: 'end', text: '', span: { source, start: end, end }, opensLine: true };
}

/** A string without an end takes in what follows on its line. */
export function isOpenString({ kind, text }: Token): boolean {
  return kind === 'string' && (text.length < 2 || !text.endsWith(text[0]) || /[^\\](?:\\\\)*\\.$/.test(text));
}
