/**
 * Interchangeable threads: those with the same code, initial registers and part in the question's filter. Renaming them
 * turns executions into executions, so of all states that differ only in which of them is where, one is enough; the
 * final states are renamed in every way when they are recorded. Works with sleep sets because a thread takes its
 * sleeping steps along.
 */

import { alikeThreads } from '../../program/alike.js';
import type { Target } from '../../program/condition.js';
import type { Program } from '../../program/program.js';
import { requirementText } from '../../window/code.js';

/** For each thread, the first thread that it is interchangeable with (itself, if none). */
export function alike(program: Program, question: Target): readonly number[] {
  return alikeThreads(program, (thread) => requirementText(question, thread));
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
