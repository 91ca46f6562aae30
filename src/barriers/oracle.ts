/**
 * Answers whether a text's bad state appears on a model. An audit asks about dozens of texts that differ in a word, and
 * many lower to the same instructions (on x86 nearly all): answers are kept by program and question, not by text.
 *
 * The bad state is the condition's; for `forall` it is any state that refutes it. Only one is looked for, so a search ends
 * with the first. A search that hits a limit is `unknown`, never `forbidden`.
 */

import { loadTest } from '../dialects/load.js';
import { type Decision, decide } from '../engine/decide.js';
import type { Model } from '../models/model.js';
import { narrowed, soughtBy } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import { Budget } from '../query/budget.js';
import { isShort } from '../query/cut-off.js';
import type { Limit, Limits } from '../query/limits.js';
import { hasErrors } from '../text/diagnostic.js';

/** Why a search gave no answer. */
export type NoAnswerReason = Limit | { readonly kind: 'bad-address' } | { readonly kind: 'unreadable' };

/** Whether the bad state appears. */
export type OracleAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unknown'; readonly reason: NoAnswerReason };

/** What a search may use, and which atomics Armv8 has. */
export interface OracleOptions {
  readonly limits: Limits;
  readonly atomics: 'lse' | 'llsc';
}

/** Searches of one file's variants. */
export class Oracle {
  /** Searches made so far; answers that were known already cost nothing. */
  searches = 0;
  readonly #options: OracleOptions;
  readonly #tests = new Map<string, Test | null>();
  readonly #answers = new Map<string, OracleAnswer>();
  /** A model has the time of one search for all that it is asked. */
  readonly #budgets = new Map<Model, Budget>();

  constructor(options: OracleOptions) {
    this.#options = options;
  }

  /** Whether the bad state of the test with this text appears on the model. */
  ask(text: string, model: Model): OracleAnswer {
    const test = this.#load(text);
    if (test === null) return { kind: 'unknown', reason: { kind: 'unreadable' } };
    const program = test.programFor(model.architecture(this.#options.atomics));
    const target = narrowed(test.question, soughtBy(test.question));
    const key = `${model.name} ${keyOf({ program, target }, model)}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    this.searches += 1;
    const answer = this.budgetOf(model, text).spend(
      (limits) => answerOf(decide({ program, model, target, limits })),
      (limit): OracleAnswer => ({ kind: 'unknown', reason: limit }),
    );
    this.#answers.set(key, answer);
    return answer;
  }

  /** Whether a model's time is over, so that nothing new will be known of it. */
  isSpent(model: Model): boolean {
    return this.#budgets.get(model)?.isSpent ?? false;
  }

  /** The time of a model for all that is asked of it about tests such as the one with this text. */
  budgetOf(model: Model, text: string): Budget {
    const budget = this.#budgets.get(model) ?? new Budget(this.#options.limits, isShort(text));
    this.#budgets.set(model, budget);
    return budget;
  }

  /** Whether two texts are the same instructions on the model. */
  same(text: string, other: string, model: Model): boolean {
    const [a, b] = [text, other].map((each) => this.program(each, model));
    return a !== null && b !== null && keyOf({ program: a }, model) === keyOf({ program: b }, model);
  }

  /** What the model runs of a text; null when it is no test. */
  program(text: string, model: Model): Program | null {
    return this.#load(text)?.programFor(model.architecture(this.#options.atomics)) ?? null;
  }

  #load(text: string): Test | null {
    const known = this.#tests.get(text);
    if (known !== undefined) return known;
    const { test, diagnostics } = loadTest({ name: 'variant', text });
    const usable = hasErrors(diagnostics) ? null : test;
    this.#tests.set(text, usable);
    return usable;
  }
}

function answerOf(decision: Decision): OracleAnswer {
  if (decision.kind === 'wild') return { kind: 'unknown', reason: { kind: 'bad-address' } };
  return decision.kind === 'unknown' ? { kind: 'unknown', reason: decision.limit } : { kind: decision.kind };
}

/**
 * Everything that a search depends on, and nothing else: not where an instruction stands. What a fence is called says nothing
 * to the window machine, and everything to a model by axioms, which knows its fences by their names.
 */
function keyOf(parts: object, { engine }: Model): string {
  return JSON.stringify(parts, (name, value: unknown) => {
    if (name === 'span' || (name === 'name' && engine === 'window')) return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
