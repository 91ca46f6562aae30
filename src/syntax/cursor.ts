/**
 * The parser's position in the token stream, and its vocabulary: `at` looks, `eat` takes when it is there, `expect` takes
 * or complains. A complaint after which parsing cannot go on is thrown as a `ParseAbort` and caught where the grammar can start
 * afresh (the next statement, init entry or definition); the tokens between are skipped, and `lost` remembers
 * that the tree has a hole. Complaints about one missing token are recorded and parsing goes on as if it stood there.
 */
import { type Diagnostic, errorAt, type Help, type Problem } from '../text/diagnostic.js';
import { join, type Source, type Span } from '../text/source.js';
import { PerCpuNames } from './per-cpu.js';
import { beginsQuestion, QUESTION_WORDS, type Token, threadNumber } from './tokens.js';
import type { Identifier } from './tree.js';

/** How deep blocks, expressions and propositions may nest; far below what the call stack holds. */
const MAX_DEPTH = 256;
/** How many links the chains of one statement, `a + a + …`, may have: they nest in the tree, which later stages walk. */
const MAX_LINKS = 1000;
/** A text with so many complaints is not a litmus test: more complaints would help nobody. */
const MAX_COMPLAINTS = 50;

/** Unwinds to the nearest recovery point; the complaint is already recorded. */
export class ParseAbort extends Error {}

/** A reader of one token stream that collects complaints. */
export class Cursor {
  /** Whether tokens were skipped, so that the tree lacks part of the text. */
  lost = false;
  /** The names that are types by a typedef of the file. */
  readonly types = new Set<string>();
  readonly perCpu = new PerCpuNames();
  private index = 0;
  private depth = 0;
  private links = 0;
  private abandoned = false;

  private readonly tokens: readonly Token[];
  private readonly diagnostics: Diagnostic[];
  private readonly source: Source;

  private readonly questionWords: ReadonlySet<string>;

  /** The tokens end with an `end` token; complaints are appended to `diagnostics`; `questionWords` begin a question. */
  constructor(
    source: Source,
    tokens: readonly Token[],
    diagnostics: Diagnostic[],
    questionWords: ReadonlySet<string> = QUESTION_WORDS,
  ) {
    this.source = source;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.questionWords = questionWords;
  }

  get token(): Token {
    return this.tokens[this.index];
  }

  /** The token `distance` places ahead; past the end it is the end. */
  ahead(distance: number): Token {
    return this.tokens[Math.min(this.index + distance, this.tokens.length - 1)];
  }

