/** The data races that are found in the executions that a model flags: of each pair of places in the text the one that tells most. */

import type { Flagged } from '../../axioms/combinations.js';
import type { CatModel } from '../../cat/cat-model.js';
import { DATA_RACE, type DataRace, type FoundRace } from '../../query/found-race.js';
import { executionOf } from './execution-of.js';
import { racesOf } from './races-of.js';

/** So many executions with a race are looked at. */
export const MOST_RACY = 32;

/** Collects races of executions. */
export class RaceCollection {
  readonly #model: CatModel;
  #program: Flagged['program'] | null = null;
  readonly #found = new Map<string, FoundRace>();

  constructor(model: CatModel) {
    this.#model = model;
  }

  /** Looks at an execution that raises a flag. */
  add(flag: string, { program, skeleton, decided }: Flagged): void {
    if (flag !== DATA_RACE) return;
    // With further cells outside the objects everything is found again.
    if (program !== this.#program) this.#found.clear();
    this.#program = program;
    const execution = executionOf(skeleton, decided);
    for (const race of racesOf(this.#model, skeleton, decided, execution)) {
      const key = placesOf(race).join();
      const known = this.#found.get(key);
      if (known === undefined || rankOf(race) < rankOf(known.race))
        this.#found.set(key, { program, execution, race });
    }
  }

  /** The races, in the order of the text. */
  get races(): readonly FoundRace[] {
    return [...this.#found.values()].toSorted(({ race: one }, { race: other }) => {
      const [places, others] = [placesOf(one), placesOf(other)];
      return places[0] - others[0] || places[1] - others[1] || places[2] - others[2];
    });
  }
}

/** Where the two begin, the first in the text first, and how many of them are writes. */
function placesOf({ first, second }: DataRace): readonly [number, number, number] {
  const [one, other] = [first.span.start, second.span.start];
  const writes = [first, second].filter(({ kind }) => kind === 'write').length;
  return [Math.min(one, other), Math.max(one, other), writes];
}

/** The less is missing the better; then a read behind the write, a write behind it, a read before it. */
function rankOf({ gap, first, second }: DataRace): number {
  const missing = gap === null ? 0 : ['chain', 'behind', 'before', 'both'].indexOf(gap.missing);
  const kinds = first.kind === 'read' ? 2 : second.kind === 'write' ? 1 : 0;
  return (missing === 2 ? 1 : missing) * 3 + kinds;
}
