/**
 * Walks along pointers. Where a register is not known yet, and every access ahead is of an address that hangs on it, or on what
 * such an access reads, or waits for it by a barrier or a branch between, none of them can perform before what is in the window
 * has: an access performs at an address that is known, and nothing but an access acts on others. Grace periods and the ends of
 * readers count for nothing behind an access that has not performed either (standing.ts). So a list is walked no further ahead than
 * its next node is known, in loops that go round as often as there are nodes.
 *
 * What hangs on the register is followed over all ways ahead, and what two ways bring together is what hangs on it on both.
 */
import type { Access } from '../models/model.js';
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

/** What is known at a place ahead of those who wait for the register. */
interface Waiting {
  /** The registers that hang on it. */
  readonly hanging: ReadonlySet<number>;
  /** Whether reads, and writes, wait by what stands before the place. */
  readonly reads: boolean;
  readonly writes: boolean;
}

/** Follows what hangs on the register from a place on; false where some access ahead does not. */
function followed(code: Code, start: number, register: number): boolean {
  const known = new Map<number, Waiting>([
    [start, { hanging: new Set([register]), reads: false, writes: false }],
  ]);
  const pending = [start];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const here = known.get(place);
    if (here === undefined || place >= code.instructions.length) continue;
    if (!mayWait(code.instructions[place], here)) return false;
    const after = passed(code, place, here);
    for (const next of successors(code.instructions, place)) {
      const before = known.get(next);
      const both = before === undefined ? after : common(before, after);
      if (before !== undefined && isSame(before, both)) continue;
      known.set(next, both);
      pending.push(next);
    }
  }
  return true;
}

function common(one: Waiting, other: Waiting): Waiting {
  return {
    hanging: new Set([...one.hanging].filter((each) => other.hanging.has(each))),
    reads: one.reads && other.reads,
    writes: one.writes && other.writes,
  };
}

function isSame(one: Waiting, part: Waiting): boolean {
  return one.hanging.size === part.hanging.size && one.reads === part.reads && one.writes === part.writes;
}

/** Whether an instruction waits, be it for its address, or performs nothing. */
function mayWait(instruction: Instruction, { hanging, reads, writes }: Waiting): boolean {
  if (!('address' in instruction) || uses(instruction.address, hanging)) return true;
  return instruction.kind === 'write' || instruction.kind === 'store-conditional' ? writes : reads;
}

/**
 * What waits behind an instruction. A write waits for what decides whether it is done at all, and for the addresses of all accesses
 * before it (order.ts, eachConstraintOfWrite). Behind a barrier that orders reads, whatever it orders waits for the read that the
 * register is to come from.
 */
function passed(code: Code, place: number, { hanging, reads, writes }: Waiting): Waiting {
  const instruction = code.instructions[place];
  const decides =
    instruction.kind === 'branch' && code.joins[place] === null && uses(instruction.condition, hanging);
  const isLate = 'address' in instruction && uses(instruction.address, hanging);
  return {
    hanging: behind(code, place, hanging),
    reads: reads || holdsBack(code, instruction, 'read'),
    writes: writes || decides || isLate || holdsBack(code, instruction, 'write'),
  };
}

/** Whether every later access of a kind waits behind an instruction for each read before it. */
function holdsBack(code: Code, instruction: Instruction, kind: Access['kind']): boolean {
  if (instruction.kind !== 'fence') return false;
  // A status comes of a store-conditional, which is no read.
  if (code.instructions.some((each) => each.kind === 'store-conditional')) return false;
  const later: Access = { ...PLAIN_READ, kind };
  const between = { fences: [instruction.fence], waitingIsb: false };
  return READS.every((read) => code.model.rules.some((rule) => rule.orders(read, later, between)));
}

const PLAIN_READ: Access = { kind: 'read', order: 'plain', partner: null, exclusive: false, noReturn: false };

/** The reads that leave something in a register, as far as rules tell them apart. */
const READS: readonly Access[] = [
  PLAIN_READ,
  { ...PLAIN_READ, exclusive: true },
  { ...PLAIN_READ, partner: 'plain' },
];

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
