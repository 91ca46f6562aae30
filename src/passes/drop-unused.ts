/**
 * A temporary that nobody reads is not computed. The access that would fill one stays.
 *
 *     %1 = r0 + 1         ──▶
 *     %2 = [x]                   _ = [x]
 */
import { compact, countUses, isNamed, type Pass } from './pass.js';

export const dropUnused: Pass = {
  name: 'drop unused',
  run(code) {
    const uses = countUses(code);
    const unused = (target: number | null) => target !== null && !isNamed(target) && !uses.has(target);
    return compact(
      code.map((instruction) => {
        const computes = instruction.kind === 'set' || instruction.kind === 'select';
        if (computes && unused(instruction.target)) return null;
        const access = instruction.kind === 'read' || instruction.kind === 'update';
        return access && unused(instruction.target) ? { ...instruction, target: null } : instruction;
      }),
    );
  },
};
