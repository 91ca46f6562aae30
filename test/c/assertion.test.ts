/** Assertions: what fires is found on every model, and judged. */
import { describe, expect, it } from 'vitest';
import { observed } from '../../src/check/judge.js';
import { runTest } from '../../src/check/run.js';
import { withExpect } from '../../src/dialects/expect-line.js';
import { load } from '../lower/load.js';
import { ASKED, finalState, said, verdicts } from './outcome.js';

const limits = { states: 100_000, milliseconds: 20_000, megabytes: 1024 };

/** The assertions that fail on each model, and the status of each. */
function failing(text: string): Readonly<Record<string, string>> {
  const result = runTest(load(text), { models: ASKED, atomics: 'lse', limits });
  return Object.fromEntries(
    result.models.map(({ model, failing: found, status }) => [
      model,
      `${status} ${(found ?? []).map(({ thread, line, state }) => `${thread}:${line} ${state}`).join(', ')}`.trim(),
    ]),
  );
}

/** A message whose reader asserts that it comes whole. */
const message = (fence: string, head = '', question = '') =>
  `C t\n${head}{}\nP0(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\t${fence}\n\tWRITE_ONCE(*y, 1);\n}\n` +
  `P1(int *x, int *y)\n{\n\tint r = READ_ONCE(*y);\n\n\tsmp_rmb();\n\tWARN_ON(r && !READ_ONCE(*x));\n}\n${question}\n`;

