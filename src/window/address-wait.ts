/**
 * Walks along pointers. Where a register is not known yet, and every access ahead is of an address that hangs on it, or on what
 * such an access reads, none of them can perform before what is in the window has: an access performs at an address that is
 * known, and nothing but an access acts on others. So a list is walked no further ahead than its next node is known, in
 * loops that go round as often as there are nodes.
 *
 * What hangs on the register is followed over all ways ahead, and what two ways bring together is what hangs on it on both.
 */
import { type Expression, eachRegister, readsLoaded } from '../program/expression.js';
import { successors } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import type { Code } from './code.js';
import type { ThreadContext } from './order.js';

/** For each place and register, whether all accesses ahead wait for it; worked out when it is asked for. */
const known = new WeakMap<Code, Map<number, boolean>>();

/** Whether the address of every access ahead hangs on a register that is not known. */
export function addressesWait({ code, window, evaluation }: ThreadContext): boolean {
  // A predicted choice may tell a register before anything performs.
  if (code.loops === null || code.choices || !code.loops.cyclic[window.next]) return false;
  const registers = evaluation.registers[window.instances.length];
  return registers.some(
    (value, register) =>
      value === null && code.live[window.next].has(register) && allWaitFor(code, window.next, register),
  );
}

function allWaitFor(code: Code, place: number, register: number): boolean {
  const answers = known.get(code) ?? new Map<number, boolean>();
  known.set(code, answers);
  const key = place * code.thread.registers.length + register;
  const answer = answers.get(key) ?? followed(code, place, register);
  answers.set(key, answer);
  return answer;
}

/** Follows what hangs on the register from a place on; false where some access ahead does not. */
function followed(code: Code, start: number, register: number): boolean {
  const hanging = new Map<number, ReadonlySet<number>>([[start, new Set([register])]]);
  const pending = [start];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (place >= code.instructions.length) continue;
    const here = hanging.get(place) ?? new Set();
    const instruction = code.instructions[place];
    if (!mayWait(instruction, here)) return false;
    const after = behind(code, place, here);
    for (const next of successors(code.instructions, place)) {
      const before = hanging.get(next);
      const both = before === undefined ? after : new Set([...before].filter((each) => after.has(each)));
      if (before !== undefined && both.size === before.size) continue;
      hanging.set(next, both);
      pending.push(next);
    }
  }
  return true;
}

/** Whether an instruction performs at an address that hangs on one of the registers, or not at all. */
function mayWait(instruction: Instruction, hanging: ReadonlySet<number>): boolean {
  // Grace periods and readers are seen by other threads.
  if (instruction.kind === 'fence') return instruction.event === undefined;
  return !('address' in instruction) || uses(instruction.address, hanging);
}

/** The registers that hang on it behind an instruction. */
function behind(code: Code, place: number, hanging: ReadonlySet<number>): ReadonlySet<number> {
  const instruction = code.instructions[place];
  switch (instruction.kind) {
    case 'set':
      return withRegister(hanging, instruction.target, uses(instruction.value, hanging));
    case 'read':
      return withRegister(hanging, instruction.target, readsLoaded(instruction.result));
    case 'update':
      // What a compare-and-swap leaves may be known before it performs.
      return withRegister(
        hanging,
        instruction.target,
        readsLoaded(instruction.result) && code.compared[place] === null,
      );
    case 'select':
      return withRegister(hanging, instruction.target, false);
    case 'store-conditional':
      return withRegister(hanging, instruction.status, false);
    default:
      return hanging;
  }
}

function withRegister(
  hanging: ReadonlySet<number>,
  register: number | null,
  hangs: boolean,
): ReadonlySet<number> {
  if (register === null || hanging.has(register) === hangs) return hanging;
  const changed = new Set(hanging);
  if (hangs) changed.add(register);
  else changed.delete(register);
  return changed;
}

/** Whether a value is not known as long as none of the registers is. */
function uses(expression: Expression, registers: ReadonlySet<number>): boolean {
  let found = false;
  eachRegister(expression, (register) => {
    found ||= registers.has(register);
  });
  return found;
}
