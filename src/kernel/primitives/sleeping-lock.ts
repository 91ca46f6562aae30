/**
 * Locks that are no spinlocks: rwlock_t, mutexes, semaphores and completions, each one word. They are acquire and release, by the
 * atomic operations that their code ends in; that one unlocks and another locks orders a third CPU less than it does with
 * spinlocks, of which alone the kernel's model says more. Queues are left out: who waits first, and that a writer who waits
 * keeps new readers out, changes who gets a lock and not what its holder sees. Nobody is interrupted while waiting.
 *
 * Sources: include/asm-generic/qrwlock.h, kernel/locking/qrwlock.c; kernel/locking/mutex.c; kernel/locking/rwsem.c;
 * kernel/locking/semaphore.c; kernel/sched/completion.c; include/linux/bit_spinlock.h and wait_bit.h for words of bits.
 */

import type { Primitive, PrimitiveParameter, PrimitiveStep } from '../primitive.js';
import { compute, type Formula, nonZero, number, old } from './formula.js';
import { FLAGS, GIVING, inForms, initialising, TAKING } from './lock.js';
import { fence, guard, load, ONE, ofLock, parameter, row, store, update, ZERO } from './row.js';

const isFree = compute(old, '==', ZERO);

/** A word that one writer may hold, or any number of readers. */
interface SharedWord {
  /** What the word is while a writer holds it. */
  readonly writer: Formula;
  /** What each reader adds. */
  readonly reader: Formula;
  readonly hasWriter: Formula;
}

function sharedWord(writer: number, reader: number): SharedWord {
  const held = number(writer);
  return { writer: held, reader: number(reader), hasWriter: nonZero(compute(old, '&', held)) };
}

/** The steps of a lock of that kind, taken or tried. */
function stepsOf({ writer, reader, hasWriter }: SharedWord) {
  const noWriter = compute(hasWriter, '==', ZERO);
  const more = compute(old, '+', reader);
  return {
    noWriter,
    read: [update('acquire', more, { until: noWriter })],
    tryRead: [update('acquire', more, { condition: noWriter, looksFirst: true })],
    unread: [update('release', compute(old, '-', reader))],
    write: [update('acquire', writer, { until: isFree })],
    tryWrite: [update('acquire', writer, { condition: isFree, looksFirst: true })],
  };
}

/** _QW_LOCKED and _QR_BIAS. */
const rwlockSteps = stepsOf(sharedWord(0xff, 0x200));
const rwlock = [parameter('pointer', 'rwlock_t *lock')];

const RWLOCKS: readonly Primitive[] = [
  ...inForms(TAKING, 'read_lock', rwlock, 'void', rwlockSteps.read),
  ...inForms(TAKING.slice(0, 1), 'read_trylock', rwlock, 'int', rwlockSteps.tryRead, rwlockSteps.noWriter),
  ...inForms(GIVING, 'read_unlock', rwlock, 'void', rwlockSteps.unread),
  ...inForms(TAKING, 'write_lock', rwlock, 'void', rwlockSteps.write),
  row('write_trylock', rwlock, 'int', rwlockSteps.tryWrite, isFree),
  row('write_trylock_irqsave', [...rwlock, FLAGS], 'int', rwlockSteps.tryWrite, isFree),
  // A store to the writer's byte: nobody else writes the word while a writer holds it.
  ...inForms(GIVING, 'write_unlock', rwlock, 'void', [store('release', ZERO)]),
  initialising('rwlock_init', 'rwlock_t *lock'),
];

const mutex = [parameter('pointer', 'struct mutex *lock')];
const subclass = parameter('ignored', 'unsigned int subclass');
const takingMutex = [update('acquire', ONE, { until: isFree })];

const MUTEXES: readonly Primitive[] = [
  row('mutex_lock', mutex, 'void', takingMutex),
  row('mutex_lock_nested', [...mutex, subclass], 'void', takingMutex),
  row('mutex_lock_io', mutex, 'void', takingMutex),
  ...['mutex_lock_interruptible', 'mutex_lock_killable'].map((name) =>
    row(name, mutex, 'int', takingMutex, ZERO),
  ),
  row('mutex_trylock', mutex, 'int', [update('acquire', ONE, { condition: isFree })], isFree),
  row('mutex_unlock', mutex, 'void', [update('release', ZERO)]),
  row('mutex_is_locked', mutex, 'int', [load('relaxed')], nonZero(old)),
  initialising('mutex_init', 'struct mutex *lock'),
];

/** RWSEM_WRITER_LOCKED and RWSEM_READER_BIAS. */
const rwsemWord = sharedWord(1, 0x100);
const rwsemSteps = stepsOf(rwsemWord);
const rwsem = [parameter('pointer', 'struct rw_semaphore *sem')];

