/**
 * The powerpc port, as it runs on 64-bit POWER: acquire and release are barriers beside accesses, and every read-modify-write is a
 * loop of lwarx and stwcx. The kernel writes the barrier behind an acquire as isync and makes it lwsync when it starts on a CPU
 * that has it, as POWER does. A fully ordered loop has sync on both sides, the second one only where it stored.
 *
 * That is done by do_lwsync_fixups() in arch/powerpc/lib/feature-fixups.c; smp_mb__after_unlock_lock() is in kernel/rcu/tree.h.
 */
import type { Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

// POWER knows its barriers by name, and no machine that goes by kinds of accesses runs this port.
function barrier(name: string): Fence {
  return { kind: 'access', name, before: 'rw', after: 'rw' };
}

const sync = barrier('sync');
const lwsync = barrier('lwsync');
const load = mapping('ld');
const store = mapping('st');

export const POWER: Port = {
  name: 'power',
  title: 'POWER',
  sources: {
    accesses: 'arch/powerpc/include/asm/barrier.h, synch.h',
    updates: 'arch/powerpc/include/asm/atomic.h, cmpxchg.h, synch.h',
  },
  instructions: 'PPC',
  load: { relaxed: load, acquire: { ...load, after: lwsync } },
  store: { relaxed: store, release: { ...store, before: lwsync }, mb: { ...store, after: sync } },
  storeMbExchanges: false,
  update: {
    relaxed: mapping('larx, stcx.', { loop: true }),
    acquire: mapping('larx, stcx.', { loop: true, after: lwsync }),
    release: mapping('larx, stcx.', { loop: true, before: lwsync }),
    full: mapping('larx, stcx.', { loop: true, before: sync, after: sync }),
    void: mapping('larx, stcx.', { loop: true }),
  },
  fence: {
    smp_mb: sync,
    smp_rmb: lwsync,
    smp_wmb: lwsync,
    smp_mb__before_atomic: sync,
    smp_mb__after_atomic: sync,
    smp_mb__after_spinlock: sync,
    smp_mb__after_unlock_lock: sync,
    smp_acquire__after_ctrl_dep: lwsync,
    mb: sync,
    rmb: sync,
    wmb: sync,
    dma_mb: sync,
    dma_rmb: lwsync,
    dma_wmb: lwsync,
    barrier: null,
  },
};
