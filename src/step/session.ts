/** What can be asked of a walk, and what comes of it, as data: the line protocol and the terminal both speak to this. */

import type { Model } from '../models/model.js';
import type { Test } from '../program/test.js';
import { withGrace, within } from '../query/cut-off.js';
import type { Limit, Limits } from '../query/limits.js';
import { type OfferedStep, positionAfter, type StepPath, type Stepper } from '../query/stepper.js';
import { Disagreement } from '../text/invariant.js';
import {
  atRandom,
  departure,
  endOf,
  LONGEST_RANDOM,
  type Random,
  randomFrom,
  type Steps,
  take,
} from './history.js';

/** Something to do. `index` counts from 0; `steps` null is to the end. */
export type StepCommand =
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'start' }
  | { readonly kind: 'random'; readonly steps: number | null }
  | { readonly kind: 'witness'; readonly steps: number | null }
  | { readonly kind: 'sc' };

/** What came of it. Steps are numbered from 1. */
export type CommandResult =
  /** The steps from `from` on were taken now. */
  | { readonly kind: 'taken'; readonly from: number }
  /** The same, after going back to where the walk left the witness: behind step `to`. */
  | { readonly kind: 'returned'; readonly to: number; readonly from: number }
  | { readonly kind: 'undone'; readonly number: number; readonly step: OfferedStep }
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
  | { readonly kind: 'departs'; readonly number: number; readonly step: OfferedStep }
  /** SC would take every step of the witness. */
  | { readonly kind: 'keeps-sc' };

/** A walk that goes on as it is told. */
export class StepSession {
  readonly stepper: Stepper;
  readonly model: Model;
  /** The steps taken so far. */
  steps: Steps = [];
  readonly #test: Pick<Test, 'question' | 'source'>;
  readonly #limits: Limits;
  readonly #random: Random;
  /** The witness, once it was looked for. */
  #path: StepPath | null = null;

  constructor(
    stepper: Stepper,
    model: Model,
    test: Pick<Test, 'question' | 'source'>,
    limits: Limits,
    seed: number,
  ) {
    this.stepper = stepper;
    this.model = model;
    this.#test = test;
    this.#limits = limits;
    this.#random = randomFrom(seed);
  }

  /** The next step of the witness, when it is known and the walk has not left it. */
  get hint(): OfferedStep | null {
    if (this.#path?.kind !== 'found') return null;
    const { steps } = this.#path;
    return common(this.steps, steps) === this.steps.length ? (steps[this.steps.length] ?? null) : null;
  }

  /** Whether the witness was looked for already. */
  get hasSearched(): boolean {
    return this.#path !== null;
  }

  /** Does something, and works out what may follow; what takes too long is not done. */
  do(command: StepCommand): CommandResult {
    const before = this.steps;
    const { milliseconds } = this.#limits;
    const done = within(withGrace(milliseconds), () => {
      const note = this.#do(command);
      this.look();
      return note;
    });
    if (done.kind === 'done') return done.result;
    this.steps = before;
    return { kind: 'late', limit: { kind: 'time', milliseconds } };
  }

  /** Works out what may happen where the steps lead; the position keeps it. */
  look(): void {
    const position = positionAfter(this.stepper, this.steps);
    void [position.offered, position.blocked, position.end];
  }

  #do(command: StepCommand): CommandResult {
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

  #choose(index: number): CommandResult {
    const { length } = positionAfter(this.stepper, this.steps).offered;
    if (length === 0 || endOf(this.stepper, this.steps) !== null) return { kind: 'at-end' };
    const longer = take(this.stepper, this.steps, index);
    if (longer === null) return { kind: 'no-choice', index, choices: length };
    return this.#go(longer);
  }

  #undo(): CommandResult {
    const step = this.steps.at(-1);
    if (step === undefined) return { kind: 'at-start' };
    const number = this.steps.length;
    this.steps = this.steps.slice(0, -1);
    return { kind: 'undone', number, step };
  }

  #return(): CommandResult {
    this.steps = [];
    return { kind: 'at-start' };
  }

  #randomly(steps: number): CommandResult {
    if (endOf(this.stepper, this.steps) !== null) return { kind: 'at-end' };
    return this.#go(atRandom(this.stepper, this.steps, steps, this.#random));
  }

  #follow(steps: number): CommandResult {
    const path = this.#witness();
    if (path.kind !== 'found') return noteOf(path);
    const same = common(this.steps, path.steps);
    const left = same < this.steps.length;
    if (!left && same === path.steps.length) return { kind: 'at-end' };
    const from = same + 1;
    this.steps = path.steps.slice(0, same + steps);
    return left ? { kind: 'returned', to: same, from } : { kind: 'taken', from };
  }

  #leaveSc(): CommandResult {
    const path = this.#witness();
    if (path.kind !== 'found') return noteOf(path);
    const index = departure(path.steps);
    if (index === -1) return { kind: 'keeps-sc' };
    this.steps = path.steps.slice(0, index);
    return { kind: 'departs', number: index + 1, step: path.steps[index] };
  }

  /** The path to the state in question. Throws when an exploration finds that state and no steps lead to it. */
  #witness(): Exclude<StepPath, { kind: 'lost' }> {
    const { question, source } = this.#test;
    this.#path ??= this.stepper.pathTo(question, this.#limits);
    if (this.#path.kind === 'lost')
      throw new Disagreement(
        `on ${this.model.title}, no way leads to a state that the search found`,
        source.text,
      );
    return this.#path;
  }

  #go(longer: Steps): CommandResult {
    const from = this.steps.length + 1;
    this.steps = longer;
    return { kind: 'taken', from };
  }
}

function noteOf(path: Exclude<StepPath, { kind: 'found' | 'lost' }>): CommandResult {
  return path.kind === 'none' ? { kind: 'no-witness' } : path;
}

/** How many steps two walks begin alike with. */
function common(one: Steps, other: Steps): number {
  const index = one.findIndex((step, each) => other[each] === undefined || !isSame(step, other[each]));
  return index === -1 ? one.length : index;
}

/** Whether two choices at one position are the same. */
export function isSame(one: OfferedStep, other: OfferedStep): boolean {
  const what = (action: OfferedStep['action']): string => Object.values(action).join();
  return one.thread === other.thread && one.key === other.key && what(one.action) === what(other.action);
}
