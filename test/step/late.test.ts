/** What is asked of a walk and takes too long is not done, and the walk goes on from where it was. */
import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { sc } from '../../src/models/sc.js';
import { Session } from '../../src/step/session.js';
import { Walker } from '../../src/step/stepper.js';

const TEXT = `C late
{}
P0(int *x)
{
	int i;
	int r;

	r = READ_ONCE(*x);
	if (r == 1) {
		r = READ_ONCE(*x);
		for (i = 0; i >= 0; i++)
			;
	}
}
P1(int *x)
{
	WRITE_ONCE(*x, 1);
}
exists (0:r=1)
`;

it('a step behind which a loop begins', () => {
  const { test } = loadTest({ name: 'late.litmus', text: TEXT });
  if (test === null) throw new Error('does not load');
  const walker = new Walker(test.programFor('x86'), sc, test.question);
  const limits = { states: 1000, milliseconds: 200, megabytes: 100 };
  const session = new Session(walker, sc, test, limits, 1);
  expect(session.do({ kind: 'choose', index: 1 })).toEqual({ kind: 'taken', from: 1 });
  // The first read may be taken, but not shown: behind the one that may follow, the loop goes on and on.
  const late = { kind: 'late', limit: { kind: 'time', milliseconds: 200 } };
  expect([session.do({ kind: 'choose', index: 0 }), session.walk.length]).toEqual([late, 1]);
  expect([session.do({ kind: 'undo' }).kind, session.walk.length]).toEqual(['undone', 0]);
});
