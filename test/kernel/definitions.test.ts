/** What the kernel defines in C of other primitives: it stands in front of a test that uses it, and works there. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { printSource } from '../../src/dialects/print-source.js';
import { definedCalls, kernelDefinition, kernelDefinitions } from '../../src/kernel/definitions/index.js';
import { PRIMITIVES } from '../../src/kernel/primitives/index.js';

const MACHINES = ['sc', 'tso', 'armv8'];

function check(text: string, models: readonly string[] | null = MACHINES) {
  const result = checkSource(
    { name: 'test.litmus', text: `C test\n${text}` },
    { ...DEFAULT_SETTINGS, models },
  );
  expect(result.diagnostics).toEqual([]);
  return result;
}

/** The final states of each model, in order; deadlocks are said. */
function statesOf(
  text: string,
  models: readonly string[] | null = MACHINES,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    check(text, models).models.map(({ model, states, deadlocks }) => {
      const found = states.map((state) => state.join('')).join(' ');
      return [model, deadlocks === 0 ? found : `${found} and a deadlock`];
    }),
  );
}

function everywhere(states: string, models: readonly string[] = MACHINES): Readonly<Record<string, string>> {
  return Object.fromEntries(models.map((model) => [model, states]));
}

describe('the definitions', () => {
  test.each(kernelDefinitions().map(({ names, text }) => [names.join(' '), names, text] as const))(
    '%s can be read by themselves',
    (_, names, text) => {
      const mention = names.map((name) => `int use_${name} = sizeof(int);`).join(' ');
      // A name that stands somewhere brings its definition along; in a comment it does not.
      const source = {
        name: 'a.litmus',
        text: `C a\n{ int x; }\nP0(int *x) { ${mention} ${names[0]}: *x = 1; }\nexists (x=1)\n`,
      };
      const { test: loaded, diagnostics } = loadTest(source);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const isMacro = text.startsWith('#define');
      if (!isMacro) expect(errors).toEqual([]);
      expect(isMacro || loaded !== null).toBe(true);
    },
  );

  it('are found by each of their names', () => {
    for (const definition of kernelDefinitions())
      for (const name of definition.names) expect(kernelDefinition(name)).toBe(definition);
  });

  it('have a name each, and none that is a primitive', () => {
    const names = definedCalls().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => PRIMITIVES.has(name))).toEqual([]);
    expect(definedCalls().find(({ name }) => name === 'llist_add')?.signature).toBe(
      'llist_add(struct llist_node *node, struct llist_head *list)',
    );
  });
});

describe('lock-less lists', () => {
  const INIT = `struct item { int value; struct llist_node node; };
struct llist_head h;
struct item a;
{}`;
  it('hand over what was written before, whole', () => {
    const text = `${INIT}
P0(struct llist_head *h, struct item *a) { a->value = 1; llist_add(&a->node, h); }
P1(struct llist_head *h) {
  int r = 0; struct llist_node *p;
  for (p = llist_del_all(h); p; p = llist_next(p)) r = llist_entry(p, struct item, node)->value + 1;
}
exists (1:r=1)`;
    expect(statesOf(text)).toEqual(everywhere('0 2'));
  });

  it('say who is first', () => {
    const text = `struct llist_head h; struct llist_node a; struct llist_node b;
{}
P0(struct llist_head *h, struct llist_node *a) { int r = llist_add(a, h); }
P1(struct llist_head *h, struct llist_node *b) { int r = llist_add(b, h); }
locations [0:r; 1:r;] exists (true)`;
    expect(statesOf(text, ['sc'])).toEqual({ sc: '01 10' });
  });
});

