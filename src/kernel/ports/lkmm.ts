/**
 * The kernel itself as a port: no instructions, but the accesses and barriers as the source has them, each with the tag that
 * the Linux-kernel memory model gives it. Its orders are the model's to find in the tags, so all of them are plain here.
 *
 * Its files have no barriers for devices, mb() and dma_rmb() and their like: to other CPUs each is at least what its smp_ kin is
 * (Documentation/memory-barriers.txt, "CPU MEMORY BARRIERS").
 */
import type { Fence, KernelTag } from '../../program/program.js';
import type { Port } from '../port.js';
import { FENCES, type FenceName } from '../primitive.js';
import { mapping } from './mapping.js';

const TAGS: Readonly<Record<FenceName, KernelTag>> = {
  smp_mb: 'mb',
  smp_rmb: 'rmb',
  smp_wmb: 'wmb',
  smp_mb__before_atomic: 'before-atomic',
  smp_mb__after_atomic: 'after-atomic',
  smp_mb__after_spinlock: 'after-spinlock',
  smp_mb__after_unlock_lock: 'after-unlock-lock',
  smp_acquire__after_ctrl_dep: 'rmb',
  mb: 'mb',
  rmb: 'rmb',
  wmb: 'wmb',
  dma_mb: 'mb',
  dma_rmb: 'rmb',
  dma_wmb: 'wmb',
  barrier: 'barrier',
};

function fence(name: FenceName): Fence {
  return { kind: 'none', name };
}

const read = mapping('read');
const write = mapping('write');
const update = mapping('update');

export const LKMM: Port = {
  name: 'lkmm',
  title: 'LKMM',
  sources: {
    accesses: 'tools/memory-model/linux-kernel.def, linux-kernel.bell',
    updates: 'tools/memory-model/linux-kernel.def, linux-kernel.bell',
  },
  instructions: null,
  load: { relaxed: read, acquire: read },
  store: { relaxed: write, release: write, mb: mapping('write', { after: fence('smp_mb') }) },
  storeMbExchanges: false,
  update: { relaxed: update, acquire: update, release: update, full: update, void: update },
  fence: {
    smp_mb: fence('smp_mb'),
    smp_rmb: fence('smp_rmb'),
    smp_wmb: fence('smp_wmb'),
    smp_mb__before_atomic: fence('smp_mb__before_atomic'),
    smp_mb__after_atomic: fence('smp_mb__after_atomic'),
    smp_mb__after_spinlock: fence('smp_mb__after_spinlock'),
    smp_mb__after_unlock_lock: fence('smp_mb__after_unlock_lock'),
    smp_acquire__after_ctrl_dep: fence('smp_acquire__after_ctrl_dep'),
    mb: fence('mb'),
    rmb: fence('rmb'),
    wmb: fence('wmb'),
    dma_mb: fence('dma_mb'),
    dma_rmb: fence('dma_rmb'),
    dma_wmb: fence('dma_wmb'),
    barrier: fence('barrier'),
  },
  tags: {
    load: { relaxed: 'once', acquire: 'acquire' },
    store: { relaxed: 'once', release: 'release', mb: 'once' },
    update: { relaxed: 'once', acquire: 'acquire', release: 'release', full: 'mb', void: 'noreturn' },
    fence: new Map(FENCES.map((name) => [name, TAGS[name]])),
  },
};
