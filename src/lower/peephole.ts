/**
 * Mends what a simple lowering leaves behind, so that the search has fewer steps to take: a read into a temporary
 * that is copied at once reads into the copy's target, values that nobody uses are not computed, jumps to the
 * next instruction go away. Nothing here changes which accesses happen, or what depends on what.
 *
 * Temporaries are negative register numbers here (draft.ts).
 */

import { type Expression, LONG } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import { liveness } from '../program/liveness.js';
import type { Instruction, Program } from '../program/program.js';
import { mapRegisters } from '../program/substitute.js';
import { usesIn } from './registers.js';
import { negate } from './value.js';

type Draft = readonly Instruction[];

/** The same code, shorter; `controls` as in the program. */
export function tidy(code: Draft, controls: Program['controls']): Draft {
  const idle = controls === 'arms' ? ['jump', 'branch'] : ['jump'];
  if (isTidy(code, idle)) return code;
  let current = code;
  for (let length = -1; length !== current.length; ) {
    length = current.length;
    current = invertBranches(
      dropIdle(dropUnreachable(dropDead(dropUnused(fuse(threadJumps(current))))), idle),
    );
  }
  return current;
}

/** Whether there is nothing to mend: no temporary, no jump, no idle branch. Most threads of assembly are like that. */
function isTidy(code: Draft, idle: readonly string[]): boolean {
  return code.every((each, index) => {
    if (each.kind === 'branch') return each.destination !== index + 1 || !idle.includes('branch');
    return each.kind !== 'jump' && isNamed(definedBy(each) ?? 0);
  });
}

/** Leaves out the instructions marked null; destinations follow. */
function compact(code: readonly (Instruction | null)[]): Draft {
  if (!code.includes(null)) return code as Draft;
  const position: number[] = [];
  let kept = 0;
  for (const instruction of code) {
    position.push(kept);
    if (instruction !== null) kept += 1;
  }
  position.push(kept);
  return code
    .filter((instruction) => instruction !== null)
    .map((instruction) =>
      'destination' in instruction
        ? { ...instruction, destination: position[instruction.destination] }
        : instruction,
    );
}

/** How often each register is read. */
function countUses(code: Draft): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  for (const instruction of code) {
    for (const register of usesIn(instruction)) uses.set(register, (uses.get(register) ?? 0) + 1);
  }
  return uses;
}

function countDefinitions(code: Draft): ReadonlyMap<number, number> {
  const definitions = new Map<number, number>();
  for (const instruction of code) {
    const target = definedBy(instruction);
    if (target !== null) definitions.set(target, (definitions.get(target) ?? 0) + 1);
  }
  return definitions;
}

/** `%1 = [x]; r0 = f(%1)` becomes `r0 = f([x])` where nothing else uses `%1`. */
function fuse(code: Draft): Draft {
  const uses = countUses(code);
  const definitions = countDefinitions(code);
  const destinations = new Set(code.map((each) => ('destination' in each ? each.destination : -1)));
  const result: (Instruction | null)[] = [...code];
  for (let index = 0; index + 1 < code.length; index++) {
    const [first, second] = [result[index], code[index + 1]];
    const target = first === null ? null : definedBy(first);
    if (first === null || target === null || target >= 0 || second.kind !== 'set') continue;
    const alone = uses.get(target) === 1 && definitions.get(target) === 1 && !destinations.has(index + 1);
    const fused = alone ? fusePair(first, second, target) : null;
    if (fused === null) continue;
    result[index] = null;
    result[index + 1] = fused;
  }
  return compact(result);
}

function fusePair(
  first: Instruction,
  second: Instruction & { readonly kind: 'set' },
  temporary: number,
): Instruction | null {
  if (!usesIn(second).includes(temporary)) return null;
  const { target, span } = second;
  if (first.kind === 'set') {
    return { ...second, value: mapRegisters(second.value, replacing(temporary, first.value)) };
  }
  if (first.kind !== 'read' && first.kind !== 'update') return null;
  return { ...first, target, span, result: mapRegisters(second.value, replacing(temporary, first.result)) };
}

function replacing(
  register: number,
  replacement: Expression,
): (other: number, itself: Expression) => Expression {
  return (other, itself) => (other === register ? replacement : itself);
}

/** Temporaries that nobody reads are not computed; the access that would fill one stays. */
function dropUnused(code: Draft): Draft {
  const uses = countUses(code);
  const unused = (target: number | null) => target !== null && target < 0 && !uses.has(target);
  return compact(
    code.map((instruction) => {
      const computes = instruction.kind === 'set' || instruction.kind === 'pick';
      if (computes && unused(instruction.target)) return null;
      const access = instruction.kind === 'read' || instruction.kind === 'update';
      return access && unused(instruction.target) ? { ...instruction, target: null } : instruction;
    }),
  );
}

/** Nor are values that are overwritten before anybody reads them, as most of a comparison's flags are. */
function dropDead(code: Draft): Draft {
  const named = new Set<number>();
  for (const each of code) {
    for (const register of [...usesIn(each), definedBy(each) ?? -1])
      if (isNamed(register)) named.add(register);
  }
  const live = liveness(code, named);
  return compact(
    code.map((each, pc) => {
      const computes = each.kind === 'set' || each.kind === 'pick';
      return computes && !isNamed(each.target) && !live[pc + 1].has(each.target) ? null : each;
    }),
  );
}

function isNamed(register: number): boolean {
  return register >= 0;
}

/** A jump to a jump goes to where that goes. */
function threadJumps(code: Draft): Draft {
  const known = new Map<number, number>();
  const follow = (pc: number): number => {
    const seen = new Set<number>();
    let at = pc;
    for (let next = code[at]; next?.kind === 'jump' && !known.has(at) && !seen.has(at); next = code[at]) {
      seen.add(at);
      at = next.destination;
    }
    const end = known.get(at) ?? at;
    for (const each of seen) known.set(each, end);
    return end;
  };
  return code.map((each) =>
    'destination' in each ? { ...each, destination: follow(each.destination) } : each,
  );
}

/** What goes to the next instruction anyway is left out, if it is of one of those kinds. */
function dropIdle(code: Draft, kinds: readonly string[]): Draft {
  return compact(
    code.map((each, index) =>
      'destination' in each && each.destination === index + 1 && kinds.includes(each.kind) ? null : each,
    ),
  );
}

/** A branch over a jump becomes one branch to where the jump goes: one step less in every turn of a loop. */
function invertBranches(code: Draft): Draft {
  const destinations = new Set(code.map((each) => ('destination' in each ? each.destination : -1)));
  const result: (Instruction | null)[] = [...code];
  for (const [index, each] of code.entries()) {
    const next = code[index + 1];
    const over = each.kind === 'branch' && each.destination === index + 2 && next?.kind === 'jump';
    if (!over || destinations.has(index + 1)) continue;
    result[index] = {
      ...each,
      condition: negate(each.condition, LONG),
      destination: next.destination,
    };
    result[index + 1] = null;
  }
  return compact(result);
}

function dropUnreachable(code: Draft): Draft {
  const reached = new Set<number>();
  const pending = [0];
  for (let pc = pending.pop(); pc !== undefined; pc = pending.pop()) {
    const instruction = code[pc];
    if (instruction === undefined || reached.has(pc)) continue;
    reached.add(pc);
    if ('destination' in instruction) pending.push(instruction.destination);
    if (instruction.kind !== 'jump') pending.push(pc + 1);
  }
  return compact(code.map((each, index) => (reached.has(index) ? each : null)));
}