describe('waiting and waking', () => {
  const ALL = ['lkmm', ...MACHINES];
  const waiting = (wake: string): string => `{ wait_queue_head_t wq; int done = 0; }
P0(wait_queue_head_t *wq, int *done) { wait_event(*wq, READ_ONCE(*done)); }
P1(wait_queue_head_t *wq, int *done) { WRITE_ONCE(*done, 1); ${wake} }
locations [done;] exists (true)`;
  it('wake_up() loses nobody', () => {
    expect(statesOf(waiting('wake_up(wq);'))).toEqual(everywhere('1'));
    expect(statesOf(waiting('wake_up_all(wq);'))).toEqual(everywhere('1'));
    expect(statesOf(waiting('wake_up_poll(wq, 1);'))).toEqual(everywhere('1'));
  });

  it('wake_up_interruptible() wakes nobody who does not sleep so', () => {
    expect(statesOf(waiting('wake_up_interruptible_all(wq);'))).toEqual(everywhere('1 and a deadlock'));
    const interruptible = waiting('wake_up_interruptible(wq);').replace(
      'wait_event(',
      'wait_event_interruptible(',
    );
    expect(statesOf(interruptible)).toEqual(everywhere('1'));
  });

  it('a task on a queue is woken by its name too', () => {
    const text = `{ wait_queue_head_t wq; int done = 0; struct task_struct t; }
P0(wait_queue_head_t *wq, int *done, struct task_struct *t) { wait_event(*wq, READ_ONCE(*done)); }
P1(wait_queue_head_t *wq, int *done, struct task_struct *t) { WRITE_ONCE(*done, 1); wake_up_process(t); }
locations [done;] exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('1'));
  });

  it('of those that are woken singly, one is', () => {
    const text = (wake: string): string => `{ wait_queue_head_t wq; int done = 0; }
P0(wait_queue_head_t *wq, int *done) { wait_event_interruptible_exclusive(*wq, READ_ONCE(*done)); }
P1(wait_queue_head_t *wq, int *done) { wait_event_interruptible_exclusive(*wq, READ_ONCE(*done)); }
P2(wait_queue_head_t *wq, int *done) { WRITE_ONCE(*done, 1); ${wake} }
locations [done;] exists (true)`;
    expect(statesOf(text('wake_up(wq);'), ['sc'])).toEqual({ sc: '1 and a deadlock' });
    expect(statesOf(text('wake_up_nr(wq, 2);'), ['sc'])).toEqual({ sc: '1' });
    expect(statesOf(text('wake_up_all(wq);'), ['sc'])).toEqual({ sc: '1' });
  });

  it('prepare_to_wait() and finish_wait() are wait_event() taken apart', () => {
    const text = (look: string): string => `{ wait_queue_head_t wq; int done = 0; }
P0(wait_queue_head_t *wq, int *done) {
  DEFINE_WAIT(wait);
  ${look}
  prepare_to_wait(wq, &wait, TASK_UNINTERRUPTIBLE);
  if (!READ_ONCE(*done)) schedule();
  finish_wait(wq, &wait);
}
P1(wait_queue_head_t *wq, int *done) { WRITE_ONCE(*done, 1); wake_up(wq); }
locations [done;] exists (true)`;
    expect(statesOf(text(''), ALL)).toEqual(everywhere('1', ALL));
    const first = 'int seen = READ_ONCE(*done); if (seen) return;';
    expect(statesOf(text(first))).toEqual(everywhere('1'));
    const late = text(first).replace('if (!READ_ONCE(*done)) schedule', 'if (!seen) schedule');
    expect(statesOf(late, ['sc'])).toEqual({ sc: '1 and a deadlock' });
  });

  it('an entry of add_wait_queue() stays until it is removed', () => {
    const text = `{ wait_queue_head_t wq; int done = 0; }
P0(wait_queue_head_t *wq, int *done) {
  DECLARE_WAITQUEUE(wait, current);
  add_wait_queue(wq, &wait);
  for (;;) {
    set_current_state(TASK_INTERRUPTIBLE);
    if (READ_ONCE(*done) == 2) break;
    schedule();
  }
  __set_current_state(TASK_RUNNING);
  remove_wait_queue(wq, &wait);
}
P1(wait_queue_head_t *wq, int *done) { WRITE_ONCE(*done, 1); wake_up(wq); WRITE_ONCE(*done, 2); wake_up(wq); }
locations [done;] exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('2'));
  });

  it('who waits for one variable is not woken for another', () => {
    const text = (woken: string): string => `{ int a = 0; int b = 0; }
P0(int *a, int *b) { wait_var_event(a, READ_ONCE(*a)); }
P1(int *a, int *b) { WRITE_ONCE(*b, 1); WRITE_ONCE(*a, 1); smp_mb(); wake_up_var(${woken}); }
locations [a;] exists (true)`;
    expect(statesOf(text('a'))).toEqual(everywhere('1'));
    expect(statesOf(text('b'))).toEqual(everywhere('1 and a deadlock'));
  });

  it('simple queues and the place for one task lose nobody', () => {
    const text = (type: string, wait: string, wake: string): string => `{ ${type} w; int done = 0; }
P0(${type} *w, int *done) { ${wait}; }
P1(${type} *w, int *done) { WRITE_ONCE(*done, 1); ${wake}; }
locations [done;] exists (true)`;
    const simple = text(
      'struct swait_queue_head',
      'swait_event_exclusive(*w, READ_ONCE(*done))',
      'swake_up_one(w)',
    );
    expect(statesOf(simple)).toEqual(everywhere('1'));
    const one = text(
      'struct rcuwait',
      'rcuwait_wait_event(w, READ_ONCE(*done), TASK_UNINTERRUPTIBLE)',
      'rcuwait_wake_up(w)',
    );
    expect(statesOf(one, ALL)).toEqual(everywhere('1', ALL));
  });

  it('waitqueue_active() needs a barrier before it', () => {
    expect(statesOf(waiting('if (waitqueue_active(wq)) wake_up(wq);'))).toEqual({
      sc: '1',
      tso: '1 and a deadlock',
      armv8: '1 and a deadlock',
    });
    const mended = everywhere('1');
    expect(statesOf(waiting('smp_mb(); if (waitqueue_active(wq)) wake_up(wq);'))).toEqual(mended);
    expect(statesOf(waiting('if (wq_has_sleeper(wq)) wake_up(wq);'))).toEqual(mended);
  });

  it('who is not woken sleeps for ever', () => {
    expect(statesOf(waiting(''), ['sc'])).toEqual({ sc: '1 and a deadlock' });
  });

  const sleeping = (set: string): string => `{ struct task_struct t; int done = 0; }
P0(struct task_struct *t, int *done) {
  ${set}(TASK_UNINTERRUPTIBLE);
  if (!READ_ONCE(*done)) schedule();
  __set_current_state(TASK_RUNNING);
}
P1(struct task_struct *t, int *done) { WRITE_ONCE(*done, 1); wake_up_process(t); }
locations [done;] exists (true)`;
  it('set_current_state() orders what __set_current_state() does not', () => {
    expect(statesOf(sleeping('set_current_state'), ALL)).toEqual(everywhere('1', ALL));
    expect(statesOf(sleeping('__set_current_state'), ALL)).toEqual({
      lkmm: '1 and a deadlock',
      sc: '1',
      tso: '1 and a deadlock',
      armv8: '1 and a deadlock',
    });
  });

  it('current is a task of its own where a thread has none', () => {
    const text = `{ int x = 0; }
P0(int *x) { set_current_state(TASK_INTERRUPTIBLE); if (!READ_ONCE(*x)) schedule(); }
P1(int *x) { WRITE_ONCE(*x, 1); wake_up_process(&task_of[0]); }
locations [x;] exists (true)`;
    expect(statesOf(text)).toEqual(everywhere('1'));
    expect(statesOf(text.replace('task_of[0]', 'task_of[1]'), ['sc'])).toEqual({ sc: '1 and a deadlock' });
  });
});