  /** The token before this one; null at the start. */
  get previous(): Token | null {
    return this.index === 0 ? null : this.tokens[this.index - 1];
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  next(): Token {
    const token = this.token;
    if (!this.atEnd) this.index += 1;
    return token;
  }

  at(text: string): boolean {
    return this.token.text === text;
  }

  atAny(...texts: string[]): boolean {
    return texts.includes(this.token.text);
  }

  eat(text: string): Token | null {
    return this.at(text) ? this.next() : null;
  }

  eatAny(...texts: string[]): Token | null {
    return this.atAny(...texts) ? this.next() : null;
  }

  /** Takes the token, or throws; `expected` completes "expected …". */
  expect(text: string, expected = `'${text}'`): Token {
    return this.eat(text) ?? this.unexpected(expected);
  }

  /** Takes the token; where a statement ends or a block begins instead, complains and goes on as if it stood there. */
  expectOrAssume(text: string, expected: string): void {
    if (this.eat(text)) return;
    if (!this.atAny(';', '{')) this.unexpected(expected);
    this.complain(expected, { fix: { span: this.gap, replacement: text } });
  }

  /** Complains that a `;` is missing right behind the previous token. */
  reportMissingSemicolon(): void {
    const span = this.gap;
    this.report(span, { code: 'missing-semicolon', found: this.found }, { fix: { span, replacement: ';' } });
  }

  identifier(expected: string): Identifier {
    if (this.token.kind !== 'name') this.unexpected(expected);
    const { text, span } = this.next();
    return { text, span };
  }

  report(span: Span, problem: Problem, help?: Help): void {
    if (this.abandoned || this.diagnostics.length >= MAX_COMPLAINTS) return;
    this.diagnostics.push(errorAt(span, problem, help));
  }

  /** Complains about a token that does not fit, and throws. */
  unexpected(expected: string, help?: Help): never {
    this.complain(expected, help);
    throw new ParseAbort();
  }

  /** Complains, and throws. */
  fail(span: Span, problem: Problem): never {
    this.report(span, problem);
    throw new ParseAbort();
  }

  /** An empty span right behind the previous token, where a forgotten token belongs. */
  get gap(): Span {
    const offset = this.previous?.span.end ?? this.token.span.start;
    return { source: this.source, start: offset, end: offset };
  }

  /** What the user wrote here, or null at the end of the file. */
  get found(): string | null {
    return this.atEnd ? null : this.token.text;
  }

  /** The span from a token to the one that was taken last. */
  since(first: Span): Span {
    return this.previous === null || this.previous.span.end < first.end
      ? first
      : join(first, this.previous.span);
  }

  /** Runs a production one level deeper, so that no nesting can exhaust the stack. */
  nest<T>(what: string, production: () => T): T {
    if (this.depth >= MAX_DEPTH) this.abandon(what);
    this.depth += 1;
    try {
      return production();
    } finally {
      this.depth -= 1;
    }
  }

  /** Counts one link of a chain that nests in the tree. */
  link(what: string): void {
    if (this.links >= MAX_LINKS) this.abandon(what);
    this.links += 1;
  }

  /** Begins to count links anew: at each statement and at the question. */
  restartLinks(): void {
    this.links = 0;
  }

  /** Runs a production; when it fails, skips to where `resume` says that the grammar can go on, and gives null. */
  recover<T>(production: () => T, resume: () => void): T | null {
    const from = this.index;
    try {
      return production();
    } catch (error) {
      if (!(error instanceof ParseAbort)) throw error;
      this.lost = true;
      resume();
      if (this.index === from && !this.at('{')) this.next();
      return null;
    }
  }

  skipAll(): void {
    while (!this.atEnd) this.next();
  }

  /** Skips to behind the next `;`, or to a brace or the beginning of something larger. */
  skipStatement(): void {
    while (!this.atEnd && !this.atAny('{', '}') && !this.atDefinition && !this.atQuestion) {
      if (this.next().text === ';') return;
    }
  }

  /** Skips what is left of a function's head, to its body. */
  skipHead(): void {
    while (!this.atEnd && !this.atAny('{', '}') && !this.atDefinition && !this.atQuestion) this.next();
  }

  /** Skips `{ … }`, which begins here. */
  skipBraces(): void {
    let depth = 0;
    do {
      if (this.atEnd || this.atDefinition) return;
      const { text } = this.next();
      if (text === '{') depth += 1;
      if (text === '}') depth -= 1;
    } while (depth > 0);
  }

  /** Skips to the next thread or the question. */
  skipDefinition(): void {
    while (!this.atEnd && !this.atDefinition && !this.atQuestion) this.next();
  }

  /** A line that begins with `P0(`: the head of a thread. */
  get atDefinition(): boolean {
    return this.token.opensLine && threadNumber(this.token.text) !== null && this.ahead(1).text === '(';
  }

  /** A line that begins the question. */
  get atQuestion(): boolean {
    return this.token.opensLine && this.beginsQuestion;
  }

  /** `exists (`, `~exists`, `forall`, `locations [`, `filter (` */
  get beginsQuestion(): boolean {
    return beginsQuestion((distance) => this.ahead(distance), this.questionWords);
  }

  /** Gives up the whole text. */
  private abandon(what: string): never {
    this.report(this.token.span, { code: 'too-deep', what });
    this.abandoned = true;
    this.skipAll();
    throw new ParseAbort();
  }

  private complain(expected: string, help?: Help): void {
    const { token } = this;
    if (token.kind === 'stray') this.report(token.span, { code: 'stray-character', character: token.text });
    else this.report(token.span, { code: 'unexpected', found: this.found, expected }, help);
  }
}
