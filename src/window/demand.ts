/**
 * What the filter demands of memory: a register of which it asks something, and that will get its value from one read
 * that is sure to come. When no other thread will write that read's location any more, the value is there already,
 * and an execution in which it is wrong can be dropped long before the read performs (search/search.ts, isDoomed).
 */
import { evaluate } from '../program/expression.js';
import { reachable } from '../program/flow.js';
import type { ReadInstruction } from '../program/program.js';
import type { Code, Requirement } from './code.js';
import { asLoaded } from './evaluation.js';
import { touches, WRITES } from './may-access.js';
import type { ThreadContext } from './order.js';
import { isPending, isWrite } from './window.js';

/** A location and what the filter lets it hold when the read comes. */
export interface Demand {
  readonly location: number;
  readonly accepts: (content: bigint) => boolean;
}

/** The demands of a local state. */
export function demandsOf(context: ThreadContext): readonly Demand[] {
  return context.code.requirements.flatMap((requirement) => {
    const [register, ...others] = requirement.registers;
    if (others.length > 0) return [];
    const read = pendingRead(context, register) ?? comingRead(context, register);
    return read === null || writesItself(context, read.location)
      ? []
      : [demand(context.code, requirement, register, read)];
  });
}

interface Source {
  readonly location: number;
  readonly instruction: ReadInstruction;
}

function demand(
  code: Code,
  requirement: Requirement,
  register: number,
  { location, instruction }: Source,
): Demand {
  const unknown: readonly (bigint | null)[] = code.thread.registers.map(() => null);
  return {
    location,
    accepts: (content) => {
      const value = evaluate(instruction.result, unknown, asLoaded(instruction, content));
      return value === null || requirement.holds(unknown.with(register, value));
    },
  };
}

/** The unperformed read in the window that gives the register its last value. */
function pendingRead({ code, window, evaluation }: ThreadContext, register: number): Source | null {
  if (code.setAhead[window.next].has(register)) return null;
  const index = window.instances.findLastIndex((each) => {
    return setsRegister(code.instructions[each.pc], register);
  });
  if (index === -1 || !isPending(window.instances[index])) return null;
  const instruction = code.instructions[window.instances[index].pc];
  const location = evaluation.locations[index];
  return instruction.kind === 'read' && location >= 0 ? { location, instruction } : null;
}

/** The one read ahead that gives the register its last value, whichever way the thread goes. */
function comingRead({ code, window }: ThreadContext, register: number): Source | null {
  const places = [window.next, ...reachable(code.instructions, window.next, null)];
  const setters = new Set(
    places.filter((pc) => {
      const instruction = code.instructions[pc];
      return instruction !== undefined && setsRegister(instruction, register);
    }),
  );
  const [pc] = setters;
  if (setters.size !== 1 || reachable(code.instructions, pc, null).has(pc)) return null;
  const instruction = code.instructions[pc];
  if (instruction.kind !== 'read' || instruction.address.kind !== 'constant') return null;
  const avoidable =
    pc !== window.next && reachable(code.instructions, window.next, pc).has(code.instructions.length);
  const location = code.reach[pc].get(instruction.address.value);
  return avoidable || location === undefined ? null : { location, instruction };
}

function setsRegister(instruction: Code['instructions'][number], register: number): boolean {
  if (instruction.kind === 'store-conditional') return instruction.status === register;
  return 'target' in instruction && instruction.target === register;
}

/** Whether the thread itself may still write the location before, or have a write of it in its store buffer. */
function writesItself({ code, window, evaluation }: ThreadContext, location: number): boolean {
  if (touches(code.ahead[window.next], location, WRITES)) return true;
  return window.instances.some(
    (each, index) =>
      isWrite(each) &&
      isPending(each) &&
      (evaluation.locations[index] === location || evaluation.locations[index] < 0),
  );
}
