/** Deadlocks, as a user meets them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, pinlitmus, timeless } from './command.js';

const TWO_LOCKS = `C two-locks
(* Result: DEADLOCK *)
{}
P0(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}
P1(int *x, spinlock_t *a, spinlock_t *b)
{
	spin_lock(b);
	spin_lock(a);
	WRITE_ONCE(*x, 1);
	spin_unlock(a);
	spin_unlock(b);
}
exists (x=1)
`;

const LONELY = `C lonely
{}
P0(int *x, int *y)
{
	while (READ_ONCE(*x) == 0)
		cpu_relax();
	WRITE_ONCE(*y, 1);
}
P1(int *y)
{
	int r0 = READ_ONCE(*y);
}
exists (1:r0=1)
`;

const FREE = LONELY.replace('while', 'if').replace('C lonely', 'C free\n(* Result: DEADLOCK *)');

const UNSAID = TWO_LOCKS.replace('(* Result: DEADLOCK *)\n', '');
const expecting = (line: string): string => UNSAID.replace('C two-locks', `C two-locks\nExpect=${line}`);

function run(text: string, ...options: readonly string[]) {
  const cwd = directory({ 'test.litmus': text });
  return pinlitmus(['check', '--model', 'sc,tso,armv8', ...options, 'test.litmus'], { cwd });
}

describe('a deadlock', () => {
  it('is told with the threads that wait and where', () => {
    const { code, stdout } = run(TWO_LOCKS);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Deadlock on SC, x86-TSO and Armv8 (1 stuck state each), as the file\'s "Result:"\n' +
        'says: P0 waits for ever at line 7 and P1 at line 14.\n',
    );
  });

  it('that nothing announces fails the test', () => {
    const { code, stdout } = run(UNSAID);
    expect(code).toBe(1);
    expect(stdout).toMatch(/SC +Always, but it deadlocks /);
    expect(stdout).toContain('P0 waits for ever at\nline 6 and P1 at line 13.\n');
    expect(stdout).toContain('A deadlock fails a test that does not announce it');
  });

  it('fails the test though all that it expects holds, on each model that does not announce it', () => {
    const { code, stdout } = run(expecting('sc:Always+deadlock tso:Always armv8:Always+deadlock'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/SC +Always, as expected {2}/);
    expect(stdout).toMatch(/x86-TSO +Always, as expected, but it deadlocks /);
  });

  it('passes where Expect= announces it', () => {
    const { code, stdout } = run(expecting('sc:Always+deadlock tso:Always+deadlock armv8:Always+deadlock'));
    expect(code).toBe(0);
    expect(stdout).toContain('(1 stuck state each), as expected:');
  });

  it('that Expect= announces and that does not come fails the test', () => {
    const { code, stdout } = run(FREE.replace('(* Result: DEADLOCK *)', 'Expect=sc:Sometimes+deadlock'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/SC +Sometimes, as expected, expected a deadlock /);
  });

  it('that no execution escapes is no Never, and there is no final state to ask about', () => {
    const { code, stdout } = run(LONELY);
    expect(code).toBe(1);
    expect(timeless(stdout)).toMatchInlineSnapshot(`
      "lonely
      test.litmus   C, 2 threads

        no final state on any model

        SC        Deadlock   N states   N ms
        x86-TSO   Deadlock   N states   N ms
        Armv8     Deadlock   N states   N ms

      Deadlock on SC, x86-TSO and Armv8 (1 stuck state each): P0 waits for ever at
      line 5.
      A deadlock fails a test that does not announce it, by "(* Result: DEADLOCK *)"
      or as "+deadlock" behind a verdict of "Expect=".
      No final state on SC, x86-TSO and Armv8: every execution ends in a deadlock.

      "1:r0=1" is asked of no final state: there is none.

      test.litmus:13:1: Deadlock (P0 waits for ever at line 5) on SC, x86-TSO and Armv8
        pinlitmus explain --model sc,tso,armv8 test.litmus
      "
    `);
    expect(run(LONELY.replace('C lonely', 'C lonely\n(* Result: Never *)')).stdout).toMatch(
      /Armv8 +Deadlock, expected Never /,
    );
  });

  it('that no execution escapes is announced by one word', () => {
    const text = LONELY.replace('C lonely', 'C lonely\nExpect=sc:Deadlock tso:Deadlock armv8:None+deadlock');
    expect(run(text).code).toBe(0);
    const { code, stdout } = run(text, '--verdict-only');
    expect(code).toBe(0);
    expect(stdout).toMatch(/SC +Deadlock, as expected /);
  });

  it('that no execution escapes is found with --verdict-only as well', () => {
    const { code, stdout } = run(LONELY, '--verdict-only');
    expect(code).toBe(1);
    expect(stdout).toContain('P0 waits for ever at\nline 5.');
  });

  it('is written into the file by --update', () => {
    const cwd = directory({ 'two.litmus': UNSAID, 'lonely.litmus': LONELY });
    const update = ['check', '--model', 'sc,armv8', '--update', 'two.litmus', 'lonely.litmus'];
    expect(pinlitmus(update, { cwd }).code).toBe(0);
    const line = (name: string): string => readFileSync(join(cwd, name), 'utf8').split('\n')[1];
    expect(line('two.litmus')).toBe('Expect=sc:Always+deadlock armv8:Always+deadlock');
    expect(line('lonely.litmus')).toBe('Expect=sc:Deadlock armv8:Deadlock');
    expect(pinlitmus([...update, '--verdict-only'], { cwd }).stderr).toContain('0 of 2 files changed');
  });

  it('is in the JSON report', () => {
    const { models } = JSON.parse(run(LONELY, '--reporter', 'json').stdout).tests[0];
    expect(models.sc).toMatchObject({
      observation: 'None',
      status: 'fail',
      deadlocks: 1,
      deadlockExpected: false,
    });
  });

  it('that the file announces and that does not come is remarked', () => {
    expect(run(FREE).stdout).toContain(
      'The file says "Result: DEADLOCK", but no execution gets stuck on SC, x86-TSO and\nArmv8.',
    );
  });
});

describe('no final state for another reason', () => {
  const FILTERED = `C filtered
{}
P0(int *x) { WRITE_ONCE(*x, 1); }
filter (x=0)
exists (x=1)
`;

  it('is no Never', () => {
    const never = run(FILTERED.replace('{}', 'Expect=sc:Never tso:None\n{}'));
    expect(never.code).toBe(1);
    expect(never.stdout).toMatch(/SC +no final state, expected Never /);
    expect(never.stdout).toMatch(/x86-TSO +no final state, as expected /);
  });

  it('may be on some models only', () => {
    const { code, stdout } = run(`C some
Expect=sc:None tso:Always armv8:Always
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*x); }
filter (0:r0=0 /\\ 1:r0=0)
exists (x=1)
`);
    expect(code).toBe(0);
    expect(stdout).toContain('no state   allowed   allowed\n');
    expect(stdout).toContain(
      '"x=1" is asked of no final state on SC, true of every final state on x86-TSO and\nArmv8.',
    );
  });
});
