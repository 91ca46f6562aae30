/** What can be asked of a walk, and what comes of it, as data: the line protocol and the terminal both speak to this. */

import type { Model } from '../models/model.js';
import type { Limit, Limits } from '../query/exploration.js';
import { withGrace, within } from '../search/within.js';
import {
  atRandom,
  departure,
  endOf,
  LONGEST_RANDOM,
  positionOf,
  type Random,
  randomFrom,
  take,
  type Walk,
} from './history.js';
import type { Choice } from './offer.js';
import { type Asking, type Way, witnessPath } from './path-to-state.js';
import type { Walker } from './stepper.js';

/** Something to do. `index` counts from 0; `steps` null is to the end. */
export type Command =
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'start' }
  | { readonly kind: 'random'; readonly steps: number | null }
  | { readonly kind: 'witness'; readonly steps: number | null }
  | { readonly kind: 'sc' };

/** What came of it. Steps are numbered from 1. */
export type Note =
  /** The steps from `from` on were taken now. */
  | { readonly kind: 'taken'; readonly from: number }
  /** The same, after going back to where the walk left the witness: behind step `to`. */
  | { readonly kind: 'returned'; readonly to: number; readonly from: number }
  | { readonly kind: 'undone'; readonly number: number; readonly step: Choice }
  /** There are only so many choices. */
  | { readonly kind: 'no-choice'; readonly index: number; readonly choices: number }
  | { readonly kind: 'at-start' }
  /** There is nothing to take: the walk has ended. */
  | { readonly kind: 'at-end' }
  /** No execution ends in a state that the condition is about. */
  | { readonly kind: 'no-witness' }
  /** None was found, but some execution uses an address at which there is nothing, and nobody can say how it would go on. */
  | { readonly kind: 'wild' }
  /** The search for one was not finished. */
  | { readonly kind: 'limit'; readonly limit: Limit }
  /** What was asked for takes too long. */
  | { readonly kind: 'late'; readonly limit: Limit }
  /** The walk now stands before the witness's first step that SC would not take. */
  | { readonly kind: 'departs'; readonly number: number; readonly step: Choice }
  /** SC would take every step of the witness. */
  | { readonly kind: 'keeps-sc' };

/** A walk that goes on as it is told. */
export class Session {
  readonly walker: Walker;
  readonly model: Model;
  /** The steps taken so far. */
  walk: Walk = [];
  readonly #test: Asking;
  readonly #limits: Limits;
  readonly #random: Random;
  /** The witness, once it was looked for. */
  #way: Way | null = null;

  constructor(walker: Walker, model: Model, test: Asking, limits: Limits, seed: number) {
    this.walker = walker;
    this.model = model;
    this.#test = test;
    this.#limits = limits;
    this.#random = randomFrom(seed);
  }

  /** The next step of the witness, when it is known and the walk has not left it. */
  get hint(): Choice | null {
    if (this.#way?.kind !== 'found') return null;
    const { walk } = this.#way;
    return common(this.walk, walk) === this.walk.length ? (walk[this.walk.length] ?? null) : null;
  }

  /** Whether the witness was looked for already. */
  get hasSearched(): boolean {
    return this.#way !== null;
  }

  /** Does something, and works out what may follow; what takes too long is not done. */
  do(command: Command): Note {
    const before = this.walk;
    const { milliseconds } = this.#limits;
    const done = within(withGrace(milliseconds), () => {
      const note = this.#do(command);
      this.look();
      return note;
    });
    if (done.kind === 'done') return done.result;
    this.walk = before;
    return { kind: 'late', limit: { kind: 'time', milliseconds } };
  }

  /** Works out what may happen where the walk stands; the walker keeps it. */
  look(): void {
    const position = positionOf(this.walker, this.walk);
    this.walker.choices(position);
    this.walker.waiting(position);
    this.walker.end(position);
  }

  #do(command: Command): Note {
    switch (command.kind) {
      case 'choose':
        return this.#choose(command.index);
      case 'undo':
        return this.#undo();
      case 'start':
        return this.#return();
      case 'random':
        return this.#randomly(command.steps ?? LONGEST_RANDOM);
      case 'witness':
        return this.#follow(command.steps ?? Number.POSITIVE_INFINITY);
      case 'sc':
        return this.#leaveSc();
    }
  }

  #choose(index: number): Note {
    const { length } = this.walker.choices(positionOf(this.walker, this.walk));
    if (length === 0 || endOf(this.walker, this.walk) !== null) return { kind: 'at-end' };
    const longer = take(this.walker, this.walk, index);
    if (longer === null) return { kind: 'no-choice', index, choices: length };
    return this.#go(longer);
  }

  #undo(): Note {
    const step = this.walk.at(-1);
    if (step === undefined) return { kind: 'at-start' };
    const number = this.walk.length;
    this.walk = this.walk.slice(0, -1);
    return { kind: 'undone', number, step };
  }

  #return(): Note {
    this.walk = [];
    return { kind: 'at-start' };
  }

  #randomly(steps: number): Note {
    if (endOf(this.walker, this.walk) !== null) return { kind: 'at-end' };
    return this.#go(atRandom(this.walker, this.walk, steps, this.#random));
  }

  #follow(steps: number): Note {
    const way = this.#witness();
    if (way.kind !== 'found') return noteOf(way);
    const same = common(this.walk, way.walk);
    const left = same < this.walk.length;
    if (!left && same === way.walk.length) return { kind: 'at-end' };
    const from = same + 1;
    this.walk = way.walk.slice(0, same + steps);
    return left ? { kind: 'returned', to: same, from } : { kind: 'taken', from };
  }

  #leaveSc(): Note {
    const way = this.#witness();
    if (way.kind !== 'found') return noteOf(way);
    const index = departure(way.walk);
    if (index === -1) return { kind: 'keeps-sc' };
    this.walk = way.walk.slice(0, index);
    return { kind: 'departs', number: index + 1, step: way.walk[index] };
  }

  #witness(): Way {
    this.#way ??= witnessPath(this.walker, this.model, this.#test, this.#limits);
    return this.#way;
  }

  #go(longer: Walk): Note {
    const from = this.walk.length + 1;
    this.walk = longer;
    return { kind: 'taken', from };
  }
}

function noteOf(way: Exclude<Way, { kind: 'found' }>): Note {
  return way.kind === 'none' ? { kind: 'no-witness' } : way;
}

/** How many steps two walks begin alike with. */
function common(one: Walk, other: Walk): number {
  const index = one.findIndex((step, each) => other[each] === undefined || !isSame(step, other[each]));
  return index === -1 ? one.length : index;
}

/** Whether two choices at one position are the same. */
export function isSame(one: Choice, other: Choice): boolean {
  const what = (action: Choice['action']): string => Object.values(action).join();
  return one.thread === other.thread && one.key === other.key && what(one.action) === what(other.action);
}
