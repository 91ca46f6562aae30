/** Deadlocks, as a user meets them. */
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

describe('a deadlock', () => {
  it('is told with the threads that wait and where', () => {
    const cwd = directory({ 'two-locks.litmus': TWO_LOCKS });
    const { code, stdout } = pinlitmus(['check', '--model', 'sc,tso,armv8', 'two-locks.litmus'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Deadlock on SC, x86-TSO and Armv8 (1 stuck state each), as the file\'s "Result:"\n' +
        'says: P0 waits for ever at line 7 and P1 at line 14.\n',
    );
  });

  it('that no execution escapes leaves no final state, and the answer says so', () => {
    const cwd = directory({ 'lonely.litmus': LONELY });
    expect(
      timeless(pinlitmus(['check', '--model', 'sc,tso,armv8', 'lonely.litmus'], { cwd }).stdout),
    ).toMatchInlineSnapshot(`
      "lonely
      lonely.litmus   C, 2 threads

          final state   SC          x86-TSO     Armv8
        * 1:r0=1        forbidden   forbidden   forbidden

        SC        Never   N states   N ms
        x86-TSO   Never   N states   N ms
        Armv8     Never   N states   N ms

      Deadlock on SC, x86-TSO and Armv8 (1 stuck state each): P0 waits for ever at
      line 5.
      No final state on SC, x86-TSO and Armv8: every execution ends in a deadlock.

      "1:r0=1" is forbidden on SC, x86-TSO and Armv8, for there is no final state.
      "
    `);
  });

  it('that the file announces and that does not come is remarked', () => {
    const cwd = directory({ 'free.litmus': FREE });
    expect(pinlitmus(['check', 'free.litmus'], { cwd }).stdout).toContain(
      'The file says "Result: DEADLOCK", but no execution gets stuck on',
    );
  });
});
