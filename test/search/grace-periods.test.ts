/** The classical shapes with grace periods: what each machine comes to, exactly. */
import { describe, expect, it, test } from 'vitest';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { explore } from '../../src/search/explore.js';
import { load } from '../lower/load.js';

const LIMITS = { states: 100_000, milliseconds: 10_000, megabytes: 500 };

/** A test of some threads, whose question is about their registers. */
function textOf(threads: readonly string[], registers: readonly string[]): string {
  const parameters = 'int *x, int *y, int *z, struct srcu_struct *s, struct srcu_struct *t, int *c';
  const bodies = threads.map((body, thread) => `P${thread}(${parameters})\n{\n${body}\n}\n`);
  const asked = registers.map((each) => `${each}=0`).join(' /\\ ');
  return `C shape\n{\n\tstruct srcu_struct s;\n\tstruct srcu_struct t;\n}\n${bodies.join('\n')}\nexists (${asked})\n`;
}

/** By model, the final values of the registers, and whether it may get stuck. */
function outcomes(
  threads: readonly string[],
  registers: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const loaded = load(textOf(threads, registers));
  return new Map(
    MACHINES.map((model) => {
      const query = queryOf(loaded, model, { atomics: 'llsc', limits: LIMITS });
      const { states, deadlocks, limit } = explore(query);
      expect(limit).toBeNull();
      const found = states.map((state) => state.join('')).sort();
      return [model.name, deadlocks > 0 ? [...found, 'stuck'] : found];
    }),
  );
}

const ALL = MACHINES.map(({ name }) => name);
const WEAK = ['armv8', 'riscv'];

const UPDATER = 'WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1);';
const SRCU_UPDATER = 'WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1);';
const READS = 'int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y);';
const BACKWARDS = 'int r0 = READ_ONCE(*y); int r1 = READ_ONCE(*x);';

describe.each([
  [
    'a reader sees old only before the grace period ends',
    [`rcu_read_lock(); ${READS} rcu_read_unlock();`, UPDATER],
    ['00', '10', '11'],
  ],
  [
    'it sees new only with the update',
    [`rcu_read_lock(); ${BACKWARDS} rcu_read_unlock();`, UPDATER],
    ['00', '01', '11'],
  ],
  [
    'nested, it is one',
    [
      `rcu_read_lock(); rcu_read_lock(); int r0 = READ_ONCE(*x); rcu_read_unlock(); int r1 = READ_ONCE(*y); rcu_read_unlock();`,
      UPDATER,
    ],
    ['00', '10', '11'],
  ],
  [
    'two readers are two',
    [
      `rcu_read_lock(); int r0 = READ_ONCE(*x); rcu_read_unlock(); rcu_read_lock(); int r1 = READ_ONCE(*y); rcu_read_unlock();`,
      UPDATER,
    ],
    ['00', '01', '10', '11'],
  ],
  [
    'an SRCU reader',
    [`int i = srcu_read_lock(s); ${READS} srcu_read_unlock(s, i);`, SRCU_UPDATER],
    ['00', '10', '11'],
  ],
  [
    'the RCU reader that a grace period of SRCU is in keeps it from nothing',
    [
      `int i = srcu_read_lock(s); ${READS} srcu_read_unlock(s, i);`,
      `rcu_read_lock(); ${SRCU_UPDATER} rcu_read_unlock();`,
    ],
    ['00', '10', '11'],
  ],
  [
    'an SRCU reader of another domain is not waited for',
    [`int i = srcu_read_lock(t); ${READS} srcu_read_unlock(t, i);`, SRCU_UPDATER],
    ['00', '01', '10', '11'],
  ],
  [
    'nor is an RCU reader by SRCU',
    [`rcu_read_lock(); ${READS} rcu_read_unlock();`, SRCU_UPDATER],
    ['00', '01', '10', '11'],
  ],
  [
    'nor an SRCU reader by RCU',
    [
      `int i = srcu_read_lock(s); int r0 = READ_ONCE(*x); smp_mb(); int r1 = READ_ONCE(*y); srcu_read_unlock(s, i);`,
      UPDATER,
    ],
    ['00', '01', '10', '11'],
  ],
] as const)('%s', (_, threads, expected) => {
  test('on every machine', () => {
    const found = outcomes(threads, ['0:r0', '0:r1']);
    for (const name of ALL) expect(found.get(name), name).toEqual(expected);
  });
});

