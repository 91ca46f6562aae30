/** call_rcu() and rcu_barrier(): what they become, what they allow on every model, and what is refused. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MODELS } from '../../src/models/index.js';
import { printProgram } from '../program/print-program.js';
import { faults, load } from './load.js';

const FREE = 'static void free_it(int *p) { WRITE_ONCE(*p, 0); }';

/** A test of two threads; the condition's registers are what states show. */
function text(updater: string, reader: string, shown: string, functions = FREE, parameters = ''): string {
  const of = (number: number, body: string) =>
    `P${number}(int *x, int *y, int **gp, struct srcu_struct *s, struct srcu_struct *t${parameters})\n{\n${body}\n}\n`;
  return `C test
{ int x = 1; int y = 2; int *gp = &x; }
${functions}
${of(0, updater)}${of(1, reader)}
locations [${shown}]
exists (true)
`;
}

/** The final states on every model, in words such as `lkmm: 1:r0=1; 1:r0=2`. */
function statesOf(source: string): Readonly<Record<string, readonly string[]>> {
  const result = checkSource(
    { name: 'test.litmus', text: source },
    { ...DEFAULT_SETTINGS, models: MODELS.map(({ name }) => name) },
  );
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries(
    result.models.map(({ model, states, deadlocks, incomplete, flags }) => {
      expect([incomplete, deadlocks, flags]).toEqual([null, 0, []]);
      return [model, states.map((state) => Object.values(state).join()).sort()];
    }),
  );
}

/** The same final states on every model. */
function onAll(states: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(MODELS.map(({ name }) => [name, states]));
}

const READER = `int r0; int *p;
rcu_read_lock();
p = rcu_dereference(*gp);
r0 = READ_ONCE(*p);
rcu_read_unlock();`;

