/** What `pinlitmus explain` prints of cases of the library, at 80 and 120 columns; `npx vitest --update` promotes. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseText, explain, printed } from './explained.js';

const CASES = [
  'gup-writeback/barrier',
  'gup-writeback/barrier-no-mb',
  'gup-writeback/barrier-set',
  'gup-writeback/barrier-flag',
  'gup-writeback/barrier-add-return-acquire',
  'gup-writeback/backout',
  'gup-writeback/put-end-once',
  'gup-writeback/lock-retry',
  'gup-writeback/lock-retry-clear',
  'gup-writeback/gups-2',
  'pages/wb-stale-wake',
  'pages/anon-exclusive-no-rmb',
  'pages/write-protect-seq',
  'classics/IRIW+addrs',
  'classics/IRIW+mb+po',
  'classics/CoRR',
  'classics/LB+ctrls',
  'classics/PPOCA',
  'assembly/MP+dmb.st+ctrlisb',
  'assembly/SB+mfences',
  'assembly/LB+fence.r.rs',
  'assembly/INC+lwarx-stwcxs',
  'rcu/guarantee',
  'rcu/guarantee-writer-no-reader',
  'rcu/partition-two',
];

describe.each(CASES)('the explanation of %s', (name) => {
  const explanation = explain(caseText(name));

  it.each([80, 120])('reads well at %i columns', async (width) => {
    const text = printed(explanation, width);
    await expect(text).toMatchFileSnapshot(join('golden', `${name.split('/')[1]}-${width}.txt`));
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  });
});
