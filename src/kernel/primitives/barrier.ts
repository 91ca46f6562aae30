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
  // What these are to a device no model here knows, so that none is offered in the place of another.
  ...(['mb', 'rmb', 'wmb', 'dma_mb', 'dma_rmb', 'dma_wmb'] as const).map((name) => barrier(name, {})),
  barrier('barrier', { compilerOnly: true }),
]);

/** The barrier of that name, or null. */
export function barrierNamed(name: string): Barrier | null {
  const known = FENCES.find((each) => each === name);
  return known === undefined ? null : (BARRIERS.get(known) ?? null);
}

/** What a guest says to its host: the smp_ barriers, whether or not the guest has several CPUs (asm-generic/barrier.h). */
const VIRTUAL = { virt_mb: 'smp_mb', virt_rmb: 'smp_rmb', virt_wmb: 'smp_wmb' } as const;

/** The barriers as primitives. */
export const FENCE_PRIMITIVES: readonly Primitive[] = [
  ...FENCES.map((name) => row(name, [], 'void', [fence(name)])),
  ...Object.entries(VIRTUAL).map(([name, same]) => row(name, [], 'void', [fence(same)])),
];
