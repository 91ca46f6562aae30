/** The net under the search: models that have lost states are caught, and nothing else is. */
import { describe, expect, it, vi } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { checkSource } from '../../src/check/check-source.js';
import { breaches, type Seen, WITHIN } from '../../src/check/inclusion.js';
import type { Settings } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { codeOfTest } from '../../src/cli/exit.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import type * as Models from '../../src/models/index.js';
import type { Model } from '../../src/models/model.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import { PASSING, storeBuffering } from '../cli/cases.js';
import { reportedTests } from '../report/reported.js';

/** PSO as it would be had it lost every reordering: it then lacks what x86-TSO allows. */
vi.mock(import('../../src/models/index.js'), async (original): Promise<typeof Models> => {
  const models = await original();
  const [sc] = models.MACHINES;
  const broken = <Kind extends Model>(model: Kind) => {
    const { name, title, includes } = model;
    return name === 'pso' ? { ...sc, name, title, includes } : model;
  };
  return { MODELS: models.MODELS.map(broken), MACHINES: models.MACHINES.map(broken) };
});

const LOST = 'pinlitmus bug: x86-TSO has the final state';

function check(text: string, settings: Partial<Settings> = {}) {
  return checkSource({ name: 'sb.litmus', text }, { ...DEFAULT_SETTINGS, ...settings });
}

describe('a model that lacks what a stronger one allows', () => {
  it('is a bug, never a verdict, with the test to report it with', () => {
    const result = check(PASSING);
    expect(result.crash?.message).toBe(
      `${LOST} 0:r0=0; 1:r0=0, and PSO, which allows all that x86-TSO does, has not`,
    );
    expect(result.crash?.test).toBe(PASSING);
    expect([result.models, result.rows, codeOfTest(result)]).toEqual([[], [], 2]);
  });

  it.each([
    ['the state asked for', storeBuffering()],
    ['the state that refutes the condition', storeBuffering().replace('exists', '~exists')],
    [
      'any final state',
      storeBuffering()
        .replace('exists', 'filter (0:r0=0 /\\ 1:r0=0)\nexists')
        .replace('exists (', 'exists ~('),
    ],
  ])('is noticed by the verdict alone when it lacks %s', (_, text) => {
    const { crash } = check(text, { verdictOnly: true });
    expect(crash?.message).toContain(`${LOST} that is asked for`);
  });

  it('is not noticed where it is not run, or does not lack anything', () => {
    expect(check(PASSING, { models: ['sc', 'tso', 'armv8'] }).status).toBe('pass');
    expect(check(storeBuffering('', 'smp_mb();')).crash).toBeNull();
  });

  it('may lack what it was not given the time for', () => {
    const { crash, status } = check(PASSING, { limits: { ...DEFAULT_SETTINGS.limits, states: 5 } });
    expect([crash, status]).toEqual([null, 'unknown']);
  });

  it('is a bug to explain and barriers too', () => {
    const { test } = loadTest({ name: 'sb.litmus', text: PASSING });
    if (test === null) throw new Error('a test');
    expect(() => explainTest(test, DEFAULT_SETTINGS)).toThrow(LOST);
    const audited = auditSource({ name: 'sb.litmus', text: PASSING }, { ...DEFAULT_SETTINGS, searches: 10 });
    expect(audited.crash).toMatchObject({ test: PASSING });
    expect(audited.models).toEqual([]);
  });

  it.each([80, 120])('is reported with its file and its text, at %i columns', async (width) => {
    const [lost, kept] = [check(PASSING), check(storeBuffering('', 'smp_mb();'))];
    const results = [lost, { ...kept, file: 'fenced.litmus' }];
    const text = await reportedTests(prettyCheck({ width, colours: 0 }), results, ['x86-TSO', 'PSO']);
    expect(text).toContain('internal error in sb.litmus: x86-TSO has the final state');
    expect(text).toContain('\n  exists (0:r0=0 /\\ 1:r0=0)\n');
    expect(text).toMatch(/^ +\S fenced .*Never/m);
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  });
});

describe('an inclusion', () => {
  const seen = (name: string, states: readonly bigint[], complete = true): Seen => ({
    model: { name, title: name },
    states: states.map((value) => [value]),
    complete,
  });

  it.each(WITHIN)('of %s in %s is asked for whenever the weaker one is complete', (strong, weak) => {
    const all = (complete: boolean, ...states: readonly bigint[]) =>
      breaches([seen(strong, [1n, 2n], false), seen(weak, states, complete)]);
    expect(all(true, 1n, 2n, 3n)).toEqual([]);
    expect(all(true, 1n)).toMatchObject([{ missing: [[2n]] }]);
    expect(all(true)).toMatchObject([{ missing: [[1n], [2n]] }]);
    expect(all(false, 1n)).toEqual([]);
  });

  it('is not asked for between models that have none', () => {
    expect(breaches([seen('armv8', [1n]), seen('riscv', [2n]), seen('pso', [3n])])).toEqual([]);
    expect(breaches([seen('riscv', [1n]), seen('sc', [])])).toEqual([]);
  });
});
