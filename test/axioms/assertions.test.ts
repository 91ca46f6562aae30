/** data_race() and KCSAN's assertions: which races the kernel's model reports, and that they change no final state. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MODELS } from '../../src/models/index.js';
import { faults, withBody } from '../lower/load.js';

function text(one: string, other: string): string {
  const parameters = 'int *x, int *y, int *flag, spinlock_t *l, atomic_t *c';
  return `C test
{}
static int twice(int *p) { return *p + *p; }
P0(${parameters}) { int r0 = 0; int r1 = 0; ${one} }
P1(${parameters}) { int r0 = 0; int r1 = 0; ${other} }
locations [0:r0; 0:r1; 1:r0; 1:r1; x; y;]
exists (true)
`;
}

function results(source: string, models: readonly string[] = ['lkmm']) {
  const result = checkSource({ name: 'test.litmus', text: source }, { ...DEFAULT_SETTINGS, models });
  expect(result.crash).toBeFalsy();
  return result.models.map(({ model, states, flags, incomplete }) => {
    expect(incomplete).toBeNull();
    return { model, flags, states: states.map((state) => state.join()).sort() };
  });
}

const races = (one: string, other: string): boolean => {
  const [{ flags }] = results(text(one, other));
  return flags.includes('data-race');
};

describe('data_race()', () => {
  test.each([
    // Whoever is in it does not race, whatever the other is.
    ['r0 = data_race(*x);', '*x = 1;', false],
    ['r0 = data_race(*x);', 'WRITE_ONCE(*x, 1);', false],
    ['data_race(*x = 1);', 'r0 = *x;', false],
    ['data_race(*x = 1);', '*x = 2;', false],
    ['data_race(*x = 1);', 'data_race(*x = 2);', false],
    ['data_race(*x += 1);', '*x = 2;', false],
    ['r0 = data_race(READ_ONCE(*x));', '*x = 1;', false],
    ['data_race(WRITE_ONCE(*x, 1));', 'r0 = *x;', false],
    ['r0 = data_race(twice(x));', '*x = 1;', false],
    ['if (data_race(*x) == 1) r0 = 1;', '*x = 1;', false],
    // What is beside it does.
    ['r0 = data_race(*x) + *x;', '*x = 1;', true],
    ['r0 = data_race(*x); r1 = *x;', '*x = 1;', true],
    ['r0 = data_race(*x);', '*y = 1; *x = READ_ONCE(*y);', false],
    ['r0 = data_race(*x); *y = 1;', '*x = 1; *y = 2;', true],
    ['r0 = twice(x);', '*x = 1;', true],
  ])('%s against %s', (one, other, is) => {
    expect(races(one, other)).toBe(is);
  });

  it('is the expression on every model', () => {
    const bare = ['*x = 1; smp_store_release(flag, 1); r0 = *y;', 'r0 = *x; smp_mb(); *y = 1; r1 = *x;'];
    const within = bare.map((body) => body.replaceAll(/(\*[xy] = 1|(?<== )\*[xy])/g, 'data_race($1)'));
    expect(within[1]).toBe('r0 = data_race(*x); smp_mb(); data_race(*y = 1); r1 = data_race(*x);');
    const models = MODELS.map(({ name }) => name);
    const states = (bodies: readonly string[]) =>
      results(text(bodies[0], bodies[1]), models).map(({ model, states }) => [model, states]);
    expect(states(within)).toEqual(states(bare));
  });

  it('takes one expression, which may have no value', () => {
    expect(faults(withBody('data_race(smp_mb()); data_race(*x = 1);'))).toEqual([]);
    expect(faults(withBody('int r0 = data_race(smp_mb());'))).toContain(
      "no-value 'data_race(smp_mb())': name data_race",
    );
    expect(faults(withBody('data_race(*x, *y);'))).toContain(
      "wrong-argument-count 'data_race(*x, *y)': name data_race; expected 1 argument; found 2",
    );
  });
});

const LOCKED = (body: string) => `spin_lock(l); ${body} spin_unlock(l);`;

describe('ASSERT_EXCLUSIVE_WRITER()', () => {
  const own = 'WRITE_ONCE(*x, 1); ASSERT_EXCLUSIVE_WRITER(*x);';
  test.each([
    [own, 'WRITE_ONCE(*x, 2);', true],
    [own, 'smp_store_release(x, 2);', true],
    [own, 'data_race(*x = 2);', true],
    [own, 'data_race(WRITE_ONCE(*x, 2));', true],
    [own, 'r0 = xchg(x, 2);', true],
    [own, 'r0 = cmpxchg(x, 0, 2);', true],
    [own, 'r0 = READ_ONCE(*x);', false],
    [own, 'r0 = data_race(*x);', false],
    [own, 'WRITE_ONCE(*y, 2);', false],
    [own, 'ASSERT_EXCLUSIVE_WRITER(*x);', true],
    ['ASSERT_EXCLUSIVE_WRITER(*x);', 'ASSERT_EXCLUSIVE_WRITER(*x);', false],
    [LOCKED(own), LOCKED('WRITE_ONCE(*x, 2);'), false],
    [LOCKED(own), 'WRITE_ONCE(*x, 2);', true],
    [
      'ASSERT_EXCLUSIVE_WRITER(*x); smp_store_release(flag, 1);',
      'if (smp_load_acquire(flag)) WRITE_ONCE(*x, 2);',
      false,
    ],
    ['ASSERT_EXCLUSIVE_WRITER(*x); WRITE_ONCE(*flag, 1);', 'if (READ_ONCE(*flag)) WRITE_ONCE(*x, 2);', true],
    [
      'if (smp_load_acquire(flag)) ASSERT_EXCLUSIVE_WRITER(*x);',
      'WRITE_ONCE(*x, 2); smp_store_release(flag, 1);',
      false,
    ],
  ])('%s against %s', (one, other, is) => {
    expect(races(one, other)).toBe(is);
  });
});

describe('ASSERT_EXCLUSIVE_ACCESS()', () => {
  const own = 'ASSERT_EXCLUSIVE_ACCESS(*x);';
  test.each([
    [own, 'WRITE_ONCE(*x, 2);', true],
    [own, 'r0 = READ_ONCE(*x);', true],
    [own, 'r0 = *x;', true],
    [own, 'r0 = data_race(*x);', true],
    [own, 'r0 = cmpxchg(x, 1, 2);', true],
    [own, 'r0 = READ_ONCE(*y);', false],
    [own, 'ASSERT_EXCLUSIVE_WRITER(*x); ASSERT_EXCLUSIVE_ACCESS(*x);', false],
    [`r0 = READ_ONCE(*x); ${own} WRITE_ONCE(*x, 1);`, '', false],
    [LOCKED(own), LOCKED('r0 = READ_ONCE(*x);'), false],
    [LOCKED(own), 'r0 = READ_ONCE(*x);', true],
    [`${own} smp_store_release(flag, 1);`, 'if (smp_load_acquire(flag)) r0 = READ_ONCE(*x);', false],
    [`if (smp_load_acquire(flag)) ${own}`, 'r0 = READ_ONCE(*x); smp_store_release(flag, 1);', false],
    [`if (READ_ONCE(*flag)) ${own}`, 'r0 = READ_ONCE(*x); smp_store_release(flag, 1);', true],
    [
      `${own} smp_mb(); WRITE_ONCE(*flag, 1);`,
      'r0 = READ_ONCE(*flag); smp_rmb(); if (r0) r1 = READ_ONCE(*x);',
      false,
    ],
  ])('%s against %s', (one, other, is) => {
    expect(races(one, other)).toBe(is);
  });
});

it('assertions change no final state, and are nothing to machines', () => {
  const one = 'WRITE_ONCE(*x, 1); ? WRITE_ONCE(*y, 1); ? r0 = READ_ONCE(*flag);';
  const other = 'r0 = READ_ONCE(*y); ? r1 = READ_ONCE(*x); ? WRITE_ONCE(*flag, 1);';
  const models = MODELS.map(({ name }) => name);
  const states = (put: string) =>
    results(text(one.replaceAll('?', put), other.replaceAll('?', put)), models).map(({ model, states }) => [
      model,
      states,
    ]);
  const bare = states('');
  for (const name of ['WRITER', 'ACCESS'])
    for (const location of ['x', 'y'])
      expect(states(`ASSERT_EXCLUSIVE_${name}(*${location});`)).toEqual(bare);
});

test.each(['ASSERT_EXCLUSIVE_WRITER_SCOPED', 'ASSERT_EXCLUSIVE_ACCESS_SCOPED', 'ASSERT_EXCLUSIVE_BITS'])(
  '%s is refused',
  (name) => {
    expect(faults(withBody(`${name}(*x);`))).toContain(
      `unsupported '${name}': what ${name}; why an assertion about more than a moment, or less than a variable, is not part of these models`,
    );
  },
);
