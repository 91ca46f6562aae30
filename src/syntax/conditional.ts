/**
 * `#if`, `#ifdef` and their kin (C11 6.10.1): which lines of a file count. A condition knows the macros of the file and no others; a name
 * that is no macro is 0, as to a compiler. What a kernel is configured with is not known: `CONFIG_SMP` and `CONFIG_64BIT` count as set,
 * since the threads of a test are CPUs and pointers have 64 bits, and any other `CONFIG_…` that the file does not define as not set.
 * Whoever asks for one is told so, once.
 */
import type { Problem } from '../text/diagnostic.js';
import { join, type Span } from '../text/source.js';
import type { Token } from './tokens.js';

const DIRECTIVES: ReadonlySet<string> = new Set(['if', 'ifdef', 'ifndef', 'elif', 'else', 'endif']);

/** What counts as set though no file says so. */
const SET: ReadonlySet<string> = new Set(['CONFIG_SMP', 'CONFIG_64BIT', '__KERNEL__']);

/** Questions about the configuration, of one name each. */
export const ENABLED: ReadonlySet<string> = new Set(['defined', 'IS_ENABLED', 'IS_BUILTIN', 'IS_REACHABLE']);

/** The operators of two operands, weakest first; those of one line bind alike. */
const OPERATORS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** A conditional that has no end yet. */
interface OpenConditional {
  readonly start: Span;
  /** Whether the lines around it count. */
  readonly isAround: boolean;
  /** Whether an earlier part of it has counted, and whether this one does. */
  readonly hasCounted: boolean;
  readonly counts: boolean;
  readonly hasElse: boolean;
}

/** What the reader of a file knows and can do. */
export interface MacrosOfFile {
  readonly isDefined: (name: string) => boolean;
  readonly expand: (tokens: readonly Token[]) => readonly Token[];
  readonly error: (span: Span, problem: Problem) => void;
  /** A name of the configuration that the file does not define was asked for. */
  readonly missing: (span: Span, name: string, isSet: boolean) => void;
}

/** A condition that cannot be evaluated. */
class Malformed extends Error {
  readonly at: Token | undefined;
  readonly expected: string;

  constructor(at: Token | undefined, expected: string) {
    super('malformed');
    this.at = at;
    this.expected = expected;
  }
}

/** Follows the conditionals of one file. */
export class Conditionals {
  readonly #macros: MacrosOfFile;
  readonly #open: OpenConditional[] = [];
  readonly #asked = new Set<string>();

  constructor(macros: MacrosOfFile) {
    this.#macros = macros;
  }

  /** Whether the line that comes next counts. */
  get counts(): boolean {
    return this.#open.at(-1)?.counts ?? true;
  }

  /** Obeys a line that begins with `#`, if it is of a conditional. */
  obey(line: readonly Token[]): boolean {
    const [hash, directive, ...rest] = line;
    const word = directive?.text ?? '';
    if (!DIRECTIVES.has(word)) return false;
    const start = join(hash.span, directive.span);
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') this.#begin(word, start, rest);
    else this.#goOn(word, start, rest);
    return true;
  }

  /** Complains of what has no `#endif`. */
  end(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    this.#macros.error(open.start, { code: 'unexpected', found: null, expected: "'#endif' behind it" });
  }

  #begin(word: string, start: Span, rest: readonly Token[]): void {
    const isAround = this.counts;
    const counts =
      isAround && (word === 'if' ? this.#holds(start, rest) : this.#isDefinedIn(word, start, rest));
    this.#open.push({ start, isAround, hasCounted: counts, counts, hasElse: false });
  }

