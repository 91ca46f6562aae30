/**
 * Interchangeable threads: those with the same code, initial registers and part in the question's filter. Renaming them
 * turns executions into executions, so of all states that differ only in which of them is where, one is enough; the
 * final states are renamed in every way when they are recorded. Works with sleep sets because a thread takes its
 * sleeping steps along.
 */

import type { Target } from '../../program/condition.js';
import type { Program } from '../../program/program.js';
import { requirementText } from '../../window/code.js';

/** For each thread, the first thread that it is interchangeable with (itself, if none). */
export function alike(program: Program, question: Target): readonly number[] {
  const first = new Map<string, number>();
  // Most threads differ in what kinds of instructions they have, which is cheap to see.
  const kinds = program.threads.map(({ code, registers }) =>
    [registers.length, ...code.map(({ kind }) => kind)].join(),
  );
  return program.threads.map(({ code, registers }, index) => {
    if (kinds.indexOf(kinds[index]) === kinds.lastIndexOf(kinds[index])) return index;
    const role = requirementText(question, index);
    const initial = registers.map((register) => register.initial);
    const text = JSON.stringify([code, initial, role], withoutPlaces);
    const found = first.get(text) ?? index;
    first.set(text, found);
    return found;
  });
}

/** For each thread, itself and then those that it is interchangeable with: they share what is prepared for them. */
export function membersOf(representatives: readonly number[]): readonly (readonly number[])[] {
  return representatives.map((first, thread) => {
    const others = [...representatives.keys()].filter(
      (other) => other !== thread && representatives[other] === first,
    );
    return [thread, ...others];
  });
}

/** Leaves out where an instruction stands in the source, and spells values out. */
function withoutPlaces(key: string, value: unknown): unknown {
  if (key === 'span') return undefined;
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** The sets of interchangeable threads with more than one member. */
export function groupsOf(representatives: readonly number[]): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  representatives.forEach((first, thread) => {
    members.set(first, [...(members.get(first) ?? []), thread]);
  });
  return [...members.values()].filter((group) => group.length > 1);
}

/** Puts the threads of each group of a state in order of their local states and, where these are equal, sleeping steps. */
export function arrange(state: Int32Array, groups: readonly (readonly number[])[], asleep: number): void {
  for (const group of groups) {
    for (let end = 1; end < group.length; end++) {
      const local = state[group[end]];
      const mask = state[asleep + group[end]];
      let place = end;
      for (; place > 0; place--) {
        const before = group[place - 1];
        if (state[before] < local || (state[before] === local && state[asleep + before] <= mask)) break;
        state[group[place]] = state[before];
        state[asleep + group[place]] = state[asleep + before];
      }
      state[group[place]] = local;
      state[asleep + group[place]] = mask;
    }
  }
}

/** Every way to hand the group's values out among its members, each once. `choose` gets a full assignment and says whether to go on. */
export function eachArrangement(
  values: readonly number[],
  choose: (assigned: readonly number[]) => boolean,
): boolean {
  const left = new Map<number, number>();
  for (const value of values) left.set(value, (left.get(value) ?? 0) + 1);
  const assigned: number[] = [];
  const assign = (): boolean => {
    if (assigned.length === values.length) return choose(assigned);
    for (const [value, count] of left) {
      if (count === 0) continue;
      left.set(value, count - 1);
      assigned.push(value);
      const goOn = assign();
      assigned.pop();
      left.set(value, count);
      if (!goOn) return false;
    }
    return true;
  };
  return assign();
}
