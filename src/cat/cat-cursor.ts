/** The tokens of a cat file with the place the parser has come to. */
import type { Source, Span } from '../text/source.js';
import { failAt } from './cat-fault.js';
import { type CatToken, tokenizeCat } from './cat-token.js';

/** How deep parentheses, braces and definitions may be nested. */
const DEEPEST = 200;

/** Goes over the tokens of a file one by one. */
export class CatCursor {
  readonly #tokens: readonly CatToken[];
  #at = 0;
  #depth = 0;

  constructor(source: Source) {
    this.#tokens = tokenizeCat(source);
  }

  /** The token that comes next, or one further on. */
  peek(ahead = 0): CatToken {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
  }

  /** Goes past the next token. */
  take(): CatToken {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Whether a word or sign of the language comes next. */
  isAt(text: string, ahead = 0): boolean {
    const { kind, text: found } = this.peek(ahead);
    return found === text && (kind === 'keyword' || kind === 'symbol');
  }

  /** Goes past a word or sign if it comes next. */
  skip(text: string): boolean {
    const found = this.isAt(text);
    if (found) this.#at++;
    return found;
  }

  /** Goes past a word or sign that has to come next. */
  expect(text: string): CatToken {
    if (!this.isAt(text)) this.unexpected(`'${text}'`);
    return this.take();
  }

  /** Goes past a name that has to come next. */
  name(): string {
    if (this.peek().kind !== 'name') this.unexpected('a name');
    return this.take().text;
  }

  /** Ends the reading: something else has to come next. */
  unexpected(expected: string): never {
    const { kind, text, span } = this.peek();
    failAt(span, { code: 'unexpected', found: kind === 'end' ? null : text, expected });
  }

  /** From the beginning of a token to the end of the last one taken. */
  spanFrom({ span }: { readonly span: Span }): Span {
    return { ...span, end: Math.max(span.end, this.#tokens[Math.max(this.#at - 1, 0)].span.end) };
  }

  /** Reads something that may hold more of its kind. */
  nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) failAt(this.peek().span, { code: 'too-deep', what: 'the nesting' });
    const result = read();
    this.#depth--;
    return result;
  }
}
