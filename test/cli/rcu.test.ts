/** Tests with RCU on machines, which have none of it: nothing is said of them, whatever they expect and whoever asks. */
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
  expected = '',
  { reader = 'rcu_read_lock', waiting = 'synchronize_rcu' } = {},
): string {
  return `C unsafe
${expected}
{}
P0(int *gone, int *freed, struct srcu_struct *s)
{
	int r0;
	int r1;

	${reader}(${reader.startsWith('s') ? 's' : ''});
	r0 = READ_ONCE(*gone);
	smp_mb();
	r1 = READ_ONCE(*freed);
}
P1(int *gone, int *freed, struct srcu_struct *s)
{
	WRITE_ONCE(*gone, 1);
	${waiting}(${waiting.endsWith('srcu') ? 's' : ''});
	WRITE_ONCE(*freed, 1);
}
exists (0:r0=0 /\\ 0:r1=1)
`;
}

const RCU = readerAndUpdater();
const SRCU = readerAndUpdater('', { reader: 'srcu_read_lock', waiting: 'synchronize_srcu' });

describe.each([
  ['RCU', RCU],
  ['SRCU', SRCU],
])('%s', (what, text) => {
  const reason = `${what} is not part of this machine yet`;
  const said = (command: readonly string[]): string => {
    const { code, stdout, stderr } = pinlitmus([...command, 'test.litmus'], {
      cwd: directory({ 'test.litmus': text }),
    });
    expect(code).toBe(5);
    return (stdout + stderr).replace(/\s+/g, ' ');
  };

  test.each([
    [['check'], `Armv8 Unknown: ${reason}`],
    [['check', '--verdict-only'], `SC Unknown: ${reason}`],
    [['explain'], `undecided, ${reason}`],
    [['explain', '--state', '0:r0=1'], `undecided, ${reason}`],
    [['barriers'], `No advice: ${reason}.`],
    [['step'], `pinlitmus: test.litmus: ${reason}`],
  ])('is refused by %j', (command, expected) => {
    expect(said(command)).toContain(expected);
  });

  it('is refused by every engine, before any search', () => {
    for (const model of MACHINES) {
      const settings = {
        atomics: 'llsc',
        limits: { states: 1000, milliseconds: 1000, megabytes: 100 },
        seed: 1,
      } as const;
      const query = queryOf(load(text), model, settings);
      const limit = { kind: 'unmodelled', what };
      expect(refusal(query)).toEqual(limit);
      expect(explore(query)).toMatchObject({ limit, states: [], explored: 0 });
      expect(findExecution(query, 'state')).toEqual({ kind: 'limit', limit });
      expect(beginStepping(load(text), model, settings)).toBeNull();
    }
  });
});

test.each([
  '(* Result: Never *)',
  '(* Result: Sometimes *)',
  '(* Result: DEADLOCK *)',
  'Expect=sc:Never tso:Never pso:Never armv8:Never riscv:Never',
  'Expect=armv8:Sometimes',
  'Expect=sc:Deadlock',
])('a test that says %s does not pass', (expected) => {
  const { code, stdout } = pinlitmus(['check', '-r', 'json', 'test.litmus'], {
    cwd: directory({ 'test.litmus': readerAndUpdater(expected) }),
  });
  const { kernel, models: named, deadlocks } = load(readerAndUpdater(expected)).expectations;
  expect(kernel !== null || named.size + deadlocks.size > 0).toBe(true);
  expect(code).toBe(5);
  const [{ status, models }] = JSON.parse(stdout).tests;
  expect(status).toBe('unknown');
  for (const { name } of MACHINES) {
    expect(models[name]).toMatchObject({ observation: 'Unknown', complete: false, status: 'unknown' });
    expect(models[name].reason).toBe('RCU is not part of this machine yet');
  }
});
