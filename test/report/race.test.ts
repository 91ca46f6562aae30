/** Data races in reports: in the text of one test and of many, in the log, in both documents, in explanations and graphs. */
import { describe, expect, it, test } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { explainSource } from '../../src/explain/explain-source.js';
import { briefLines } from '../../src/report/check/brief.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { jsonCheck } from '../../src/report/formats/check-json.js';
import { jsonExplain } from '../../src/report/formats/explain-json.js';
import { graphOf } from '../../src/report/graph/graph.js';
import { paintAt } from '../../src/report/text/colour.js';
import { planOf, prettyReport, reported, reportedTests } from './reported.js';

const text = (expected = '', more = '') => `C message
${expected}
{}
P0(int *x, int *flag)
{
	*x = 1;${more}
	smp_store_release(flag, 1);
}
P1(int *x, int *flag)
{
	int r0 = smp_load_acquire(flag);
	int r1 = *x;
}
exists (1:r0=1 /\\ 1:r1=0)
`;

const SETTINGS = { ...DEFAULT_SETTINGS, models: ['lkmm'] };

function checked(source: string): TestResult {
  const result = checkSource({ name: 'litmus/message.litmus', text: source }, SETTINGS);
  return { ...result, models: result.models.map((model) => ({ ...model, milliseconds: 3 })) };
}

const RACE = `Data race on LKMM:
  write of 4 bytes to x at litmus/message.litmus:6 (P0, plain):
      *x = 1
  read of 4 bytes from x at litmus/message.litmus:12 (P1, plain):
      *x
  x changes: 0 -> 1; the read gives 1
  P0's write is before P0's smp_store_release(flag, 1) (line 7), and P1's read
  is behind P1's smp_load_acquire(flag) (line 11); but nothing in this execution
  makes smp_store_release(flag, 1) visible to smp_load_acquire(flag).

With WRITE_ONCE() on line 6 and READ_ONCE() on line 12 that would be no race,
though no more in order; with data_race() it is none to report, where any value
will do.

"pinlitmus explain -m lkmm litmus/message.litmus" shows it in an execution.
`;

describe('the text of one test', () => {
  it('has the race in full', async () => {
    const report = await prettyReport([checked(text())], 80);
    expect(report.slice(report.indexOf('Data race'), report.indexOf('\n"1:r0'))).toBe(RACE);
  });

  it('says what a race does that nobody announced', async () => {
    const report = await prettyReport([checked(text('Expect=lkmm:Never'))], 80);
    expect(report).toContain(
      `shows it in an execution.

A data race fails a test that expects a verdict, unless it is announced: by
"+race" behind a verdict of "Expect=", or by "DATARACE" behind that of
"Result:".
`,
    );
  });

  test.each([24, 40, 60])('keeps within %i columns', async (width) => {
    const lines = (await prettyReport([checked(text('Expect=lkmm:Never'))], width)).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });
});

describe('the verdict', () => {
  test.each([
    ['', 'Never, with a data race'],
    ['Expect=lkmm:Never', 'Never, as expected, but with a data race'],
    ['Expect=lkmm:Never+race', 'Never, with a data race, as expected'],
    ['Expect=lkmm:Sometimes+race', 'Never, with a data race, expected Sometimes'],
    ['(* Result: Sometimes DATARACE *)', 'Never, with a data race'],
  ])("of a test that says '%s'", async (expected, verdict) => {
    const report = await prettyReport([checked(text(expected))], 80);
    expect(/LKMM {3}(\S.*?) {3}/.exec(report.slice(report.indexOf('\n\n  LKMM')))?.[1]).toBe(verdict);
  });

  it('misses a race that was announced', async () => {
    const source = text('Expect=lkmm:Never+race').replace('int r1 =', 'int r1 = 1; if (r0) r1 =');
    const report = await prettyReport([checked(source)], 80);
    expect(report).toContain('  LKMM   Never, as expected, expected a data race   ');
  });
});

it('is a line below a test of many', async () => {
  const results = [checked(text('Expect=lkmm:Never+race')), checked(text())];
  const report = await prettyReport(results, 80);
  const note = 'Data race on LKMM, as expected: x: write (P0, line 6) and read (P1, line 12).';
  expect(report.replace(/\s+/g, ' ')).toContain(note);
  expect(report).toContain('Data race on LKMM: x: write (P0, line 6) and read (P1, line 12).\n');
});

it('is in the log', () => {
  expect(briefLines(checked(text('Expect=lkmm:Never')))).toEqual([
    'litmus/message.litmus:6:2: failed: Never, as expected, but with a data race (x: write (P0, line 6) and read (P1, line 12)) on LKMM',
  ]);
});

