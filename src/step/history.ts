/** The steps taken so far. They are values, so that undo is taking one off the end. */

import { type ExecutionEnd, type OfferedStep, positionAfter, type Stepper } from '../query/stepper.js';

/** The steps that were taken, in order; none at the start. */
export type Steps = readonly OfferedStep[];

/** The steps with one more, by its index among the offered; null when there is no such choice. */
export function take(stepper: Stepper, steps: Steps, index: number): Steps | null {
  const choice = positionAfter(stepper, steps).offered[index];
  return choice === undefined ? null : [...steps, choice];
}

/** How the steps end, or null. */
export function endOf(stepper: Stepper, steps: Steps): ExecutionEnd | null {
  return positionAfter(stepper, steps).end;
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

/** The steps with up to `most` more, each chosen at random; none comes behind an end. */
export function atRandom(stepper: Stepper, steps: Steps, most: number, random: Random): Steps {
  let longer = steps;
  for (let count = 0; count < most && endOf(stepper, longer) === null; count++) {
    const { offered } = positionAfter(stepper, longer);
    longer = [...longer, offered[random(offered.length)]];
  }
  return longer;
}

/** The number of the first step that SC would not take, counted from 0; -1 when there is none. */
export function departure(steps: Steps): number {
  return steps.findIndex(({ ahead }) => ahead.length > 0);
}
