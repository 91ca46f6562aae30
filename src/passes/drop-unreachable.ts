/**
 * Code that no way leads to is left out.
 *
 *     0  goto 2
 *     1  [x] = 1          ──▶    0  goto 1
 *     2  [y] = 1                 1  [y] = 1
 */
import { compact, type Pass } from './pass.js';

export const dropUnreachable: Pass = {
  name: 'drop unreachable',
  run(code) {
    const reached = new Set<number>();
    const pending = [0];
    for (let pc = pending.pop(); pc !== undefined; pc = pending.pop()) {
      const instruction = code[pc];
      if (instruction === undefined || reached.has(pc)) continue;
      reached.add(pc);
      if ('destination' in instruction) pending.push(instruction.destination);
      if (instruction.kind !== 'jump') pending.push(pc + 1);
    }
    return compact(code.map((each, index) => (reached.has(index) ? each : null)));
  },
};
