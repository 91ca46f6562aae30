/**
 * What a branch of a C program decides behind its arms. The end of an `if` ends the dependency of what stands there: a
 * compiler may turn the branch into a conditional select, and then it orders no later write (program/flow.ts, joins).
 * But the registers that its arms assign depend on its condition either way: by control where it stays a branch, by the
 * choice where it becomes a select. So such a register hangs on the branch as the target of a select hangs on its
 * condition (choice.ts): what is made of it holds back writes, not reads. It is the weaker of the two on Armv8; RISC-V has no
 * select but arithmetic, which orders what is made of the value and nothing else, so a branch or a select orders as much.
 *
 * Which registers do is a matter of syntax, as in the kernel's model and in the manuals: that both arms assign the same
 * value makes no difference.
 */

import type { Access, WindowModel } from '../models/model.js';
import { definedBy, successors } from '../program/flow.js';
import type { RegisterSet } from '../program/liveness.js';
import type { Instruction } from '../program/program.js';
import type { Code } from './code.js';
import type { Window } from './window.js';

const NONE: readonly number[] = [];

/** For each place, the registers that a branch there decides: its arms may set them, and they may be read where these meet. */
export function decisions(
  code: readonly Instruction[],
  joins: readonly (number | null)[],
  live: readonly RegisterSet[],
): readonly (readonly number[])[] {
  const assigned = new Map<number, ReadonlySet<number>>();
  return code.map((_, pc) => {
    const join = joins[pc];
    if (join === null) return NONE;
    return [...inArms(code, joins, pc, join, assigned)].filter((register) => live[join].has(register));
  });
}

/** The registers that the arms of a branch may set. Those of branches in its arms are looked at once for all around them. */
function inArms(
  code: readonly Instruction[],
  joins: readonly (number | null)[],
  branch: number,
  join: number,
  known: Map<number, ReadonlySet<number>>,
): ReadonlySet<number> {
  const before = known.get(branch);
  if (before !== undefined) return before;
  const registers = new Set<number>();
  const seen = new Set(successors(code, branch));
  seen.delete(join);
  for (const pc of seen) {
    const target = definedBy(code[pc]);
    if (target !== null) registers.add(target);
    const inner = joins[pc];
    if (inner !== null) for (const each of inArms(code, joins, pc, inner, known)) registers.add(each);
    for (const next of inner === null ? successors(code, pc) : [inner]) if (next !== join) seen.add(next);
  }
  known.set(branch, registers);
  return registers;
}

/** Whether a model orders reads before all later writes, so that no write can come before what decides a branch. */
export function isDecidedFirst(model: WindowModel): boolean {
  const [read, write] = [PLAIN_READ, { ...PLAIN_READ, kind: 'write' } as const];
  return model.rules.some((rule) => rule.orders(read, write, { fences: [], waitingIsb: false }));
}

const PLAIN_READ: Access = { kind: 'read', order: 'plain', partner: null, exclusive: false, noReturn: false };

/** The registers that those branches decide whose arms have met right before an instance, and that are as `isOpen` says. */
export function decidedAt(
  { decides }: Code,
  { instances }: Window,
  meetings: Meetings,
  index: number,
  isOpen: (branch: number) => boolean,
): readonly number[] {
  const branches = meetings.get(index);
  return branches === undefined
    ? NONE
    : branches.filter(isOpen).flatMap((branch) => decides[instances[branch].pc]);
}

/** By the index of the first instance behind their arms, the branches of a window whose arms have met, by their indices. */
export type Meetings = ReadonlyMap<number, readonly number[]>;

/** Where in a window arms have met. */
export function meetingsIn({ instances }: Window): Meetings {
  const meetings = new Map<number, readonly number[]>();
  instances.forEach((each, index) => {
    if (each.kind !== 'branch' || each.scopeEnd === null) return;
    meetings.set(each.scopeEnd, [...(meetings.get(each.scopeEnd) ?? NONE), index]);
  });
  return meetings;
}
