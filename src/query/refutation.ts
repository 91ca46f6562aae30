/** Why a program has no execution that ends in some state, whichever engine finds out. */
import type { Cycle } from '../execution/edge.js';
import type { Execution } from '../execution/execution.js';
import type { Program } from '../program/program.js';

/** An execution, as far as it was decided, that ends in the state or may; and the cycle for which it is none of the model's. */
export interface RefutedExecution {
  readonly execution: Execution;
  readonly cycle: Cycle;
}

/** Why no execution ends in a state that passes a target's filter. */
export interface Refutation {
  /** What the events are of: the program, maybe with further cells outside its objects. */
  readonly program: Program;
  readonly cycles: readonly RefutedExecution[];
  /** Whether every execution is accounted for. */
  readonly complete: boolean;
  /** Whether it takes the model's rules: without them, and without barriers, the state would be there. */
  readonly ruled: boolean;
  /** Whether it takes that some grace period waits for readers; then each cycle goes through one. */
  readonly waiting: boolean;
  /** Threads that end in no such way, whatever they read; then there is no execution at all. Empty unless `complete`. */
  readonly impossible: readonly number[];
  /** An execution that nothing speaks against: the model should allow the state after all. */
  readonly survivor: Execution | null;
}
