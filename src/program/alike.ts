/** Threads that do the same: the same code and initial registers, wherever the code stands in the source. */
import type { Program } from './program.js';

/**
 * For each thread, the first thread that does the same (itself, if none); `roleOf` says in words what else must be the same of
 * two threads, such as what a filter demands of them.
 */
export function alikeThreads(program: Program, roleOf: (thread: number) => string): readonly number[] {
  const first = new Map<string, number>();
  // Most threads differ in what kinds of instructions they have, which is cheap to see.
  const kinds = program.threads.map(({ code, registers }) =>
    [registers.length, ...code.map(({ kind }) => kind)].join(),
  );
  return program.threads.map(({ code, registers }, index) => {
    if (kinds.indexOf(kinds[index]) === kinds.lastIndexOf(kinds[index])) return index;
    const initial = registers.map((register) => register.initial);
    const text = JSON.stringify([code, initial, roleOf(index)], withoutPlaces);
    const found = first.get(text) ?? index;
    first.set(text, found);
    return found;
  });
}

/** Leaves out where an instruction stands in the source, and spells values out. */
function withoutPlaces(key: string, value: unknown): unknown {
  if (key === 'span') return undefined;
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** The sets of threads that do the same, with more than one member. */
export function groupsOf(representatives: readonly number[]): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  representatives.forEach((first, thread) => {
    members.set(first, [...(members.get(first) ?? []), thread]);
  });
  return [...members.values()].filter((group) => group.length > 1);
}
