/**
 * A test and what searches of it have found. Laws that ask for the same search share it, which takes most of their time. A search
 * that is complete is complete within any limits, so one with larger limits than a law needs says as much, or more.
 */
import { loadTest } from '../../src/dialects/load.js';
import type { WindowModel } from '../../src/models/model.js';
import type { Observable } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import type { Exploration } from '../../src/query/exploration.js';
import type { Limits } from '../../src/query/limits.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions } from '../../src/window/code.js';

/** What a search of one generated test may use. */
export const LIMITS: Limits = { states: 60_000, milliseconds: 2000, megabytes: 1024 };

/** Without reductions loops grow fast; what is found by then must be found with them as well. */
export const PLAIN_LIMITS: Limits = { ...LIMITS, states: 30_000, milliseconds: 1000 };

/** Searches of one test, each made once, when it is asked for. */
export class Searches {
  readonly test: Test;
  readonly #reduced = new Map<WindowModel, Exploration>();
  readonly #plain = new Map<WindowModel, Exploration>();

  constructor(text: string) {
    this.test = load(text);
  }

  /** What is found with every reduction. */
  reduced(model: WindowModel): Exploration {
    return once(this.#reduced, model, () => this.search(model, ALL_REDUCTIONS, LIMITS));
  }

  /** What is found with none. */
  plain(model: WindowModel): Exploration {
    return once(this.#plain, model, () => this.search(model, NO_REDUCTIONS, PLAIN_LIMITS));
  }

  /** What is found with every reduction where less is observed, and nothing filtered. */
  observing(model: WindowModel, observables: readonly Observable[]): Exploration {
    const query = queryOf(this.test, model, { atomics: 'lse', limits: LIMITS });
    return explore({ ...query, target: { observables, filter: null } });
  }

  /** Any search, made anew. */
  search(model: WindowModel, reductions: Reductions, limits: Limits): Exploration {
    return explore(queryOf(this.test, model, { atomics: 'lse', limits }), { reductions });
  }
}

/** The searches of generated tests, by their texts: laws that are given the same texts share what is found of them. */
export function sharedSearches(): (text: string) => Searches {
  const known = new Map<string, Searches>();
  return (text) => once(known, text, () => new Searches(text));
}

/** A test that must have no faults. */
export function load(text: string): Test {
  const { test, diagnostics } = loadTest({ name: 'generated.litmus', text });
  if (test === null) throw new Error(`${JSON.stringify(diagnostics.map((each) => each.code))}\n${text}`);
  return test;
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const old = known.get(key);
  if (old !== undefined) return old;
  const value = make();
  known.set(key, value);
  return value;
}
