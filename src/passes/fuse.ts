/**
 * What is read into a temporary and put elsewhere at once is read into its place at once.
 *
 *     %1 = [x]            ──▶    r0 = [x] + 1
 *     r0 = %1 + 1
 *
 * Nothing else may use the temporary, and nothing may jump between the two.
 */
import type { Expression } from '../program/expression.js';
import { definedBy } from '../program/flow.js';
import type { Instruction } from '../program/program.js';
import { mapRegisters } from '../program/substitute.js';
import { compact, countUses, destinationsOf, isNamed, type Pass, type ThreadCode, usesIn } from './pass.js';

export const fuse: Pass = {
  name: 'fuse',
  run(code) {
    const uses = countUses(code);
    const definitions = countDefinitions(code);
    const destinations = destinationsOf(code);
    const result: (Instruction | null)[] = [...code];
    for (let index = 0; index + 1 < code.length; index++) {
      const [first, second] = [result[index], code[index + 1]];
      const target = first === null ? null : definedBy(first);
      if (first === null || target === null || isNamed(target) || second.kind !== 'set') continue;
      const alone = uses.get(target) === 1 && definitions.get(target) === 1 && !destinations.has(index + 1);
      const fused = alone ? fusePair(first, second, target) : null;
      if (fused === null) continue;
      result[index] = null;
      result[index + 1] = fused;
    }
    return compact(result);
  },
};

function countDefinitions(code: ThreadCode): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const instruction of code) {
    const target = definedBy(instruction);
    if (target !== null) counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  return counts;
}

function fusePair(
  first: Instruction,
  second: Instruction & { readonly kind: 'set' },
  temporary: number,
): Instruction | null {
  if (!usesIn(second).includes(temporary)) return null;
  const { target, span } = second;
  if (first.kind === 'set') {
    return { ...second, value: mapRegisters(second.value, replacing(temporary, first.value)) };
  }
  if (first.kind !== 'read' && first.kind !== 'update') return null;
  return { ...first, target, span, result: mapRegisters(second.value, replacing(temporary, first.result)) };
}

function replacing(
  register: number,
  replacement: Expression,
): (other: number, itself: Expression) => Expression {
  return (other, itself) => (other === register ? replacement : itself);
}
