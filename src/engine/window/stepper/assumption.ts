/** What a local state takes for granted before it is known: ways of branches, choices of selects, outcomes of updates. */

import type { Instruction } from '../../../program/program.js';
import type { Assumption } from '../../../query/stepper.js';
import type { Span } from '../../../text/source.js';
import type { Code } from '../../../window/code.js';
import type { LocalState } from '../../../window/thread-space.js';
import { isPending } from '../../../window/window.js';

/** By keys that are the same for local states that have the same past. */
export type Assumptions = ReadonlyMap<string, Assumption>;

/** The predictions of a local state that are still open. */
export function assumptionsIn({ context: { code, window, evaluation } }: LocalState): Assumptions {
  const found = new Map<string, Assumption>();
  const seen = new Map<number, number>();
  for (const [index, instance] of window.instances.entries()) {
    const { pc } = instance;
    const { span } = code.instructions[pc];
    const before = seen.get(pc) ?? 0;
    const add = (assumption: Assumption, way: boolean): void => {
      found.set(`${pc} ${before} ${way}`, assumption);
      seen.set(pc, before + 1);
    };
    // What is known and only hangs on a choice follows from another prediction.
    if (instance.kind === 'branch' && evaluation.conditions[index] === null) {
      add({ kind: 'branch', span, to: landing(code, pc, instance.taken) }, instance.taken);
    } else if (instance.kind === 'select') {
      add({ kind: 'select', span, first: instance.taken }, instance.taken);
    } else if (instance.kind === 'read' && instance.role !== 'alone' && isPending(instance)) {
      const instruction = code.instructions[pc];
      const decides = instruction.kind === 'update' && instruction.condition !== null;
      if (decides)
        add({ kind: 'update', span, writes: instance.role === 'writes' }, instance.role === 'writes');
    } else if (instance.kind === 'write' && instance.pair === 'exclusive' && isPending(instance)) {
      add({ kind: 'store-conditional', span }, true);
    }
  }
  return found;
}

/** Where a branch leads: the source of the first instruction there that is no jump. */
function landing({ instructions }: Code, pc: number, taken: boolean): Span | null {
  const branch = instructions[pc];
  let next = taken && branch.kind === 'branch' ? branch.destination : pc + 1;
  const passed = new Set<number>();
  while (next < instructions.length && !passed.has(next)) {
    passed.add(next);
    const instruction: Instruction = instructions[next];
    if (instruction.kind !== 'jump') return instruction.span;
    next = instruction.destination;
  }
  return null;
}

/** What all of some local states take for granted, of the assumptions of each. */
export function shared([first, ...rest]: readonly Assumptions[]): Assumptions {
  if (first === undefined) return new Map();
  return new Map([...first].filter(([key]) => rest.every((each) => each.has(key))));
}

/**
 * What some of a thread's local states take for granted and not all, as far as it is still open afterwards: a read that
 * decides a branch takes nothing for granted of it. That a store-conditional succeeds is taken for granted everywhere.
 */
export function beyond(
  some: readonly Assumptions[],
  all: readonly Assumptions[],
  afterwards: readonly Assumptions[],
): readonly Assumption[] {
  const granted = shared(all);
  const open = new Set([...shared(afterwards).keys()].map(unnumbered));
  const told = [...shared(some)].flatMap(([key, assumption]) => {
    const isTold = !granted.has(key) && open.has(unnumbered(key)) && assumption.kind !== 'store-conditional';
    return isTold ? [[unnumbered(key), assumption] as const] : [];
  });
  // What is taken for granted of several rounds is said once.
  return [...new Map(told).values()];
}

/** A key without its number, which counts what is open and so falls as branches are decided. */
function unnumbered(key: string): string {
  const [pc, , way] = key.split(' ');
  return `${pc} ${way}`;
}