describe('what a file defines itself', () => {
  it('goes before what the kernel does', () => {
    const text = `static inline int llist_add(int *x, int v) { return xchg(x, v); }
{}
P0(int *x) { int r = llist_add(x, 3); }
locations [x;] exists (true)`;
    expect(statesOf(text, ['sc'])).toEqual({ sc: '3' });
  });

  it('is all that is printed, and what is printed reads the same', () => {
    const text = `C a
{ refcount_t r = 2; spinlock_t l; int x; }
static void gone(refcount_t *r)
{
	refcount_set(r, 7);
}
P0(refcount_t *r, spinlock_t *l, int *x)
{
	int a = refcount_dec_and_lock(r, l);
	int b = kref_put(r, gone);

	if (a)
		spin_unlock(l);
}
exists (r=7)
`;
    const printed = printSource({ name: 'a', text }).text ?? '';
    expect(printed).not.toContain('refcount_dec_not_one');
    expect(printed).toContain('refcount_dec_and_lock(r, l)');
    expect(printSource({ name: 'a', text: printed }).text).toBe(printed);
    expect(statesOf(text.slice(4), ['sc'])).toEqual(statesOf(printed.slice(4), ['sc']));
  });
});

it('per-CPU variables are the elements of an array', () => {
  const text = `{ int n[2] = {0, 0}; }
P0(int *n) { this_cpu_inc(n); this_cpu_add(n, 2); }
P1(int *n) { int own; this_cpu_inc(n); own = this_cpu_read(n); int other = READ_ONCE(per_cpu(n, 0)); }
locations [1:own; n;] exists (true)`;
  expect(statesOf(text, ['sc'])).toEqual({ sc: '131' });
});

it('a reader that takes the lock where it has to', () => {
  const text = `{ seqlock_t s; int x = 0; int y = 0; }
P0(seqlock_t *s, int *x, int *y) { write_seqlock(s); WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); write_sequnlock(s); }
P1(seqlock_t *s, int *x, int *y) {
  int a; int b; int seq = 0;
again:
  read_seqbegin_or_lock(s, &seq);
  a = READ_ONCE(*x); b = READ_ONCE(*y);
  if (need_seqretry(s, seq)) { seq = 1; goto again; }
  done_seqretry(s, seq);
}
locations [1:a; 1:b;] exists (true)`;
  expect(statesOf(text)).toEqual(everywhere('00 11'));
});

it('an explanation stands where the test calls', () => {
  const text = `C a
struct llist_head h; struct llist_node n;
{}
P0(struct llist_head *h, struct llist_node *n) { llist_add(n, h); }
exists (h.first=0)
`;
  const result = checkSource({ name: 'a', text }, { ...DEFAULT_SETTINGS, models: ['sc'] });
  expect(result.info?.plainLines).toEqual([]);
  expect(result.models[0].possible).toEqual(['Never']);
});
