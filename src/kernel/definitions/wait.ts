/**
 * Waiting and waking, as kernel/sched/wait.c has it: who waits puts itself on the queue under its lock, says that it sleeps, looks at
 * the condition again and sleeps until its state is that of a running task; who wakes changes the states of the tasks on the queue,
 * as far as they are among those it wakes, and takes them off it. A thread is on a queue at most once.
 *
 * The queue is a word in place of a list: a bit for each thread that is on it, another 8 higher if a wakeup leaves it there, and a
 * third 16 higher if it is one of those that are woken one at a time. In which order they are is in `single`, each one more than the
 * number of the thread. What of an entry others read without the lock, whether it is still on the queue, is `queued`.
 *
 * Sources: include/linux/wait.h, kernel/sched/wait.c; Documentation/memory-barriers.txt, "SLEEP AND WAKE-UP FUNCTIONS".
 */
import { definitionsFrom } from './definition.js';

/** Names that a text defines, separated by spaces, and the text. */
export type Definition = readonly [names: string, text: string];

/** The threads that a queue has room for. */
const MOST = 8;

/** What is done for each thread of a test, one after the other: without a loop, of which a search would have to find that it ends. */
function forEachThread(body: (thread: number) => string): string {
  return Array.from({ length: MOST }, (_, n) => `\tif (num_possible_cpus() > ${n}) { ${body(n)} }`).join(
    '\n',
  );
}

const QUEUE: readonly Definition[] = [
  [
    'wait_queue_head wait_queue_head_t',
    `struct wait_queue_head { spinlock_t lock; unsigned int waiters; bool queued[${MOST}]; u8 single[${MOST + 1}]; unsigned long key[${MOST}]; };
typedef struct wait_queue_head wait_queue_head_t;`,
  ],
  [
    'wait_queue_entry wait_queue_entry_t',
    'struct wait_queue_entry { bool stays; };\ntypedef struct wait_queue_entry wait_queue_entry_t;',
  ],
  ['DECLARE_WAIT_QUEUE_HEAD', '#define DECLARE_WAIT_QUEUE_HEAD(name) struct wait_queue_head name\n'],
  [
    'DECLARE_WAIT_QUEUE_HEAD_ONSTACK',
    '#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) struct wait_queue_head name = { .waiters = 0 }\n',
  ],
  ['DEFINE_WAIT', '#define DEFINE_WAIT(name) struct wait_queue_entry name = { .stays = 0 }\n'],
  [
    'DECLARE_WAITQUEUE',
    '#define DECLARE_WAITQUEUE(name, task) struct wait_queue_entry name = { .stays = 1 }\n',
  ],
  ['init_wait', '#define init_wait(entry) WRITE_ONCE((entry)->stays, 0)\n'],
  ['init_waitqueue_entry', '#define init_waitqueue_entry(entry, task) WRITE_ONCE((entry)->stays, 1)\n'],
  [
    'init_waitqueue_head',
    'static inline void init_waitqueue_head(struct wait_queue_head *wq) { wq->waiters = 0; }',
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
    'wq_has_single_sleeper',
    `static inline int wq_has_single_sleeper(struct wait_queue_head *wq)
{
	return hweight8(READ_ONCE(wq->waiters)) == 1;
}`,
  ],
];

