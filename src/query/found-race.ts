/** Data races as an engine finds them: two accesses of an execution that a model orders neither way. Machines have none. */
import type { Execution } from '../execution/execution.js';
import type { Program } from '../program/program.js';
import type { Span } from '../text/source.js';

/** What a model calls the flag of a data race. */
export const DATA_RACE = 'data-race';

/** How an access is made: plainly, by a marked or atomic access, or by an assertion of KCSAN. */
export type Marking = 'plain' | 'marked' | 'assert-writer' | 'assert-access';

/** An event of a thread: its number in the execution, the number of its thread, its place in the text. */
export interface PlaceInExecution {
  readonly event: number;
  readonly thread: number;
  readonly span: Span;
}

/** One of the two accesses of a race. */
export interface RacingEvent extends PlaceInExecution {
  readonly kind: 'read' | 'write';
  readonly marking: Marking;
  /** What a read gives, or a write puts there. */
  readonly value: bigint;
}

/**
 * Why the first access of a race is not before the second, in the terms of the Linux-kernel memory model (explanation.txt,
 * PLAIN ACCESSES AND DATA RACES). A plain access is ordered by what stands between it and a marked access of its thread; from the
 * marked access behind the first to the one before the second leads a chain of happens-before, or none.
 */
export interface OrderGap {
  /** `behind`: nothing bounds the first access from behind; `before`: nothing bounds the second from before; `chain`: both are bounded. */
  readonly missing: 'behind' | 'before' | 'both' | 'chain';
  /** As what each of the two has to be ordered: a plain write counts as a read as well. */
  readonly first: 'read' | 'write';
  readonly second: 'read' | 'write';
  /** The marked event that the first access is before, and the one that the second is behind: it itself where it is marked, null where there is none. */
  readonly from: PlaceInExecution | null;
  readonly to: PlaceInExecution | null;
}

/** Two accesses of a location that race. Where the coherence order has them in an order, they are in that. */
export interface DataRace {
  /** Its number in the program. */
  readonly location: number;
  readonly first: RacingEvent;
  readonly second: RacingEvent;
  /** What the location held before the first write of the two, and what writes of the two put there; what a read gives, where none writes. */
  readonly values: readonly bigint[];
  /** Null where the model does not tell in terms that are known here. */
  readonly gap: OrderGap | null;
}

/** A race with an execution that has it, and maybe others too. */
export interface FoundRace {
  /** What the execution is of: the program, maybe with further cells outside its objects. */
  readonly program: Program;
  readonly execution: Execution;
  readonly race: DataRace;
}
