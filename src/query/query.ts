/** A question to an engine, as one value. */

import type { Model, WindowModel } from '../models/model.js';
import type { Target } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Limits } from './limits.js';

/** Which final states a program has under a model. */
export interface Query<Kind extends Model = Model> {
  /** As the model's port compiles the test. */
  readonly program: Program;
  readonly model: Kind;
  /** What is recorded of each final state, and which of them pass the filter. */
  readonly target: Target;
  readonly limits: Limits;
}

/** A query about a machine. */
export type MachineQuery = Query<WindowModel>;

/** What a test asks of a model: its program as the model's port has it, and everything that its question records. */
export function queryOf<Kind extends Model>(
  test: Test,
  model: Kind,
  { atomics, limits }: { readonly atomics: 'lse' | 'llsc'; readonly limits: Limits },
): Query<Kind> {
  return { program: test.programFor(model.architecture(atomics)), model, target: test.question, limits };
}

/** How much of the answer is wanted: all final states, or any one that passes the filter. */
export type Goal = 'all' | 'first';
