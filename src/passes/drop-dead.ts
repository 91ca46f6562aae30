/**
 * A temporary that is set again before anybody reads it is not computed. Most flags of a comparison are like that.
 *
 *     %z = r0 == 1
 *     %z = r1 == 2        ──▶    %z = r1 == 2
 *     if (%z) goto 7             if (%z) goto 6
 */
import { definedBy, eachUse } from '../program/flow.js';
import { liveness } from '../program/liveness.js';
import { compact, isNamed, type Pass } from './pass.js';

export const dropDead: Pass = {
  name: 'drop dead',
  run(code) {
    const named = new Set<number>();
    const note = (register: number): void => {
      if (isNamed(register)) named.add(register);
    };
    for (const each of code) {
      eachUse(each, note);
      note(definedBy(each) ?? -1);
    }
    const live = liveness(code, named);
    return compact(
      code.map((each, pc) => {
        const computes = each.kind === 'set' || each.kind === 'select';
        return computes && !isNamed(each.target) && !live[pc + 1].has(each.target) ? null : each;
      }),
    );
  },
};
