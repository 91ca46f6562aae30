/** What `pinlitmus barriers` prints of cases of the library, at 80 and 120 columns; `npx vitest --update` promotes. */
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { audit, auditCase, printed, textOf } from './audited.js';

const CASES = [
  'gup-writeback/barrier',
  'gup-writeback/barrier-no-mb',
  'gup-writeback/barrier-look-first',
  'gup-writeback/barrier-add-return-relaxed',
  'gup-writeback/lock',
  'gup-writeback/put-end',
  'gup-writeback/two-writebacks',
  'pages/anon-exclusive-no-rmb',
  'pages/wb-stale-wake-while',
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

it.each(['classics/MP', 'classics/SB', 'pages/anon-exclusive-no-rmb', 'assembly/SB+stlr-ldaprs'])(
  'prints patches of %s that apply as they are printed',
  async (name) => {
    const result = auditCase(name);
    if (result.advice.kind !== 'alternatives') throw new Error(result.advice.kind);
    const patches = (await printed(result, 80)).split(/\n\d\. .*\n(?: {3}.*\n)*/).slice(1);
    const patched = patches.map((patch) => applyPatch(textOf(name), patch.replace(/\n*$/, '\n')));
    expect(patches.length).toBe(result.advice.alternatives.length);
    expect(patched).toEqual(result.advice.alternatives.map(({ text }) => text));
  },
);

it('speaks of a condition that asks for all states as one that is true or refuted', async () => {
  const text = `C test

{}

P0(int *x, int *y)
{
\tWRITE_ONCE(*x, 1);
\tsmp_wmb();
\tWRITE_ONCE(*y, 1);
}

P1(int *x, int *y)
{
\tint r0;
\tint r1;

\tr0 = READ_ONCE(*y);
\tr1 = READ_ONCE(*x);
}

forall (1:r0=0 \\/ 1:r1=1)
`;
  await expect(await printed(audit(text), 80)).toMatchFileSnapshot(join('golden', 'forall-80.txt'));
});