describe('an assertion', () => {
  it('is the question of a test that has no other', () => {
    expect(verdicts(message('smp_wmb();'))).toBe('Always');
    expect(verdicts(message(''))).toBe(
      'lkmm:Sometimes sc:Always tso:Always pso:Sometimes armv8:Sometimes riscv:Sometimes',
    );
    expect(failing(message('', 'Expect=lkmm:Sometimes sc:Always armv8:Always\n'))).toEqual({
      lkmm: 'pass P1:15 1:WARN_ON_15=1',
      sc: 'pass',
      tso: 'none',
      pso: 'fail P1:14 1:WARN_ON_14=1'.replaceAll('14', '15'),
      armv8: 'fail P1:15 1:WARN_ON_15=1',
      riscv: 'fail P1:15 1:WARN_ON_15=1',
    });
  });

  it('that fails beside a condition fails the test, unless that is announced', () => {
    const question = 'exists (1:r=0)';
    const expected = (word: string) => `Expect=sc:Sometimes${word} pso:Sometimes${word}\n`;
    expect(failing(message('', expected(''), question))).toMatchObject({
      sc: 'pass',
      pso: 'fail P1:15 1:WARN_ON_15=1',
    });
    expect(failing(message('', expected('+assertion'), question))).toMatchObject({
      sc: 'fail',
      pso: 'pass P1:15 1:WARN_ON_15=1',
    });
  });

  it('is announced by --update, but not where its failing is the verdict', () => {
    const update = (text: string) => {
      const result = runTest(load(text), { models: ['sc', 'pso'], atomics: 'lse', limits });
      const stated = observed(result);
      return withExpect(text, stated.models, stated).split('\n')[1];
    };
    expect(update(message('', '', 'exists (1:r=0)'))).toBe('Expect=sc:Sometimes pso:Sometimes+assertion');
    expect(update(message(''))).toBe('Expect=sc:Always pso:Sometimes');
  });

  const one = (body: string, definitions = '') =>
    `C t\n${definitions}{}\nP0(int *x, spinlock_t *l, spinlock_t *m)\n{\n\tint r = 0;\n${body}\n\tr += 10;\n}\nlocations [0:r]\nexists (x=0)\n`;
  const fires = (body: string, definitions = '') => failing(one(body, definitions)).sc.replace(/^fail /, '');

  it.each([
    ['WARN_ON(1);', '0:r=10', 'P0:6 0:WARN_ON_6=1'],
    ['if (WARN_ON_ONCE(*x == 0)) r = 3;', '0:r=13', 'P0:6 0:WARN_ON_ONCE_6=1'],
    ['if (!WARN_ON(*x)) r = 3;', '0:r=13', 'none'],
    ['BUG_ON(READ_ONCE(*x) == 0);', '0:r=0', 'P0:6 0:BUG_ON_6=1'],
    ['BUG_ON(READ_ONCE(*x) != 0);', '0:r=10', 'none'],
    ['if (*x) BUG();', '0:r=10', 'none'],
    ['r = 4; unreachable();', '0:r=4', 'P0:6 0:unreachable_6=1'],
    ['assert(*x == 1);', '0:r=10', 'P0:6 0:assert_6=1'],
    ['assert(*x == 0);', '0:r=10', 'none'],
    ['spin_lock(l); lockdep_assert_held(l); spin_unlock(l);', '0:r=10', 'none'],
    ['spin_lock(m); lockdep_assert_held(l); spin_unlock(m);', '0:r=10', 'P0:6 0:lockdep_assert_held_6=1'],
    ['if (spin_trylock(l)) { lockdep_assert_held(l); spin_unlock(l); }', '0:r=10', 'none'],
    [
      'spin_lock(l); lockdep_assert_not_held(l); spin_unlock(l);',
      '0:r=10',
      'P0:6 0:lockdep_assert_not_held_6=1',
    ],
    ['spin_lock_irq(l); lockdep_assert_held(l); spin_unlock_irq(l);', '0:r=10', 'none'],
    ['spin_lock(l); spin_unlock(l); lockdep_assert_held(l);', '0:r=10', 'P0:6 0:lockdep_assert_held_6=1'],
  ])('%s', (body, state, fired) => {
    expect(finalState(one(body))).toBe(`${state} x=0`);
    expect(fires(body)).toBe(fired);
  });

  it('of a helper that is called twice is one', () => {
    const helper = 'static void check(int v)\n{\n\tWARN_ON(v > 1);\n\tBUG_ON(v > 2);\n}\n';
    expect(fires('check(1); check(3); check(2); r = 5;', helper)).toBe(
      'P0:4 0:WARN_ON_4=1, P0:5 0:BUG_ON_5=1',
    );
    expect(finalState(one('check(1); check(3); check(2); r = 5;', helper))).toBe('0:r=0 x=0');
  });

  it('knows the locks of all kinds', () => {
    const text = (lock: string, unlock: string) =>
      `C t\nstatic DEFINE_MUTEX(m);\nstatic DECLARE_RWSEM(s);\n{}\nP0(int *x)\n{\n\t${lock}\n\tlockdep_assert_held(&m);\n\tlockdep_assert_held(&s);\n\t${unlock}\n\tWRITE_ONCE(*x, 1);\n}\nexists (x=1)\n`;
    const both = text('mutex_lock(&m); down_read(&s);', 'up_read(&s); mutex_unlock(&m);');
    expect(failing(both)).toMatchObject({ sc: 'none', lkmm: 'none' });
    expect(failing(text('mutex_lock(&m);', 'mutex_unlock(&m);')).sc).toBe(
      'fail P0:9 0:lockdep_assert_held_9=1',
    );
  });

  it('about a lock that a pointer tells is refused', () => {
    const body = 'spinlock_t *k = *x ? l : m; spin_lock(k); lockdep_assert_held(k); spin_unlock(k);';
    expect(said(one(body))).toEqual([
      '6: lockdep_assert_held in a test in which a pointer tells the lock is not supported',
    ]);
  });
});

it('that ends a thread which holds a lock is told where all executions leave others waiting for it', () => {
  const text = (locked: string): string => `C t
{}
P0(spinlock_t *l, int *x)
{
	spin_lock(l);
	WRITE_ONCE(*x, 1);
	BUG_ON(READ_ONCE(*x) == ${locked});
	spin_unlock(l);
}
P1(spinlock_t *l, int *x)
{
	while (!READ_ONCE(*x))
		cpu_relax();
	spin_lock(l);
	spin_unlock(l);
}
`;
  expect(failing(text('1'))).toEqual(
    Object.fromEntries(ASKED.map((model) => [model, 'fail P0:7 0:BUG_ON_7=1'])),
  );
  expect(verdicts(text('1'))).toBe('None');
  expect(verdicts(text('2'))).toBe('Always');
});
