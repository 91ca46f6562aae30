/** Readers and grace periods that a kernel would stumble over: warned of, with both places. */
import { expect, it, test } from 'vitest';
import { faults } from './load.js';

function text(body: string, other = ''): string {
  const parameters = 'int *x, struct srcu_struct *s, struct srcu_struct *t, int *c';
  return `C readers
{
	struct srcu_struct s;
	struct srcu_struct t;
}
P0(${parameters})
{
${body}
}
P1(${parameters})
{
	WRITE_ONCE(*x, 1);
	synchronize_rcu();
	synchronize_srcu(s);
${other}
}
exists (x=1)
`;
}

test.each([
  ['rcu_read_unlock();', ["warning reader-not-begun 'rcu_read_unlock()': name rcu_read_unlock; always true"]],
  [
    'rcu_read_lock(); rcu_read_lock(); rcu_read_unlock();',
    ["warning reader-not-ended 'rcu_read_lock()': name rcu_read_lock; always true; P0 ends in it"],
  ],
  [
    'int r = READ_ONCE(*x); if (r) rcu_read_lock(); WRITE_ONCE(*x, 2); if (r) rcu_read_unlock();',
    [
      "warning reader-not-ended 'rcu_read_lock()': name rcu_read_lock; always false; P0 ends in it",
      "warning reader-not-begun 'rcu_read_unlock()': name rcu_read_unlock; always false",
    ],
  ],
  [
    'rcu_read_lock(); synchronize_rcu(); rcu_read_unlock();',
    ["warning wait-in-reader 'synchronize_rcu()': name synchronize_rcu; always true; the reader begins here"],
  ],
  [
    'rcu_read_lock(); synchronize_srcu(s); rcu_read_unlock();',
    [
      "warning sleep-in-section 'synchronize_srcu(s)': name synchronize_srcu; within reader; the reader begins here",
    ],
  ],
  [
    'int i = srcu_read_lock(s); synchronize_srcu(s); srcu_read_unlock(s, i);',
    [
      "warning wait-in-reader 'synchronize_srcu(s)': name synchronize_srcu; always true; the reader begins here",
    ],
  ],
  ['int i = srcu_read_lock(s); synchronize_srcu(t); synchronize_rcu(); srcu_read_unlock(s, i);', []],
  [
    'int i = srcu_read_lock(s);',
    ["warning reader-not-ended 'srcu_read_lock(s)': name srcu_read_lock; always true; P0 ends in it"],
  ],
  [
    'int i = srcu_read_lock(s); srcu_read_unlock(t, i);',
    [
      "warning reader-not-ended 'srcu_read_lock(s)': name srcu_read_lock; always true; P0 ends in it",
      "warning foreign-index 'srcu_read_unlock(t, i)': name srcu_read_unlock; always true; the index is given here",
    ],
  ],
  [
    'srcu_read_unlock(s, 0);',
    ["warning foreign-index 'srcu_read_unlock(s, 0)': name srcu_read_unlock; always true"],
  ],
  [
    'int i = srcu_read_lock(s); srcu_read_unlock(s, i); srcu_read_unlock(s, i);',
    ["warning reader-not-begun 'srcu_read_unlock(s, i)': name srcu_read_unlock; always true"],
  ],
  ['rcu_read_lock(); int i = srcu_read_lock(s); rcu_read_unlock(); srcu_read_unlock(s, i);', []],
  ['int r = 0; while (r == 0) { rcu_read_lock(); r = READ_ONCE(*x); rcu_read_unlock(); }', []],
])('%s', (body, expected) => {
  expect(faults(text(body)).filter((each) => !each.includes('unused-location'))).toEqual(expected);
});

it('a reader that another thread ends is ended', () => {
  const source = text(
    'int i = srcu_down_read(s); WRITE_ONCE(*c, i);',
    'int j = READ_ONCE(*c); srcu_up_read(s, j);',
  );
  expect(faults(source).filter((each) => each.includes('reader'))).toEqual([]);
});
