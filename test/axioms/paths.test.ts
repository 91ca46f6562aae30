/** Paths of threads: their events, and what depends on what, as herd7 has it (herd/CSem.ml, herd/modelUtils.ml). */

import { describe, expect, it } from 'vitest';
import type { Path, PathEvent } from '../../src/axioms/path.js';
import { pathsOf } from '../../src/axioms/paths.js';
import { loadTest } from '../../src/dialects/load.js';

const PARAMETERS = 'int *x, int *y, int *z, atomic_t *a, spinlock_t *s, spinlock_t *t';

/** The paths of P0 with that body, beside a thread that may put 0 or 1 everywhere. */
function paths(body: string, init = ''): readonly Path[] {
  const text = `C test
{ ${init} }
P0(${PARAMETERS}) { int r0; int r1; int r2; int *p; ${body} }
P1(${PARAMETERS}) { WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); WRITE_ONCE(*z, 1); atomic_set(a, 1); spin_lock(s); spin_unlock(s); }
exists (true)
`;
  const { test, diagnostics } = loadTest({ name: 'test.litmus', text });
  if (test === null) throw new Error(JSON.stringify(diagnostics.map((each) => each.code)));
  return pathsOf(test.programFor('lkmm'), [], { isCoherent: true, work: () => undefined })[0];
}

/** An event as `R x once`. */
function shown({ role, tag, data }: PathEvent): string {
  const kind = role === 'fence' ? 'F' : role === 'read' ? 'R' : role === 'write' ? 'W' : role;
  return `${kind} ${tag}${data?.kind === 'constant' ? ` ${data.value}` : ''}`;
}

function events(body: string): readonly (readonly string[])[] {
  return paths(body).map((path) => path.events.map(shown));
}

/** The dependencies into the last event of the longest path, by the numbers of events. */
function intoLast(body: string, init?: string): object {
  const [longest] = [...paths(body, init)].sort((one, other) => other.events.length - one.events.length);
  const last = longest.events.at(-1);
  return { address: last?.address, data: last?.dataFrom, control: last?.control };
}

describe('the events of a path', () => {
  it.each([
    ['r0 = READ_ONCE(*x);', [['R once']]],
    ['r0 = *x; *y = 1;', [['R plain', 'W plain 1']]],
    ['smp_store_release(x, 1); r0 = smp_load_acquire(y);', [['W release 1', 'R acquire']]],
    ['smp_store_mb(*x, 1);', [['W once 1', 'F mb']]],
    ['r0 = xchg(x, 1);', [['R mb', 'W mb 1']]],
    ['atomic_inc(a);', [['R noreturn', 'W noreturn']]],
    ['r0 = atomic_cmpxchg_acquire(a, 0, 1);', [['R acquire', 'W acquire 1'], ['R acquire']]],
    ['spin_lock(s); spin_unlock(s);', [['lock-read lock', 'lock-write lock 1', 'unlock unlock 0']]],
    ['r0 = spin_trylock(s);', [['lock-read trylock', 'lock-write trylock 1'], ['lock-failed trylock']]],
    ['r0 = spin_is_locked(s);', [['found-locked is-locked'], ['found-unlocked is-locked']]],
  ])('%s', (body, expected) => {
    expect(events(body)).toEqual(expected);
  });

  it('ends where a lock is taken that the thread holds', () => {
    const [path] = paths('spin_lock(s); spin_lock(s);');
    expect(path.ending.kind).toBe('stuck');
  });

  it('leaves out rounds of a loop that change nothing', () => {
    expect(events('while (READ_ONCE(*x) == 0) cpu_relax(); WRITE_ONCE(*y, 1);')).toEqual([
      ['R once', 'W once 1'],
    ]);
  });

  it('orders two reads of one expression by nothing', () => {
    const [{ events: both }] = paths('r0 = READ_ONCE(*x) - READ_ONCE(*x);');
    expect(both[0].statement).toBe(both[1].statement);
    expect(both[1].uses).toEqual([]);
  });
});

describe('what an event depends on', () => {
  it.each([
    ['r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0 & 0);', { address: [], data: [0], control: [] }],
    ['WRITE_ONCE(*y, READ_ONCE(*x));', { address: [], data: [0], control: [] }],
    // What is fetched, and what is returned, depends on the operand too.
    [
      'r0 = READ_ONCE(*x); r1 = atomic_fetch_add(r0, a); WRITE_ONCE(*y, r1);',
      { address: [], data: [0, 1], control: [] },
    ],
    [
      'r0 = READ_ONCE(*x); r1 = atomic_add_return(r0, a); WRITE_ONCE(*y, r1);',
      { address: [], data: [0, 1], control: [] },
    ],
    [
      'r0 = READ_ONCE(*x); r1 = atomic_xchg(a, r0); WRITE_ONCE(*y, r1);',
      { address: [], data: [1], control: [] },
    ],
    // An operation has data from its read to its write, an exchange has none.
    ['atomic_inc(a);', { address: [], data: [0], control: [] }],
    ['r0 = READ_ONCE(*x); atomic_add(r0, a);', { address: [], data: [0, 1], control: [] }],
    ['r0 = READ_ONCE(*x); xchg(y, r0);', { address: [], data: [0], control: [] }],
    ['r0 = READ_ONCE(*x); r1 = atomic_cmpxchg(a, r0, 2);', { address: [], data: [], control: [] }],
    // What atomic_add_unless adds counts as an address.
    ['r0 = READ_ONCE(*x); atomic_add_unless(a, r0, 5);', { address: [0], data: [1], control: [] }],
    // Control reaches what stands in the arms, and nothing behind them.
    ['r0 = READ_ONCE(*x); if (r0) WRITE_ONCE(*y, 1);', { address: [], data: [], control: [0] }],
    ['if (READ_ONCE(*x)) WRITE_ONCE(*y, 1);', { address: [], data: [], control: [0] }],
    ['r0 = READ_ONCE(*x); if (r0) r1 = 2; WRITE_ONCE(*y, 1);', { address: [], data: [], control: [] }],
    [
      'r0 = READ_ONCE(*x); r1 = READ_ONCE(*z); if (r0) { if (r1) WRITE_ONCE(*y, 1); }',
      { address: [], data: [], control: [0, 1] },
    ],
    // A register that is assigned in an arm carries on what a register brought there, and not a read in the condition.
    [
      'r0 = READ_ONCE(*x); if (r0) r1 = 1; if (r1) WRITE_ONCE(*y, 1);',
      { address: [], data: [], control: [0] },
    ],
    ['if (READ_ONCE(*x)) r1 = 1; if (r1) WRITE_ONCE(*y, 1);', { address: [], data: [], control: [] }],
    // A lock that is tried controls nothing by its success.
    ['if (spin_trylock(s)) WRITE_ONCE(*y, 1);', { address: [], data: [], control: [] }],
  ])('%s', (body, expected) => {
    expect(intoLast(body)).toEqual(expected);
  });

  it('has an address from the read of the pointer', () => {
    const init = 'int *q = &x;';
    const text = `C test
{ ${init} }
P0(int *x, int **q) { int *p; int r0; p = READ_ONCE(*q); r0 = READ_ONCE(*p); }
exists (true)
`;
    const { test } = loadTest({ name: 'test.litmus', text });
    const [[path]] = pathsOf(test?.programFor('lkmm') ?? expect.fail(), [], {
      isCoherent: true,
      work: () => undefined,
    });
    expect(path.events.map(({ address }) => address)).toEqual([[], [0]]);
  });
});