const RWSEMS: readonly Primitive[] = [
  row('down_read', rwsem, 'void', rwsemSteps.read),
  row('down_read_nested', [...rwsem, subclass], 'void', rwsemSteps.read),
  ...['down_read_interruptible', 'down_read_killable'].map((name) =>
    row(name, rwsem, 'int', rwsemSteps.read, ZERO),
  ),
  row('down_read_trylock', rwsem, 'int', rwsemSteps.tryRead, rwsemSteps.noWriter),
  row('up_read', rwsem, 'void', rwsemSteps.unread),
  row('down_write', rwsem, 'void', rwsemSteps.write),
  row('down_write_nested', [...rwsem, subclass], 'void', rwsemSteps.write),
  row('down_write_killable', rwsem, 'int', rwsemSteps.write, ZERO),
  row('down_write_trylock', rwsem, 'int', rwsemSteps.tryWrite, isFree),
  row('up_write', rwsem, 'void', [update('release', compute(old, '-', rwsemWord.writer))]),
  row('downgrade_write', rwsem, 'void', [
    update('release', compute(compute(old, '-', rwsemWord.writer), '+', rwsemWord.reader)),
  ]),
  row('rwsem_is_locked', rwsem, 'int', [load('relaxed')], nonZero(old)),
  initialising('init_rwsem', 'struct rw_semaphore *sem'),
];

const semaphore = [parameter('pointer', 'struct semaphore *sem')];
const isPositive = compute(old, '>', ZERO);
const less = compute(old, '-', ONE);
const more = compute(old, '+', ONE);
const takingOne = [update('acquire', less, { until: isPositive })];

const SEMAPHORES: readonly Primitive[] = [
  row('down', semaphore, 'void', takingOne),
  ...['down_interruptible', 'down_killable'].map((name) => row(name, semaphore, 'int', takingOne, ZERO)),
  // It returns 0 where it has got the semaphore.
  row(
    'down_trylock',
    semaphore,
    'int',
    [update('acquire', less, { condition: isPositive })],
    compute(isPositive, '==', ZERO),
  ),
  row('up', semaphore, 'void', [update('release', more)]),
];

const completion = [parameter('pointer', 'struct completion *x')];
const ALL_DONE = number(0xffffffff);
const isDone = nonZero(old);
const isAllDone = compute(old, '==', ALL_DONE);
/** One fewer, unless all are done: then it stays so. */
const taken = compute(old, '-', compute(isAllDone, '==', ZERO));
const waiting: readonly PrimitiveStep[] = [update('acquire', taken, { until: isDone })];

const COMPLETIONS: readonly Primitive[] = [
  row('complete', completion, 'void', [update('release', compute(old, '+', compute(isAllDone, '==', ZERO)))]),
  row('complete_all', completion, 'void', [update('release', ALL_DONE)]),
  row('wait_for_completion', completion, 'void', waiting),
  row('wait_for_completion_io', completion, 'void', waiting),
  ...['wait_for_completion_interruptible', 'wait_for_completion_killable'].map((name) =>
    row(name, completion, 'int', waiting, ZERO),
  ),
  row(
    'try_wait_for_completion',
    completion,
    'int',
    [update('acquire', taken, { condition: isDone, looksFirst: true })],
    isDone,
  ),
  row(
    'completion_done',
    completion,
    'int',
    [load('relaxed'), guard(isDone), fence('smp_acquire__after_ctrl_dep')],
    ONE,
  ),
  initialising('init_completion', 'struct completion *x'),
  initialising('reinit_completion', 'struct completion *x'),
];

/** What disables interrupts or preemption of the thread that calls it: nothing to others, and no thread is interrupted. */
const nothing: readonly PrimitiveParameter[] = [];
const flags = [FLAGS];
const CONTEXT: readonly Primitive[] = [
  ...[
    ...['local_irq_disable', 'local_irq_enable', 'local_bh_disable', 'local_bh_enable'],
    ...['preempt_disable', 'preempt_enable', 'preempt_disable_notrace', 'preempt_enable_notrace'],
    ...['preempt_enable_no_resched', 'migrate_disable', 'migrate_enable', 'cond_resched', 'might_sleep'],
  ].map((name) => row(name, nothing, 'void', [])),
  row('local_irq_save', flags, 'void', []),
  row('local_irq_restore', flags, 'void', []),
];

export const SLEEPING_LOCKS: readonly Primitive[] = [
  ...[...RWLOCKS, ...MUTEXES, ...RWSEMS, ...SEMAPHORES, ...COMPLETIONS].map((each) => ofLock(each)),
  ...CONTEXT,
];
