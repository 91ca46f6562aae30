/** `pinlitmus step` on one test: a session at its start. */

import { strayDiagnostics, survey } from '../check/stray.js';
import { stepRefusal } from '../engine/explore-query.js';
import { engineOf } from '../engine/index.js';
import { armv8 } from '../models/armv8.js';
import { MACHINES } from '../models/index.js';
import type { Model } from '../models/model.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type { Limits } from '../query/limits.js';
import { queryOf } from '../query/query.js';
import type { Diagnostic } from '../text/diagnostic.js';
import { StepSession } from './session.js';

/** How to step. `limits` bound every single command; `seed` decides what is chosen at random. */
export interface StepSettings {
  readonly atomics: 'lse' | 'llsc';
  readonly limits: Limits;
  readonly seed: number;
}

/** A session, and what executions do outside the objects of the test. */
export interface BegunSession {
  readonly session: StepSession;
  readonly strays: readonly Diagnostic[];
}

/** A session on one model; null where the model's engine has no steps, or cannot execute the test. */
export function beginStepping(test: Test, model: Model, settings: StepSettings): BegunSession | null {
  const { limits, seed } = settings;
  const { stepper } = engineOf(model);
  const query = queryOf(test, model, settings);
  if (stepper === null || stepRefusal(query) !== null) return null;
  const surveyed = survey(query.program, model, test.question, limits);
  const strays = strayDiagnostics([surveyed], speller(addressesOf(query.program)));
  const begun = stepper({ ...query, program: surveyed.program });
  return { session: new StepSession(begun, model, test, limits, seed), strays };
}

/**
 * The machine of that name, or null; without a name Armv8, the weakest where tests of its kind run on it, or the last machine of the
 * test's own.
 */
export function machineFor({ models }: Pick<Test, 'models'>, name?: string): Model | null {
  const machines = MACHINES.filter((each) => models.includes(each.name));
  const wanted = name ?? machines.find((each) => each === armv8)?.name ?? machines.at(-1)?.name;
  return MACHINES.find((each) => each.name === wanted) ?? null;
}
