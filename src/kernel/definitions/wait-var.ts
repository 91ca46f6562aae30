/**
 * Waiting for a variable, in one of several queues that is found by the variable's address; a wakeup is for those who wait for that
 * variable, and not for others that its queue has. include/linux/wait_bit.h, kernel/sched/wait_bit.c.
 */
import { definitionsFrom } from './definition.js';

/** The order of ___wait_var_event(). */
function waiting(name: string, state: string): readonly [string, string] {
  return [
    name,
    `#define ${name}(var, condition) do { \\
	might_sleep(); \\
	if (condition) \\
		break; \\
	for (;;) { \\
		prepare_for_var(var_waitqueue(var), ${state}, (unsigned long)(var)); \\
		if (condition) \\
			break; \\
		schedule(); \\
	} \\
	finish_on_queue(var_waitqueue(var)); \\
} while (0)
`,
  ];
}

export const WAIT_VAR = definitionsFrom('include/linux/wait_bit.h', [
  ['var_waitqueues', 'static struct wait_queue_head var_waitqueues[16];'],
  [
    'var_waitqueue',
    '#define var_waitqueue(var) (&var_waitqueues[((unsigned long)(var) >> 3 ^ (unsigned long)(var) >> 12) % 16])\n',
  ],
  [
    'prepare_for_var',
    `static inline void prepare_for_var(struct wait_queue_head *wq, unsigned int state, unsigned long key)
{
	spin_lock(&wq->lock);
	WRITE_ONCE(wq->key[smp_processor_id()], key);
	put_on_queue(wq, 0);
	set_current_state(state);
	spin_unlock(&wq->lock);
}`,
  ],
  waiting('wait_var_event', 'TASK_UNINTERRUPTIBLE'),
  waiting('wait_var_event_io', 'TASK_UNINTERRUPTIBLE'),
  ...(
    [
      ['killable', 'TASK_KILLABLE'],
      ['interruptible', 'TASK_INTERRUPTIBLE'],
    ] as const
  ).flatMap(([kind, state]): readonly (readonly [string, string])[] => [
    waiting(`wait_var_event_${kind}_of`, state),
    [
      `wait_var_event_${kind}`,
      `#define wait_var_event_${kind}(var, condition) ({ wait_var_event_${kind}_of(var, condition); 0; })\n`,
    ],
  ]),
  [
    'wake_up_var',
    `#define wake_up_var(var) do { \\
	if (waitqueue_active(var_waitqueue(var))) \\
		wake_keyed(var_waitqueue(var), TASK_NORMAL, 1, (unsigned long)(var)); \\
} while (0)
`,
  ],
  [
    'store_release_wake_up',
    '#define store_release_wake_up(var, val) do { smp_store_release(var, val); smp_mb(); wake_up_var(var); } while (0)\n',
  ],
  [
    'atomic_dec_and_wake_up',
    `static inline bool atomic_dec_and_wake_up(atomic_t *var)
{
	if (!atomic_dec_and_test(var))
		return false;
	smp_mb();
	wake_up_var(var);
	return true;
}`,
  ],
]);