/** Puts a thread on a queue whose lock is held, and takes it off. */
const JOIN: readonly Definition[] = [
  [
    'put_on_queue',
    `static inline void put_on_queue(struct wait_queue_head *wq, bool stays)
{
	WRITE_ONCE(wq->queued[smp_processor_id()], 1);
	WRITE_ONCE(wq->waiters, READ_ONCE(wq->waiters) | (stays ? 0x101 : 1) << smp_processor_id());
}`,
  ],
  [
    'put_singly',
    `static inline void put_singly(struct wait_queue_head *wq, unsigned int waiters, bool stays)
{
	int at = 0;

	if (waiters >> 16) {
${forEachThread((n) => `if (at == ${n} && READ_ONCE(wq->single[${n}])) at = ${n + 1};`)}
	}
	WRITE_ONCE(wq->single[at], smp_processor_id() + 1);
	WRITE_ONCE(wq->queued[smp_processor_id()], 1);
	WRITE_ONCE(wq->waiters, waiters | (stays ? 0x10101 : 0x10001) << smp_processor_id());
}`,
  ],
  [
    'take_off_queue',
    `static inline void take_off_queue(struct wait_queue_head *wq)
{
	unsigned int waiters = READ_ONCE(wq->waiters);

	if (waits_singly() && waiters >> smp_processor_id() & 0x10000)
		take_singly(wq, waiters, smp_processor_id());
	WRITE_ONCE(wq->waiters, waiters & ~(0x10101 << smp_processor_id()));
	WRITE_ONCE(wq->queued[smp_processor_id()], 0);
}`,
  ],
  [
    'take_singly',
    `static inline void take_singly(struct wait_queue_head *wq, unsigned int waiters, int cpu)
{
	bool found = 0;

	if (waiters >> 16 == 1 << cpu) {
		WRITE_ONCE(wq->single[0], 0);
		return;
	}
${forEachThread((n) => `if (!found && READ_ONCE(wq->single[${n}]) == cpu + 1) found = 1; if (found) WRITE_ONCE(wq->single[${n}], READ_ONCE(wq->single[${n + 1}]));`)}
}`,
  ],
  [
    'prepare_on_queue',
    `static inline void prepare_on_queue(struct wait_queue_head *wq, unsigned int state, bool stays)
{
	spin_lock(&wq->lock);
	put_on_queue(wq, stays);
	set_current_state(state);
	spin_unlock(&wq->lock);
}`,
  ],
  [
    'prepare_singly',
    `static inline bool prepare_singly(struct wait_queue_head *wq, unsigned int state, bool stays)
{
	unsigned int waiters;

	spin_lock(&wq->lock);
	waiters = READ_ONCE(wq->waiters);
	if (!(waiters >> smp_processor_id() & 1))
		put_singly(wq, waiters, stays);
	set_current_state(state);
	spin_unlock(&wq->lock);
	return waiters == 0;
}`,
  ],
  [
    'finish_on_queue',
    `static inline void finish_on_queue(struct wait_queue_head *wq)
{
	__set_current_state(TASK_RUNNING);
	if (smp_load_acquire(&wq->queued[smp_processor_id()])) {
		spin_lock(&wq->lock);
		take_off_queue(wq);
		spin_unlock(&wq->lock);
	}
}`,
  ],
  [
    'prepare_to_wait prepare_to_wait_event',
    `#define prepare_to_wait(wq, entry, state) prepare_on_queue(wq, state, READ_ONCE((entry)->stays))
#define prepare_to_wait_event(wq, entry, state) ({ prepare_to_wait(wq, entry, state); 0L; })
`,
  ],
  [
    'prepare_to_wait_exclusive',
    '#define prepare_to_wait_exclusive(wq, entry, state) prepare_singly(wq, state, READ_ONCE((entry)->stays))\n',
  ],
  ['finish_wait', '#define finish_wait(wq, entry) finish_on_queue(wq)\n'],
  ['__add_wait_queue', '#define __add_wait_queue(wq, entry) put_on_queue(wq, READ_ONCE((entry)->stays))\n'],
  [
    '__add_wait_queue_entry_tail_exclusive __add_wait_queue_exclusive',
    `#define __add_wait_queue_entry_tail_exclusive(wq, entry) put_singly(wq, READ_ONCE((wq)->waiters), READ_ONCE((entry)->stays))
#define __add_wait_queue_exclusive(wq, entry) __add_wait_queue_entry_tail_exclusive(wq, entry)
`,
  ],
  [
    'add_wait_queue',
    '#define add_wait_queue(wq, entry) do { spin_lock(&(wq)->lock); __add_wait_queue(wq, entry); spin_unlock(&(wq)->lock); } while (0)\n',
  ],
  [
    'add_wait_queue_exclusive',
    '#define add_wait_queue_exclusive(wq, entry) do { spin_lock(&(wq)->lock); __add_wait_queue_entry_tail_exclusive(wq, entry); spin_unlock(&(wq)->lock); } while (0)\n',
  ],
  ['__remove_wait_queue', '#define __remove_wait_queue(wq, entry) take_off_queue(wq)\n'],
  [
    'remove_wait_queue',
    '#define remove_wait_queue(wq, entry) do { spin_lock(&(wq)->lock); __remove_wait_queue(wq, entry); spin_unlock(&(wq)->lock); } while (0)\n',
  ],
];

/** Looks whether a waiter is to be woken and wakes it, as try_to_wake_up() does; and what comes then. */
function wakeWaiter(n: number, then: string): string {
  return `if (!key || READ_ONCE(wq->key[${n}]) == key) { smp_mb(); if (READ_ONCE(task_of_cpu(${n})->__state) & mode) { WRITE_ONCE(task_of_cpu(${n})->__state, 0); ${then} } }`;
}

