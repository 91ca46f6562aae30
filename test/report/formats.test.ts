/** The reports for programs: how they look, and that each of them tells of everything that is not as it should be. */
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { reportersOf } from '../../src/report/index.js';
import { barriersReport, checkReport, explainReport, TESTS } from './format-samples.js';

const ofCheck = reportersOf('check').map(({ name }) => name);
const ofBarriers = reportersOf('barriers').map(({ name }) => name);
const ofExplain = reportersOf('explain').map(({ name }) => name);

describe.each(ofCheck)('check --reporter %s', (name) => {
  it('reads as it should', async () => {
    await expect(await checkReport(name)).toMatchFileSnapshot(`golden/format-${name}.txt`);
  });

  it.each([
    ['a test that fails', /fail, 100%|fail%2C%20100%25|fail%2C 100%25|Observation SB Sometimes/],
    ['a malformed file', /bad/],
    ['an undecided test', /open/],
    ['a deadlock', /stuck|Observation self-deadlock Never 0 0/],
    ['a data race', /data.race/i],
    ['what a machine does beyond the kernel’s model', /Armv8 allows what|"port"/],
  ])('tells of %s', async (_, told) => {
    expect(await checkReport(name)).toMatch(told);
  });
});

describe.each(ofBarriers)('barriers --reporter %s', (name) => {
  it('reads as it should', async () => {
    await expect(await barriersReport(name)).toMatchFileSnapshot(`golden/barriers-${name}.txt`);
  });

  it.each([
    ['a barrier that is redundant', /redundant/],
    ['a barrier that may be weaker', /weaker/],
    ['a state that is allowed', /missing/],
    ['a malformed file', /bad/],
    ['an undecided test', /open/],
  ])('tells of %s', async (_, told) => {
    expect(await barriersReport(name)).toMatch(told);
  });

  it('tells with --check of redundant barriers and of what has no answer', async () => {
    const text = await barriersReport(name, true);
    for (const told of [/barrier/, /bad/, /open/]) expect(text).toMatch(told);
    // Documents have the whole of each file whatever is asked.
    if (!['json', 'jsonl'].includes(name)) expect(text).not.toMatch(/weaker-|missing-order/);
  });
});

describe.each(ofExplain)('explain --reporter %s', (name) => {
  it('reads as it should', async () => {
    await expect(await explainReport(name)).toMatchFileSnapshot(`golden/explain-${name}.txt`);
  });

  it('tells of every file', async () => {
    const text = await explainReport(name);
    for (const file of ['sb', 'mb', 'stuck', 'race', 'bad', 'open']) expect(text).toContain(file);
  });
});

it('SARIF has a rule for each result, and places in the files', async () => {
  const log = JSON.parse(await checkReport('sarif'));
  const [{ tool, results: found }] = log.runs;
  expect(found.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
    found.map(({ ruleIndex }: { ruleIndex: number }) => tool.driver.rules[ruleIndex].id),
  );
  expect(found.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
    'unexpected-verdict',
    'missing-semicolon',
    'deadlock',
    'undecided',
    'undecided',
    'data-race',
    'port-fault',
  ]);
  expect(found[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a/fail%2C%20100%25.litmus' },
    region: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 18 },
  });
  const race = found[5];
  expect([race.locations[0].physicalLocation.region, race.relatedLocations[0].message.text]).toEqual([
    { startLine: 4, startColumn: 14 },
    "P1's read: *x",
  ]);
});

it('JUnit has a suite a folder, a case a test and model', async () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
  const { testsuites } = parser.parse(await checkReport('junit'));
  const [a, b] = testsuites.testsuite;
  expect([a.name, a.tests, a.failures, a.skipped]).toEqual(['a', '9', '2', '4']);
  expect([b.name, b.tests, b.failures, b.errors]).toEqual(['b', '12', '4', '4']);
  const failing = a.testcase.find(({ failure }: { failure?: object }) => failure !== undefined);
  expect([failing.classname, failing.name, failing.failure.type]).toEqual([
    'a.fail, 100%',
    'fail, 100% on LKMM',
    'unexpected-verdict',
  ]);
  expect(failing.failure['#text']).toContain('* 0:r0=0; 1:r0=0');
});

it('a redundant barrier fails its case, its file and its line with --check, and not without', async () => {
  for (const [check, level, not] of [
    [true, 'error', 'not '],
    [false, 'warning', ''],
  ] as const) {
    expect(await barriersReport('gcc', check)).toMatch(
      new RegExp(`^a/barrier.litmus:43:2: ${level}: smp_wmb\\(\\) is redundant`, 'm'),
    );
    expect(await barriersReport('tap', check)).toContain(`\n${not}ok 2 - a/barrier.litmus\n`);
    expect((await barriersReport('junit', check)).includes('type="redundant-barrier"')).toBe(check);
  }
});

it('says of barriers that cover for each other that not both can go', async () => {
  expect(await barriersReport('gcc')).toContain(
    'is redundant on LKMM, SC and x86-TSO, but not together with line',
  );
});

it('each line of JSONL is a document', async () => {
  const kinds = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
  expect(kinds(await checkReport('jsonl'))).toEqual([...TESTS.map(() => 'test'), 'summary']);
  const others = [
    { text: await barriersReport('jsonl'), files: 6 },
    { text: await explainReport('jsonl'), files: 7 },
  ];
  for (const { text, files } of others)
    expect(kinds(text)).toEqual([...Array(files).fill('file'), 'summary']);
});
