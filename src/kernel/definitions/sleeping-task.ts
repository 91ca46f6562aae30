/**
 * Tasks, and what wakes one that is known. A thread is a task; the ones that no thread has among its parameters are `task_of[0]` and so on.
 * A task is never interrupted and gets no signal. include/linux/sched.h, kernel/sched/core.c, try_to_wake_up().
 */
import { definitionsFrom } from './definition.js';

export const TASKS = definitionsFrom('include/linux/sched.h', [
  ['current task_of_cpu', 'static DEFINE_PER_CPU(struct task_struct, task_of);\n'],
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
  ['get_current_state', '#define get_current_state() READ_ONCE(current->__state)\n'],
  ['task_is_running', '#define task_is_running(task) (READ_ONCE((task)->__state) == 0)\n'],
  [
    'schedule schedule_of',
    'static inline void schedule_of(struct task_struct *task) { smp_cond_load_acquire(&task->__state, VAL == 0); }\n#define schedule() schedule_of(current)\n',
  ],
  ['io_schedule', '#define io_schedule() schedule()\n'],
  [
    'try_to_wake_up',
    `static inline int try_to_wake_up(struct task_struct *task, unsigned int state, int flags)
{
	smp_mb();
	if (!(READ_ONCE(task->__state) & state))
		return 0;
	WRITE_ONCE(task->__state, 0);
	return 1;
}`,
  ],
  ['wake_up_process', '#define wake_up_process(task) try_to_wake_up(task, TASK_NORMAL, 0)\n'],
  ['wake_up_state', '#define wake_up_state(task, state) try_to_wake_up(task, state, 0)\n'],
  ...['signal_pending', 'fatal_signal_pending'].map(
    (name) => [name, `#define ${name}(task) ((void)(task), 0)\n`] as const,
  ),
  ['signal_pending_state', '#define signal_pending_state(state, task) ((void)(state), (void)(task), 0)\n'],
  ['need_resched', '#define need_resched() 0\n'],
]);