/** Wakes, with the lock held, those whose state is among `mode` and who wait for `key` if it is one; `count` of 0 is all. */
const WAKE: readonly Definition[] = [
  [
    'wake_on_queue',
    `static inline void wake_on_queue(struct wait_queue_head *wq, unsigned int mode, int count, unsigned long key)
{
	unsigned int waiters = READ_ONCE(wq->waiters);
	unsigned int left = waiters;

${forEachThread(
  (n) =>
    `if ((waiters >> ${n} & 0x10001) == 1) { ${wakeWaiter(n, `if (!(waiters >> ${n} & 0x100)) { left &= ~(1 << ${n}); smp_store_release(&wq->queued[${n}], 0); }`)} }`,
)}
	if (waits_singly())
		left = wake_singly(wq, left, mode, count, key);
	if (left != waiters)
		WRITE_ONCE(wq->waiters, left);
}`,
  ],
  [
    'wake_singly',
    `static inline unsigned int wake_singly(struct wait_queue_head *wq, unsigned int left, unsigned int mode, int count, unsigned long key)
{
	unsigned int before = left;
	int at = 0;

	while (at < num_possible_cpus()) {
		int cpu = READ_ONCE(wq->single[at]) - 1;

		if (cpu < 0)
			break;
		at++;
${forEachThread((n) => `if (cpu == ${n}) { ${wakeWaiter(n, `if (!(before >> ${n} & 0x100)) { take_singly(wq, left, ${n}); left &= ~(0x10001 << ${n}); smp_store_release(&wq->queued[${n}], 0); at--; } if (!--count) break;`)} continue; }`)}
	}
	return left;
}`,
  ],
  [
    'wake_keyed',
    `static inline void wake_keyed(struct wait_queue_head *wq, unsigned int mode, int count, unsigned long key)
{
	spin_lock(&wq->lock);
	wake_on_queue(wq, mode, count, key);
	spin_unlock(&wq->lock);
}`,
  ],
  ...(
    [
      ['', '', 'TASK_NORMAL'],
      ['_interruptible', '', 'TASK_INTERRUPTIBLE'],
    ] as const
  ).flatMap(([kind, , mode]): readonly Definition[] => [
    [`wake_up${kind}`, `#define wake_up${kind}(wq) wake_keyed(wq, ${mode}, 1, 0)\n`],
    [`wake_up${kind}_nr`, `#define wake_up${kind}_nr(wq, count) wake_keyed(wq, ${mode}, count, 0)\n`],
    [`wake_up${kind}_all`, `#define wake_up${kind}_all(wq) wake_keyed(wq, ${mode}, 0, 0)\n`],
    [`wake_up${kind}_sync`, `#define wake_up${kind}_sync(wq) wake_keyed(wq, ${mode}, 1, 0)\n`],
    [
      `wake_up${kind}_poll`,
      `#define wake_up${kind}_poll(wq, events) ((void)(events), wake_keyed(wq, ${mode}, 1, 0))\n`,
    ],
    [
      `wake_up${kind}_sync_poll`,
      `#define wake_up${kind}_sync_poll(wq, events) ((void)(events), wake_keyed(wq, ${mode}, 1, 0))\n`,
    ],
  ]),
  ...['__wake_up', '__wake_up_sync_key'].map((name): Definition => {
    const parameters = name === '__wake_up' ? 'wq, mode, count, key' : 'wq, mode, key';
    const count = name === '__wake_up' ? 'count' : '1';
    return [name, `#define ${name}(${parameters}) ((void)(key), wake_keyed(wq, mode, ${count}, 0))\n`];
  }),
  ['__wake_up_locked', '#define __wake_up_locked(wq, mode, count) wake_on_queue(wq, mode, count, 0)\n'],
  [
    '__wake_up_locked_key',
    '#define __wake_up_locked_key(wq, mode, key) ((void)(key), wake_on_queue(wq, mode, 1, 0))\n',
  ],
  ['poll_to_key', '#define poll_to_key(events) ((void *)(unsigned long)(events))\n'],
  ['wake_up_locked', '#define wake_up_locked(wq) wake_on_queue(wq, TASK_NORMAL, 1, 0)\n'],
  ['wake_up_all_locked', '#define wake_up_all_locked(wq) wake_on_queue(wq, TASK_NORMAL, 0, 0)\n'],
  [
    'wake_up_locked_poll',
    '#define wake_up_locked_poll(wq, events) ((void)(events), wake_on_queue(wq, TASK_NORMAL, 1, 0))\n',
  ],
];

export const WAIT = definitionsFrom('include/linux/wait.h', [...QUEUE, ...JOIN, ...WAKE]);
