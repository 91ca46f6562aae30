/**
 * The edges of the kernel's own C. Names of tests are the short ones of this project and of the papers (`MP+wmb+addr`,
 * `SB+mb+rel-acq`); the longer ones of the kernel and of diy7 (`MP+pooncerelease+poacquireonce`, tools/memory-model/litmus-tests)
 * are read too.
 */
import { dependencyRow, PO, type Vocabulary } from './vocabulary.js';
import { writeKernel } from './write-kernel.js';

export const KERNEL_EDGES: Vocabulary = {
  dialect: 'C',
  edges: [
    PO,
    {
      kind: 'fence',
      code: 'smp_mb()',
      before: 'rw',
      after: 'rw',
      edge: 'FenceMb',
      name: 'mb',
      aliases: ['fencemb', 'pomb', 'smp_mb'],
    },
    {
      kind: 'fence',
      code: 'smp_wmb()',
      before: 'w',
      after: 'w',
      edge: 'FenceWmb',
      name: 'wmb',
      aliases: ['fencewmb', 'smp_wmb'],
    },
    {
      kind: 'fence',
      code: 'smp_rmb()',
      before: 'r',
      after: 'r',
      edge: 'FenceRmb',
      name: 'rmb',
      aliases: ['fencermb', 'smp_rmb'],
    },
    {
      kind: 'fence',
      code: 'synchronize_rcu()',
      before: 'rw',
      after: 'rw',
      edge: 'FenceSync',
      name: 'sync',
      aliases: ['fencesync', 'synchronize_rcu'],
    },
    {
      kind: 'section',
      enter: 'rcu_read_lock()',
      leave: 'rcu_read_unlock()',
      edge: 'Rcu',
      name: 'rcu',
      aliases: ['rcu_read_lock'],
    },
    dependencyRow('addr'),
    dependencyRow('data'),
    dependencyRow('ctrl'),
    { kind: 'rmw', update: 'exchange', edge: 'Rmw', name: 'rmw', aliases: ['xchg'] },
  ],
  annotations: [
    { edge: 'Acquire', name: 'acquire', generic: 'acq', on: 'R' },
    { edge: 'Release', name: 'release', generic: 'rel', on: 'W' },
  ],
  usual: { edge: 'Once', name: 'once' },
  refused: [
    {
      pattern: /lock|sil/i,
      why: 'a lock is no edge from one access to another; write such a test by hand',
    },
    {
      pattern: /assign|deref/,
      why: "rcu_assign_pointer() and rcu_dereference() pass pointers; 'rel' and 'addr' are the orders that they give",
    },
  ],
  objection: ({ edges }) =>
    edges.some(
      ({ row }, index) => row.kind === 'section' && edges[(index + 1) % edges.length].row.kind === 'section',
    )
      ? 'two read-side critical sections in a row would be one; leave one of them out'
      : null,
  write: writeKernel,
};
