/** The reports for programs as third parties read them: by a schema, a validator or a parser that is not ours. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { Parser, type Result } from 'tap-parser';
import { beforeEach, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { herdCheck } from '../../src/report/formats/herd.js';
import { barriersReport, checkReport, explainReport } from './format-samples.js';
import { type HerdEntry, readHerdLog } from './herd-log.js';
import { planOf, reportedTests } from './reported.js';

const SCHEMAS = join(import.meta.dirname, 'schemas');
const REPORTS = [
  ['check', checkReport],
  ['barriers', (name: string) => barriersReport(name)],
  ['barriers --check', (name: string) => barriersReport(name, true)],
  ['explain', explainReport],
] as const;

describe.each(REPORTS)('%s', (_, report) => {
  it('SARIF is what its JSON schema says', async () => {
    const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    const schema = JSON.parse(readFileSync(join(SCHEMAS, 'sarif-2.1.0-rtm.5.json'), 'utf8'));
    const validate = ajv.compile(schema);
    const log = JSON.parse(await report('sarif'));
    validate(log);
    expect(validate.errors).toBeNull();
    // And the schema knows what is no SARIF.
    expect(validate({ ...log, runs: [{ results: [] }] })).toBe(false);
  });

  it('commands of GitHub are what its documentation says', async () => {
    for (const line of (await report('github')).trimEnd().split('\n')) {
      const { name, properties, message } = readCommand(line);
      expect(['error', 'warning', 'notice']).toContain(name);
      for (const key of Object.keys(properties))
        expect(['title', 'file', 'line', 'endLine', 'col', 'endColumn']).toContain(key);
      expect(properties.file).toMatch(/^[ab]\/[\w ,%]+\.litmus$/);
      expect(message).not.toBe('');
    }
  });

  it('lines for editors are what the GNU Coding Standards say', async () => {
    for (const line of (await report('gcc')).trimEnd().split('\n'))
      expect(line).toMatch(/^[ab]\/[^:]+\.litmus:\d+:\d+: (?:error|warning|note): .+ \[[\w-]+\]$/);
  });
});

describe.each(REPORTS.slice(0, 3))('%s', (_, report) => {
  it('JUnit is what the schema of Jenkins says', async () => {
    // GitLab and CircleCI read the file of a case, and Jenkins lets it be; its schema has no such attribute.
    const text = (await report('junit')).replace(/(<testcase [^>]*?) file="[^"]*"/g, '$1');
    const schema = readFileSync(join(SCHEMAS, 'jenkins-junit.xsd'), 'utf8');
    // It has the number of skipped tests for each suite, and not for all of them together.
    const contents = text.replace(/(<testsuites [^>]*?) skipped="\d+"/, '$1');
    const validated = async (xml: string) =>
      validateXML({ xml: { fileName: 'report.xml', contents: xml }, schema });
    expect((await validated(contents)).errors).toEqual([]);
    expect((await validated(contents.replace('<testcase ', '<testcase colour="red" '))).valid).toBe(false);
  });

  it('TAP is read by a parser of TAP without complaint', async () => {
    const { complete, extra } = await tapOf(await report('tap'));
    expect(extra).toEqual([]);
    expect(complete).toMatchObject({ ok: false, bailout: false, plan: { start: 1 } });
  });
});

async function tapOf(text: string) {
  const parser = new Parser({ strict: true });
  const points: Result[] = [];
  const extra: string[] = [];
  parser.on('assert', (point) => points.push(point));
  parser.on('extra', (line) => extra.push(line));
  const done = new Promise((resolve) => parser.on('complete', resolve));
  parser.end(text);
  return { complete: await done, points, extra };
}

it('a parser of TAP finds what is ok, how many there are, and the problems', async () => {
  const { complete, points } = await tapOf(await checkReport('tap'));
  expect(complete).toMatchObject({ count: 8, pass: 3, fail: 5, skip: 1 });
  expect(points.map(({ ok }) => ok)).toEqual([true, false, true, false, false, false, false, true]);
  expect(points[1].diag).toMatchObject({
    problems: [{ rule: 'unexpected-verdict', line: 2, column: 8 }],
    verdicts: { LKMM: 'Sometimes', SC: 'Never' },
  });
});

/**
 * A workflow command, `::name key=value,key=value::message`, as the runner of GitHub Actions takes it apart: `%25`, `%0D`, `%0A`
 * stand for what they are of, and in properties `%3A` and `%2C` too.
 */
function readCommand(line: string) {
  const [, name, list, message] = /^::(\w+) ([^\r\n]*?)::([^\r\n]*)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`no command: ${line}`);
  const properties: Record<string, string> = {};
  for (const part of list.split(',')) {
    const [, key, value] = /^(\w+)=([^,:]*)$/.exec(part) ?? [];
    if (key === undefined) throw new Error(`no property: ${part}`);
    properties[key] = value.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  }
  const said = message.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
  return { name, properties, message: said };
}

it('a command of GitHub says the file, the place and a message of several lines', async () => {
  const [first] = (await checkReport('github')).split('\n');
  expect(readCommand(first)).toEqual({
    name: 'error',
    properties: {
      file: 'a/fail, 100%.litmus',
      line: '2',
      col: '8',
      endColumn: '18',
      title: 'pinlitmus: unexpected-verdict',
    },
    message:
      "Sometimes, expected Never on LKMM and x86-TSO\npinlitmus explain --model lkmm,tso 'a/fail, 100%.litmus'",
  });
});

