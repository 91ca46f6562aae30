/**
 * What hangs on a choice that is only predicted: a conditional select whose condition is not known yet, the success of a
 * compare-and-swap (the "pick" dependencies of Armv8's memory model: Arm ARM DDI 0487, B2.3, Pick basic dependency and
 * Pick-locally-ordered-before), or what a branch of a C program has decided (branch-choice.ts). What depends on the choice
 * holds back writes, as a branch does, but not reads.
 *
 * A choice travels through registers and through the thread's own memory: a read that took its value from a write in the
 * store buffer that hangs on a choice hangs on it too. Such a read has performed and orders later writes all the same:
 * whatever it is ordered before, directly or by way of further reads, waits for the choice where it is a write (`after`).
 */

import type { Expression } from '../program/expression.js';
import { eachRegister, readsLoaded } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import { decidedAt, meetingsIn } from './branch-choice.js';
import { type Code, updateAt } from './code.js';
import { ANY, eachConstraint, eachForwardingConstraint, type Open, type Placed } from './order.js';
import type { Instance, Window } from './window.js';
import { isPending, isRead, isWrite } from './window.js';

/** For each instance of a window, what hangs on an unresolved choice; nothing where there is no entry. */
export interface Choices {
  /** The address of an access. */
  readonly address: readonly boolean[];
  /** What it writes, tests, chooses between or computes with; or the address. */
  readonly operand: readonly boolean[];
  /** For a write or a branch: something that it comes after. A choice holds such a write back, and keeps the branch open. */
  readonly after: readonly boolean[];
}

/** For code without choices. */
export const NO_CHOICES: Choices = { address: [], operand: [], after: [] };

/** Whether the window has what may be a choice that is only predicted. */
export function mayChoose(code: Code, { instances }: Window): boolean {
  for (let index = 0; index < instances.length; index++) {
    const each = instances[index];
    if (each.kind === 'select') return true;
    if (each.kind === 'branch' && each.scopeEnd !== null && code.decides[each.pc].length > 0) return true;
    if (isSecondHalf(each) && isPending(each) && updateAt(code, each.pc).condition !== null) return true;
  }
  return false;
}

/** What a evaluation knows of the instances when choices are followed. */
export interface Known {
  readonly locations: readonly number[];
  readonly conditions: readonly (bigint | null)[];
}

/** What hangs on a choice directly: by registers and by the thread's own memory. */
interface Hanging {
  readonly address: boolean[];
  readonly operand: boolean[];
  /** The value that a read has taken; what a write writes, or that it takes place. */
  readonly value: boolean[];
}

/** Follows the unresolved choices of a window. */
export function choicesOf(code: Code, window: Window, known: Known): Choices {
  const hanging: Hanging = { address: [], operand: [], value: [] };
  const undecided = new Set<number>();
  const meetings = meetingsIn(window);
  const isOpen = (branch: number): boolean => known.conditions[branch] === null || hanging.operand[branch];
  window.instances.forEach((instance, index) => {
    for (const register of decidedAt(code, window, meetings, index, isOpen)) undecided.add(register);
    const instruction = code.instructions[instance.pc];
    if (isSecondHalf(instance)) {
      // It computes with the registers that its read saw.
      hanging.address.push(hanging.address[index - 1]);
      hanging.operand.push(hanging.operand[index - 1]);
    } else {
      hanging.address.push('address' in instruction && mentionsAny(instruction.address, undecided));
      hanging.operand.push(operandsOf(instruction, instance).some((each) => mentionsAny(each, undecided)));
    }
    hanging.value.push(hangs(code, window, known, hanging, index));
    const target = isSecondHalf(instance) ? null : definedBy(instruction);
    if (target === null) return;
    const hung = hanging.value[index] && !isStatusAlone(code, instance);
    if (hung || mentionsAny(resultOf(instruction), undecided)) undecided.add(target);
    else undecided.delete(target);
  });
  const { address, operand, value } = hanging;
  const sources = window.instances.map((each, index) => isRead(each) && (value[index] || address[index]));
  const after = sources.includes(true) ? heldAfter(code, window, known, sources) : NO_CHOICES.after;
  return { address, operand, after };
}

/** Whether what an instance leaves in its register is the status of a store-conditional that nothing flows into. */
function isStatusAlone({ instructions, model }: Code, { kind, pc }: Instance): boolean {
  return instructions[pc].kind === 'store-conditional' && (model.statusEarly || kind === 'failed');
}

/** Whether the write of a read-modify-write follows its read. */
function isSecondHalf(instance: Instance): boolean {
  return instance.kind === 'write' && instance.pair === 'update';
}

function mentionsAny(expression: Expression | null, registers: ReadonlySet<number>): boolean {
  if (registers.size === 0 || expression === null) return false;
  let found = false;
  eachRegister(expression, (register) => {
    found ||= registers.has(register);
  });
  return found;
}

/**
 * The expressions that an instance computes with, but not what it makes of a value that it reads (resultOf); a conditional
 * select reads only what it is predicted to choose.
 */
