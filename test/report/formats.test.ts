/** The reports for programs: what a third party's parser reads in them, and how they look. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Parser, type Result } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { count, NOTHING } from '../../src/check/tally.js';
import { loaderOf } from '../../src/report/index.js';
import { DEADLOCK, ENDLESS, MALFORMED, storeBuffering, UNJUDGED } from '../cli/cases.js';

const SETTINGS = { ...DEFAULT_SETTINGS, models: ['lkmm', 'sc', 'tso'] };
const LIMITED = { ...SETTINGS, limits: { ...SETTINGS.limits, states: 50 } };

/** A test of each outcome, in two folders. */
function results(): readonly TestResult[] {
  const failing = storeBuffering('Expect=lkmm:Never sc:Never tso:Never');
  const passing = storeBuffering('Expect=lkmm:Sometimes sc:Never');
  const racy =
    'C racy\nExpect=lkmm:Always\n{}\nP0(int *x) { *x = 1; }\nP1(int *x) { int r0 = *x; }\nexists (true)\n';
  return [
    checkSource({ name: 'a/pass.litmus', text: passing }, SETTINGS),
    checkSource({ name: 'a/fail, 100%.litmus', text: failing }, SETTINGS),
    checkSource({ name: 'a/none.litmus', text: UNJUDGED }, SETTINGS),
    checkSource({ name: 'b/bad.litmus', text: MALFORMED }, SETTINGS),
    checkSource({ name: 'b/stuck.litmus', text: DEADLOCK }, SETTINGS),
    checkSource({ name: 'b/open.litmus', text: ENDLESS }, LIMITED),
    checkSource({ name: 'b/race.litmus', text: racy }, SETTINGS),
  ];
}

const RESULTS = results();

/** The report, with times that are always the same. */
async function reported(name: string): Promise<string> {
  const load = loaderOf('check', name);
  if (load === undefined) throw new Error(`no reporter ${name}`);
  const reporter = await load({ width: 80, colours: 0 });
  const files = RESULTS.map(({ file }) => file);
  let text = reporter.begin({ files, models: ['LKMM', 'SC', 'x86-TSO'], version: '1.2.3' });
  for (const result of RESULTS) {
    const models = result.models.map((model) => ({ ...model, milliseconds: 7 }));
    text += await reporter.result({ ...result, models });
  }
  return text + (await reporter.end({ tally: RESULTS.reduce(count, NOTHING), milliseconds: 1234 }));
}

describe.each(['jsonl', 'junit', 'github', 'markdown', 'sarif', 'tap', 'gcc', 'herd'])('%s', (name) => {
  it('reads as it should', async () => {
    await expect(await reported(name)).toMatchFileSnapshot(`golden/format-${name}.txt`);
  });

  it('tells of every test that is not as expected', async () => {
    const text = await reported(name);
    // herd7 has no entry of a test that is malformed or met a limit.
    const told = name === 'herd' ? ['SB', 'self-deadlock', 'racy'] : ['fail', 'bad', 'stuck', 'open', 'race'];
    for (const file of told) expect(text).toContain(file);
  });
});

it('TAP is read by a parser of TAP: what is ok, and how many there are', async () => {
  const parser = new Parser({ strict: true });
  const points: Result[] = [];
  parser.on('assert', (point) => points.push(point));
  const done = new Promise((resolve) => parser.on('complete', resolve));
  parser.end(await reported('tap'));
  expect(await done).toMatchObject({
    ok: false,
    count: 7,
    pass: 2,
    fail: 5,
    skip: 1,
    failures: { length: 5 },
  });
  expect(points.map(({ ok }) => ok)).toEqual([true, false, true, false, false, false, false]);
  expect(points[1].diag).toMatchObject({
    problems: [{ rule: 'unexpected-verdict', line: 2, column: 8 }],
    verdicts: { LKMM: 'Sometimes', SC: 'Never' },
  });
});

it('JUnit is well-formed XML: a suite a folder, a case a test and model', async () => {
  const text = await reported('junit');
  expect(XMLValidator.validate(text)).toBe(true);
  const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text);
  const [a, b] = testsuites.testsuite;
  expect([a.name, a.tests, a.failures, a.skipped]).toEqual(['a', '9', '2', '4']);
  expect([b.name, b.tests, b.failures, b.errors]).toEqual(['b', '10', '4', '4']);
  const failing = a.testcase.find(({ failure }: { failure?: object }) => failure !== undefined);
  expect([failing.classname, failing.name, failing.failure.type]).toEqual([
    'a.fail, 100%',
    'fail, 100% on LKMM',
    'unexpected-verdict',
  ]);
  expect(failing.failure['#text']).toContain('* 0:r0=0; 1:r0=0');
});

it('commands of GitHub are one a line, with nothing in their parts that would end them', async () => {
  const lines = (await reported('github')).trimEnd().split('\n');
  const GRAMMAR = /^::(error|warning) ((?:\w+=[^,:\r\n]*,)*\w+=[^,:\r\n]*)::[^\r\n]+$/;
  for (const line of lines) expect(line).toMatch(GRAMMAR);
  expect(lines[0]).toContain('file=a/fail%2C 100%25.litmus,line=2,col=8,endColumn=18');
});

it('SARIF has a rule for each result, and places in the files', async () => {
  const log = JSON.parse(await reported('sarif'));
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
  ]);
  expect(found[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a/fail%2C%20100%25.litmus' },
    region: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 18 },
  });
});

it('each line of JSONL is a document', async () => {
  const lines = (await reported('jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual([...RESULTS.map(() => 'test'), 'summary']);
});
