/**
 * Waiting for a variable, in a queue that the kernel finds by the variable's address; here there is one queue for all of them.
 * include/linux/wait_bit.h, kernel/sched/wait_bit.c.
 */
import { definitionsFrom } from './definition.js';

export const WAIT_VAR = definitionsFrom('include/linux/wait_bit.h', [
  ['var_waitqueue', 'static struct wait_queue_head var_waitqueue;'],
  [
    'wait_var_event wait_var_event_killable wait_var_event_interruptible',
    `#define wait_var_event(var, condition) wait_event(var_waitqueue, condition)
#define wait_var_event_killable(var, condition) ({ wait_event(var_waitqueue, condition); 0; })
#define wait_var_event_interruptible(var, condition) ({ wait_event(var_waitqueue, condition); 0; })
`,
  ],
  [
    'wake_up_var',
    `static inline void wake_up_var(void *var)
{
	if (waitqueue_active(&var_waitqueue))
		wake_up(&var_waitqueue);
}`,
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
