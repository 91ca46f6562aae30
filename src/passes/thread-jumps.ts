/**
 * A jump to a jump goes to where that one goes.
 *
 *     0  if (r0) goto 2          0  if (r0) goto 5
 *     1  [x] = 1          ──▶    1  [x] = 1
 *     2  goto 5                  2  goto 5
 */
import type { Pass } from './pass.js';

export const threadJumps: Pass = {
  name: 'thread jumps',
  run(code) {
    const known = new Map<number, number>();
    const follow = (pc: number): number => {
      const seen = new Set<number>();
      let at = pc;
      for (let next = code[at]; next?.kind === 'jump' && !known.has(at) && !seen.has(at); next = code[at]) {
        seen.add(at);
        at = next.destination;
      }
      const end = known.get(at) ?? at;
      for (const each of seen) known.set(each, end);
      return end;
    };
    return code.map((each) =>
      'destination' in each ? { ...each, destination: follow(each.destination) } : each,
    );
  },
};
