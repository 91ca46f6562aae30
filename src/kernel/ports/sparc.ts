/**
 * A port to a PSO machine, as SPARC's kernel would run there: stores may pass stores, so a write barrier is an
 * instruction, and a store-release needs one before it. Every read-modify-write is an atomic load-store, ordered on both sides.
 *
 * Source of what the barriers are: The SPARC Architecture Manual, version 9, 8.4 and appendix D.
 */
import type { Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

/** All four kinds of MEMBAR; and STBAR, which is MEMBAR #StoreStore. */
const full: Fence = { kind: 'access', name: 'membar', before: 'rw', after: 'rw' };
const stores: Fence = { kind: 'access', name: 'stbar', before: 'w', after: 'w' };
const load = mapping('ld');
const atomic = mapping('atomic');

export const SPARC: Port = {
  name: 'sparc',
  title: 'PSO',
  sources: {
    accesses: 'arch/sparc/include/asm/barrier_64.h',
    updates: 'arch/sparc/include/asm/barrier_64.h',
  },
  instructions: 'SPARC',
  load: { relaxed: load, acquire: load },
  store: {
    relaxed: mapping('st'),
    release: mapping('st', { before: stores }),
    mb: mapping('st', { after: full }),
  },
  storeMbExchanges: false,
  update: { relaxed: atomic, acquire: atomic, release: atomic, full: atomic, void: atomic },
  fence: {
    smp_mb: full,
    smp_rmb: null,
    smp_wmb: stores,
    smp_mb__before_atomic: null,
    smp_mb__after_atomic: null,
    smp_mb__after_spinlock: null,
    smp_mb__after_unlock_lock: null,
    smp_acquire__after_ctrl_dep: null,
    mb: full,
    rmb: null,
    wmb: stores,
    dma_mb: full,
    dma_rmb: null,
    dma_wmb: stores,
    barrier: null,
  },
};