/** A log in the form of those that herdtools7 publishes, with what may stand between entries. */
const PUBLISHED = `Warning: File "other.litmus": Unknown macro smp_mystery (User error)
Test MP+poll Required
States 2
1:r0=0; 1:r1=0; [x]=1;
1:r0=1; 1:r1=1; [x]=1;
Ok
Witnesses
Positive: 3 Negative: 0
Flag data-race
Condition forall ([x]=1 /\\ (1:r0=0 \\/ 1:r1=1))
Observation MP+poll Always 3 0
Time MP+poll 0.01
Hash=0123456789abcdef0123456789abcdef

Test stuck Forbidden
States 0
Ok
Witnesses
Positive: 0 Negative: 0
Condition ~exists (not (0:r0=x))
Observation stuck Never 0 0

`;

/** The same test for both, written for it. */
const POLL = `C MP+poll
{}
P0(int *x, int *y) { *x = 1; smp_store_release(y, 1); }
P1(int *x, int *y) { int r0 = smp_load_acquire(y); int r1 = 0; if (r0) { r1 = *x; } }
forall (x==1 && (1:r0==0 || 1:r1=1))
`;

async function herdLog(text: string, models: readonly string[]): Promise<string> {
  const results = [checkSource({ name: 't.litmus', text }, { ...DEFAULT_SETTINGS, models })];
  return reportedTests(herdCheck(), results, planOf(results).files);
}

describe('what herd7 prints', () => {
  it('is read from its logs and from ours alike', async () => {
    const [poll, stuck] = readHerdLog(PUBLISHED);
    expect([poll.flags, poll.hash, stuck.states, stuck.time]).toEqual([
      ['data-race'],
      '0123456789abcdef0123456789abcdef',
      [],
      null,
    ]);
    const [own] = readHerdLog(await herdLog(POLL, ['lkmm']));
    expect(shape(own)).toEqual({ ...shape(poll), flags: [] });
    // Entries come apart where the form is another.
    expect(() => readHerdLog(PUBLISHED.replace('Witnesses\n', ''))).toThrow();
  });

  it('has the hash that the header of a test gives, else what herd7 finds, where that is known', async () => {
    const hash = '888df33148f87689cd7e94563e4ac353';
    for (const key of ['Hash', 'hash']) {
      const [entry] = readHerdLog(await herdLog(POLL.replace('{}', `${key}= ${hash}\n{}`), ['lkmm']));
      expect(entry.hash).toBe(hash);
    }
    const [own] = readHerdLog(await herdLog(POLL, ['lkmm']));
    expect(own.hash).toMatch(/^[0-9a-f]{32}$/);
    const [unknown] = readHerdLog(await herdLog(POLL.replace('{}', '{ x=0; }'), ['lkmm']));
    expect(unknown.hash).toBeNull();
  });

  it('has an entry for each test that is decided, and passes over what is not', async () => {
    const entries = readHerdLog(await checkReport('herd'));
    expect(entries.map(({ name, observation }) => `${name} ${observation}`)).toEqual([
      ...['SB Sometimes', 'SB Sometimes', 'SB Sometimes'],
      ...['self-deadlock Never', 'racy Always', 'port Never'],
    ]);
  });
});

/** What does not hang on the number of executions, on time, or on herd7's trees. */
function shape({ name, kind, states, ok, loop, flags, quantifier, proposition, observation }: HerdEntry) {
  return { name, kind, states, ok, loop, flags, quantifier, proposition, observation };
}

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');

/** The published folders, with the model that herd7's states are of. */
const FOLDERS = [
  ['c', 'lkmm'],
  ['aarch64', 'armv8'],
  ['riscv', 'riscv'],
  ['x86', 'tso'],
] as const;

interface Expected {
  readonly file: string;
  readonly name?: string;
  readonly observation?: string;
  readonly states?: readonly Readonly<Record<string, string>>[];
  readonly models?: { readonly lkmm?: Omit<Expected, 'file'> };
}

describe('with the published tests at hand', () => {
  beforeEach(({ skip }) => skip(!existsSync(CORPUS), 'the published tests are not at hand'));

  it.each(FOLDERS)('entries of %s say what herd7 says', async (folder, model) => {
    const lines = readFileSync(join(CORPUS, folder, 'expected.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    let compared = 0;
    // Every thirtieth is enough here: conformance compares the sets of all.
    for (const line of lines.filter((_, index) => index % 30 === 0)) {
      const expected: Expected = JSON.parse(line);
      const { states, observation } = expected.models?.lkmm ?? expected;
      if (states === undefined || observation === undefined) continue;
      const text = readFileSync(join(CORPUS, folder, expected.file), 'utf8');
      const [entry] = readHerdLog(await herdLog(text, [model]));
      if (entry === undefined) continue;
      compared += 1;
      const own = entry.states.map((state) => texts(state.map(([name, value]) => [bare(name), value])));
      const theirs = states.map((state) => texts(Object.entries(state)));
      const hasArray = entry.states.flat().some(([, value]) => value.startsWith('{'));
      if (!hasArray) expect([expected.file, ...own.sort()]).toEqual([expected.file, ...theirs.sort()]);
      expect([expected.file, entry.observation]).toEqual([expected.file, observation]);
    }
    expect(compared).toBeGreaterThan(lines.length / 40);
  });
});

/** A state as a text, whatever the order of its observables. */
function texts(state: readonly (readonly [string, string])[]): string {
  return state
    .map((pair) => pair.join('='))
    .sort()
    .join('; ');
}

/** The name without the brackets of a location. */
function bare(name: string): string {
  return name.replace(/^\[(.*)\]$/, '$1');
}
