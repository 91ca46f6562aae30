/** Threads that wait for each other under the kernel's model: the same deadlocks are found as on a machine. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MODELS } from '../../src/models/index.js';
import { explain, printed } from '../explain/explained.js';

function text(...bodies: readonly string[]): string {
  const parameters = 'int *x, int *y, int **p, spinlock_t *a, spinlock_t *b, spinlock_t *c';
  const threads = bodies.map(
    (body, number) => `P${number}(${parameters}) { int r0 = 0; int r1 = 0; ${body} }`,
  );
  return `C test\n{}\n${threads.join('\n')}\nlocations [0:r0; 0:r1; x; y;]\nexists (true)\n`;
}

/** The final states and whether some execution gets stuck, by model. */
function found(source: string, models = MODELS.map(({ name }) => name)) {
  const result = checkSource({ name: 'test.litmus', text: source }, { ...DEFAULT_SETTINGS, models });
  expect(result.crash).toBeFalsy();
  return result.models.map(({ model, states, deadlocks, incomplete, stuck }) => {
    expect(incomplete).toBeNull();
    const all = states.map((state) => state.join()).sort();
    return { model, states: all, isStuck: (deadlocks ?? 0) > 0, stuck: stuck.map(({ thread }) => thread) };
  });
}

const hold = (lock: string, body: string): string => `spin_lock(${lock}); ${body} spin_unlock(${lock});`;
const both = (first: string, second: string, body = ''): string => hold(first, hold(second, body));

describe('is stuck on every model, with the same final states', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'crosswise locks',
      [both('a', 'b', 'WRITE_ONCE(*x, 1);'), both('b', 'a', 'WRITE_ONCE(*x, 2);')],
      ['0,0,1,0', '0,0,2,0'],
    ],
    ['three locks in a ring', [both('a', 'b'), both('b', 'c'), both('c', 'a')], ['0,0,0,0']],
    [
      'a lock that is not released',
      ['spin_lock(a); WRITE_ONCE(*x, 1);', hold('a', 'WRITE_ONCE(*y, READ_ONCE(*x));')],
      ['0,0,1,0'],
    ],
    [
      'a lock that an error path does not release',
      ['r0 = READ_ONCE(*x); spin_lock(a); if (!r0) spin_unlock(a);', `WRITE_ONCE(*x, 1); ${hold('a', '')}`],
      ['0,0,1,0', '1,0,1,0'],
    ],
    ['a trylock that is not released', ['r0 = spin_trylock(a);', hold('a', '')], ['0,0,0,0', '1,0,0,0']],
    [
      'a grace period under a lock that a reader takes',
      [
        hold('a', 'synchronize_rcu();'),
        `rcu_read_lock(); ${hold('a', 'WRITE_ONCE(*x, 1);')} rcu_read_unlock();`,
      ],
      ['0,0,1,0'],
    ],
    [
      'one of two orders, by what is read',
      [
        'r0 = READ_ONCE(*x); if (r0) { spin_lock(b); spin_lock(a); } else { spin_lock(a); spin_lock(b); } spin_unlock(a); spin_unlock(b);',
        `WRITE_ONCE(*x, 1); ${both('a', 'b')}`,
      ],
      ['0,0,1,0', '1,0,1,0'],
    ],
    ['a third thread waits too', [both('a', 'b'), both('b', 'a'), hold('a', '')], ['0,0,0,0']],
    ['a flag that nobody raises', ['while (!READ_ONCE(*x)) cpu_relax();', 'WRITE_ONCE(*y, 1);'], []],
    [
      'a flag that is raised and taken down',
      ['while (!READ_ONCE(*x)) cpu_relax();', 'WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 0);'],
      ['0,0,0,0'],
    ],
    [
      'a flag that is raised where another is seen',
      [
        'r0 = smp_cond_load_acquire(x, VAL == 1);',
        'r0 = READ_ONCE(*y); if (r0) WRITE_ONCE(*x, 1);',
        'WRITE_ONCE(*y, 1);',
      ],
      ['1,0,1,1'],
    ],
    [
      'one of two values, by which is written last',
      ['r0 = smp_cond_load_relaxed(x, VAL == 1);', 'WRITE_ONCE(*x, 1);', 'WRITE_ONCE(*x, 2);'],
      ['1,0,1,0', '1,0,2,0'],
    ],
    [
      'flags that wait for each other',
      [
        'while (!smp_load_acquire(x)) cpu_relax(); WRITE_ONCE(*y, 1);',
        'while (!smp_load_acquire(y)) cpu_relax(); WRITE_ONCE(*x, 1);',
      ],
      [],
    ],
    [
      'a flag under the lock of who raises it',
      [hold('a', 'while (!READ_ONCE(*x)) cpu_relax();'), hold('a', 'WRITE_ONCE(*x, 1);')],
      ['0,0,1,0'],
    ],
    [
      'a flag that is raised behind the grace period which waits for its reader',
      [
        'rcu_read_lock(); r0 = READ_ONCE(*y); while (r0 && !READ_ONCE(*x)) cpu_relax(); rcu_read_unlock();',
        'WRITE_ONCE(*y, 1); synchronize_rcu(); WRITE_ONCE(*x, 1);',
      ],
      ['0,0,1,1', '1,0,1,1'],
    ],
    [
      'a flag of a thread that waits for itself',
      ['while (!READ_ONCE(*x)) cpu_relax();', 'spin_lock(a); spin_lock(a); WRITE_ONCE(*x, 1);'],
      [],
    ],
    [
      'an exchange that is never given back',
      ['while (cmpxchg(x, 0, 1)) cpu_relax();', 'while (cmpxchg(x, 0, 1)) cpu_relax();'],
      [],
    ],
  ])('%s', (_, bodies, states) => {
    const results = found(text(...bodies));
    expect(results.map(({ model, isStuck }) => [model, isStuck])).toEqual(
      results.map(({ model }) => [model, true]),
    );
    for (const each of results) expect(each.states, each.model).toEqual(states);
  });
});