describe('a callback', () => {
  it('is a thread that waits until it is queued, and for a grace period', () => {
    const source = text('call_rcu(x, free_it);', 'int r0 = READ_ONCE(*x);', '1:r0;');
    expect(printProgram(load(source).programFor('lkmm'))).toMatchInlineSnapshot(`
      "x: i32 = 1
      y: i32 = 2
      gp: u64 = &x
      s: i32 = 0
      t: i32 = 0
      call_rcu(free_it): i32 = 0

      P0:
        0  write [&call_rcu(free_it)] = 1 {release 0}

      P1:
        0  %0 = read [&x] {once 0}
        1  r0 = %0

      free_it:
        0  %0 = read [&call_rcu(free_it)] until (loaded != 0) {acquire 0}
        1  assume (%0 != 0)
        2  fence call_rcu {sync-rcu 1}
        3  write [&x] = 0 {once 2}
      "
    `);
    expect(printProgram(load(source).programFor('riscv'))).toMatchInlineSnapshot(`
      "x: i32 = 1
      y: i32 = 2
      gp: u64 = &x
      s: i32 = 0
      t: i32 = 0
      call_rcu(free_it): i32 = 0

      P0:
        0  fence fence rw,w (rw before w)
        1  write [&call_rcu(free_it)] = 1

      P1:
        0  r0 = read [&x]

      free_it:
        0  %0 = read [&call_rcu(free_it)] until (loaded != 0)
        1  assume (%0 != 0)
        2  fence fence r,r (r before r)
        3  fence call_rcu (rw before rw) {sync-rcu 0}
        4  write [&x] = 0
      "
    `);
  });

  it('says at the end of a thread that may not queue it that it has not', () => {
    const source = text(
      'int r0 = READ_ONCE(*y); if (r0) call_rcu(x, free_it); rcu_barrier();',
      'int r0 = READ_ONCE(*x);',
      '1:r0;',
    );
    expect(printProgram(load(source).programFor('lkmm'))).toMatchInlineSnapshot(`
      "x: i32 = 1
      y: i32 = 2
      gp: u64 = &x
      s: i32 = 0
      t: i32 = 0
      call_rcu(free_it): i32 = 0
      call_rcu(free_it) done: i32 = 0

      P0:
         0  %0 = read [&y] {once 0}
         1  r0 = %0
         2  if (r0 == 0) goto 5
         3  write [&call_rcu(free_it)] = 1 {release 1}
         4  %1 = 1
         5  fence smp_mb {mb 2}
         6  %2 = read [&call_rcu(free_it)] {once 3}
         7  if (%2 != 1) goto 10
         8  %3 = read [&call_rcu(free_it) done] until (loaded != 0) {acquire 4}
         9  assume (%3 != 0)
        10  fence smp_mb {mb 5}
        11  if %1 goto 13
        12  write [&call_rcu(free_it)] = 2 {once 6}

      P1:
        0  %0 = read [&x] {once 0}
        1  r0 = %0

      free_it:
        0  %0 = read [&call_rcu(free_it)] until (loaded != 0) {acquire 0}
        1  assume (%0 != 0)
        2  if (%0 != 1) goto 6
        3  fence call_rcu {sync-rcu 1}
        4  write [&x] = 0 {once 2}
        5  write [&call_rcu(free_it) done] = 1 {release 3}
      "
    `);
  });

  it('runs behind the readers that found what it frees', () => {
    expect(statesOf(text('rcu_assign_pointer(*gp, y); call_rcu(x, free_it);', READER, '1:r0; x;'))).toEqual(
      onAll(['1,0', '2,0']),
    );
  });

  it('does not wait for readers that come later, or for none', () => {
    expect(statesOf(text('call_rcu(x, free_it);', READER, '1:r0; x;'))).toEqual(onAll(['0,0', '1,0']));
    const bare = READER.replaceAll(/rcu_read_(un)?lock\(\);/g, '');
    expect(statesOf(text('rcu_assign_pointer(*gp, y); call_rcu(x, free_it);', bare, '1:r0; x;'))).toEqual(
      onAll(['0,0', '1,0', '2,0']),
    );
  });

  it('takes a pointer that is computed', () => {
    const updater = 'int *p = xchg(gp, y); call_rcu(p, free_it);';
    expect(statesOf(text(updater, READER, '1:r0; x; y;'))).toEqual(onAll(['1,0,2', '2,0,2']));
  });

  it('does not run where it was not queued', () => {
    const updater = 'int r0 = READ_ONCE(*y); if (r0 == 3) call_rcu(x, free_it);';
    const reader = 'WRITE_ONCE(*y, 3);';
    expect(statesOf(text(updater, reader, '0:r0; x;'))).toEqual(onAll(['2,1', '3,0']));
  });

  it('runs after what came before the call, and is not waited for', () => {
    const functions = 'static void copy(int *p, int *y) { WRITE_ONCE(*p, READ_ONCE(*y)); }';
    const updater = 'WRITE_ONCE(*y, 5); call_rcu(x, copy); WRITE_ONCE(*y, 6);';
    expect(statesOf(text(updater, '', 'x; y;', functions))).toEqual(onAll(['5,6', '6,6']));
  });

  it('may be queued in a function, in each of its calls, and in a callback', () => {
    const functions = `static void last(int *p) { WRITE_ONCE(*p, READ_ONCE(*p) + 10); }
static void first(int *p) { WRITE_ONCE(*p, 5); call_rcu(p, last); }
static void queue(int *p) { call_rcu(p, first); }`;
    expect(statesOf(text('queue(x); queue(y);', '', 'x; y;', functions))).toEqual(onAll(['15,15']));
  });

  it('of SRCU waits for the readers of its srcu_struct alone', () => {
    const reader = (domain: string) => `int r0; int i; int *p;
i = srcu_read_lock(${domain}); p = rcu_dereference(*gp); r0 = READ_ONCE(*p); srcu_read_unlock(${domain}, i);`;
    const updater = 'rcu_assign_pointer(*gp, y); call_srcu(s, x, free_it);';
    expect(statesOf(text(updater, reader('s'), '1:r0;'))).toEqual(onAll(['1', '2']));
    expect(statesOf(text(updater, reader('t'), '1:r0;'))).toEqual(onAll(['0', '1', '2']));
  });
});

