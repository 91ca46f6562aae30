/** RISC-V's operands: registers, `offset(register)`, the letters of a fence, and the ordering in a mnemonic's suffix. */

import { displaced } from '../../lower/assembly/displaced.js';
import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, type Expression } from '../../program/expression.js';
import type { AccessKinds, Order } from '../../program/program.js';
import { riscvRegister, ZERO } from './register.js';

const A_REGISTER = 'a register such as x5 or a0';
const AN_ADDRESS = 'an address such as 0(x6)';

/** A register's numeric name. */
function name(operands: OperandReader): string {
  return operands.word(riscvRegister, A_REGISTER);
}

/** The value of a register. */
export function source(emitter: Emitter, operands: OperandReader): Expression {
  const register = name(operands);
  return register === ZERO ? constant(0n) : { kind: 'register', register: emitter.register(register) };
}

/** The register that an instruction sets; null for x0, where the result is lost. */
export function destination(emitter: Emitter, operands: OperandReader): number | null {
  const register = name(operands);
  return register === ZERO ? null : emitter.register(register);
}

/** `, rs` */
export function nextSource(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(A_REGISTER);
  return source(emitter, operands);
}

/** `, 8(rs)`; the offset may be left out. */
export function nextAddress(emitter: Emitter, operands: OperandReader): Expression {
  operands.comma(AN_ADDRESS);
  return offsetAddress(emitter, operands);
}

/** `8(rs)` */
export function offsetAddress(emitter: Emitter, operands: OperandReader): Expression {
  return displaced(operands, AN_ADDRESS, () => source(emitter, operands));
}

/** `rw`, with the `i` and `o` of devices dropped; null when no memory access is left. */
export function accessKinds(operands: OperandReader): AccessKinds | null {
  const { token } = operands;
  if (token === null || !/^i?o?r?w?$/i.test(token.text)) {
    return operands.fail('the kinds of accesses to order, such as rw, r or w');
  }
  operands.next();
  const [reads, writes] = [/r/i.test(token.text), /w/i.test(token.text)];
  if (reads && writes) return 'rw';
  if (reads) return 'r';
  return writes ? 'w' : null;
}

const SUFFIX = /^(.*?)(\.aq\.rl|\.aqrl|\.aq|\.rl)?$/;
const ORDERS: Readonly<Record<string, Order>> = {
  '.aq': 'acquire',
  '.rl': 'release',
  '.aqrl': 'acquire-release',
  '.aq.rl': 'acquire-release',
};

/** `amoadd.w` and its ordering, of `amoadd.w.aq.rl`. */
export function splitOrder(mnemonic: string): readonly [string, Order] {
  const [, stem = mnemonic, suffix = ''] = SUFFIX.exec(mnemonic) ?? [];
  return [stem, ORDERS[suffix] ?? 'plain'];
}
