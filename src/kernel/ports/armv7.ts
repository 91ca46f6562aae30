/**
 * The 32-bit Arm port, as it runs on ARMv7 with several CPUs: acquire and release are barriers beside accesses, and every
 * read-modify-write is a loop of ldrex and strex; where it is ordered it has a full barrier on the side that is.
 * See include/linux/atomic/atomic-arch-fallback.h, and include/asm-generic/barrier.h for what the port does not define.
 */
import type { AccessKinds, Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

function barrier(name: string, kinds: AccessKinds): Fence {
  return { kind: 'access', name, before: kinds, after: kinds };
}

const full = barrier('dmb ish', 'rw');
const writes = barrier('dmb ishst', 'w');
const load = mapping('ldr');
const store = mapping('str');

export const ARMV7: Port = {
  name: 'armv7',
  title: 'ARMv7',
  sources: {
    accesses: 'arch/arm/include/asm/barrier.h',
    updates: 'arch/arm/include/asm/atomic.h, cmpxchg.h, spinlock.h',
  },
  instructions: 'ARM',
  load: { relaxed: load, acquire: { ...load, after: full } },
  store: { relaxed: store, release: { ...store, before: full }, mb: { ...store, after: full } },
  storeMbExchanges: false,
  update: {
    relaxed: mapping('ldrex, strex', { loop: true }),
    acquire: mapping('ldrex, strex', { loop: true, after: full }),
    release: mapping('ldrex, strex', { loop: true, before: full }),
    full: mapping('ldrex, strex', { loop: true, before: full, after: full }),
    void: mapping('ldrex, strex', { loop: true }),
  },
  fence: {
    smp_mb: full,
    smp_rmb: full,
    smp_wmb: writes,
    smp_mb__before_atomic: full,
    smp_mb__after_atomic: full,
    // Taking a lock has a full barrier behind it already.
    smp_mb__after_spinlock: null,
    smp_mb__after_unlock_lock: null,
    smp_acquire__after_ctrl_dep: full,
    mb: barrier('dsb', 'rw'),
    rmb: barrier('dsb', 'rw'),
    wmb: barrier('dsb st', 'w'),
    dma_mb: barrier('dmb osh', 'rw'),
    dma_rmb: barrier('dmb osh', 'rw'),
    dma_wmb: barrier('dmb oshst', 'w'),
    barrier: null,
  },
};