describe('rcu_barrier()', () => {
  it('waits for what the thread itself has queued', () => {
    expect(
      statesOf(text('int r0; call_rcu(x, free_it); rcu_barrier(); r0 = READ_ONCE(*x);', '', '0:r0;')),
    ).toEqual(onAll(['0']));
  });

  it('waits for what another thread has queued, as far as that came before', () => {
    const queue = 'call_rcu(x, free_it); WRITE_ONCE(*y, 3);';
    const wait = 'int r0 = READ_ONCE(*y); rcu_barrier(); int r1 = READ_ONCE(*x);';
    const unordered = statesOf(text(queue, wait, '1:r0; 1:r1;'));
    expect(unordered.sc).toEqual(['2,0', '2,1', '3,0']);
    // The store behind call_rcu() passes it.
    expect(unordered.lkmm).toEqual(['2,0', '2,1', '3,0', '3,1']);
    const ordered = queue.replace('WRITE_ONCE(*y', 'smp_store_release(y').replace('*y, 3', 'y, 3');
    expect(statesOf(text(ordered, wait, '1:r0; 1:r1;'))).toEqual(onAll(['2,0', '2,1', '3,0']));
  });

  it('waits for no grace period where nothing is queued', () => {
    const updater = 'WRITE_ONCE(*x, 3); rcu_barrier(); WRITE_ONCE(*y, 3);';
    const reader =
      'int r0; int r1; rcu_read_lock(); r0 = READ_ONCE(*x); r1 = READ_ONCE(*y); rcu_read_unlock();';
    expect(statesOf(text(updater, reader, '1:r0; 1:r1;'))).toEqual(onAll(['1,2', '1,3', '3,2', '3,3']));
  });

  it('is not srcu_barrier(), and that is one of its srcu_struct', () => {
    const updater = (wait: string) => `int r0; call_srcu(s, x, free_it); ${wait} r0 = READ_ONCE(*x);`;
    expect(statesOf(text(updater('srcu_barrier(s);'), '', '0:r0;'))).toEqual(onAll(['0']));
    expect(statesOf(text(updater('srcu_barrier(t);'), '', '0:r0;'))).toEqual(onAll(['0', '1']));
    expect(statesOf(text(updater('rcu_barrier();'), '', '0:r0;'))).toEqual(onAll(['0', '1']));
  });
});

test.each([
  ['call_rcu(x);', "wrong-argument-count 'call_rcu(x)': name call_rcu; expected 2 arguments; found 1"],
  [
    'call_rcu(x, y);',
    "wrong-argument 'y': name call_rcu; expected a function of this test, whose first parameter takes the pointer",
  ],
  [
    'while (READ_ONCE(*x)) call_rcu(x, free_it);',
    "unsupported 'call_rcu(x, free_it)': what call_rcu in a loop; why each round would queue a callback of its own",
  ],
  [
    'again: call_rcu(x, free_it); if (READ_ONCE(*x)) goto again;',
    "unsupported 'call_rcu(x, free_it)': what call_rcu in a loop; why each round would queue a callback of its own",
  ],
  ['call_rcu(x, again);', "recursive-function 'call_rcu(p, again)': name again; chain again,again"],
  [
    'call_rcu(x, waits);',
    "unsupported 'rcu_barrier()': what rcu_barrier in a callback; why it would wait for itself",
  ],
  ['call_rcu(x, elsewhere);', "unknown-location 'nowhere': name nowhere"],
  [
    'call_rcu(x, free_it); rcu_read_lock(); rcu_barrier(); rcu_read_unlock();',
    "unsupported 'rcu_barrier()': what rcu_barrier in a reader; why the callbacks wait for the reader",
  ],
  [
    'int i; call_srcu(s, x, free_it); i = srcu_read_lock(s); srcu_barrier(s); srcu_read_unlock(s, i);',
    "unsupported 'srcu_barrier(s)': what srcu_barrier in a reader; why the callbacks wait for the reader",
  ],
  [
    'struct srcu_struct *u = *x ? s : t; call_srcu(u, x, free_it);',
    "unsupported 'call_srcu(u, x, free_it)': what call_srcu of an srcu_struct that a pointer tells",
  ],
  ['int r0 = rcu_barrier();', "no-value 'rcu_barrier()': name rcu_barrier"],
  ['rcu_barrier;', "barrier-without-parentheses 'rcu_barrier': name rcu_barrier; fix rcu_barrier();"],
  [
    'kfree_rcu(x, rcu);',
    "unsupported 'kfree_rcu': what kfree_rcu; why freeing memory is not part of these models; call_rcu() may run a function that says what becomes of it",
  ],
])('%s', (body, fault) => {
  const functions = `${FREE}
static void again(int *p) { call_rcu(p, again); }
static void waits(int *p) { rcu_barrier(); }
static void elsewhere(int *p, int *nowhere) { }`;
  const found = faults(text(body, '', 'x;', functions)).filter((each) => !each.startsWith('warning'));
  expect(found).toEqual([fault]);
});

test.each([
  'call_rcu(x, free_it); rcu_read_lock(); rcu_read_unlock(); rcu_barrier();',
  'int i; call_rcu(x, free_it); i = srcu_read_lock(s); rcu_barrier(); srcu_read_unlock(s, i);',
  'int i; call_srcu(s, x, free_it); i = srcu_read_lock(t); srcu_barrier(s); srcu_read_unlock(t, i);',
])('%s is well', (body) => {
  const found = faults(text(body, '', 'x;')).filter((each) => !each.startsWith('warning'));
  expect(found).toEqual([]);
});
