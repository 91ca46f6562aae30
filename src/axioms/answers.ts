/** What a solver asks of the one who asks it, and tells. */

import type { PartialExecution } from './partial-execution.js';

/** What solving asks and tells. */
export interface Answers {
  /** Takes note of a final state; whether the search may end. */
  readonly addState: (state: readonly bigint[]) => boolean;
  readonly hasState: (state: readonly bigint[]) => boolean;
  /** Called where what is decided violates an axiom, with its number. */
  readonly onViolation?: (axiom: number, execution: PartialExecution) => void;
  /** Called with an execution that counts. */
  readonly onExecution?: (execution: PartialExecution) => void;
  /** Called with an execution that raises a flag, as long as it is wanted. */
  readonly onFlag: (flag: string, execution: PartialExecution) => void;
  /** Whether executions that raise a flag are still wanted; asked of each execution that is complete. */
  readonly wantsFlag: (flag: string) => boolean;
  /** Called for each node of the search, with the bytes that are held for it; throws when a limit is reached. */
  readonly work: (bytes: number) => void;
}
