/** The state that a cycle asks for, and the names of what it is made of. */
import type { PlacedCycle } from './shape-cycle.js';

const NAMES = ['x', 'y', 'z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] as const;

/** What a location is called: `x`, `y`, `z`, `a`, as the diy tools have it. */
export function locationName(location: number): string {
  return NAMES[location] ?? `x${location}`;
}

/** What a register has in the end. */
export interface AskedRegister {
  readonly thread: number;
  readonly register: string;
  readonly value: number;
}

/**
 * The condition: the last value of each location that is written more than once, what each read gets that has a register, and what
 * else is asked of registers.
 */
export function conditionOf(
  { accesses, last }: PlacedCycle,
  registerOf: (access: number) => string | null,
  others: readonly AskedRegister[] = [],
): string {
  const finals = [...last]
    .sort(([a], [b]) => a - b)
    .map(([location, value]) => `${locationName(location)}=${value}`);
  const reads = accesses.flatMap(({ direction, thread, value }, index) => {
    const register = direction === 'R' ? registerOf(index) : null;
    return register === null ? [] : [{ thread, register, value }];
  });
  const ordered = [...reads, ...others]
    .sort((a, b) => a.thread - b.thread)
    .map(({ thread, register, value }) => `${thread}:${register}=${value}`);
  return `exists (${[...finals, ...ordered].join(' /\\ ')})`;
}
