/**
 * A branch over a jump becomes one branch to where the jump goes: each round of a loop has a step less.
 *
 *     0  if (r0) goto 2
 *     1  goto 7           ──▶    0  if (!r0) goto 6
 *     2  [x] = 1                 1  [x] = 1
 */
import { LONG, negate } from '../program/expression.js';
import type { Instruction } from '../program/program.js';
import { compact, destinationsOf, type Pass } from './pass.js';

export const invertBranches: Pass = {
  name: 'invert branches',
  run(code) {
    const destinations = destinationsOf(code);
    const result: (Instruction | null)[] = [...code];
    for (const [index, each] of code.entries()) {
      const next = code[index + 1];
      const over = each.kind === 'branch' && each.destination === index + 2 && next?.kind === 'jump';
      if (!over || destinations.has(index + 1)) continue;
      const condition = negate(each.condition, LONG);
      result[index] = { ...each, condition, destination: next.destination };
      result[index + 1] = null;
    }
    return compact(result);
  },
};
