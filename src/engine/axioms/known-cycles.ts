/** Cycles found in a combination of paths, so that an execution that violates the axiom by one of them again is not gone into. */

import type { PartialExecution } from '../../axioms/partial-execution.js';
import { INITIAL, OPEN_SOURCE, type Skeleton } from '../../axioms/skeleton.js';
import type { UnfoldedStep } from '../../axioms/unfold.js';

/** A step by what is decided of an execution, the way that the relation leads. */
type Decided = Pick<UnfoldedStep, 'from' | 'to' | 'relation'>;

/** The cycles that are known of the combination at hand; each is its steps that not every execution of the combination has. */
export class KnownCycles {
  #skeleton: Skeleton | null = null;
  #cycles: (readonly Decided[])[] = [];

  /** Whether the execution has one of the cycles. */
  has(skeleton: Skeleton, decided: PartialExecution): boolean {
    return (
      skeleton === this.#skeleton &&
      this.#cycles.some((steps) => steps.every((step) => holds(step, skeleton, decided)))
    );
  }

  add(steps: readonly UnfoldedStep[], skeleton: Skeleton): void {
    if (skeleton !== this.#skeleton) this.#cycles = [];
    this.#skeleton = skeleton;
    const open = steps.filter(({ relation }) => ['rf', 'co', 'fr'].includes(relation));
    this.#cycles.push(
      open.map(({ from, to, relation, isReversed }) =>
        isReversed ? { from: to, to: from, relation } : { from, to, relation },
      ),
    );
  }
}

function holds({ from, to, relation }: Decided, skeleton: Skeleton, decided: PartialExecution): boolean {
  const { coherence, sources } = decided;
  if (relation === 'co') return coherence.isBefore(from, to);
  const read = relation === 'rf' ? to : from;
  const source = sources[skeleton.reads.findIndex(({ event }) => event === read)];
  if (relation === 'rf') return source === from;
  if (source === OPEN_SOURCE) return false;
  return source === INITIAL || coherence.isBefore(source, to);
}
