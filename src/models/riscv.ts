/**
 * RVWMO, the RISC-V weak memory ordering: The RISC-V Instruction Set Manual, volume I, chapter "RVWMO Memory
 * Consistency Model", whose preserved program order the rules follow by number. Rules 1, 2 and 8 to 13 (same
 * address, pairs, dependencies) are common to all models: window/order.ts, window/coherence.ts.
 */
import type { Access, WindowModel } from './model.js';
import { fenced, isAcquire, isAtomic, isRelease } from './model.js';

export const riscv: WindowModel = {
  name: 'riscv',
  title: 'RISC-V',
  allows: 'accesses to different locations in any order, unless a fence, .aq, .rl or dependency orders them',
  source: 'RISC-V ISA manual vol. I, RVWMO',
  includes: ['sc'],
  hardware: true,
  engine: 'window',
  architecture: () => 'riscv',
  rules: [
    { clause: 'PPO 4: a fence orders its predecessor set before its successor set', orders: fenced },
    { clause: 'PPO 5: an acquire is before everything later', orders: (a) => isAcquire(a) },
    { clause: 'PPO 6: a release is after everything earlier', orders: (_, b) => isRelease(b) },
    {
      clause: 'PPO 7: two accesses with RCsc annotations: .aq or .rl on an AMO, LR or SC',
      orders: (a, b) => isRcsc(a) && isRcsc(b),
    },
  ],
  oneStep: (update) => !update.loop,
  statusEarly: false,
  // PPO 3: a load that returns the value of an AMO or store-conditional is after it.
  forwards: (write) => (isAtomic(write) ? 'never' : 'early'),
};

/** A plain load with .aq or store with .rl is only RCpc. */
function isRcsc(access: Access): boolean {
  return isAtomic(access) && access.order !== 'plain';
}
