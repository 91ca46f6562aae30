/** The state that a cycle asks for, and the names of what it is made of. */
import type { PlacedCycle } from './shape-cycle.js';

const NAMES = ['x', 'y', 'z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] as const;

/** What a location is called: `x`, `y`, `z`, `a`, as the diy tools have it. */
export function locationName(location: number): string {
  return NAMES[location] ?? `x${location}`;
}

/** The condition: the last value of each location that is written more than once, and what each read gets. */
export function conditionOf({ accesses, last }: PlacedCycle, registerOf: (access: number) => string): string {
  const finals = [...last]
    .sort(([a], [b]) => a - b)
    .map(([location, value]) => `${locationName(location)}=${value}`);
  const reads = accesses.flatMap(({ direction, thread, value }, index) =>
    direction === 'R' ? [{ thread, text: `${thread}:${registerOf(index)}=${value}` }] : [],
  );
  const ordered = [...reads].sort((a, b) => a.thread - b.thread).map(({ text }) => text);
  return `exists (${[...finals, ...ordered].join(' /\\ ')})`;
}
