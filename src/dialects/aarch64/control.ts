/** AArch64's branches, calls and barriers. Arm ARM (DDI 0487), C3.1 and B2.3.12 (memory barriers). */

import type { Emitter } from '../../lower/assembly/emitter.js';
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';
import type { OperandReader } from '../../lower/assembly/operands.js';
import { constant, ULONG } from '../../program/expression.js';
import type { AccessKinds } from '../../program/program.js';
import { CONDITION_NAMES, conditionOf, kept } from './flag.js';
import { binary, content, ONE, register, target, ZERO } from './operand.js';

function labelOf(emitter: Emitter, operands: OperandReader) {
  return emitter.label(operands.label());
}

function branchOn(condition: string): InstructionLowering {
  return (emitter, operands) => {
    emitter.branch(conditionOf(emitter, condition) ?? ONE, labelOf(emitter, operands));
  };
}

/** `CBZ t, label` */
function compareAndBranch(operator: '==' | '!='): InstructionLowering {
  return (emitter, operands) => {
    const t = register(operands);
    operands.comma('a label');
    emitter.branch(binary(operator, t.type, content(emitter, t), ZERO), labelOf(emitter, operands));
  };
}

/** `TBZ t, #3, label` */
function testAndBranch(operator: '==' | '!='): InstructionLowering {
  return (emitter, operands) => {
    const t = register(operands);
    operands.comma('the number of a bit');
    const bit = constant(operands.immediate());
    operands.comma('a label');
    const tested = binary('&', t.type, binary('>>', t.type, content(emitter, t), bit), ONE);
    emitter.branch(binary(operator, t.type, tested, ZERO), labelOf(emitter, operands));
  };
}

/** Whom a barrier is for makes no difference to a test; which accesses it orders does. */
const DOMAINS = ['', 'ISH', 'OSH', 'NSH'];
type Kinds = readonly [before: AccessKinds, after: AccessKinds];
const OPTIONS: ReadonlyMap<string, Kinds> = new Map(
  DOMAINS.flatMap((domain): readonly (readonly [string, Kinds])[] => [
    [domain === '' ? 'SY' : domain, ['rw', 'rw']],
    [`${domain}LD`, ['r', 'rw']],
    [`${domain}ST`, ['w', 'w']],
  ]),
);

/** `DMB ISHLD` */
function barrier(name: 'DMB' | 'DSB'): InstructionLowering {
  return (emitter, operands) => {
    const { text, span } = operands.identifier('what it orders, such as SY');
    const option = OPTIONS.get(text.toUpperCase());
    if (option === undefined) return operands.reject(span, `one of ${[...OPTIONS.keys()].join(', ')}`);
    const [before, after] = option;
    // What comes after a DSB does not begin before it completes, whatever it is (DSB-ordered-before).
    emitter.fence(`${name} ${text.toUpperCase()}`, before, name === 'DSB' ? 'rw' : after);
  };
}

const synchronise: InstructionLowering = (emitter, operands) => {
  if (operands.atWord(['SY'])) operands.next();
  emitter.isb('ISB');
};

/** The register of a call's return address. */
const LINK = 'X30';

/** `BL label` */
const call: InstructionLowering = (emitter, operands) => {
  const label = labelOf(emitter, operands);
  emitter.set(emitter.register(LINK), emitter.returnAddress());
  emitter.jump(label);
};

/** `BR n`, and with `calls` `BLR n`. */
function branchTo({ calls }: { readonly calls: boolean }): InstructionLowering {
  return (emitter, operands) => {
    const to = content(emitter, register(operands, ULONG));
    const address = calls ? kept(emitter, to) : to;
    if (calls) emitter.set(emitter.register(LINK), emitter.returnAddress());
    emitter.jumpTo(address, { end: false });
  };
}

/** `RET`, `RET n`: a thread that nobody called ends there. */
const comeBack: InstructionLowering = (emitter, operands) => {
  const named = operands.token === null ? null : register(operands, ULONG);
  const address =
    named === null
      ? ({ kind: 'register', register: emitter.register(LINK) } as const)
      : content(emitter, named);
  emitter.jumpTo(address, { end: true });
};

/** `ADR d, label` */
const addressOfLabel: InstructionLowering = (emitter, operands) => {
  const d = register(operands, ULONG);
  operands.comma('a label');
  emitter.set(target(emitter, d), emitter.codeAddress(operands.label()));
};

export const CONTROL: readonly (readonly [string, InstructionLowering])[] = [
  ['B', (emitter, operands) => emitter.jump(labelOf(emitter, operands))],
  ...CONDITION_NAMES.flatMap((name) => [
    [`B.${name}`, branchOn(name)] as const,
    [`B${name}`, branchOn(name)] as const,
  ]),
  ['BL', call],
  ['BR', branchTo({ calls: false })],
  ['BLR', branchTo({ calls: true })],
  ['RET', comeBack],
  ['ADR', addressOfLabel],
  ['CBZ', compareAndBranch('==')],
  ['CBNZ', compareAndBranch('!=')],
  ['TBZ', testAndBranch('==')],
  ['TBNZ', testAndBranch('!=')],
  ['DMB', barrier('DMB')],
  ['DSB', barrier('DSB')],
  ['ISB', synchronise],
];
