/** Sets of events as sorted lists: few events flow into one thing. */
import type { Sources } from './path.js';

export const NO_SOURCES: Sources = [];

/** Everything that is in one of two. */
export function joined(one: Sources, other: Sources): Sources {
  if (one.length === 0) return other;
  if (other.length === 0 || one === other) return one;
  const missing = other.filter((each) => !one.includes(each));
  return missing.length === 0 ? one : [...one, ...missing].sort((a, b) => a - b);
}