it('is in the document of check', async () => {
  const document = JSON.parse(await reportedTests(jsonCheck(), [checked(text())], ['LKMM']));
  const { flags, races, raceExpected, expected } = document.tests[0].models.lkmm;
  expect({ flags, races, raceExpected, expected }).toEqual({
    flags: ['data-race'],
    raceExpected: false,
    expected: null,
    races: [
      {
        location: 'x',
        bytes: 4,
        accesses: [
          { thread: 'P0', line: 6, column: 2, text: '*x = 1', kind: 'write', marking: 'plain', value: '1' },
          { thread: 'P1', line: 12, column: 11, text: '*x', kind: 'read', marking: 'plain', value: '1' },
        ],
        values: ['0', '1'],
        gap: {
          missing: 'chain',
          first: 'write',
          second: 'read',
          from: { thread: 'P0', line: 7, text: 'smp_store_release(flag, 1)' },
          to: { thread: 'P1', line: 11, text: 'smp_load_acquire(flag)' },
        },
      },
    ],
  });
});

describe('an explanation', () => {
  const result = explainSource({ name: 'message.litmus', text: text() }, SETTINGS, null);
  const { explanation } = result;
  if (explanation === null) throw new Error('there is no explanation');

  it('shows the race in an execution', () => {
    const all = explainLines(explanation, 80, paintAt(0)).join('\n');
    const shown = all.slice(all.indexOf('LKMM: a data race'));
    expect(shown).toBe(`LKMM: a data race

> P0:6   *x = 1                        writes x = 1
  P0:7   smp_store_release(flag, 1)    writes flag = 1
  P1:11  r0 = smp_load_acquire(flag)   reads flag = 0, the initial value
> P1:12  r1 = *x                       reads x = 1, from P0:6

  in the end 1:r0=0; 1:r1=1

  write of 4 bytes to x on line 6 (P0, plain):
      *x = 1
  read of 4 bytes from x on line 12 (P1, plain):
      *x
  x changes: 0 -> 1; the read gives 1
  P0's write is before P0's smp_store_release(flag, 1) (line 7), and P1's read
  is behind P1's smp_load_acquire(flag) (line 11); but nothing in this execution
  makes smp_store_release(flag, 1) visible to smp_load_acquire(flag).

With WRITE_ONCE() on line 6 and READ_ONCE() on line 12 that would be no race,
though no more in order; with data_race() it is none to report, where any value
will do.`);
  });

  it('has it in its document', async () => {
    const document = JSON.parse(
      await reported(jsonExplain(), planOf([result]), [result], { milliseconds: 1 } as never),
    );
    const [race] = document.files[0].models.lkmm.races;
    expect({ ...race, execution: Object.keys(race.execution), accesses: race.accesses.length }).toEqual({
      location: 'x',
      bytes: 4,
      accesses: 2,
      values: ['0', '1'],
      gap: expect.objectContaining({ missing: 'chain' }),
      events: [0, 3],
      execution: ['steps', 'picture', 'final', 'stuck'],
    });
    expect(race.execution.final).toEqual({ '1:r0': '0', '1:r1': '1' });
  });

  it('points at both accesses in the graph, behind the diagrams of the verdict', async () => {
    const cycles = explanation.models[0].kind === 'forbidden' ? explanation.models[0].cycles.length : 0;
    const dot = await graphOf(explanation, { model: null, which: cycles }, 'dot');
    expect(dot?.match(/^ {2}"[^"]+" \[color="#c22f00", penwidth=2.2\]$/gm)).toEqual([
      '  "P0:6" [color="#c22f00", penwidth=2.2]',
      '  "P1:12" [color="#c22f00", penwidth=2.2]',
    ]);
  });

  it('is a diagram of the page', async () => {
    const page = await graphOf(explanation, { model: null, which: 0 }, 'html');
    expect(page).toContain('<h3>LKMM flags a data race.</h3>');
    expect(page).toContain('<p>x changes: 0 -&gt; 1; the read gives 1</p>');
  });

  it('has none on machines, or where nothing is plain', () => {
    const source = { name: 'message.litmus', text: text() };
    const onSc = explainSource(source, { ...SETTINGS, models: ['sc'] }, null).explanation;
    const marked = text().replaceAll(/\*x( = 1)?;/g, (_, write) =>
      write === undefined ? 'READ_ONCE(*x);' : 'WRITE_ONCE(*x, 1);',
    );
    const without = explainSource({ ...source, text: marked }, SETTINGS, null).explanation;
    expect([onSc, without].map((each) => each?.models[0].races)).toEqual([[], []]);
  });
});
