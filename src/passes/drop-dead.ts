/**
 * A temporary that is set again before anybody reads it is not computed. Most flags of a comparison are like that.
 *
 *     %z = r0 == 1
 *     %z = r1 == 2        ──▶    %z = r1 == 2
 *     if (%z) goto 7             if (%z) goto 6
 */
import { definedBy } from '../program/flow.js';
import { liveness } from '../program/liveness.js';
import { compact, isNamed, type Pass, usesIn } from './pass.js';

export const dropDead: Pass = {
  name: 'drop dead',
  run(code) {
    const registers = code.flatMap((each) => [...usesIn(each), definedBy(each) ?? -1]);
    const live = liveness(code, new Set(registers.filter(isNamed)));
    return compact(
      code.map((each, pc) => {
        const computes = each.kind === 'set' || each.kind === 'select';
        return computes && !isNamed(each.target) && !live[pc + 1].has(each.target) ? null : each;
      }),
    );
  },
};