describe('is stuck nowhere', () => {
  test.each<readonly [string, readonly string[]]>([
    ['locks in one order', [both('a', 'b'), both('a', 'b')]],
    ['crosswise locks under a third', [hold('c', both('a', 'b')), hold('c', both('b', 'a'))]],
    [
      'crosswise locks, the second by a trylock',
      [both('a', 'b'), hold('b', 'r0 = spin_trylock(a); if (r0) spin_unlock(a);')],
    ],
    ['crosswise locks of one thread', [both('a', 'b') + both('b', 'a')]],
    [
      'crosswise locks, one thread after the other',
      [
        `${both('a', 'b')} smp_store_release(x, 1);`,
        `r0 = smp_load_acquire(x); if (r0) { ${both('b', 'a')} }`,
      ],
    ],
    [
      'a grace period under a lock that is taken outside readers',
      [hold('a', 'synchronize_rcu();'), `rcu_read_lock(); rcu_read_unlock(); ${hold('a', '')}`],
    ],
    [
      'a grace period behind the lock',
      [`${hold('a', '')} synchronize_rcu();`, `rcu_read_lock(); ${hold('a', '')} rcu_read_unlock();`],
    ],
    ['a flag that is raised', ['while (!READ_ONCE(*x)) cpu_relax();', '*y = 1; smp_store_release(x, 1);']],
    [
      'a flag that only rises',
      ['r0 = smp_cond_load_acquire(x, VAL >= 1);', 'WRITE_ONCE(*x, 1);', 'WRITE_ONCE(*x, 2);'],
    ],
    [
      'flags that answer each other',
      [
        'WRITE_ONCE(*x, 1); while (!READ_ONCE(*y)) cpu_relax();',
        'while (!READ_ONCE(*x)) cpu_relax(); WRITE_ONCE(*y, 1);',
      ],
    ],
    [
      'an exchange that is given back',
      Array(2).fill('while (cmpxchg_acquire(x, 0, 1)) cpu_relax(); smp_store_release(x, 0);'),
    ],
    [
      'a flag that is looked at twice',
      ['r0 = READ_ONCE(*x); if (!r0) r0 = READ_ONCE(*x);', 'WRITE_ONCE(*x, 1);'],
    ],
  ])('%s', (_, bodies) => {
    for (const { model, isStuck } of found(text(...bodies))) expect([model, isStuck]).toEqual([model, false]);
  });
});

it('tells who waits', () => {
  const [{ stuck }] = found(text(both('a', 'b'), both('b', 'a'), 'WRITE_ONCE(*x, 1);'), ['lkmm']);
  expect(stuck).toEqual(['P0', 'P1']);
});

it('what orders the threads in the model keeps them from waiting for each other', () => {
  // Plain accesses order nothing, so that the threads may meet.
  const second = (order: string) => `r0 = ${order}; if (r0) { ${both('b', 'a')} }`;
  const [relaxed] = found(text(`${both('a', 'b')} WRITE_ONCE(*x, 1);`, second('READ_ONCE(*x)')), ['lkmm']);
  expect(relaxed.isStuck).toBe(false);
});

it('of a thread that waits for a value is explained by what it reads', () => {
  const waits = text('while (READ_ONCE(*x) != 1) cpu_relax();', 'WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2);');
  const explained = printed(explain(waits, ['lkmm']), 100);
  expect(explained.slice(explained.indexOf('LKMM: a deadlock'))).toMatchInlineSnapshot(`
    "LKMM: a deadlock

      P0:3  READ_ONCE(*x)       reads x = 2, from P1:4
      P1:4  WRITE_ONCE(*x, 1)   writes x = 1
      P1:4  WRITE_ONCE(*x, 2)   writes x = 2
      x is 1 (P1:4), then 2 (P1:4)

      P0 waits for ever at line 3, READ_ONCE(*x).
    "
  `);
});

it('is explained by what came before', () => {
  const explained = printed(explain(text(both('a', 'b'), both('b', 'a')), ['lkmm']), 100);
  expect(explained.slice(explained.indexOf('LKMM: a deadlock'))).toMatchInlineSnapshot(`
    "LKMM: a deadlock

      P0:3  spin_lock(a)   a from 0 to 1, the initial value
      P1:4  spin_lock(b)   b from 0 to 1, the initial value

      P0 waits for ever at line 3, spin_lock(b).
      P1 waits for ever at line 4, spin_lock(a).
    "
  `);
  expect(explained).toContain('\n  a is 1 (P0:3), then 0 (P0:3), then 1 (P1:4), then 0 (P1:4)\n');
});

it('of a thread with itself explains why a state is not there', () => {
  const explained = printed(explain(text('spin_lock(a); spin_lock(a);'), ['lkmm'], '0:r0=0'), 100);
  expect(explained).toContain(
    'No choice of what the threads read and of the order of writes ends like this.',
  );
});
