/** Why no execution under an axiomatic model ends in some state: what the executions that would violate. */

import { catJudges } from '../../axioms/cat-judge.js';
import { Combinations } from '../../axioms/combinations.js';
import type { Granted } from '../../axioms/skeleton.js';
import { Violations } from '../../axioms/violation.js';
import type { Execution } from '../../execution/execution.js';
import type { AxiomaticModel } from '../../models/model.js';
import type { Query } from '../../query/query.js';
import type { Refutation, RefutedExecution } from '../../query/refutation.js';
import { cycleOf, GRACE_PERIODS_AXIOM } from './axiom-cycle.js';
import { compiled } from './compiled-model.js';
import { executionOf } from './execution-of.js';
import { KnownCycles } from './known-cycles.js';

/** So many cycles are told at most, and so many places of the search looked at for them. */
const MOST_CYCLES = 48;
const MOST_NODES = 4000;

/** Axioms that say what every machine keeps, whatever the barriers. */
const PLAIN_AXIOMS: ReadonlySet<string> = new Set(['coherence', 'atomic']);

const NOTHING: Granted = { coherence: false, atomicity: false, locks: false };

/**
 * Why a machine, which as axioms is the query's model, does not end in a state that it would end in if grace periods were full
 * barriers alone: the cycles of grace periods and sections in the executions that would.
 */
export function refuteWaiting(query: Query<AxiomaticModel>): Refutation {
  const { cycles, complete, survivor, ...others } = attempt(query, true);
  const graces = cycles.filter(({ cycle }) => cycle.axiom?.name === GRACE_PERIODS_AXIOM);
  // The axiom counts; where a machine does something more subtle, some execution stays that it does not tell about.
  return {
    ...others,
    cycles: graces,
    complete: complete && survivor === null,
    survivor: null,
    waiting: true,
  };
}

/** See `Engine.refute`. */
export function refuteAxioms(query: Query<AxiomaticModel>): Refutation {
  const quick = attempt(query, true);
  // Where coherence alone forbids it, nothing is left to be violated: then it is looked for without.
  return quick.cycles.length > 0 || quick.impossible.length > 0 ? quick : attempt(query, false);
}

function attempt(query: Query<AxiomaticModel>, isCoherent: boolean): Refutation {
  const model = compiled(query.model);
  let survivor: Execution | null = null;
  const cycles = new Map<string, RefutedExecution>();
  const known = new KnownCycles();
  const limits = { ...query.limits, states: Math.min(query.limits.states, MOST_NODES) };
  const combinations = new Combinations(
    { ...query, limits },
    {
      goal: 'first',
      judges: catJudges(model),
      ...(isCoherent ? {} : { granted: NOTHING }),
      onExecution: (skeleton, decided) => {
        const ends = skeleton.paths.every(({ ending }) => ending.kind === 'complete');
        if (ends) survivor = executionOf(skeleton, decided);
      },
      onViolation: (number, skeleton, decided) => {
        if (cycles.size >= MOST_CYCLES || known.has(skeleton, decided)) return;
        const axiom = model.axioms[number];
        const steps = new Violations(model, skeleton, decided).of(axiom);
        if (steps === null) return;
        known.add(steps, skeleton);
        const cycle = cycleOf(axiom, steps, skeleton, skeleton.locations.length);
        const key = cycle.edges.map(({ from, to, relation }) => `${from} ${to} ${relation.kind}`).join();
        if (!cycles.has(key)) cycles.set(key, { execution: executionOf(skeleton, decided), cycle });
      },
    },
  );
  const { limit, program } = combinations.run();
  const found = [...cycles.values()];
  return {
    program,
    cycles: found,
    complete: limit === null && found.length < MOST_CYCLES,
    ruled: found.some(({ cycle }) => !PLAIN_AXIOMS.has(cycle.axiom?.name ?? 'coherence')),
    impossible: combinations.impossible,
    survivor,
    waiting: false,
  };
}
