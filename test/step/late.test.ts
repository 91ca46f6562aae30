/** What is asked of a walk and takes too long is not done, and the walk goes on from where it was. */

import { expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { WindowStepper } from '../../src/engine/window/stepper/window-stepper.js';
import { sc } from '../../src/models/sc.js';
import { queryOf } from '../../src/query/query.js';
import { StepSession } from '../../src/step/session.js';

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
  const limits = { states: 1000, milliseconds: 200, megabytes: 100 };
  const stepper = new WindowStepper(queryOf(test, sc, { atomics: 'lse', limits }));
  const session = new StepSession(stepper, sc, test, limits, 1);
  expect(session.do({ kind: 'choose', index: 1 })).toEqual({ kind: 'taken', from: 1 });
  // The first read may be taken, but not shown: behind the one that may follow, the loop goes on and on.
  const late = { kind: 'late', limit: { kind: 'time', milliseconds: 200 } };
  expect([session.do({ kind: 'choose', index: 0 }), session.steps.length]).toEqual([late, 1]);
  expect([session.do({ kind: 'undo' }).kind, session.steps.length]).toEqual(['undone', 0]);
});
