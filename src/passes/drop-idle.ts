/**
 * A jump to the next instruction is left out, and so is such a branch where a branch orders nothing behind its arms.
 *
 *     0  goto 1           ──▶
 *     1  [x] = 1                 0  [x] = 1
 */
import type { Instruction, Program } from '../program/program.js';
import { compact, type Pass } from './pass.js';

export const dropIdle: Pass = {
  name: 'drop idle',
  run(code, controls) {
    return compact(code.map((each, pc) => (isIdle(each, pc, controls) ? null : each)));
  },
};

/** Whether an instruction goes to the next one, and does nothing else. */
export function isIdle(
  instruction: Instruction,
  pc: number,
  controls: Program['controlDependencies'],
): boolean {
  const { kind } = instruction;
  if (kind !== 'jump' && !(kind === 'branch' && controls === 'arms')) return false;
  return instruction.destination === pc + 1;
}
