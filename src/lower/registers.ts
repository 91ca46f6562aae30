/** Gives the temporaries of a draft, which have negative numbers, their final numbers behind the named registers. */
import type { Expression } from '../program/expression.js';
import { definedBy, eachUse } from '../program/flow.js';
import type { Instruction, Register } from '../program/program.js';
import { mapExpressions, mapRegisters } from '../program/substitute.js';

/** Code and its registers: the named ones, and then the temporaries that the code still uses. */
export interface FinishedCode {
  readonly code: readonly Instruction[];
  readonly registers: readonly Register[];
}

/** Gives temporaries, which are negative numbers in a draft, their final numbers. */
export function number(code: readonly Instruction[], named: readonly Register[]): FinishedCode {
  if (!code.some(hasTemporary)) return { code, registers: [...named] };
  const registers: Register[] = [...named];
  const numbers = new Map<number, number>();
  const numberOf = (register: number): number => {
    const known = register >= 0 ? register : numbers.get(register);
    if (known !== undefined) return known;
    registers.push({ name: `%${numbers.size}`, initial: 0n });
    numbers.set(register, registers.length - 1);
    return registers.length - 1;
  };
  const toFinal = (register: number, itself: Expression): Expression =>
    register >= 0 ? itself : { kind: 'register', register: numberOf(register) };
  const finished = code.map((instruction) =>
    withTarget(
      mapExpressions(instruction, (expression) => mapRegisters(expression, toFinal)),
      numberOf,
    ),
  );
  return { code: finished, registers };
}

function hasTemporary(instruction: Instruction): boolean {
  let found = (definedBy(instruction) ?? 0) < 0;
  eachUse(instruction, (register) => {
    found ||= register < 0;
  });
  return found;
}

/** The instruction with the register that it sets, if any, mapped. */
function withTarget(instruction: Instruction, numberOf: (register: number) => number): Instruction {
  if ('target' in instruction && instruction.target !== null) {
    const target = numberOf(instruction.target);
    return target === instruction.target ? instruction : { ...instruction, target };
  }
  if (instruction.kind !== 'store-conditional' || instruction.status === null || instruction.status >= 0)
    return instruction;
  return { ...instruction, status: numberOf(instruction.status) };
}
