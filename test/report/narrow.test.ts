/** Terminals that are narrower than anybody's: nothing is wider from 40 columns on, and nothing fails below. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { steppedTest } from '../../src/cli/commands/run-step.js';
import { converse } from '../../src/cli/io/line-protocol.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import { listPrimitives, portTitles } from '../../src/kernel/listing.js';
import { MACHINES, MODELS } from '../../src/models/index.js';
import { prettyBarriers } from '../../src/report/barriers/barriers-reporter.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { modelsText } from '../../src/report/model-list.js';
import { primitivesText } from '../../src/report/primitive-list.js';
import { paintAt } from '../../src/report/text/colour.js';
import { joinLines, widthOf } from '../../src/report/text/layout.js';
import type { Source } from '../../src/text/source.js';
import { timeless } from '../cli/command.js';
import { planOf, reported, reportedTests } from './reported.js';

const LITMUS = join(import.meta.dirname, '../../litmus');
const SOURCES: readonly Source[] = ['gup-writeback/backout', 'classics/IRIW', 'assembly/MP+dmb.st+addr'].map(
  (name) => ({ name: `litmus/${name}.litmus`, text: readFileSync(join(LITMUS, `${name}.litmus`), 'utf8') }),
);
const THREE: Source = {
  name: 'a/directory/of/long/names/three-threads.litmus',
  text: `C 3.SB
{}
P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
P1(int *y, int *z) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*z); }
P2(int *z, int *x) { int r0; WRITE_ONCE(*z, 1); r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0)
`,
};
const ALL = [...SOURCES, THREE];
const RESULTS = ALL.map((source) => checkSource(source, DEFAULT_SETTINGS));
const SMALL = { ...DEFAULT_SETTINGS, searches: 50 };

function tested({ name, text }: Source) {
  const { test } = loadTest({ name, text });
  if (test === null) throw new Error(name);
  return test;
}

function checked(results: typeof RESULTS, width: number): Promise<string> {
  const titles = MACHINES.map(({ title }) => title);
  return reportedTests(prettyCheck({ width, colours: 0 }), results, titles);
}

const EXPLAINED = ALL.map((source) => explainTest(tested(source), DEFAULT_SETTINGS));
/** Without advice: a patch is printed as it is, however wide. */
const AUDITED = ALL.map((source) => auditSource(source, SMALL)).map((result) => ({
  ...result,
  advice: { kind: 'none-needed' as const },
}));

const VIEWS: Readonly<Record<string, (width: number) => Promise<string> | string>> = {
  models: (width) => modelsText(MODELS, width),
  primitives: (width) => primitivesText(listPrimitives(), portTitles(), MODELS, width),
  'primitives of machines': (width) =>
    primitivesText(listPrimitives(), portTitles().slice(0, 5), MODELS, width),
  'check of each alone': async (width) =>
    (await Promise.all(RESULTS.map((result) => checked([result], width)))).join(''),
  'check of all': (width) => checked(RESULTS, width),
  explain: (width) => EXPLAINED.map((each) => joinLines(explainLines(each, width, paintAt(0)))).join(''),
  barriers: (width) => {
    const plan = { ...planOf(AUDITED), redundantOnly: false };
    return reported(prettyBarriers({ width, colours: 0 }), plan, AUDITED, { milliseconds: 1 });
  },
  step: (width) =>
    ALL.map((source) => {
      const walk = converse(steppedTest(tested(source), { atomics: 'lse', seed: 1 }, paintAt(0)), width);
      return `${walk.next().value}${walk.next('w 5').value}${walk.next('w').value}`;
    }).join(''),
};

describe.each(Object.keys(VIEWS))('%s', (view) => {
  it.each([40, 47, 55, 60, 61, 62, 70, 75])('is no wider than %i columns', async (width) => {
    const text = await VIEWS[view](width);
    expect(text.split('\n').filter((line) => widthOf(line.trimEnd()) > width)).toEqual([]);
  });

  it.each([0, 1, 5, 12, 20, 35])('says something in %i columns', async (width) => {
    expect((await VIEWS[view](width)).length).toBeGreaterThan(300);
  });
});

it('three threads at 70 columns fold', async () => {
  expect(timeless(await checked(RESULTS.slice(-1), 70))).toMatchInlineSnapshot(`
    "3.SB
    a/directory/of/long/names/three-threads.litmus   C, 3 threads

        final state     LKMM    SC      x86-TSO PSO     Armv8   RISC-V
      * 0:r0=0; 1:r0=0; allowed forbid  allowed allowed allowed allowed
        2:r0=0
        0:r0=0; 1:r0=0; allowed allowed allowed allowed allowed allowed
        2:r0=1
        0:r0=0; 1:r0=1; allowed allowed allowed allowed allowed allowed
        2:r0=0
        0:r0=0; 1:r0=1; allowed allowed allowed allowed allowed allowed
        2:r0=1
        0:r0=1; 1:r0=0; allowed allowed allowed allowed allowed allowed
        2:r0=0
        0:r0=1; 1:r0=0; allowed allowed allowed allowed allowed allowed
        2:r0=1
        0:r0=1; 1:r0=1; allowed allowed allowed allowed allowed allowed
        2:r0=0
        0:r0=1; 1:r0=1; allowed allowed allowed allowed allowed allowed
        2:r0=1
        forbid: forbidden

      LKMM      Sometimes   N states   N ms
      SC        Never   N states   N ms
      x86-TSO   Sometimes   N states   N ms
      PSO       Sometimes   N states   N ms
      Armv8     Sometimes   N states   N ms
      RISC-V    Sometimes   N states   N ms

    "0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0" is allowed by the kernel's model and on
    x86-TSO, PSO, Armv8 and RISC-V, forbidden on SC.
    "
  `);
});

it('verdicts go under the names where there is no room for columns', async () => {
  expect(timeless(await checked(RESULTS, 36))).toMatchInlineSnapshot(`
    "litmus/gup-writeback/
      ✓ backout
          Sometimes: LKMM
          Never: SC, x86-TSO, PSO,
          Armv8, RISC-V and POWER

    litmus/classics/
      ✓ IRIW
          Sometimes: LKMM, Armv8, RISC-V
          and POWER
          Never: SC, x86-TSO and PSO

    litmus/assembly/
      ✓ MP+dmb.st+addr Never (SC, Armv8)

    a/directory/of/long/names/
      - three-threads
          Sometimes: LKMM, x86-TSO, PSO,
          Armv8 and RISC-V
          Never: SC

    4 tests: 3 passed, 1 without
    expectation, in N ms
    "
  `);
});
