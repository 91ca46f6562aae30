/**
 * Waiting and waking. A wait queue counts its waiters, and how often they were woken: to be woken is to see that number change.
 * Who waits in kernel/sched/wait.c adds itself under the queue's lock, orders that before it looks at the condition again, and
 * sleeps; wake_up() looks for waiters under the lock. A task that sleeps on its own state is woken by a change of that.
 *
 * Sources: include/linux/wait.h, kernel/sched/wait.c, include/linux/sched.h, kernel/sched/core.c, try_to_wake_up();
 * Documentation/memory-barriers.txt, "SLEEP AND WAKE-UP FUNCTIONS".
 */
import { definitionsFrom } from './definition.js';

const WAIT_QUEUE = definitionsFrom('include/linux/wait.h', [
  [
    'wait_queue_head wait_queue_head_t',
    `struct wait_queue_head { spinlock_t lock; unsigned int waiters; unsigned int wakeups; };
typedef struct wait_queue_head wait_queue_head_t;`,
  ],
  [
    'init_waitqueue_head',
    'static inline void init_waitqueue_head(struct wait_queue_head *wq) { wq->waiters = 0; wq->wakeups = 0; }',
  ],
  [
    'waitqueue_active',
    'static inline int waitqueue_active(struct wait_queue_head *wq) { return READ_ONCE(wq->waiters) != 0; }',
  ],
  [
    'wq_has_sleeper',
    `static inline int wq_has_sleeper(struct wait_queue_head *wq)
{
	smp_mb();
	return READ_ONCE(wq->waiters) != 0;
}`,
  ],
  [
    'join_wait_queue',
    `static inline unsigned int join_wait_queue(struct wait_queue_head *wq)
{
	unsigned int wakeups;

	spin_lock(&wq->lock);
	WRITE_ONCE(wq->waiters, READ_ONCE(wq->waiters) + 1);
	wakeups = READ_ONCE(wq->wakeups);
	smp_mb();
	spin_unlock(&wq->lock);
	return wakeups;
}`,
  ],
  [
    'leave_wait_queue',
    `static inline void leave_wait_queue(struct wait_queue_head *wq, unsigned int wakeups)
{
	spin_lock(&wq->lock);
	if (READ_ONCE(wq->wakeups) == wakeups)
		WRITE_ONCE(wq->waiters, READ_ONCE(wq->waiters) - 1);
	spin_unlock(&wq->lock);
}`,
  ],
  [
    'wait_event wait_event_interruptible wait_event_killable',
    `#define wait_event(wq, condition) do { \\
	while (!(condition)) { \\
		unsigned int __wakeups = join_wait_queue(&(wq)); \\
		if (condition) { \\
			leave_wait_queue(&(wq), __wakeups); \\
			break; \\
		} \\
		smp_cond_load_acquire(&(wq).wakeups, VAL != __wakeups); \\
	} \\
} while (0)
#define wait_event_interruptible(wq, condition) ({ wait_event(wq, condition); 0; })
#define wait_event_killable(wq, condition) ({ wait_event(wq, condition); 0; })
`,
  ],
  [
    'wake_up_locked wake_up_all_locked',
    `static inline void wake_up_locked(struct wait_queue_head *wq)
{
	if (READ_ONCE(wq->waiters)) {
		smp_mb();
		WRITE_ONCE(wq->waiters, 0);
		WRITE_ONCE(wq->wakeups, READ_ONCE(wq->wakeups) + 1);
	}
}
#define wake_up_all_locked(wq) wake_up_locked(wq)
`,
  ],
  [
    'wait_event_lock_irq',
    `#define wait_event_lock_irq(wq, condition, lock) do { \\
	while (!(condition)) { \\
		unsigned int __wakeups = join_wait_queue(&(wq)); \\
		if (condition) { \\
			leave_wait_queue(&(wq), __wakeups); \\
			break; \\
		} \\
		spin_unlock_irq(&(lock)); \\
		smp_cond_load_acquire(&(wq).wakeups, VAL != __wakeups); \\
		spin_lock_irq(&(lock)); \\
	} \\
} while (0)
`,
  ],
  ['DECLARE_WAIT_QUEUE_HEAD', '#define DECLARE_WAIT_QUEUE_HEAD(name) struct wait_queue_head name\n'],
  [
    'wake_up wake_up_all wake_up_interruptible wake_up_interruptible_all',
    `static inline void wake_up(struct wait_queue_head *wq)
{
	spin_lock(&wq->lock);
	wake_up_locked(wq);
	spin_unlock(&wq->lock);
}
#define wake_up_all(wq) wake_up(wq)
#define wake_up_interruptible(wq) wake_up(wq)
#define wake_up_interruptible_all(wq) wake_up(wq)
`,
  ],
]);

const TASKS = definitionsFrom('include/linux/sched.h', [
  ['task_struct', 'struct task_struct { unsigned int __state; };'],
  [
    'TASK_RUNNING TASK_INTERRUPTIBLE TASK_UNINTERRUPTIBLE TASK_NORMAL',
    'enum { TASK_RUNNING = 0, TASK_INTERRUPTIBLE = 1, TASK_UNINTERRUPTIBLE = 2, TASK_NORMAL = 3 };',
  ],
  [
    'TASK_PARKED TASK_DEAD TASK_WAKEKILL TASK_WAKING TASK_NOLOAD TASK_NEW TASK_KILLABLE TASK_IDLE TASK_FREEZABLE',
    `enum {
	TASK_PARKED = 0x40, TASK_DEAD = 0x80, TASK_WAKEKILL = 0x100, TASK_WAKING = 0x200, TASK_NOLOAD = 0x400,
	TASK_NEW = 0x800, TASK_KILLABLE = 0x102, TASK_IDLE = 0x402, TASK_FREEZABLE = 0x2000
};`,
  ],
  ['set_current_state', '#define set_current_state(state) smp_store_mb(current->__state, (state))\n'],
  ['__set_current_state', '#define __set_current_state(state) WRITE_ONCE(current->__state, (state))\n'],
  [
    'schedule schedule_of',
    'static inline void schedule_of(struct task_struct *task) { smp_cond_load_acquire(&task->__state, VAL == 0); }\n#define schedule() schedule_of(current)\n',
  ],
  [
    'wake_up_process',
    `static inline int wake_up_process(struct task_struct *task)
{
	smp_mb();
	if (READ_ONCE(task->__state) == 0)
		return 0;
	WRITE_ONCE(task->__state, 0);
	return 1;
}`,
  ],
]);

export const WAIT = [...WAIT_QUEUE, ...TASKS];
