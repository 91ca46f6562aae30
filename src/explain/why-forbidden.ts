/**
 * The reasons for a forbidden state: the model's rules that it takes, with the cycles that they close (by-refinement.ts); or, when
 * it cannot be even on a machine without rules, whatever else it contradicts there (by-enumeration.ts): one order of writes for each
 * location, atomics, dependencies.
 */

import type { Model } from '../models/model.js';
import type { Target } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { Limits } from '../query/limits.js';
import { type Refutation, refute } from './by-enumeration.js';
import { codesOf, type Found, refine, unruled } from './by-refinement.js';

/** Why no execution ends in a state. */
export interface Refusal extends Pick<Refutation, 'impossible' | 'survivor'> {
  /** What the cycles' events are of: the program, maybe with further cells outside its objects. */
  readonly program: Program;
  readonly cycles: readonly Found[];
  /** Whether every execution is accounted for. */
  readonly complete: boolean;
  /** Whether it takes the model's rules: without them, and without barriers, the state would be there. */
  readonly ruled: boolean;
}

/** Explains why no execution of the program on the model ends in a state that passes the filter. */
export function refusal(program: Program, model: Model, asked: Target, limits: Limits): Refusal {
  const refined = refine(program, model, asked, limits);
  if (refined.cycles.length > 0) return { ...refined, ruled: true, impossible: [], survivor: null };
  if (!refined.complete)
    return { ...refute(program, codesOf(program, model, asked), asked), program, ruled: true };
  const weak = unruled(refined.program, model);
  const refuted = refute(weak.program, codesOf(weak.program, weak.model, asked), asked);
  return { ...refuted, program: weak.program, ruled: false };
}
