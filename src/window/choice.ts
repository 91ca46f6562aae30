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

import { type Access, type Between, isOrdered } from '../models/model.js';
import type { Expression } from '../program/expression.js';
import { eachRegister, readsLoaded } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction, UpdateInstruction } from '../program/program.js';
import { decidedAt, meetingsIn } from './branch-choice.js';
import type { Code } from './code.js';
import { readOfPair } from './coherence.js';
import { accessesOf } from './static-accesses.js';
import type { Instance, Window } from './window.js';
import { holds, isPending, isRead, isWrite } from './window.js';

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
export function mayChoose({ instructions, decides }: Code, { instances }: Window): boolean {
  for (let index = 0; index < instances.length; index++) {
    const each = instances[index];
    if (each.kind === 'pick') return true;
    if (each.kind === 'branch' && each.scopeEnd !== null && decides[each.place].length > 0) return true;
    if (isSecondHalf(each) && isPending(each)) {
      const { condition } = instructions[each.place] as UpdateInstruction;
      if (condition !== null) return true;
    }
  }
  return false;
}

/** What a view knows of the instances when choices are followed. */
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
    const instruction = code.instructions[instance.place];
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
    if (hanging.value[index] || mentionsAny(resultOf(instruction), undecided)) undecided.add(target);
    else undecided.delete(target);
  });
  const { address, operand, value } = hanging;
  const sources = window.instances.map((each, index) => isRead(each) && (value[index] || address[index]));
  const after = sources.includes(true) ? heldAfter(code, window, known, sources) : NO_CHOICES.after;
  return { address, operand, after };
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
    case 'pick':
      return [instruction.condition, chosenBy(instruction, instance)];
    case 'read':
      return present(instruction.address, instruction.until);
    case 'write':
    case 'conditional':
      return [instruction.address, instruction.data];
    case 'update': {
      const { address, data, condition, until } = instruction;
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
  instruction: Extract<Instruction, { kind: 'pick' }>,
  instance: Instance,
): Expression {
  return instance.kind === 'pick' && instance.taken ? instruction.then : instruction.otherwise;
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
    case 'pick':
      return operand[index] || conditions[index] === null;
    case 'read': {
      if (address[index] || (instance.from !== null && value[instance.from])) return true;
      // Until the read of a compare-and-swap performs, its register holds what it compared with.
      return instance.role === 'writes' && isPending(instance) && code.compared[instance.place] !== null;
    }
    case 'write': {
      if (operand[index]) return true;
      if (instance.pair !== 'update') return false;
      const { data, condition } = code.instructions[instance.place] as UpdateInstruction;
      if (condition !== null && (conditions[index] === null || value[index - 1])) return true;
      return readsLoaded(data) && value[index - 1];
    }
    default:
      return false;
  }
}

/** What is known while the order after the sources is followed. */
interface Order {
  readonly code: Code;
  readonly window: Window;
  readonly known: Known;
  /** The reads that hang on a choice themselves. */
  readonly sources: readonly boolean[];
  /** By instance: whether it comes after a source in locally-ordered-before. */
  readonly held: boolean[];
  /** By instance: whether its address or data does. */
  readonly dataHeld: boolean[];
  /** The registers whose values come from reads that do. */
  readonly registers: Set<number>;
  /** An access before had such an address; a branch before, such a condition. */
  addressHeld: boolean;
  branchHeld: boolean;
  /** An ISB stood after one of these. */
  isbHeld: boolean;
}

/**
 * For each instance, whether it comes after a read that hangs on a choice, in what orders the accesses of a thread
 * (locally-ordered-before): rules, same location, pairs, and dependencies on reads that come after it themselves.
 */
