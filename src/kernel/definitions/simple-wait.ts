/**
 * Queues whose waiters are woken one by one, in their order, whatever their state is, and the place for one task that waits.
 * include/linux/swait.h, kernel/sched/swait.c; include/linux/rcuwait.h, kernel/exit.c, rcuwait_wake_up().
 */
import { definitionsFrom } from './definition.js';
import type { Definition } from './wait.js';
import { waiting, withResult } from './wait-event.js';

const SWAIT: readonly Definition[] = [
  ['swait_queue_head', '#define swait_queue_head wait_queue_head\n'],
  ['DECLARE_SWAIT_QUEUE_HEAD', '#define DECLARE_SWAIT_QUEUE_HEAD(name) struct wait_queue_head name\n'],
  ['init_swait_queue_head', '#define init_swait_queue_head(wq) init_waitqueue_head(wq)\n'],
  ['swait_active', '#define swait_active(wq) waitqueue_active(wq)\n'],
  ['swq_has_sleeper', '#define swq_has_sleeper(wq) wq_has_sleeper(wq)\n'],
  ['DECLARE_SWAITQUEUE', '#define DECLARE_SWAITQUEUE(name) struct wait_queue_entry name = { .stays = 0 }\n'],
  [
    'prepare_to_swait_exclusive',
    '#define prepare_to_swait_exclusive(wq, entry, state) ((void)prepare_singly(wq, state, 0))\n',
  ],
  ['finish_swait', '#define finish_swait(wq, entry) finish_on_queue(wq)\n'],
  [
    'swake_first',
    `static inline bool swake_first(struct wait_queue_head *wq)
{
	unsigned int waiters = READ_ONCE(wq->waiters);
	int cpu;

	if (waiters == 0)
		return 0;
	cpu = READ_ONCE(wq->single[0]) - 1;
	try_to_wake_up(task_of_cpu(cpu), TASK_NORMAL, 0);
	take_singly(wq, waiters, cpu);
	WRITE_ONCE(wq->waiters, waiters & ~(0x10101 << cpu));
	WRITE_ONCE(wq->queued[cpu], 0);
	return 1;
}`,
  ],
  ['swake_up_locked', '#define swake_up_locked(wq, flags) ((void)swake_first(wq))\n'],
  [
    'swake_up_one',
    '#define swake_up_one(wq) do { spin_lock(&(wq)->lock); swake_up_locked(wq, 0); spin_unlock(&(wq)->lock); } while (0)\n',
  ],
  [
    'swake_up_all',
    '#define swake_up_all(wq) do { spin_lock(&(wq)->lock); while (swake_first(wq)) ; spin_unlock(&(wq)->lock); } while (0)\n',
  ],
  waiting('swait_event_exclusive', '', 'TASK_UNINTERRUPTIBLE', 1, 'schedule()'),
  waiting('swait_event_idle_exclusive', '', 'TASK_IDLE', 1, 'schedule()'),
  ...withResult(
    waiting('swait_event_interruptible_exclusive', '', 'TASK_INTERRUPTIBLE', 1, 'schedule()'),
    'wq, condition',
  ),
];

const RCUWAIT: readonly Definition[] = [
  ['rcuwait', 'struct rcuwait { struct task_struct *task; };'],
  ['rcuwait_init', '#define rcuwait_init(w) ((w)->task = NULL)\n'],
  ['rcuwait_active', '#define rcuwait_active(w) (rcu_access_pointer((w)->task) != NULL)\n'],
  ['prepare_to_rcuwait', '#define prepare_to_rcuwait(w) rcu_assign_pointer((w)->task, current)\n'],
  [
    'finish_rcuwait',
    '#define finish_rcuwait(w) do { rcu_assign_pointer((w)->task, NULL); __set_current_state(TASK_RUNNING); } while (0)\n',
  ],
  [
    'rcuwait_wait_event',
    `#define rcuwait_wait_event(w, condition, state) ({ \\
	prepare_to_rcuwait(w); \\
	for (;;) { \\
		set_current_state(state); \\
		if (condition) \\
			break; \\
		schedule(); \\
	} \\
	finish_rcuwait(w); \\
	0; \\
})
`,
  ],
  [
    'rcuwait_wake_up',
    `static inline int rcuwait_wake_up(struct rcuwait *w)
{
	int woken = 0;
	struct task_struct *task;

	rcu_read_lock();
	smp_mb();
	task = rcu_dereference(w->task);
	if (task)
		woken = wake_up_process(task);
	rcu_read_unlock();
	return woken;
}`,
  ],
];

export const SIMPLE_WAIT = [
  ...definitionsFrom('include/linux/swait.h', SWAIT),
  ...definitionsFrom('include/linux/rcuwait.h', RCUWAIT),
];
