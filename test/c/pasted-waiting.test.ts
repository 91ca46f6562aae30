/** Code that waits and wakes as reviewers paste it, what they forget, and what is refused with what to write. */
import { expect, it } from 'vitest';
import { said, verdicts } from './outcome.js';

it('a mapping is what the file says an address space is', () => {
  const text = `C t
struct address_space { unsigned long nrpages; };
static struct address_space as = { .nrpages = 1 };
static struct folio folio = { .mapping = &as };
P0(void) { folio_lock(&folio); if (folio.mapping) folio.mapping->nrpages = 0; folio_unlock(&folio); }
P1(void) { int r; folio_lock(&folio); r = folio.mapping->nrpages; folio_unlock(&folio); }
exists (1:r=1 /\\ as.nrpages=0)
`;
  expect(said(text)).toEqual([]);
  expect(verdicts(text)).toBe('Sometimes');
  const undefined_ = text.replace(
    'struct address_space { unsigned long nrpages; };\nstatic struct address_space as = { .nrpages = 1 };',
    '',
  );
  expect(said(undefined_.replace('.mapping = &as', '.index = 1')).join()).toContain('struct address_space');
});

it('the key of a wakeup is for wake functions, which no entry has', () => {
  const text = `C t
static wait_queue_head_t wq;
static int done;
P0(void) { wait_event(wq, READ_ONCE(done)); }
P1(void) { WRITE_ONCE(done, 1); __wake_up(&wq, TASK_NORMAL, 1, poll_to_key(EPOLLIN | EPOLLRDNORM)); }
forall (done=1)
`;
  expect(verdicts(text)).toBe('Always');
});

it('who wakes may be alone', () => {
  expect(verdicts('C t\nstatic wait_queue_head_t wq;\nP0(void) { wake_up_all(&wq); }\nexists (true)\n')).toBe(
    'Always',
  );
});

it('either of two functions without a value', () => {
  const text = `C t
static int a, b;
static void one(void) { WRITE_ONCE(a, 1); }
static void two(void) { WRITE_ONCE(a, 2); }
P0(void) { READ_ONCE(b) ? one() : two(); }
P1(void) { WRITE_ONCE(b, 1); }
exists (a=0)
`;
  expect(said(text)).toEqual([]);
  expect(verdicts(text)).toBe('Never');
});

it('what is forgotten or misspelt is told', () => {
  const test = (body: string, more = ''): readonly string[] =>
    said(
      `C t\nstatic wait_queue_head_t wq;\nstatic int done;\nP0(void) { ${body} }\n${more}exists (done=1)\n`,
    );
  expect(test('wait_event(queue, done);').join()).toContain("'queue' is not declared");
  expect(test('wait_event(&wq, done);').join()).toContain('a variable, of which the address is taken here');
  expect(test('wake_up_interuptible(&wq);').join()).toContain("did you mean 'wake_up_interruptible'?");
  expect(test('stop_it(&wq);', '#define stop_it(q) wake_up(q)\n').join()).toContain(
    "unknown function 'stop_it'",
  );
});

it('what no model has is refused with what to write', () => {
  const test = (body: string): string =>
    said(`C t\nstatic int x;\nP0(void) { ${body} }\nexists (x=1)\n`).join();
  expect(test('wait_event_timeout(x, x, 5);')).toContain(
    'time is not part of these models; write the wait without its end',
  );
  expect(test('int r = lockref_get_not_dead(&x);')).toContain('spin_lock(&ref.lock)');
  expect(test('schedule_work(&x);')).toContain('write what it runs as a thread of its own');
  expect(test('void *p = xa_load(&x, 0);')).toContain('write the entry that it finds as a variable');
  expect(test('kfree(&x);')).toContain('use a variable at file scope in its place');
});

it('a count that only its lock protects', () => {
  const text = `C t
struct dentry { struct lockref d_lockref; int d_flags; };
static struct dentry d = { .d_lockref = { .count = 1 } };
P0(void) { int got = 0; spin_lock(&d.d_lockref.lock); if (!__lockref_is_dead(&d.d_lockref)) { d.d_lockref.count++; got = 1; } spin_unlock(&d.d_lockref.lock); }
P1(void) { spin_lock(&d.d_lockref.lock); if (!--d.d_lockref.count) lockref_mark_dead(&d.d_lockref); spin_unlock(&d.d_lockref.lock); }
exists (0:got=1 /\\ d.d_lockref.count=-128)
`;
  expect(verdicts(text)).toBe('Never');
});
