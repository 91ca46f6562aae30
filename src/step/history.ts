/** A walk: the steps taken so far. Values, so that undo is taking one off the end. */

import type { Position } from './local-states.js';
import type { Choice, End } from './offer.js';
import type { Walker } from './stepper.js';

/** The steps that were taken, in order; none at the start. */
export type Walk = readonly Choice[];

/** Where a walk stands. */
export function positionOf(walker: Walker, walk: Walk): Position {
  return walk.at(-1)?.next ?? walker.start;
}

/** The walk with one more step, by its index among the choices; null when there is no such choice. */
export function take(walker: Walker, walk: Walk, index: number): Walk | null {
  const choice = walker.choices(positionOf(walker, walk))[index];
  return choice === undefined ? null : [...walk, choice];
}

/** How a walk has ended, or null. */
export function endOf(walker: Walker, walk: Walk): End | null {
  return walker.end(positionOf(walker, walk));
}

/** A step is no more taken at random after so many: a loop may go round for ever. */
export const LONGEST_RANDOM = 1000;

/** Numbers from 0 up to below a bound, the same for the same seed (mulberry32). */
export type Random = (bound: number) => number;

/** A source of numbers. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** The walk with up to `steps` more, each chosen at random; it stops where the walk ends. */
export function atRandom(walker: Walker, walk: Walk, steps: number, random: Random): Walk {
  let longer = walk;
  for (let count = 0; count < steps && endOf(walker, longer) === null; count++) {
    const choices = walker.choices(positionOf(walker, longer));
    longer = [...longer, choices[random(choices.length)]];
  }
  return longer;
}

/** The number of the first step that SC would not take, counted from 0; -1 when there is none. */
export function departure(walk: Walk): number {
  return walk.findIndex(({ ahead }) => ahead.length > 0);
}
