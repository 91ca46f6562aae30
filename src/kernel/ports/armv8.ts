/**
 * The arm64 port, with the single-instruction atomics of Armv8.1 (LSE) or with load-exclusive store-exclusive loops.
 * A loop is one successful iteration: a failed one has no effect that a successful one does not have.
 *
 * A fully ordered loop ends in a fence after a store-release ("dmb ish" after "stlxr"); the reason is in commit 8e86f0b409a4.
 */
import type { AccessKinds, Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

function barrier(name: string, before: AccessKinds, after: AccessKinds): Fence {
  return { kind: 'access', name, before, after };
}

const full = barrier('dmb ish', 'rw', 'rw');
const loads = barrier('dmb ishld', 'r', 'rw');
const stores = barrier('dmb ishst', 'w', 'w');

/** What both kinds of atomics share. */
const COMMON: Omit<Port, 'update' | 'name' | 'title' | 'sources'> = {
  instructions: 'AArch64',
  load: { relaxed: mapping('ldr'), acquire: mapping('ldar', { read: 'acquire' }) },
  store: {
    relaxed: mapping('str'),
    release: mapping('stlr', { write: 'release' }),
    mb: mapping('str', { after: full }),
  },
  storeMbExchanges: false,
  fence: {
    smp_mb: full,
    smp_rmb: loads,
    smp_wmb: stores,
    smp_mb__before_atomic: full,
    smp_mb__after_atomic: full,
    smp_mb__after_spinlock: full,
    smp_mb__after_unlock_lock: null,
    smp_acquire__after_ctrl_dep: loads,
    mb: barrier('dsb sy', 'rw', 'rw'),
    rmb: barrier('dsb ld', 'r', 'rw'),
    wmb: barrier('dsb st', 'w', 'w'),
    dma_mb: barrier('dmb osh', 'rw', 'rw'),
    dma_rmb: barrier('dmb oshld', 'r', 'rw'),
    dma_wmb: barrier('dmb oshst', 'w', 'w'),
    barrier: null,
  },
};

export const ARMV8_LSE: Port = {
  ...COMMON,
  name: 'armv8-lse',
  title: 'Armv8 LSE',
  sources: {
    accesses: 'arch/arm64/include/asm/barrier.h',
    updates: 'arch/arm64/include/asm/atomic_lse.h, cmpxchg.h',
  },
  update: {
    relaxed: mapping('plain atomic'),
    acquire: mapping('A atomic', { read: 'acquire' }),
    release: mapping('L atomic', { write: 'release' }),
    full: mapping('A+L atomic', { read: 'acquire', write: 'release' }),
    void: mapping('no-return atomic', { noReturn: true }),
  },
};

export const ARMV8_LLSC: Port = {
  ...COMMON,
  name: 'armv8-llsc',
  title: 'Armv8 LL/SC',
  sources: {
    accesses: 'arch/arm64/include/asm/barrier.h',
    updates: 'arch/arm64/include/asm/atomic_ll_sc.h, cmpxchg.h',
  },
  update: {
    relaxed: mapping('ldxr, stxr', { loop: true }),
    acquire: mapping('ldaxr, stxr', { loop: true, read: 'acquire' }),
    release: mapping('ldxr, stlxr', { loop: true, write: 'release' }),
    full: mapping('ldxr, stlxr', { loop: true, write: 'release', after: full }),
    void: mapping('ldxr, stxr', { loop: true }),
  },
};
