/**
 * RISC-V's jumps, calls and returns, and what is refused by its name. ISA manual vol. I, RV32I and "RISC-V Assembly Programmer's
 * Handbook" (pseudo-instructions).
 */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { binary } from '../../lower/assembly/register-formula.js';
import { constant, type Expression } from '../../program/expression.js';
import { destination, offsetAddress, source } from './operand.js';
import { riscvRegister } from './register.js';

const LINK = 'ra';

function link(emitter: Emitter): number {
  return emitter.register(riscvRegister(LINK) ?? LINK);
}

/** Whether a register stands here rather than a label. */
function atRegister({ token }: OperandReader): boolean {
  return token?.kind === 'name' && riscvRegister(token.text) !== null;
}

/** `jal label`, `jal rd, label` */
const jumpAndLink: InstructionLowering = (emitter, operands) => {
  const named = atRegister(operands) && operands.ahead(1)?.text === ',';
  const target = named ? destination(emitter, operands) : link(emitter);
  if (named) operands.comma('a label');
  const label = emitter.label(operands.label());
  emitter.set(target, emitter.returnAddress());
  emitter.jump(label);
};

/** `jalr rs`, `jalr rd, rs`, `jalr rd, rs, 0`, `jalr rd, 0(rs)` */
const jumpAndLinkRegister: InstructionLowering = (emitter, operands) => {
  const named = operands.ahead(1)?.text === ',';
  const target = named ? destination(emitter, operands) : link(emitter);
  if (named) operands.comma('a register');
  const to = emitter.code.temporary();
  emitter.set(to, jumpAddress(emitter, operands));
  emitter.set(target, emitter.returnAddress());
  emitter.jumpTo({ kind: 'register', register: to }, { end: target === null });
};

/** `rs`, `rs, 4`, `4(rs)` */
function jumpAddress(emitter: Emitter, operands: OperandReader): Expression {
  if (!atRegister(operands)) return offsetAddress(emitter, operands);
  const base = source(emitter, operands);
  return operands.eat(',') ? binary('+')(base, constant(operands.immediate())) : base;
}

/** `jr rs`: one that goes where a call came from. */
const jumpRegister: InstructionLowering = (emitter, operands) => {
  emitter.jumpTo(jumpAddress(emitter, operands), { end: true });
};

/** `ret`: a thread that nobody called ends there. */
const comeBack: InstructionLowering = (emitter) => {
  emitter.jumpTo({ kind: 'register', register: link(emitter) }, { end: true });
};

const jump: InstructionLowering = (emitter, operands) => emitter.jump(emitter.label(operands.label()));

/** `call label` */
const call: InstructionLowering = (emitter, operands) => {
  const label = emitter.label(operands.label());
  emitter.set(link(emitter), emitter.returnAddress());
  emitter.jump(label);
};

export const CONTROL: readonly (readonly [string, InstructionLowering])[] = [
  ['j', jump],
  ['tail', jump],
  ['jal', jumpAndLink],
  ['jalr', jumpAndLinkRegister],
  ['jr', jumpRegister],
  ['ret', comeBack],
  ['call', call],
];

/** What is refused, by the reason for it. */
const REFUSED: readonly (readonly [why: string, names: RegExp])[] = [
  ['control and status registers are not modelled', /^(?:csr[rwsc]\w*|rd(?:cycle|time|instret)h?)$/],
  ['no instruction traps here', /^(?:ecall|ebreak|unimp|[msu]ret)$/],
  ['address translation is not modelled', /^(?:sfence|hfence|sinval|hinval)\./],
  ['caches are not modelled', /^cbo\./],
  ['of code only labels have addresses here', /^auipc$/],
  ['floating point is not modelled', /^(?:f[ls][hwdq]|f[a-z]+\.[hsdqwlx]\w*(?:\.\w+)*)$/],
  ['vectors are not modelled', /^v(?:set|[ls][esu]|[a-z]+\.[vxif])/],
  ['no product is of 128 bits here', /^mulh(?:u|su)?$/],
  ['only whole instructions are read: write it without its c', /^c\./],
];

/** What refuses an instruction by its name; null for one that is nothing of RISC-V's. */
export function refused(name: string): InstructionLowering | null {
  const [why] = REFUSED.find(([, names]) => names.test(name)) ?? [];
  return why === undefined ? null : (_, operands) => operands.unsupported(why);
}
