/**
 * The reasons for a forbidden state: the model's rules that it takes, with the cycles that they close (by-refinement.ts); or, when
 * it cannot be even on a machine without rules, whatever else it contradicts there (by-enumeration.ts): one order of writes for each
 * location, atomics, dependencies.
 */

import { axiomaticForm } from '../../../models/axiomatic-form.js';
import type { Program } from '../../../program/program.js';
import { withoutWaiting } from '../../../program/readers.js';
import type { MachineQuery } from '../../../query/query.js';
import type { Refutation, RefutedExecution } from '../../../query/refutation.js';
import { explore } from '../../../search/explore.js';
import { refuteWaiting } from '../../axioms/refute-axioms.js';
import { refusal } from '../../explore-query.js';
import { codesOf } from '../execution/codes.js';
import { renumber, toExecution } from '../execution/to-execution.js';
import { type ClosedCycle, type Enumeration, enumerate } from './by-enumeration.js';
import { refine, unruled } from './by-refinement.js';

/** What speaks against a state, as the machine's own candidates have it. */
export interface Finding extends Enumeration {
  /** What the candidates are of. */
  readonly program: Program;
  readonly ruled: boolean;
}

/** Explains why no execution of the program on the model ends in a state that passes the target's filter. */
export function findings(query: MachineQuery): Finding {
  const { program, model, target } = query;
  const refined = refine(query);
  if (refined.cycles.length > 0) return { ...refined, ruled: true, impossible: [], survivor: null };
  if (!refined.complete) return { ...enumerate(program, codesOf(query), target), program, ruled: true };
  const weak = { ...unruled(refined.program, model), target };
  return { ...enumerate(weak.program, codesOf(weak), target), program: weak.program, ruled: false };
}

/**
 * The same with executions for candidates. Cycles of the machine know grace periods as full fences. Where these alone do not
 * forbid the state, it is forbidden since grace periods wait, and the machine's axioms say how.
 */
export function refute(query: MachineQuery): Refutation {
  const unwaiting = { ...query, program: withoutWaiting(query.program) };
  if (unwaiting.program !== query.program) {
    const { states, limit } = explore(unwaiting, { goal: 'first' });
    const asAxioms = { ...query, model: axiomaticForm(query.model) };
    if (states.length > 0 && refusal(asAxioms) === null) return refuteWaiting(asAxioms);
    if (states.length > 0 || limit !== null) {
      const nothing = { cycles: [], complete: false, ruled: true, impossible: [], survivor: null };
      return { ...nothing, waiting: states.length > 0, program: query.program };
    }
  }
  const { program, cycles, survivor, ...others } = findings(unwaiting);
  return {
    ...others,
    waiting: false,
    program,
    cycles: cycles.map((each) => refuted(program, each)),
    survivor: survivor === null ? null : toExecution(program, survivor).execution,
  };
}

function refuted(program: Program, { cycle, candidate }: ClosedCycle): RefutedExecution {
  const { execution, numbers } = toExecution(program, candidate);
  const edges = cycle.edges.map((edge) => renumber(edge, numbers));
  return { execution, cycle: { kind: cycle.kind, edges } };
}