function operandsOf(instruction: Instruction, instance: Instance): readonly Expression[] {
  switch (instruction.kind) {
    case 'set':
      return [instruction.value];
    case 'select':
      return [instruction.condition, chosenBy(instruction, instance)];
    case 'read':
      return present(instruction.address, instruction.awaits);
    case 'write':
    case 'store-conditional':
      return [instruction.address, instruction.data];
    case 'update': {
      const { address, data, condition, awaits: until } = instruction;
      return present(address, data, condition, until);
    }
    case 'branch':
    case 'assume':
      return [instruction.condition];
    default:
      return [];
  }
}

/** What goes into the register of an instruction that reads memory, over the value that it reads. */
function resultOf(instruction: Instruction): Expression | null {
  return instruction.kind === 'read' || instruction.kind === 'update' ? instruction.result : null;
}

/** What a conditional select is predicted to choose. */
export function chosenBy(
  instruction: Extract<Instruction, { kind: 'select' }>,
  instance: Instance,
): Expression {
  return instance.kind === 'select' && instance.taken ? instruction.then : instruction.otherwise;
}

function present(...expressions: readonly (Expression | null)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== null);
}

/** Whether what an instance leaves in its register or in the store buffer hangs on a choice. */
function hangs(
  code: Code,
  window: Window,
  { conditions }: Known,
  { address, operand, value }: Hanging,
  index: number,
): boolean {
  const instance = window.instances[index];
  switch (instance.kind) {
    case 'set':
      return operand[index];
    case 'select':
      return operand[index] || conditions[index] === null;
    case 'read': {
      if (address[index] || (instance.from !== null && value[instance.from])) return true;
      // Until the read of a compare-and-swap performs, its register holds what it compared with.
      return instance.role === 'writes' && instance.value === null && code.compared[instance.pc] !== null;
    }
    case 'write': {
      if (operand[index]) return true;
      if (instance.pair !== 'update') return false;
      const { data, condition } = updateAt(code, instance.pc);
      if (condition !== null && (conditions[index] === null || value[index - 1])) return true;
      return readsLoaded(data) && value[index - 1];
    }
    default:
      return false;
  }
}

/** What is known while the order after the sources is followed. */
interface Following extends Placed {
  /** The reads that depend on a choice themselves. */
  readonly sources: readonly boolean[];
  /** By instance: whether it comes after a source in locally-ordered-before; a branch, whether its condition does. */
  readonly held: boolean[];
  /** By instance: whether something that it computes with does. */
  readonly operandHeld: boolean[];
  /** By instance: whether its address does. */
  readonly addressHeld: boolean[];
  /** The registers whose values come from reads that do. */
  readonly registers: Set<number>;
}

/** What is open here: a read that depends on a choice or comes after one, and what depends on a read that comes after one. */
const AFTER_SOURCE: Open<Following> = {
  access: ({ window, sources, held }, index) =>
    sources[index] || (held[index] && isRead(window.instances[index])),
  address: ({ addressHeld }, index) => addressHeld[index],
  branch: ({ held }, index) => held[index],
  condition: ({ held }, index) => held[index],
  operand: ({ operandHeld }, index) => operandHeld[index],
  value: ({ operandHeld }, index) => operandHeld[index],
};

/**
 * For each instance, whether it comes after a read that depends on a choice, in what orders the accesses of a thread
 * (locally-ordered-before): rules, same location, pairs, and dependencies on reads that come after it themselves.
 */
function heldAfter(
  code: Code,
  window: Window,
  { locations }: Known,
  sources: readonly boolean[],
): readonly boolean[] {
  const held: boolean[] = [];
  const registers = new Set<number>();
  const following: Following = {
    ...{ code, window, evaluation: { locations }, sources },
    ...{ held, operandHeld: [], addressHeld: [], registers },
  };
  const meetings = meetingsIn(window);
  const isHeld = (branch: number): boolean => held[branch];
  window.instances.forEach((instance, index) => {
    for (const register of decidedAt(code, window, meetings, index, isHeld)) registers.add(register);
    const instruction = code.instructions[instance.pc];
    const depends = isSecondHalf(instance)
      ? following.operandHeld[index - 1]
      : operandsOf(instruction, instance).some((each) => mentionsAny(each, registers));
    following.operandHeld.push(depends);
    following.addressHeld.push('address' in instruction && mentionsAny(instruction.address, registers));
    held.push(depends || comesAfter(following, index));
    const target = isSecondHalf(instance) ? null : definedBy(instruction);
    if (target === null) return;
    const comes = (depends && !isStatusAlone(code, instance)) || (isRead(instance) && held[index]);
    if (comes || mentionsAny(resultOf(instruction), registers)) registers.add(target);
    else registers.delete(target);
  });
  return held;
}

/** Whether an access comes after a source by what orders accesses, or by the write that it took its value from. */
function comesAfter(following: Following, index: number): boolean {
  const instance = following.window.instances[index];
  if (!isRead(instance) && !isWrite(instance)) return false;
  if (eachConstraint(following, index, AFTER_SOURCE, ANY)) return true;
  const from = instance.kind === 'read' ? instance.from : null;
  return from !== null && eachForwardingConstraint(following, from, index, AFTER_SOURCE, ANY);
}
