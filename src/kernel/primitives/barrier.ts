/**
 * The barriers: what each is for. Which instruction one becomes is the port's to say.
 *
 * Sources: Documentation/memory-barriers.txt; Documentation/atomic_t.txt, "ORDERING"; include/linux/spinlock.h for
 * smp_mb__after_spinlock().
 */
import { COST } from '../cost.js';
import type { Barrier, FenceName, Primitive } from '../primitive.js';
import { FENCES } from '../primitive.js';
import { fence, row } from './row.js';

const HALVES: readonly FenceName[] = ['smp_wmb', 'smp_rmb'];

function barrier(name: FenceName, rest: Partial<Omit<Barrier, 'name'>>): [FenceName, Barrier] {
  return [name, { name, weaker: [], cost: null, beside: null, compilerOnly: false, ...rest }];
}

function completing(
  name: FenceName,
  side: 'before' | 'after',
  of: 'atomic' | 'spinlock',
): [FenceName, Barrier] {
  return barrier(name, { cost: COST.atomic, weaker: HALVES, beside: { side, of } });
}

/** Every barrier by its name. Those that have a cost come cheapest first, and the last of them is as strong as any. */
export const BARRIERS: ReadonlyMap<FenceName, Barrier> = new Map([
  barrier('smp_wmb', { cost: COST.half }),
  barrier('smp_rmb', { cost: COST.half }),
  completing('smp_mb__after_atomic', 'after', 'atomic'),
  completing('smp_mb__before_atomic', 'before', 'atomic'),
  completing('smp_mb__after_spinlock', 'after', 'spinlock'),
  barrier('smp_mb', { cost: COST.full, weaker: HALVES }),
  barrier('smp_mb__after_unlock_lock', {}),
  barrier('smp_acquire__after_ctrl_dep', {}),
  barrier('barrier', { compilerOnly: true }),
]);

/** The barrier of that name, or null. */
export function barrierNamed(name: string): Barrier | null {
  const known = FENCES.find((each) => each === name);
  return known === undefined ? null : (BARRIERS.get(known) ?? null);
}

/** The barriers as primitives. */
export const FENCE_PRIMITIVES: readonly Primitive[] = FENCES.map((name) =>
  row(name, [], 'void', [fence(name)]),
);
