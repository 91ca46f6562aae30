/**
 * Sequence counters and sequence locks. A counter is odd while a writer writes; it is read and written as marked accesses, since
 * its writers tell KCSAN that their plain increments count as such (kcsan_nestable_atomic_begin()).
 *
 * Source: include/linux/seqlock.h (v5.10 to v6.11; later kernels begin with an acquire in the place of the read barrier).
 */

import type { Primitive, PrimitiveParameter, PrimitiveStep } from '../primitive.js';
import { argument, compute, type Formula, number, old } from './formula.js';
import { FLAGS } from './lock.js';
import { fence, load, ONE, ofLock, parameter, row, store, update, ZERO } from './row.js';

const isEven = compute(compute(old, '&', ONE), '==', ZERO);
const hasChanged = compute(old, '!=', argument('start'));
const start = parameter('value', 'unsigned start');

interface At {
  readonly field?: string;
}

function adding(amount: number, at: At = {}): readonly PrimitiveStep[] {
  return [load('relaxed', at), store('relaxed', compute(old, '+', number(amount)), at)];
}

function begin(at: At = {}): readonly PrimitiveStep[] {
  return [load('relaxed', { ...at, until: isEven }), fence('smp_rmb')];
}

function retry(at: At = {}): readonly PrimitiveStep[] {
  return [fence('smp_rmb'), load('relaxed', at)];
}

function beginWrite(at: At = {}): readonly PrimitiveStep[] {
  return [...adding(1, at), fence('smp_wmb')];
}

function endWrite(at: At = {}): readonly PrimitiveStep[] {
  return [fence('smp_wmb'), ...adding(1, at)];
}

const seqcount = [parameter('pointer', 'seqcount_t *s')];

function all(
  names: readonly string[],
  parameters: readonly PrimitiveParameter[],
  result: Primitive['result'],
  steps: readonly PrimitiveStep[],
  value?: Formula,
): readonly Primitive[] {
  return names.map((name) => row(name, parameters, result, steps, value));
}

const COUNTERS: readonly Primitive[] = [
  ...all(['read_seqcount_begin', 'raw_read_seqcount_begin'], seqcount, 'value', begin()),
  row('__read_seqcount_begin', seqcount, 'value', [load('relaxed', { until: isEven })]),
  row('raw_read_seqcount', seqcount, 'value', [load('relaxed'), fence('smp_rmb')]),
  // It does not wait: an odd counter makes the retry fail.
  row(
    'raw_seqcount_begin',
    seqcount,
    'value',
    [load('relaxed'), fence('smp_rmb')],
    compute(old, '-', compute(old, '&', ONE)),
  ),
  row('read_seqcount_retry', [...seqcount, start], 'int', retry(), hasChanged),
  row('__read_seqcount_retry', [...seqcount, start], 'int', [load('relaxed')], hasChanged),
  ...all(
    ['write_seqcount_begin', 'raw_write_seqcount_begin', 'do_raw_write_seqcount_begin'],
    seqcount,
    'void',
    beginWrite(),
  ),
  row(
    'write_seqcount_begin_nested',
    [...seqcount, parameter('ignored', 'int subclass')],
    'void',
    beginWrite(),
  ),
  ...all(
    ['write_seqcount_end', 'raw_write_seqcount_end', 'do_raw_write_seqcount_end'],
    seqcount,
    'void',
    endWrite(),
  ),
  row('write_seqcount_invalidate', seqcount, 'void', [fence('smp_wmb'), ...adding(2)]),
  row('raw_write_seqcount_barrier', seqcount, 'void', [...adding(1), fence('smp_wmb'), ...adding(1)]),
  row('seqcount_init', seqcount, 'void', [store('relaxed', ZERO, { tag: 'plain' })]),
];

const latch = [parameter('pointer', 'seqcount_latch_t *s')];
const turning = [fence('smp_wmb'), ...adding(1), fence('smp_wmb')];

/** Readers of a latch depend on the counter by the address of the copy that it chooses. */
const LATCHES: readonly Primitive[] = [
  ...all(['read_seqcount_latch', 'raw_read_seqcount_latch'], latch, 'value', [load('relaxed')]),
  ...all(
    ['read_seqcount_latch_retry', 'raw_read_seqcount_latch_retry'],
    [...latch, start],
    'int',
    retry(),
    hasChanged,
  ),
  ...all(
    ['raw_write_seqcount_latch', 'write_seqcount_latch_begin', 'write_seqcount_latch'],
    latch,
    'void',
    turning,
  ),
  row('write_seqcount_latch_end', latch, 'void', []),
];

const seqlock = [parameter('structure', 'seqlock_t *sl')];
const counter = { field: 'seqcount' } as const;
const lock = { field: 'lock' } as const;
const taking = update('acquire', ONE, { ...lock, until: compute(old, '==', ZERO), tag: 'lock' });
const giving = store('release', ZERO, { ...lock, tag: 'unlock' });

function seqlocks(
  suffix: string,
  restoring: string,
  more: readonly PrimitiveParameter[],
): readonly Primitive[] {
  const parameters = [...seqlock, ...more];
  return [
    row(`write_seqlock${suffix}`, parameters, 'void', [taking, ...beginWrite(counter)]),
    row(`write_sequnlock${restoring}`, parameters, 'void', [...endWrite(counter), giving]),
    row(`read_seqlock_excl${suffix}`, parameters, 'void', [taking]),
    row(`read_sequnlock_excl${restoring}`, parameters, 'void', [giving]),
  ].map((each) => ofLock(each));
}

const SEQLOCK_FORMS = [
  ['', '', []],
  ['_irq', '_irq', []],
  ['_bh', '_bh', []],
  ['_irqsave', '_irqrestore', [FLAGS]],
] as const;

const SEQLOCKS: readonly Primitive[] = [
  row('read_seqbegin', seqlock, 'value', begin(counter)),
  row('read_seqretry', [...seqlock, start], 'int', retry(counter), hasChanged),
  ...SEQLOCK_FORMS.flatMap(([suffix, restoring, more]) => seqlocks(suffix, restoring, more)),
];

export const SEQUENCES: readonly Primitive[] = [...COUNTERS, ...LATCHES, ...SEQLOCKS];
