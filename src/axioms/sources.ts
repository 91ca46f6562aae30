/** Sets of events as sorted lists: few events flow into one thing. */
import type { Sources } from './path.js';

export const NO_SOURCES: Sources = [];

/** Everything that is in one of two. */
export function joined(one: Sources, other: Sources): Sources {
  if (one.length === 0) return other;
  if (other.length === 0 || one === other) return one;
  if (one[one.length - 1] < other[0]) return [...one, ...other];
  const all: number[] = [];
  let next = 0;
  for (const each of one) {
    while (next < other.length && other[next] < each) all.push(other[next++]);
    if (other[next] === each) next += 1;
    all.push(each);
  }
  while (next < other.length) all.push(other[next++]);
  return all.length === one.length ? one : all;
}