  #isDefinedIn(word: string, start: Span, [name]: readonly Token[]): boolean {
    if (name?.kind !== 'name') {
      const expected = "a macro's name";
      this.#macros.error(name?.span ?? start, {
        code: 'unexpected',
        found: name?.text ?? 'end of line',
        expected,
      });
      return false;
    }
    return this.isSet(name) === (word === 'ifdef');
  }

  #goOn(word: string, start: Span, rest: readonly Token[]): void {
    const open = this.#open.pop();
    if (open === undefined || (open.hasElse && word !== 'endif')) {
      const expected = open === undefined ? "an '#if' before it" : "'#endif' after '#else'";
      this.#macros.error(start, { code: 'unexpected', found: `#${word}`, expected });
      if (open !== undefined) this.#open.push(open);
      return;
    }
    if (word === 'endif') return;
    const mayCount = open.isAround && !open.hasCounted;
    const counts = mayCount && (word === 'else' || this.#holds(start, rest));
    this.#open.push({
      ...open,
      counts,
      hasCounted: open.hasCounted || counts,
      hasElse: word === 'else',
    });
  }

  /** Whether a name is defined, or taken as set. */
  isSet(name: Token): boolean {
    const { text, span } = name;
    if (this.#macros.isDefined(text)) return true;
    const isSet = SET.has(text);
    if (text.startsWith('CONFIG_') && !this.#asked.has(text)) this.#macros.missing(span, text, isSet);
    this.#asked.add(text);
    return isSet;
  }

  #holds(start: Span, line: readonly Token[]): boolean {
    try {
      const tokens = this.#macros.expand(this.#withoutQuestions(line));
      let at = 0;
      const next = (): Token | undefined => tokens[at];
      const take = (): Token | undefined => tokens[at++];
      const value = this.#binary(0, next, take);
      if (at < tokens.length) throw new Malformed(tokens[at], 'an operator, or the end of the line');
      return value !== 0n;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { at, expected } = error;
      this.#macros.error(at?.span ?? start, {
        code: 'unexpected',
        found: at?.text ?? 'end of line',
        expected,
      });
      return false;
    }
  }

  /** `defined(X)`, `defined X` and `IS_ENABLED(X)` replaced by what they say, before macros are. */
  #withoutQuestions(line: readonly Token[]): readonly Token[] {
    const result: Token[] = [];
    for (let at = 0; at < line.length; at++) {
      const token = line[at];
      if (token.kind !== 'name' || !ENABLED.has(token.text)) {
        result.push(token);
        continue;
      }
      const isOpen = line[at + 1]?.text === '(';
      const name = line[at + (isOpen ? 2 : 1)];
      if (name?.kind !== 'name') throw new Malformed(name, "a macro's name");
      if (isOpen && line[at + 3]?.text !== ')') throw new Malformed(line[at + 3], "')'");
      result.push({ ...token, kind: 'number', text: this.isSet(name) ? '1' : '0' });
      at += isOpen ? 3 : 1;
    }
    return result;
  }

  #binary(level: number, next: () => Token | undefined, take: () => Token | undefined): bigint {
    if (level === OPERATORS.length) return this.#unary(next, take);
    let value = this.#binary(level + 1, next, take);
    for (let operator = next(); operator !== undefined; operator = next()) {
      if (!OPERATORS[level].includes(operator.text)) break;
      take();
      value = applied(operator, value, this.#binary(level + 1, next, take));
    }
    return value;
  }

  #unary(next: () => Token | undefined, take: () => Token | undefined): bigint {
    const token = take();
    switch (token?.text) {
      case '!':
        return this.#unary(next, take) === 0n ? 1n : 0n;
      case '-':
        return -this.#unary(next, take);
      case '+':
        return this.#unary(next, take);
      case '~':
        return ~this.#unary(next, take);
      case '(': {
        const value = this.#binary(0, next, take);
        const close = take();
        if (close?.text !== ')') throw new Malformed(close, "')'");
        return value;
      }
    }
    if (token?.kind === 'name') return this.isSet(token) ? 1n : 0n;
    const digits =
      token?.kind === 'number' ? /^(0[xX][\da-fA-F]+|\d+)[uUlL]*$/.exec(token.text)?.[1] : undefined;
    if (digits === undefined) throw new Malformed(token, "a number, a macro's name or 'defined(…)'");
    return BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  }
}

function applied({ text, span }: Token, left: bigint, right: bigint): bigint {
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  switch (text) {
    case '||':
      return truth(left !== 0n || right !== 0n);
    case '&&':
      return truth(left !== 0n && right !== 0n);
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    case '>=':
      return truth(left >= right);
    case '<<':
      return BigInt.asIntN(64, left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default: {
      if (right === 0n)
        throw new Malformed({ kind: 'symbol', text, span, opensLine: false }, 'a divisor other than 0');
      return text === '/' ? left / right : left % right;
    }
  }
}
