/**
 * The operands of one instruction, read from the left. What does not fit is reported where it stands, in the name
 * of the instruction, and thrown: the rest of the instruction is given up, and lowering goes on with the next one.
 */

import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import { ParseAbort } from '../../syntax/cursor.js';
import type { Token } from '../../syntax/tokens.js';
import type { Identifier } from '../../syntax/tree.js';
import { join, type Span } from '../../text/source.js';
import type { Problems } from '../problems.js';

const NUMBER = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)$/;

/** A reader of the tokens after a mnemonic. */
export class OperandReader {
  readonly instruction: AssemblyInstruction;
  private readonly problems: Problems;
  private index = 0;

  constructor(instruction: AssemblyInstruction, problems: Problems) {
    this.instruction = instruction;
    this.problems = problems;
  }

  /** The next token; null at the end of the instruction. */
  get token(): Token | null {
    return this.ahead(0);
  }

  /** The token that was taken last. */
  get last(): Token | null {
    return this.index === 0 ? null : (this.instruction.operands[this.index - 1] ?? null);
  }

  ahead(distance: number): Token | null {
    return this.instruction.operands[this.index + distance] ?? null;
  }

  at(text: string): boolean {
    return this.token?.text === text;
  }

  /** Whether the next token is one of these words, in either case. */
  atWord(words: readonly string[]): boolean {
    return this.token?.kind === 'name' && words.includes(this.token.text.toUpperCase());
  }

  next(): Token | null {
    const { token } = this;
    this.index += 1;
    return token;
  }

  eat(text: string): boolean {
    if (!this.at(text)) return false;
    this.index += 1;
    return true;
  }

  expect(text: string, expected = `'${text}'`): void {
    if (!this.eat(text)) this.fail(expected);
  }

  /** The comma between two operands; `next` is what should follow it. */
  comma(next: string): void {
    if (!this.eat(',')) this.fail(`',' and ${next}`);
  }

  /** Reports what is left over, if anything is. */
  end(): void {
    if (this.token !== null) this.fail('nothing more');
  }

  /** A label that a branch names: `L0`; `1b` and `1f`, the nearest label 1 behind and ahead; `.+8`, so many bytes from here. */
  label(): Identifier {
    const { token } = this;
    if (token?.text === '.') return this.relativeLabel(token);
    if (token?.kind !== 'number' || !/^\d+[bf]$/.test(token.text)) return this.identifier('a label');
    this.index += 1;
    return { text: token.text, span: token.span };
  }

  private relativeLabel({ span }: Token): Identifier {
    this.index += 1;
    const offset = this.immediate('a number of bytes');
    return {
      text: `.${offset < 0n ? '' : '+'}${offset}`,
      span: this.last === null ? span : join(span, this.last.span),
    };
  }

  /** The next word as something else, such as the register of that name; `read` gives null for what is none. */
  word<Read>(read: (text: string) => Read | null, expected: string): Read {
    const { token } = this;
    const found = token?.kind === 'name' ? read(token.text) : null;
    if (found === null) return this.fail(expected);
    this.index += 1;
    return found;
  }

  identifier(expected: string): Identifier {
    const { token } = this;
    if (token?.kind !== 'name') return this.fail(expected);
    this.index += 1;
    return { text: token.text, span: token.span };
  }

  /** Whether a number comes next, with or without its `#` or `$`. */
  get atImmediate(): boolean {
    const { token } = this;
    return (
      token !== null && (token.kind === 'number' || /^(?:[#+-]|\$\d*|\$0[xX][0-9a-fA-F]+)$/.test(token.text))
    );
  }

  /** A number with an optional sign, after `#` or `$` or nothing. */
  immediate(expected = 'a number'): bigint {
    const { token } = this;
    const dollar = token?.text.startsWith('$') ? token.text.slice(1) : '';
    if (dollar !== '') return this.magnitude(dollar, expected);
    if (!this.eat('#')) this.eat('$');
    const negative = this.eat('-');
    if (!negative) this.eat('+');
    const magnitude = this.magnitude(this.token?.text ?? '', expected);
    return negative ? -magnitude : magnitude;
  }

  /** A number from `low` to `high`. */
  immediateWithin(low: number, high: number): bigint {
    const first = this.token?.span ?? this.gap;
    const value = this.immediate();
    if (value >= low && value <= high) return value;
    const span = this.last === null ? first : join(first, this.last.span);
    return this.reject(span, `a number from ${low} to ${high}`);
  }

  /** Takes the token, whose digits are given. */
  private magnitude(text: string, expected: string): bigint {
    if (!NUMBER.test(text)) this.fail(expected);
    const value = BigInt(text);
    if (value >= 1n << 64n) this.fail('a number of at most 64 bits');
    this.index += 1;
    return value;
  }

  /** Reports that something else was expected at the next token, or at the end of the instruction, and throws. */
  fail(expected: string): never {
    return this.reject(this.token?.span ?? this.gap, expected);
  }

  /** Reports that something else was expected at a span, and throws. */
  reject(span: Span, expected: string): never {
    this.problems.error(span, { code: 'wrong-argument', name: this.instruction.mnemonic.text, expected });
    throw new ParseAbort();
  }

  /** Reports, once for all its uses, that the dialect has this instruction and pinlitmus does not, and throws. */
  unsupported(why: string): never {
    const { mnemonic } = this.instruction;
    const what = `'${mnemonic.text}'`;
    this.problems.errorOnce(`${what}: ${why}`, mnemonic.span, { code: 'unsupported', what, why });
    throw new ParseAbort();
  }

  /** The place behind the instruction, where something is missing. */
  private get gap(): Span {
    const { end } = this.instruction.span;
    return { ...this.instruction.span, start: end };
  }
}