function heldAfter(
  code: Code,
  window: Window,
  known: Known,
  sources: readonly boolean[],
): readonly boolean[] {
  const order: Order = {
    ...{ code, window, known, sources, held: [], dataHeld: [], registers: new Set() },
    ...{ addressHeld: false, branchHeld: false, isbHeld: false },
  };
  const meetings = meetingsIn(window);
  const isHeld = (branch: number): boolean => order.held[branch];
  window.instances.forEach((instance, index) => {
    for (const register of decidedAt(code, window, meetings, index, isHeld)) order.registers.add(register);
    const instruction = code.instructions[instance.place];
    const depends = isSecondHalf(instance)
      ? order.dataHeld[index - 1]
      : operandsOf(instruction, instance).some((each) => mentionsAny(each, order.registers));
    order.dataHeld.push(depends);
    order.held.push(comesAfter(order, index, depends));
    const addressed = 'address' in instruction && mentionsAny(instruction.address, order.registers);
    order.addressHeld ||= addressed;
    order.branchHeld ||= depends && (instance.kind === 'branch' || instance.kind === 'assume');
    order.isbHeld ||= isIsb(instruction) && (order.addressHeld || order.branchHeld);
    const target = isSecondHalf(instance) ? null : definedBy(instruction);
    if (target === null) return;
    const comes = depends || (isRead(instance) && order.held[index]);
    if (comes || mentionsAny(resultOf(instruction), order.registers)) order.registers.add(target);
    else order.registers.delete(target);
  });
  return order.held;
}

function isIsb(instruction: Instruction): boolean {
  return instruction.kind === 'fence' && instruction.fence.kind === 'isb';
}

function comesAfter(order: Order, index: number, depends: boolean): boolean {
  const { window, dataHeld } = order;
  const instance = window.instances[index];
  if (!isRead(instance) && !isWrite(instance)) return depends;
  if (depends || isRuled(order, index)) return true;
  if (instance.kind === 'read') {
    if (order.isbHeld || (instance.from !== null && dataHeld[instance.from])) return true;
    return instance.from !== null && isAfterPair(order, instance.from, index);
  }
  if (order.addressHeld || isInHeldArm(order, index)) return true;
  const read = readOfPair(window, index);
  return read !== null && isSource(order, read);
}

/** Whether an instance is a read that hangs on a choice or comes after one. */
function isSource({ sources, held, window }: Order, index: number): boolean {
  return sources[index] || (held[index] && isRead(window.instances[index]));
}

/** Whether a write lies under a branch that comes after a read that hangs on a choice. */
function isInHeldArm({ window, held }: Order, index: number): boolean {
  return window.instances.some((each, earlier) => earlier < index && held[earlier] && holds(each, index));
}

/** Whether a read took its value from a pair's write, where the model then orders it after that pair's read. */
function isAfterPair(order: Order, from: number, index: number): boolean {
  const { code, window } = order;
  const read = readOfPair(window, from);
  if (read === null || !isSource(order, read)) return false;
  const [write] = accessesOf(code.accesses[window.instances[from].place], window.instances[from]);
  const [reading] = accessesOf(code.accesses[window.instances[index].place], window.instances[index]);
  return code.model.forwards(write, reading) === 'after its read';
}

/** Whether a rule, or that both are of one location, orders some source before an access. */
function isRuled(order: Order, index: number): boolean {
  const { code, window, known } = order;
  const accesses = (at: number): readonly Access[] =>
    accessesOf(code.accesses[window.instances[at].place], window.instances[at]);
  const later = accesses(index);
  const fences: Between['fences'][number][] = [];
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    const instruction = code.instructions[window.instances[earlier].place];
    if (instruction.kind === 'fence') fences.push(instruction.fence);
    if (!isSource(order, earlier)) continue;
    const sameLocation = known.locations[earlier] >= 0 && known.locations[earlier] === known.locations[index];
    if (sameLocation && isWrite(window.instances[index])) return true;
    const between: Between = { fences, waitingIsb: false };
    if (accesses(earlier).some((a) => later.some((b) => isOrdered(code.model, a, b, between)))) return true;
  }
  return false;
}
