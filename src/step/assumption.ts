/** What a local state takes for granted before it is known: ways of branches, choices of selects, outcomes of updates. */

import type { Instruction } from '../program/program.js';
import type { Span } from '../text/source.js';
import type { Code } from '../window/code.js';
import type { LocalState } from '../window/thread-space.js';
import { isPending } from '../window/window.js';

/** Something that fetching has predicted. */
export type Assumption =
  /** A branch goes on at `to`, null for the end of the thread. */
  | { readonly kind: 'branch'; readonly span: Span; readonly to: Span | null }
  /** A conditional select chooses its first value, or its second. */
  | { readonly kind: 'select'; readonly span: Span; readonly first: boolean }
  /** The condition of a read-modify-write holds, or not. */
  | { readonly kind: 'update'; readonly span: Span; readonly writes: boolean }
  /** A store-conditional succeeds. */
  | { readonly kind: 'conditional'; readonly span: Span };

type Assumptions = ReadonlyMap<string, Assumption>;

/** Local states are kept by the thread's space, so what they take for granted is worked out once. */
const KNOWN = new WeakMap<LocalState, Assumptions>();

/** The predictions of a local state that are still open; keys are the same for states that have the same past. */
export function assumptionsOf(local: LocalState): Assumptions {
  const known = KNOWN.get(local) ?? predictionsIn(local);
  KNOWN.set(local, known);
  return known;
}

function predictionsIn({ scene: { code, window, view } }: LocalState): Assumptions {
  const found = new Map<string, Assumption>();
  const seen = new Map<number, number>();
  for (const [index, instance] of window.instances.entries()) {
    const { place } = instance;
    const { span } = code.instructions[place];
    const before = seen.get(place) ?? 0;
    const add = (assumption: Assumption, way: boolean): void => {
      found.set(`${place} ${before} ${way}`, assumption);
      seen.set(place, before + 1);
    };
    // What is known and only hangs on a choice follows from another prediction.
    if (instance.kind === 'branch' && view.conditions[index] === null) {
      add({ kind: 'branch', span, to: landing(code, place, instance.taken) }, instance.taken);
    } else if (instance.kind === 'pick') {
      add({ kind: 'select', span, first: instance.taken }, instance.taken);
    } else if (instance.kind === 'read' && instance.role !== 'alone' && isPending(instance)) {
      const instruction = code.instructions[place];
      const decides = instruction.kind === 'update' && instruction.condition !== null;
      if (decides)
        add({ kind: 'update', span, writes: instance.role === 'writes' }, instance.role === 'writes');
    } else if (instance.kind === 'write' && instance.pair === 'exclusive' && isPending(instance)) {
      add({ kind: 'conditional', span }, true);
    }
  }
  return found;
}

/** Where a branch leads: the source of the first instruction there that is no jump. */
function landing({ instructions }: Code, place: number, taken: boolean): Span | null {
  const branch = instructions[place];
  let next = taken && branch.kind === 'branch' ? branch.destination : place + 1;
  const passed = new Set<number>();
  while (next < instructions.length && !passed.has(next)) {
    passed.add(next);
    const instruction: Instruction = instructions[next];
    if (instruction.kind !== 'jump') return instruction.span;
    next = instruction.destination;
  }
  return null;
}

/** What all of some local states take for granted. */
export function shared(locals: readonly LocalState[]): Assumptions {
  const [first, ...rest] = locals.map(assumptionsOf);
  if (first === undefined) return new Map();
  return new Map([...first].filter(([key]) => rest.every((each) => each.has(key))));
}

/**
 * What some of a thread's local states take for granted and not all, as far as it is still open afterwards: a read that
 * decides a branch takes nothing for granted of it. That a store-conditional succeeds is taken for granted everywhere.
 */
export function beyond(
  some: readonly LocalState[],
  all: readonly LocalState[],
  afterwards: readonly LocalState[],
): readonly Assumption[] {
  const granted = shared(all);
  const open = new Set([...shared(afterwards).keys()].map(unnumbered));
  const told = [...shared(some)].flatMap(([key, assumption]) => {
    const isTold = !granted.has(key) && open.has(unnumbered(key)) && assumption.kind !== 'conditional';
    return isTold ? [[unnumbered(key), assumption] as const] : [];
  });
  // What is taken for granted of several rounds is said once.
  return [...new Map(told).values()];
}

/** A key without its number, which counts what is open and so falls as branches are decided. */
function unnumbered(key: string): string {
  const [place, , way] = key.split(' ');
  return `${place} ${way}`;
}