describe('cycles of readers and grace periods', () => {
  const reader = (from: string, to: string): string =>
    `rcu_read_lock(); int r0 = READ_ONCE(*${from}); WRITE_ONCE(*${to}, 1); rcu_read_unlock();`;
  const grace = (from: string, to: string): string =>
    `int r0 = READ_ONCE(*${from}); synchronize_rcu(); WRITE_ONCE(*${to}, 1);`;
  const REGISTERS = ['0:r0', '1:r0', '2:r0'];
  const cyclic = (threads: readonly string[], registers = REGISTERS): readonly string[] => {
    const found = outcomes(threads, registers);
    return ALL.filter((name) => found.get(name)?.includes(registers.map(() => '1').join('')));
  };

  it('one grace period makes up for one reader', () => {
    expect(cyclic([grace('x', 'y'), reader('y', 'x')], REGISTERS.slice(0, 2))).toEqual([]);
  });
  it('one does not for two', () => {
    expect(cyclic([grace('x', 'y'), reader('y', 'z'), reader('z', 'x')])).toEqual(WEAK);
  });
  it('two do', () => {
    expect(cyclic([grace('x', 'y'), reader('y', 'z'), grace('z', 'x')])).toEqual([]);
    const four = ['x', 'y', 'z', 'c'].map((at, thread, all) =>
      (thread % 2 === 0 ? grace : reader)(at, all[(thread + 1) % 4]),
    );
    expect(cyclic(four, [...REGISTERS, '3:r0'])).toEqual([]);
  });
});

describe('loops', () => {
  const REGISTERS = ['0:r0', '0:r1'];

  it('a thread that waits in readers that it begins anew each time is no hindrance', () => {
    const waiting =
      'int r0 = 0; while (r0 == 0) { rcu_read_lock(); r0 = READ_ONCE(*y); rcu_read_unlock(); } int r1 = READ_ONCE(*x);';
    const found = outcomes([waiting, UPDATER], REGISTERS);
    for (const name of ALL) expect(found.get(name), name).toEqual(['11']);
  });

  it('nor is one that leaves its reader for a moment each time round', () => {
    const resting =
      'int r0; rcu_read_lock(); while (READ_ONCE(*y) == 0) { rcu_read_unlock(); rcu_read_lock(); } r0 = READ_ONCE(*x); rcu_read_unlock(); int r1 = 0;';
    const found = outcomes([resting, UPDATER], REGISTERS);
    for (const name of ALL) expect(found.get(name), name).toEqual(['10']);
  });

  it('one that waits in a reader for what comes after the grace period may get stuck', () => {
    const waiting =
      'rcu_read_lock(); int r1 = READ_ONCE(*x); int r0 = smp_cond_load_acquire(y, VAL != 0); rcu_read_unlock();';
    const found = outcomes([waiting, 'synchronize_rcu(); WRITE_ONCE(*y, 1);'], REGISTERS);
    for (const name of ALL) expect(found.get(name), name).toEqual(['10', 'stuck']);
  });

  it('grace periods may stand in a loop', () => {
    const updating =
      'for (int n = 0; n < 2; n++) { WRITE_ONCE(*x, n + 1); synchronize_rcu(); } WRITE_ONCE(*y, 1);';
    const found = outcomes([`rcu_read_lock(); ${READS} rcu_read_unlock();`, updating], REGISTERS);
    for (const name of ALL) expect(found.get(name), name).toEqual(['00', '10', '20', '21']);
  });
});

describe('what is freed after a grace period', () => {
  const TEXT = `C free
{
	int old = 1;
	int new = 2;
	int *p = &old;
}
P0(int **p)
{
	int *q;
	int r0;

	rcu_read_lock();
	q = rcu_dereference(*p);
	r0 = READ_ONCE(*q);
	rcu_read_unlock();
}
P1(int **p, int *old, int *new)
{
	rcu_assign_pointer(*p, new);
	synchronize_rcu();
	WRITE_ONCE(*old, 0);
}
exists (0:r0=0)
`;
  const freedIn = (text: string): readonly boolean[] =>
    MACHINES.map((model) => {
      const { states } = explore(queryOf(load(text), model, { atomics: 'llsc', limits: LIMITS }));
      return states.some(([value]) => value === 0n);
    });

  it('is not seen by a reader, but without the grace period, and without the reader', () => {
    expect(freedIn(TEXT)).toEqual(MACHINES.map(() => false));
    expect(freedIn(TEXT.replace('synchronize_rcu();', 'smp_mb();'))).toEqual(MACHINES.map(() => true));
    expect(freedIn(TEXT.replaceAll(/rcu_read_(un)?lock\(\);/g, ''))).toEqual(MACHINES.map(() => true));
  });
});

it('an SRCU reader may end in another thread', () => {
  const down =
    'int i = srcu_down_read(s); int r0 = READ_ONCE(*x); WRITE_ONCE(*c, i); smp_store_release(z, 1);';
  const up = (flag: string): string =>
    `int r0 = smp_cond_load_acquire(${flag}, VAL == 1); int j = READ_ONCE(*c); int r1 = READ_ONCE(*y); srcu_up_read(s, j);`;
  const found = outcomes([down, up('z'), SRCU_UPDATER], ['0:r0', '1:r1']);
  for (const name of ALL) expect(found.get(name), name).toEqual(['00', '10', '11']);
});
