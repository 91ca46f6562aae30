/**
 * The orders that a model chooses in an execution, `with S from linearisations(SC, hb)`: all that extend what they have to, put
 * together event by event, and given up where an axiom is violated by what is in order so far.
 */
import type { DynamicBounds } from '../cat/cat-base.js';
import type { CatInstance } from '../cat/cat-instance.js';
import type { CatChoice } from '../cat/cat-plan.js';
import { hasBit, setBit } from './bit-rows.js';
import type { OneEvent } from './one-event.js';
import type { Skeleton } from './skeleton.js';

/** Goes through the choices of a model over a skeleton. */
export class ChosenOrders {
  /** By choice; empty and everything while nothing is chosen. */
  readonly bounds: readonly DynamicBounds[];
  readonly #skeleton: Skeleton;
  readonly #choices: readonly CatChoice[];
  readonly #one: OneEvent;
  readonly #everything: Int32Array;

  constructor(skeleton: Skeleton, choices: readonly CatChoice[], one: OneEvent) {
    const { size, words } = skeleton;
    this.#skeleton = skeleton;
    this.#choices = choices;
    this.#one = one;
    this.#everything = new Int32Array(size * words);
    for (let one = 0; one < size; one++)
      for (let other = 0; other < size; other++) setBit(this.#everything, words, one, other);
    this.bounds = choices.map(() => ({
      lower: new Int32Array(size * words),
      upper: this.#everything.slice(),
    }));
  }

  /** See `Judge.someChoice`. */
  some(instance: CatInstance, work: () => void, accept: () => boolean): boolean {
    return this.#chooseFrom(0, instance, work, accept);
  }

  #chooseFrom(choice: number, instance: CatInstance, work: () => void, accept: () => boolean): boolean {
    if (choice === this.#choices.length) return accept();
    const { size, words, events } = this.#skeleton;
    const { lower, upper } = this.bounds[choice];
    const from = instance.chosenFrom(choice);
    const extended = instance.extendedBy(choice);
    const whole = this.#one.firstHalves().filter((event) => hasBit(from, words, 0, event));
    const locations = new Set(whole.map((event) => events[event].location));
    const parts = this.#choices[choice].isPerLocation
      ? [...locations].map((location) => whole.filter((event) => events[event].location === location))
      : [whole];
    const chosen = new Int32Array(size * words);
    const tell = (isWhole: boolean): void => {
      lower.set(chosen);
      this.#one.joinRelation(lower);
      upper.set(isWhole ? lower : this.#everything);
      instance.changed();
    };
    const place = (part: number, left: readonly number[]): boolean => {
      if (left.length === 0) {
        if (part + 1 < parts.length) return place(part + 1, parts[part + 1]);
        tell(true);
        return instance.violated() === -1 && this.#chooseFrom(choice + 1, instance, work, accept);
      }
      const first = left.filter((event) => !left.some((other) => hasBit(extended, words, other, event)));
      return first.some((event) => {
        work();
        const rest = left.filter((other) => other !== event);
        for (const other of rest) setBit(chosen, words, event, other);
        tell(false);
        const found = instance.violated() === -1 && place(part, rest);
        chosen.fill(0, event * words, (event + 1) * words);
        return found;
      });
    };
    const found = place(0, parts[0] ?? []);
    chosen.fill(0);
    tell(false);
    return found;
  }
}
