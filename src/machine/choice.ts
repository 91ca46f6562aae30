/**
 * What hangs on a choice that is only predicted: a conditional select whose condition is not known yet (the "pick"
 * dependencies of Armv8's memory model, Arm ARM DDI 0487, B2.3: Pick-basic dependency), or a branch of a C program whose
 * arms have met (branch-choice.ts). What depends on the choice holds back writes, as a branch does, but not reads.
 */

import type { Expression } from '../program/expression.js';
import { eachRegister } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import { meetingsIn } from './branch-choice.js';
import type { Code } from './code.js';
import type { Window } from './window.js';

/** For each instance of a window, whether an unresolved choice decides its address, or what it writes or tests. */
export interface Choices {
  readonly address: readonly boolean[];
  readonly operand: readonly boolean[];
}

/** Where nothing is chosen, or all that is chosen is known. */
export const NO_CHOICES: Choices = { address: [], operand: [] };

/** Follows unresolved choices through the registers of a window. */
export function choicesOf(code: Code, window: Window, conditions: readonly (bigint | null)[]): Choices {
  const undecided = new Set<number>();
  const isUndecided = (expression: Expression): boolean => {
    let found = false;
    eachRegister(expression, (register) => {
      found ||= undecided.has(register);
    });
    return found;
  };
  const address: boolean[] = [];
  const operand: boolean[] = [];
  const meetings = meetingsIn(window);
  const isOpen = (index: number): boolean => conditions[index] === null || operand[index];
  window.instances.forEach((instance, index) => {
    for (const branch of meetings.get(index) ?? []) {
      if (!isOpen(branch)) continue;
      for (const register of code.decides[window.instances[branch].place]) undecided.add(register);
    }
    const instruction = code.instructions[instance.place];
    address.push('address' in instruction && isUndecided(instruction.address));
    operand.push(usesOf(instruction).some(isUndecided));
    const target = definedBy(instruction);
    if (target === null || (instance.kind === 'write' && instance.pair === 'update')) return;
    const chosen = instruction.kind === 'pick' && conditions[index] === null;
    if (chosen || flowsOf(instruction).some(isUndecided)) undecided.add(target);
    else undecided.delete(target);
  });
  return { address, operand };
}

/** What an instruction tests or writes, and where; not what it makes of what it loads. */
function usesOf(instruction: Instruction): readonly Expression[] {
  switch (instruction.kind) {
    case 'branch':
    case 'assume':
      return [instruction.condition];
    case 'write':
    case 'conditional':
      return [instruction.address, instruction.data];
    case 'update': {
      const { address, data, condition, until } = instruction;
      return [address, data, condition, until].filter((each) => each !== null);
    }
    default:
      return [];
  }
}

/** What goes into the register that an instruction sets. */
function flowsOf(instruction: Instruction): readonly Expression[] {
  switch (instruction.kind) {
    case 'set':
      return [instruction.value];
    case 'pick':
      return [instruction.condition, instruction.then, instruction.otherwise];
    case 'read':
    case 'update':
      return [instruction.result];
    default:
      return [];
  }
}
