/**
 * The x86 port: TSO does the ordering, so only full fences are instructions. Every read-modify-write is a locked
 * instruction, and so a full fence, whatever its suffix and whether or not it writes. Spinlocks are those of include/asm-generic/qspinlock.h.
 */
import type { Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

const mfence: Fence = { kind: 'access', name: 'mfence', before: 'rw', after: 'rw' };
const mov = mapping('mov');
const locked = mapping('locked');

export const X86: Port = {
  name: 'x86',
  title: 'x86-TSO',
  sources: {
    accesses: 'arch/x86/include/asm/barrier.h',
    updates: 'arch/x86/include/asm/atomic.h, cmpxchg.h',
  },
  instructions: 'X86',
  load: { relaxed: mov, acquire: mov },
  store: { relaxed: mov, release: mov, mb: mapping('xchg') },
  storeMbExchanges: true,
  update: { relaxed: locked, acquire: locked, release: locked, full: locked, void: locked },
  fence: {
    smp_mb: mfence,
    smp_rmb: null,
    smp_wmb: null,
    smp_mb__before_atomic: null,
    smp_mb__after_atomic: null,
    smp_mb__after_spinlock: null,
    smp_mb__after_unlock_lock: null,
    smp_acquire__after_ctrl_dep: null,
    mb: mfence,
    // lfence and sfence order nothing in memory that is cached as usual.
    rmb: null,
    wmb: null,
    dma_mb: mfence,
    dma_rmb: null,
    dma_wmb: null,
    barrier: null,
  },
};
