/**
 * The RISC-V port. Acquire and release are fences next to plain accesses; a fully ordered atomic is annotated .aq.rl.
 *
 * What is not there is in include/asm-generic/barrier.h. The ISA manual has such a table too: chapter "RVWMO", table A.5.
 */
import type { AccessKinds, Fence } from '../../program/program.js';
import type { Port } from '../port.js';
import { mapping } from './mapping.js';

function fence(before: AccessKinds, after: AccessKinds): Fence {
  return { kind: 'access', name: `fence ${before},${after}`, before, after };
}

const full = fence('rw', 'rw');
const reads = fence('r', 'r');
const writes = fence('w', 'w');

/** A barrier that orders devices as well: to memory it is what the other is. */
function device(before: string, after: string, inMemory: Fence): Fence {
  return { ...inMemory, name: `fence ${before},${after}` };
}

/** RISCV_ACQUIRE_BARRIER and RISCV_RELEASE_BARRIER. */
const acquire = fence('r', 'rw');
const release = fence('rw', 'w');

export const RISCV: Port = {
  name: 'riscv',
  title: 'RISC-V',
  sources: {
    accesses: 'arch/riscv/include/asm/barrier.h, fence.h',
    updates: 'arch/riscv/include/asm/atomic.h, cmpxchg.h, fence.h',
  },
  instructions: 'RISCV',
  load: { relaxed: mapping('lw'), acquire: mapping('lw', { after: acquire }) },
  // The generic smp_cond_load_acquire(): the end of the loop orders writes, smp_acquire__after_ctrl_dep() reads.
  awaited: mapping('lw', { after: reads }),
  store: {
    relaxed: mapping('sw'),
    release: mapping('sw', { before: release }),
    mb: mapping('sw', { after: full }),
  },
  storeMbExchanges: false,
  update: {
    relaxed: mapping('amo'),
    acquire: mapping('amo', { after: acquire }),
    release: mapping('amo', { before: release }),
    full: mapping('amo.aqrl', { read: 'acquire-release', write: 'acquire-release' }),
    void: mapping('amo'),
  },
  conditional: {
    relaxed: mapping('lr, sc', { loop: true }),
    acquire: mapping('lr, sc', { loop: true, after: acquire }),
    release: mapping('lr, sc', { loop: true, before: release }),
    full: mapping('lr, sc.rl', { loop: true, write: 'release', after: full }),
    void: mapping('lr, sc', { loop: true }),
  },
  fence: {
    smp_mb: full,
    smp_rmb: reads,
    smp_wmb: writes,
    smp_mb__before_atomic: full,
    smp_mb__after_atomic: full,
    smp_mb__after_spinlock: full,
    smp_mb__after_unlock_lock: null,
    smp_acquire__after_ctrl_dep: reads,
    mb: device('iorw', 'iorw', full),
    rmb: device('ir', 'ir', reads),
    wmb: device('ow', 'ow', writes),
    dma_mb: full,
    dma_rmb: reads,
    dma_wmb: writes,
    barrier: null,
  },
};
