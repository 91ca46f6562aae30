/** What `pinlitmus barriers` prints of cases of the library, at 80 and 120 columns; `npx vitest --update` promotes. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditCase, printed } from './audited.js';

const CASES = [
  'gup-writeback/barrier',
  'gup-writeback/barrier-no-mb',
  'gup-writeback/barrier-look-first',
  'gup-writeback/lock',
  'gup-writeback/put-end',
  'gup-writeback/two-writebacks',
  'pages/anon-exclusive-no-rmb',
  'pages/write-protect-seq-after-spinlock',
  'classics/MP',
  'classics/MP+mbs',
  'classics/SB',
  'classics/SB+locks',
  'assembly/SB+dmb.sys',
  'assembly/SB+stlr-ldaprs',
  'assembly/SB+mfences',
  'assembly/SB+sfences',
  'assembly/SB+amoswap.aqrl-amoors',
  'assembly/LB+fence.r.rws',
];

describe.each(CASES)('the barriers of %s', (name) => {
  const result = auditCase(name);

  it.each([80, 120])('read well at %i columns', async (width) => {
    const text = await printed(result, width);
    await expect(text).toMatchFileSnapshot(join('golden', `${name.split('/')[1]}-${width}.txt`));
    const prose = text.split('\n').filter((line) => !/^[ +\-@]/.test(line) || line.startsWith('  '));
    expect(prose.filter((line) => line.length > width)).toEqual([]);
  });
});

it('prints names that are too long for the table above their cells', async () => {
  const result = auditCase('gup-writeback/barrier-after-atomic', {
    models: ['sc', 'tso', 'pso', 'armv8', 'riscv'],
  });
  await expect(await printed(result, 80)).toMatchFileSnapshot(join('golden', 'five-models-80.txt'));
});
