/**
 * Predictions that agree: a branch that is decided by an outcome which is predicted in the same window, such as that of a
 * cmpxchg() which is to fail, is predicted the same way. The other way would only be found out to be wrong.
 */
import type { Code } from './code.js';
import type { Instance, Window } from './window.js';

/** Which way a branch at `index`, or one that is fetched next, goes after the outcome of the latest attempt; null for either. */
export function decidedBy(
  { outcomes, instructions }: Code,
  { instances, next }: Window,
  index: number,
): boolean | null {
  const pc = instances[index]?.pc ?? next;
  if (instructions[pc].kind !== 'branch') return null;
  const attempt = latestAttempt(outcomes, instances, index);
  const outcome = attempt === -1 ? null : outcomeOf(instances[attempt]);
  const way = outcome === null ? undefined : outcomes[instances[attempt].pc]?.[outcome];
  // Beyond the end of the way, and when it is gone a second time, the outcome decides nothing.
  let last = -1;
  for (let each = attempt + 1; each <= index; each++) {
    const position = way?.positions.get(each === index ? pc : instances[each].pc);
    if (position === undefined || position <= last) return null;
    last = position;
  }
  return way?.taken.get(pc) ?? null;
}

function latestAttempt(outcomes: Code['outcomes'], instances: readonly Instance[], index: number): number {
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    if (outcomes[instances[earlier].pc] !== null) return earlier;
  }
  return -1;
}

/** The outcome that an attempt is predicted to have; null when it is not predicted. */
function outcomeOf(instance: Instance): 'success' | 'failure' | null {
  switch (instance.kind) {
    case 'failed':
      return 'failure';
    case 'read':
      return instance.role === 'fails' ? 'failure' : null;
    case 'write':
      return 'success';
    default:
      return null;
  }
}
