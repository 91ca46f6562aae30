/** What the kernel's model allows and no machine of a run shows is asked of POWER as well. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { corrected } from '../../src/check/corrected.js';
import type { Settings, TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { askedBesides } from '../../src/check/unexplained.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import { observationText } from '../../src/report/text/verdict-words.js';

/** WRC with a data dependency and smp_rmb(): forbidden where writes reach all other threads at once. */
const wrc = (question: string, head = ''): string => `C WRC
${head}
{ }
P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x, int *y) { int r0; r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0); }
P2(int *x, int *y) { int r0; int r1; r0 = READ_ONCE(*y); smp_rmb(); r1 = READ_ONCE(*x); }
${question}
`;
const STATE = '2:r0=1 /\\ 2:r1=0';
const SB = `C SB
{ }
P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
`;
const OWN = ['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv'];

const run = (text: string, settings: Partial<Settings> = {}): TestResult =>
  checkSource({ name: 'a.litmus', text }, { ...DEFAULT_SETTINGS, ...settings });
const verdicts = ({ models }: TestResult): Readonly<Record<string, string>> =>
  Object.fromEntries(models.map((model) => [model.model, observationText(model)]));

describe('a test whose state no machine shows', () => {
  it.each(['exists', '~exists'])('is asked of POWER, which shows it: %s', (quantifier) => {
    const result = run(wrc(`${quantifier} (${STATE})`));
    expect(Object.keys(verdicts(result))).toEqual([...OWN, 'power']);
    expect(verdicts(result)).toMatchObject({ lkmm: 'Sometimes', armv8: 'Never', power: 'Sometimes' });
    expect(result.rows[0].cells.at(-1)).toBe('allowed');
  });

  it('may refute what must hold of every final state', () => {
    const result = run(wrc(`forall (~(${STATE}))`));
    expect(verdicts(result)).toMatchObject({ lkmm: 'Sometimes', armv8: 'Always', power: 'Sometimes' });
  });

  it('is asked of it also where the verdict alone is wanted', () => {
    expect(verdicts(run(wrc(`exists (${STATE})`), { verdictOnly: true })).power).toBe('Sometimes');
  });

  it('is explained on it', () => {
    const { test } = loadTest({ name: 'a.litmus', text: wrc(`exists (${STATE})`) });
    if (test === null) throw new Error('the test has faults');
    const kinds = explainTest(test, DEFAULT_SETTINGS).models.map(({ model, kind }) => [model, kind]);
    expect(Object.fromEntries(kinds)).toMatchObject({
      lkmm: 'allowed',
      armv8: 'forbidden',
      power: 'allowed',
    });
  });
});

describe('POWER is not asked', () => {
  const asksPower = (text: string, settings: Partial<Settings> = {}): boolean =>
    'power' in verdicts(run(text, settings));

  it('where models were chosen', () => {
    expect(asksPower(wrc(`exists (${STATE})`), { models: OWN })).toBe(false);
  });

  it('where some machine shows the state, or the kernel model forbids it', () => {
    expect(asksPower(SB)).toBe(false);
    expect(asksPower(wrc(`exists (1:r0=1 /\\ ${STATE} /\\ x=0)`))).toBe(false);
  });

  it('where a machine is undecided, or SC is the only one', () => {
    const answers = [
      { model: { name: 'lkmm' }, hasState: true },
      { model: { name: 'sc' }, hasState: false },
    ];
    const armv8 = { name: 'armv8' };
    const besides = (...more: typeof answers) => askedBesides({ models: null }, [...answers, ...more]);
    expect(besides({ model: armv8, hasState: false })).toEqual(['power']);
    expect(askedBesides({ models: null }, [...answers, { model: armv8, hasState: null }])).toEqual([]);
    expect(besides()).toEqual([]);
  });
});

describe('a file that does not speak of POWER', () => {
  const expecting = wrc(
    `exists (${STATE})`,
    'Expect=lkmm:Sometimes sc:Never tso:Never pso:Never armv8:Never riscv:Never',
  );

  it('passes as before, and keeps what it expects', () => {
    const result = run(expecting, { requireExpectations: true });
    expect(result.status).toBe('pass');
    expect(result.models.at(-1)).toMatchObject({
      model: 'power',
      expected: null,
      status: 'none',
      aside: true,
    });
    expect(corrected(result, expecting)?.text).toBe(expecting);
  });

  it('expects nothing where it did before', () => {
    expect(run(wrc(`exists (${STATE})`), { requireExpectations: true }).expectsNothing).toBe(true);
  });
});
