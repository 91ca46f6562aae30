/** Waiting until a condition holds, which is looked at before and behind getting on the queue. include/linux/wait.h, ___wait_event(). */
import { definitionsFrom } from './definition.js';
import type { Definition } from './wait.js';

/** The order of wait_event(): the condition, and if it is not so, the queue, the condition, sleep, from the queue again. */
export function waiting(
  name: string,
  more: string,
  state: string,
  exclusive: 0 | 1,
  sleep: string,
): Definition {
  return [
    name,
    `#define ${name}(wq, condition${more}) do { \\
	might_sleep(); \\
	if (condition) \\
		break; \\
	for (;;) { \\
		${exclusive === 1 ? 'prepare_singly' : 'prepare_on_queue'}(&(wq), ${state}, 0); \\
		if (condition) \\
			break; \\
		${sleep}; \\
	} \\
	finish_on_queue(&(wq)); \\
} while (0)
`,
  ];
}

/** The same where nobody comes in between: without a signal, which no thread gets, the result is 0. */
export function withResult([name, text]: Definition, parameters: string): readonly Definition[] {
  return [
    [`${name}_of`, text.replace(`#define ${name}(`, `#define ${name}_of(`)],
    [name, `#define ${name}(${parameters}) ({ ${name}_of(${parameters}); 0; })\n`],
  ];
}

const KINDS = [
  ['_interruptible', 'TASK_INTERRUPTIBLE'],
  ['_killable', 'TASK_KILLABLE'],
  ['_freezable', 'TASK_INTERRUPTIBLE | TASK_FREEZABLE'],
] as const;

const EVENTS: readonly Definition[] = [
  waiting('wait_event', '', 'TASK_UNINTERRUPTIBLE', 0, 'schedule()'),
  waiting('io_wait_event', '', 'TASK_UNINTERRUPTIBLE', 0, 'schedule()'),
  waiting('wait_event_idle', '', 'TASK_IDLE', 0, 'schedule()'),
  waiting('wait_event_idle_exclusive', '', 'TASK_IDLE', 1, 'schedule()'),
  waiting('wait_event_cmd', ', cmd1, cmd2', 'TASK_UNINTERRUPTIBLE', 0, 'cmd1; schedule(); cmd2'),
  waiting('wait_event_exclusive_cmd', ', cmd1, cmd2', 'TASK_UNINTERRUPTIBLE', 1, 'cmd1; schedule(); cmd2'),
  ...KINDS.flatMap(([kind, state]) => [
    ...withResult(waiting(`wait_event${kind}`, '', state, 0, 'schedule()'), 'wq, condition'),
    ...withResult(waiting(`wait_event${kind}_exclusive`, '', state, 1, 'schedule()'), 'wq, condition'),
  ]),
  ...withResult(waiting('wait_event_state', ', state', '(state)', 0, 'schedule()'), 'wq, condition, state'),
  ...(
    [
      ['wait_event_lock_irq', '', ''],
      ['wait_event_lock_irq_cmd', ', cmd', 'cmd; '],
    ] as const
  ).map(([name, more, before]): Definition => {
    const sleep = `spin_unlock_irq(&(lock)); ${before}schedule(); spin_lock_irq(&(lock))`;
    const [, text] = waiting(name, `, lock${more}`, 'TASK_UNINTERRUPTIBLE', 0, sleep);
    return [name, text.replace('\tmight_sleep(); \\\n', '')];
  }),
  ...(
    [
      ['wait_event_interruptible_lock_irq', '', ''],
      ['wait_event_interruptible_lock_irq_cmd', ', cmd', 'cmd; '],
    ] as const
  ).flatMap(([name, more, before]) => {
    const sleep = `spin_unlock_irq(&(lock)); ${before}schedule(); spin_lock_irq(&(lock))`;
    const [, text] = waiting(name, `, lock${more}`, 'TASK_INTERRUPTIBLE', 0, sleep);
    return withResult([name, text.replace('\tmight_sleep(); \\\n', '')], `wq, condition, lock${more}`);
  }),
  ...['', '_irq'].flatMap((irq) =>
    ['', '_exclusive'].map((exclusive): Definition => {
      const name = `wait_event_interruptible${exclusive}_locked${irq}`;
      return [
        name,
        `#define ${name}(wq, condition) ({ \\
	while (!(condition)) { \\
		${exclusive === '' ? 'put_on_queue(&(wq), 0);' : 'if (!(READ_ONCE((wq).waiters) >> smp_processor_id() & 1)) put_singly(&(wq), READ_ONCE((wq).waiters), 0);'} \
		set_current_state(TASK_INTERRUPTIBLE); \\
		spin_unlock${irq}(&(wq).lock); \\
		schedule(); \\
		spin_lock${irq}(&(wq).lock); \\
		if (condition) { \\
			take_off_queue(&(wq)); \\
			__set_current_state(TASK_RUNNING); \\
			break; \\
		} \\
	} \\
	0; \\
})
`,
      ];
    }),
  ),
];

export const WAIT_EVENTS = definitionsFrom('include/linux/wait.h', EVENTS);
