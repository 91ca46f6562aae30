/** RISC-V's operands: registers, `offset(register)`, the letters of a fence, and the ordering in a mnemonic's suffix. */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { type Expression, LONG } from '../../program/expression.js';
import type { AccessKinds, Order } from '../../program/program.js';
import { constant, sum } from './arithmetic.js';
import { riscvRegister, ZERO } from './register.js';

const A_REGISTER = 'a register such as x5 or a0';
const AN_ADDRESS = 'an address such as 0(x6)';

/** A register's numeric name. */
function name(operands: OperandReader): string {
  const { token } = operands;
  const register = token?.kind === 'name' ? riscvRegister(token.text) : null;
  if (register === null) return operands.fail(A_REGISTER);
  operands.next();
  return register;
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
  const offset = operands.at('(') ? 0n : operands.immediate(AN_ADDRESS);
  operands.expect('(', AN_ADDRESS);
  const base = source(emitter, operands);
  operands.expect(')');
  return offset === 0n ? base : sum(base, constant(offset), LONG);
}

/** `rw`, with the `i` and `o` of devices dropped; null when no memory access is left. */
export function accessKinds(operands: OperandReader): AccessKinds | null {
  const { token } = operands;
  if (token === null || !/^i?o?r?w?$/.test(token.text)) {
    return operands.fail('the kinds of accesses to order, such as rw, r or w');
  }
  operands.next();
  const [reads, writes] = [token.text.includes('r'), token.text.includes('w')];
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
