/**
 * What is done to the code of a thread between lowering and the machine, in order.
 *
 *     lowering ──draft──▶ DRAFT_PASSES, while they shorten it ──▶ Program ──▶ withConstants ──▶ the machine
 *
 * The passes over drafts mend what a simple lowering leaves behind, so that the search has fewer steps to take. None of them
 * changes which accesses happen, or what depends on what.
 */
import { definedBy } from '../program/flow.js';
import type { Program } from '../program/program.js';
import { dropDead } from './drop-dead.js';
import { dropIdle, isIdle } from './drop-idle.js';
import { dropUnreachable } from './drop-unreachable.js';
import { dropUnused } from './drop-unused.js';
import { fuse } from './fuse.js';
import { invertBranches } from './invert-branches.js';
import { isNamed, type Pass, type ThreadCode } from './pass.js';
import { threadJumps } from './thread-jumps.js';

/** The passes over a draft, in the order in which they run. */
const DRAFT_PASSES: readonly Pass[] = [
  threadJumps,
  fuse,
  dropUnused,
  dropDead,
  dropUnreachable,
  dropIdle,
  invertBranches,
];

/** A draft after its passes, which run again as long as the code gets shorter. */
export function simplified(draft: ThreadCode, controls: Program['controlDependencies']): ThreadCode {
  if (isSimple(draft, controls)) return draft;
  let code = draft;
  for (let length = -1; length !== code.length; ) {
    length = code.length;
    for (const pass of DRAFT_PASSES) code = pass.run(code, controls);
  }
  return code;
}

/** Whether there is nothing to mend: no temporary, no jump, no idle branch. Most threads of assembly are like that. */
function isSimple(code: ThreadCode, controls: Program['controlDependencies']): boolean {
  return code.every(
    (each, pc) => each.kind !== 'jump' && !isIdle(each, pc, controls) && isNamed(definedBy(each) ?? 0),
  );
}
