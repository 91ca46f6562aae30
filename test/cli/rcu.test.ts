/** Tests with RCU and SRCU by every command: judged on the machines, shown with their grace periods, refused where they cannot be. */
import { describe, expect, it, test } from 'vitest';
import { explore, refusal } from '../../src/engine/explore-query.js';
import { findExecution } from '../../src/engine/index.js';
import { MACHINES } from '../../src/models/index.js';
import { queryOf } from '../../src/query/query.js';
import { beginStepping } from '../../src/step/index.js';
import { load } from '../lower/load.js';
import { directory, pinlitmus } from './command.js';

/** Without its reader and its grace period, machines would allow the state or forbid it, each for itself. */
function readerAndUpdater(
  state = '0:r0=0 /\\ 0:r1=1',
  { reader = 'rcu_read_lock()', end = 'rcu_read_unlock()', waiting = 'synchronize_rcu()' } = {},
): string {
  return `C safe
{
	struct srcu_struct s;
	struct srcu_struct other;
}
P0(int *gone, int *freed, struct srcu_struct *s, struct srcu_struct *other)
{
	int r0;
	int r1;
	int i;

	${reader};
	r0 = READ_ONCE(*gone);
	r1 = READ_ONCE(*freed);
	${end};
}
P1(int *gone, int *freed, struct srcu_struct *s)
{
	WRITE_ONCE(*gone, 1);
	${waiting};
	WRITE_ONCE(*freed, 1);
}
exists (${state})
`;
}

const SRCU = {
  reader: 'i = srcu_read_lock(s)',
  end: 'srcu_read_unlock(s, i)',
  waiting: 'synchronize_srcu(s)',
};

const SETTINGS = {
  atomics: 'llsc',
  limits: { states: 10_000, milliseconds: 5000, megabytes: 100 },
  seed: 1,
} as const;

function said(command: readonly string[], text: string, exit: number): string {
  const { code, stdout, stderr } = pinlitmus([...command, 'test.litmus'], {
    cwd: directory({ 'test.litmus': text }),
  });
  expect(stderr + stdout.slice(0, code === exit ? 0 : undefined)).toBe(stderr);
  expect(code).toBe(exit);
  return (stdout + stderr).replace(/\s+/g, ' ');
}

describe.each([
  ['RCU', {}],
  ['SRCU', SRCU],
])('%s', (_, primitives) => {
  const forbidden = readerAndUpdater(undefined, primitives);
  const allowed = readerAndUpdater('0:r0=1 /\\ 0:r1=1', primitives);

  it('a reader that began before the update ends before the grace period does', () => {
    expect(said(['check'], forbidden, 0)).toContain(
      "is forbidden by the kernel's model and on SC, x86-TSO, PSO, Armv8 and RISC-V",
    );
    expect(said(['check'], allowed, 0)).toContain(
      "is allowed by the kernel's model and on SC, x86-TSO, PSO, Armv8 and RISC-V",
    );
  });

  it('an execution is shown with its grace period', () => {
    const text = said(['explain'], allowed, 0);
    expect(text).toMatch(/WRITE_ONCE\(\*gone, 1\).*synchronize_s?rcu\(s?\) the grace period is over/);
  });

  it('that it waits is the reason, where it is', () => {
    expect(said(['explain'], forbidden, 0)).toContain('since a grace period waits for readers');
  });

  it('is not gone through step by step', () => {
    expect(said(['step'], forbidden, 5)).toContain('a grace period step by step is not part of this machine');
    for (const model of MACHINES) expect(beginStepping(load(forbidden), model, SETTINGS)).toBeNull();
  });
});

it('a cycle is shown where a full barrier would forbid the state too', () => {
  const text = readerAndUpdater('0:r0=0 /\\ 0:r1=1').replace(
    'r0 = READ_ONCE(*gone);\n\tr1 = READ_ONCE(*freed);',
    'r1 = READ_ONCE(*freed);\n\tsmp_mb();\n\tr0 = READ_ONCE(*gone);',
  );
  const shown = said(['explain'], text, 0);
  expect(shown).not.toContain('since a grace period waits');
  expect(shown).toContain('synchronize_rcu()');
});

it('a grace period in its own reader is a deadlock, at its place', () => {
  const text = readerAndUpdater(undefined, {
    waiting: 'rcu_read_lock(); synchronize_rcu(); rcu_read_unlock()',
  });
  expect(said(['check', '--verdict-only'], text, 1)).toMatch(
    /SC Deadlock .*P1 waits for ever at line 2[0-9]/,
  );
});

it('a domain that a pointer tells is refused by name, before any search', () => {
  const text = readerAndUpdater(undefined, SRCU)
    .replace('struct srcu_struct other;', 'struct srcu_struct *p = &s;')
    .replace('struct srcu_struct *other)', 'struct srcu_struct **p)')
    .replace('i = srcu_read_lock(s)', 'i = srcu_read_lock(READ_ONCE(*p))');
  for (const model of MACHINES) {
    const query = queryOf(load(text), model, SETTINGS);
    const limit = { kind: 'unmodelled', what: 'SRCU whose domain a pointer tells' };
    expect(refusal(query)).toEqual(limit);
    expect(explore(query)).toMatchObject({ limit, states: [], explored: 0 });
    expect(findExecution(query, 'state')).toEqual({ kind: 'limit', limit });
  }
  expect(said(['check'], text, 5)).toContain(
    'SRCU whose domain a pointer tells is not part of this machine yet',
  );
});

test.each([
  ['(* Result: Never *)', 0, 'pass'],
  ['(* Result: Sometimes *)', 1, 'fail'],
  ['Expect=sc:Never tso:Never pso:Never armv8:Never riscv:Never', 0, 'pass'],
  ['Expect=sc:Sometimes', 1, 'fail'],
])('a test that says %s', (expected, exit, status) => {
  const text = readerAndUpdater().replace('C safe\n', `C safe\n${expected}\n`);
  const { code, stdout } = pinlitmus(['check', '-r', 'json', 'test.litmus'], {
    cwd: directory({ 'test.litmus': text }),
  });
  expect(code).toBe(exit);
  expect(JSON.parse(stdout).tests[0].status).toBe(status);
});
