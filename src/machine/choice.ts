/**
 * What hangs on a choice that is only predicted: a conditional select whose condition is not known yet (the "pick"
 * dependencies of Armv8's memory model, Arm ARM DDI 0487, B2.3: Pick-basic dependency). What depends on the choice
 * holds back writes, as a branch does, but not reads.
 */

import type { Expression } from '../program/expression.js';
import { eachRegister } from '../program/expression.js';
import { definedBy, usedBy } from '../program/flow.js';
import type { Code } from './code.js';
import type { Window } from './window.js';

/** For each instance of a window, whether an unresolved choice decides its address, or what it writes or tests. */
export interface Choices {
  readonly address: readonly boolean[];
  readonly operand: readonly boolean[];
}

/** For code without conditional selects. */
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
  window.instances.forEach((instance, index) => {
    const instruction = code.instructions[instance.place];
    address.push('address' in instruction && isUndecided(instruction.address));
    const any = [...usedBy(instruction)].some((register) => undecided.has(register));
    operand.push(any);
    const target = definedBy(instruction);
    if (target === null || (instance.kind === 'write' && instance.pair === 'update')) return;
    const open = instruction.kind === 'pick' && conditions[index] === null;
    const passesOn = instruction.kind === 'set' || instruction.kind === 'pick';
    if (open || (passesOn && any)) undecided.add(target);
    else undecided.delete(target);
  });
  return { address, operand };
}
