/** What a cmpxchg() is to write is evaluated under the kernel's model only where it succeeds, as herd7 does. */
import { expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { MACHINES } from '../../src/models/index.js';
import { code } from '../lower/load.js';

function results(one: string, other: string, shown = '0:r0; x; y;') {
  const parameters = 'int *x, int *y, int *z, atomic_t *c';
  const text = `C test
{}
P0(${parameters}) { int r0 = 7; int r1 = 7; ${one} }
P1(${parameters}) { int r0 = 7; ${other} }
locations [${shown}]
exists (true)
`;
  const models = ['lkmm', ...MACHINES.map(({ name }) => name)];
  const result = checkSource({ name: 'test.litmus', text }, { ...DEFAULT_SETTINGS, models });
  expect(result.crash).toBeFalsy();
  return result.models.map(({ model, states, flags, incomplete }) => {
    expect(incomplete).toBeNull();
    return { model, states: states.map((state) => state.join()).sort(), races: flags.includes('data-race') };
  });
}

test.each([
  // The plain read races only where it is done.
  ['r0 = cmpxchg(x, 1, *y);', '*y = 1;', ['0,0,1'], false],
  ['r0 = cmpxchg(x, 0, *y);', '*y = 1;', ['0,0,1', '0,1,1'], true],
  [
    'r0 = cmpxchg(x, 1, READ_ONCE(*y));',
    'WRITE_ONCE(*y, 1); WRITE_ONCE(*x, 1);',
    ['0,1,1', '1,0,1', '1,1,1'],
    false,
  ],
  ['r0 = cmpxchg(x, 0, READ_ONCE(*y) ? 2 : 3);', 'WRITE_ONCE(*y, 1);', ['0,2,1', '0,3,1'], false],
  // What changes memory is done in any case, as on machines.
  ['r0 = cmpxchg(x, 0, cmpxchg(y, 0, READ_ONCE(*z) + 5));', 'WRITE_ONCE(*y, 1);', ['0,0,1', '0,1,1'], false],
  ['r0 = cmpxchg(x, 1, cmpxchg(y, 0, 5));', '', ['0,0,5'], false],
  ['r0 = cmpxchg(x, 1, xchg(y, *z));', '', ['0,0,0'], false],
  ['r0 = cmpxchg(x, 1, r1 = *z);', '*z = 1;', ['0,0,0'], true],
  ['r0 = cmpxchg(x, 0, atomic_add_unless(c, 1, 0) + 2);', 'atomic_inc(c);', ['0,2,0', '0,3,0'], false],
  [
    'if (cmpxchg(x, 0, READ_ONCE(*y)) == 0) r0 = 1; else r0 = 2;',
    'WRITE_ONCE(*y, 4);',
    ['1,0,4', '1,4,4'],
    false,
  ],
  ['r1 = 1; r0 = atomic_try_cmpxchg(c, &r1, *y);', '*y = 1;', ['0,0,1'], false],
  ['r1 = 0; r0 = atomic_try_cmpxchg(c, &r1, *y);', '*y = 1;', ['1,0,1'], true],
])('%s against %s', (one, other, states, races) => {
  const [lkmm, ...machines] = results(one, other);
  expect(lkmm).toEqual({ model: 'lkmm', states, races });
  for (const each of machines) expect(lkmm.states, each.model).toEqual(expect.arrayContaining(each.states));
});

it('what is not evaluated orders nothing', () => {
  const [lkmm] = results(
    'r0 = cmpxchg(z, 1, smp_load_acquire(x)); r1 = READ_ONCE(*y);',
    'WRITE_ONCE(*y, 1); smp_store_release(x, 1);',
    '0:r0; 0:r1;',
  );
  expect(lkmm.states).toEqual(['0,0', '0,1']);
});

it('a number is no access, and machines evaluate it before', () => {
  expect(code('int r0 = cmpxchg(x, 0, 1);', 'lkmm')[0]).toBe('%0 = update [&x] = 1 if (loaded == 0) {mb 0}');
  expect(code('int r0 = cmpxchg(x, 0, *y);', 'lkmm').slice(0, 3)).toEqual([
    'if it is to fail goto 2',
    '%0 = read [&y] {plain 0}',
    '%1 = update [&x] = %0 if (loaded == 0) {mb 0}',
  ]);
  expect(code('int r0 = cmpxchg(x, 0, *y);', 'x86')[0]).toBe('%0 = read [&y]');
});
