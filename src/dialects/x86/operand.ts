/**
 * x86's operands, in Intel's spelling (`EAX`, `[x]`, `[EAX+4]`, `1`) and in AT&T's (`%eax`, `(x)`, `8(%rax,%rbx,4)`, `$1`). The
 * spellings do not clash, so each dialect reads both, as herd7 does; what differs is which operand is the destination.
 *
 * Intel SDM vol. 1, 3.7.5: an address is base + index * scale + displacement.
 */

import type { OperandReader } from '../../lower/assembly/operands.js';
import type { IntegerType } from '../../program/expression.js';
import type { Identifier } from '../../syntax/tree.js';
import type { Span } from '../../text/source.js';
import { join } from '../../text/source.js';
import { type Width, type X86Register, x86Register } from './register.js';

/** An operand, read. */
export type X86Operand =
  | { readonly kind: 'register'; readonly register: X86Register; readonly span: Span }
  | { readonly kind: 'immediate'; readonly value: bigint; readonly span: Span }
  /** `$x`: the address of a location. */
  | { readonly kind: 'address'; readonly name: Identifier; readonly span: Span }
  | {
      readonly kind: 'memory';
      readonly reference: MemoryReference;
      /** How wide `DWORD PTR` says that it is; null where nothing does. */
      readonly bits: IntegerType['bits'] | null;
      readonly span: Span;
    };

/** The parts of an address. */
export interface MemoryReference {
  readonly symbol: Identifier | null;
  readonly registers: readonly Scaled[];
  readonly displacement: bigint;
}

/** A register times 1, 2, 4 or 8. */
interface Scaled {
  readonly register: X86Register;
  readonly scale: bigint;
}

/** Intel's words for how wide an operand in memory is, before PTR. */
const POINTERS: ReadonlyMap<string, IntegerType['bits']> = new Map<string, IntegerType['bits']>([
  ['byte', 8],
  ['word', 16],
  ['dword', 32],
  ['qword', 64],
]);

/** The width that `DWORD PTR` says, of two words; null where they say none. */
function widthIn(first: string | undefined, second: string | undefined): IntegerType['bits'] | null {
  return /^ptr$/i.test(second ?? '') ? (POINTERS.get(first?.toLowerCase() ?? '') ?? null) : null;
}

/** Whether a word of an instruction is one of `DWORD PTR`. */
export function isOfPointer(before: string | undefined, word: string, after: string | undefined): boolean {
  return widthIn(word, after) !== null || widthIn(before, word) !== null;
}

/** `DWORD PTR` */
function pointerWidth(operands: OperandReader): IntegerType['bits'] | null {
  const bits = widthIn(operands.token?.text, operands.ahead(1)?.text);
  if (bits === null) return null;
  operands.next();
  operands.next();
  return bits;
}

const AN_OPERAND = 'a register, a number or a memory operand such as [x]';
const A_SCALE = 'a scale of 1, 2, 4 or 8';

/** The operands of an instruction, separated by commas. */
export function x86Operands(operands: OperandReader, width: Width): readonly X86Operand[] {
  const read: X86Operand[] = [];
  if (operands.token === null) return read;
  do read.push(operand(operands, width));
  while (operands.eat(','));
  return read;
}

function operand(operands: OperandReader, width: Width): X86Operand {
  const first = operands.token;
  if (first === null) return operands.fail(AN_OPERAND);
  const span = (): Span => join(first.span, operands.last?.span ?? first.span);
  const bits = pointerWidth(operands);
  const register = bits === null ? eatRegister(operands, width) : null;
  if (register !== null) return { kind: 'register', register, span: span() };
  if (/^\$[A-Za-z_]/.test(first.text)) {
    operands.next();
    return { kind: 'address', name: { text: first.text.slice(1), span: first.span }, span: first.span };
  }
  const displacement = operands.atImmediate ? operands.immediate() : null;
  if (bits === null && displacement !== null && !operands.at('(') && !operands.at('['))
    return { kind: 'immediate', value: displacement, span: span() };
  const reference = memory(operands, width, displacement ?? 0n);
  return { kind: 'memory', reference, bits, span: span() };
}

/** `eax`, `%eax` */
function eatRegister(operands: OperandReader, width: Width): X86Register | null {
  const percent = operands.at('%') ? 1 : 0;
  const name = operands.ahead(percent);
  const register = name?.kind === 'name' ? x86Register(name.text, width) : null;
  if (register === null) {
    if (percent === 1 && !/^rip$/i.test(name?.text ?? '')) operands.fail('a register');
    return null;
  }
  for (let count = 0; count <= percent; count++) operands.next();
  return register;
}

/** `[x]`, `(%rax)`, `(%rax,%rbx,4)`, `[EAX+4]`, `x(%rip)` */
function memory(operands: OperandReader, width: Width, displacement: bigint): MemoryReference {
  const named = operands.token?.kind === 'name' && operands.ahead(1)?.text === '(';
  const symbol = named ? operands.identifier(AN_OPERAND) : null;
  const closing = operands.at('[') ? ']' : ')';
  if (!operands.eat('[') && !operands.eat('(')) operands.fail(AN_OPERAND);
  let reference: MemoryReference = { symbol, registers: [], displacement };
  if (!operands.at(',')) reference = terms(operands, width, reference);
  if (closing === ')' && operands.eat(',')) reference = index(operands, width, reference);
  operands.expect(closing);
  return reference;
}

/** `EAX+EBX*4+8` */
function terms(operands: OperandReader, width: Width, start: MemoryReference): MemoryReference {
  let reference = start;
  do reference = term(operands, width, reference);
  while (operands.eat('+') || operands.at('-'));
  return reference;
}

function term(operands: OperandReader, width: Width, reference: MemoryReference): MemoryReference {
  if (operands.atImmediate)
    return { ...reference, displacement: reference.displacement + operands.immediate() };
  const register = eatRegister(operands, width);
  if (register !== null) {
    const scale = operands.eat('*') ? scaleAt(operands) : 1n;
    return { ...reference, registers: [...reference.registers, { register, scale }] };
  }
  operands.eat('%');
  const symbol = operands.identifier('a register, a location or a number');
  return /^rip$/i.test(symbol.text) ? reference : { ...reference, symbol };
}

/** `,%rbx,4` */
function index(operands: OperandReader, width: Width, reference: MemoryReference): MemoryReference {
  const register = eatRegister(operands, width) ?? operands.fail('an index register');
  const scale = operands.eat(',') ? scaleAt(operands) : 1n;
  return { ...reference, registers: [...reference.registers, { register, scale }] };
}

function scaleAt(operands: OperandReader): bigint {
  const { token } = operands;
  if (token === null || !/^[1248]$/.test(token.text)) return operands.fail(A_SCALE);
  return operands.immediate();
}

/** The width that an operand tells: a register's, or what `DWORD PTR` says of one in memory. */
export function widthOf(operand: X86Operand | null): IntegerType['bits'] | null {
  if (operand?.kind === 'register') return operand.register.bits;
  return operand?.kind === 'memory' ? operand.bits : null;
}
