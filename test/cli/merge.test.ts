/** Reports read back: whatever a run could have written, the merge of its reports writes too. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/cli/cache/sha256.js';
import { REPORTERS } from '../../src/report/index.js';
import {
  ASSERTING,
  DEADLOCK,
  ENDLESS,
  FAILING,
  MALFORMED,
  PASSING,
  storeBuffering,
  UNJUDGED,
  X86,
} from './cases.js';
import { BIN, directory, type Outcome, pinlitmus, timeless } from './command.js';

const RACY = `C racy
"Two plain accesses"
Expect=lkmm:Always
{}
P0(int *x) { *x = 1; }
P1(int *x) { int r0 = *x; }
exists (true)
`;
const ARRAY = `C array
{ int a[2] = {0, 0}; int *p = &a; }
P0(int *a, int **p) { WRITE_ONCE(a[0], 1); WRITE_ONCE(a[1], 2); WRITE_ONCE(*p, 0); }
P1(int *a) { int r0 = READ_ONCE(a[1]); }
locations [a;]
filter (1:r0=2)
~exists (a={1,2} /\\ p=0)
`;

/** A test of each outcome, and of each thing that a report may tell. */
const FILES = {
  'a/fail, 100%.litmus': FAILING,
  'a/named.litmus': storeBuffering('Names=first:0:r0 second:1:r0\nExpect=armv8:Never', 'smp_wmb();'),
  'a/none.litmus': UNJUDGED,
  'a/pass.litmus': PASSING,
  'array.litmus': ARRAY,
  'asserting.litmus': ASSERTING,
  'asks-nothing.litmus': storeBuffering().replace(/exists .*\n/, ''),
  'b/bad.litmus': MALFORMED,
  'b/forall.litmus': storeBuffering().replace('exists', 'forall'),
  'b/hash.litmus': storeBuffering('Hash=0123456789abcdef0123456789abcdef'),
  'b/header.litmus': storeBuffering('Expect=sc:Nevr'),
  'b/never.litmus': storeBuffering().replace('exists (0:r0=0', 'exists (0:r0=7'),
  'b/open.litmus': ENDLESS,
  'b/race.litmus': RACY,
  'b/result.litmus': storeBuffering('(* Result: Maybe *)'),
  'b/stuck.litmus': DEADLOCK,
  'b/stuck-as-said.litmus': DEADLOCK.replace('C self', '(* Result: DEADLOCK *)\nC self'),
  'c/lisa.litmus': 'LISA lisa\n{}\n P0 ;\n w[] x 1 ;\nexists (x=1)\n',
  'c/text.litmus': 'no \u0000 text',
  'c/thread.litmus': storeBuffering().replace('1:r0', '18446744073709551615:r0'),
  'c/x86.litmus': X86,
};
const LIMITED = ['--max-states', '200', '--require-expectations'];

const NAMES = REPORTERS.filter(({ serves }) => serves.check !== undefined).map(({ name }) => name);

describe('the merge of a report of a run', () => {
  it('is what the run itself would have written, by every reporter', () => {
    const cwd = directory(FILES);
    const all = (where: string): readonly string[] =>
      NAMES.flatMap((name) => ['--reporter', `${name}=${where}-${name}`]);
    const run = pinlitmus(['check', ...LIMITED, ...all('run'), '.'], { cwd });
    expect(run.code).toBe(3);
    for (const from of ['json', 'jsonl']) {
      const { code, stderr } = pinlitmus(['merge', `run-${from}`, ...all(`merge-${from}`)], { cwd });
      expect([code, stderr]).toEqual([3, '']);
      for (const name of NAMES) {
        const read = (where: string): string => readFileSync(join(cwd, `${where}-${name}`), 'utf8');
        expect([name, read(`merge-${from}`)]).toEqual([name, read('run')]);
      }
    }
  });

  it('is that of one test alone, in full', () => {
    const cwd = directory({ 'race.litmus': RACY });
    pinlitmus(['check', '--reporter', 'json=run.json', '--reporter', 'pretty=run.txt', 'race.litmus'], {
      cwd,
    });
    const { stdout } = pinlitmus(['merge', '--reporter', 'pretty', 'run.json'], { cwd });
    expect(stdout).toBe(readFileSync(join(cwd, 'run.txt'), 'utf8'));
    expect(stdout).toContain('Two plain accesses');
  });

  it('joins documents and lines of different shards', () => {
    const cwd = directory(FILES);
    for (const [index, name] of ['json', 'jsonl', 'json'].entries()) {
      const shard = ['--shard', `${index + 1}/3`, '--reporter', `${name}=${index}.${name}`];
      pinlitmus(['check', ...LIMITED, ...shard, '.'], { cwd });
    }
    const { code, stdout } = pinlitmus(['merge', '2.json', '1.jsonl', '0.json', '-r', 'tap'], { cwd });
    const whole = pinlitmus(['check', ...LIMITED, '-r', 'tap', '.'], { cwd });
    expect([code, timeless(stdout)]).toEqual([whole.code, timeless(whole.stdout)]);
  });

  it('says what a missing shard leaves out, and leaves the run undecided', () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': PASSING, 'c.litmus': PASSING });
    const codes = [1, 2].map(
      (index) =>
        pinlitmus(['check', '--shard', `${index}/2`, '--reporter', `json=${index}.json`, '.'], { cwd }).code,
    );
    expect(codes).toEqual([0, 0]);
    expect(pinlitmus(['merge', '1.json', '2.json', '-r', 'tap'], { cwd }).code).toBe(0);
    const { code, stderr, stdout } = pinlitmus(['merge', '1.json', '-r', 'markdown'], { cwd });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^pinlitmus: [123] tests? of the run (is|are) in no report\n$/);
    expect(stdout).toMatch(/[123] not run/);
  });

  it.each([
    ['has no end', (text: string) => text.replace(/\{"type":"summary".*\n/, ''), 'has not come to its end'],
    ['is damaged', (text: string) => text.replace('"status"', 'status'), 'it is not JSON in line 1'],
    ['goes on behind its end', (text: string) => text + text, 'nothing follows the line that sums up'],
  ])('refuses lines of a run that %s', (_, change, message) => {
    const cwd = directory({ 'a.litmus': PASSING });
    const { stdout } = pinlitmus(['check', '-r', 'jsonl', '-m', 'sc', '.'], { cwd });
    writeFileSync(join(cwd, 'x.jsonl'), change(stdout));
    const { code, stderr } = pinlitmus(['merge', 'x.jsonl'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('the merge of cache directories', () => {
  /** Runs all tests with a cache of its own, and leaves every report. */
  const ran = (cwd: string, where: string, ...args: readonly string[]): Outcome['code'] =>
    pinlitmus(['check', '--cache-dir', where, ...reports(where), ...args, '.'], { cwd }).code;
  const reports = (where: string): readonly string[] =>
    NAMES.flatMap((name) => ['--reporter', `${name}=${where}-${name}`]);
  const text = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');
  const entriesOf = (cwd: string): readonly string[] =>
    readdirSync(join(cwd, 'cache/results'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(cwd, 'cache/results', name))
      .filter((path) => statSync(path).isFile());

  it.each([
    ['as it is', []],
    ['that is judged otherwise', ['--no-unsupported', '--states']],
    ['whose searches end by chance', ['--timeout', '0.000001']],
    ['of verdicts alone', ['--verdict-only', '-m', 'sc,lkmm']],
    ['that ends early', ['--bail', '3']],
  ])('is what a run %s has written, by every reporter, first and again', (_, args) => {
    const cwd = directory(FILES);
    pinlitmus(['check', '--states=missing', 'b/forall.litmus'], { cwd });
    writeFileSync(join(cwd, 'b/never.states'), text(cwd, 'b/forall.states').replace(/^ .*\n/m, ''));
    for (const time of ['first', 'again']) {
      const code = ran(cwd, 'cache', ...LIMITED, ...args);
      const merge = pinlitmus(['merge', 'cache', ...reports('merge')], { cwd });
      expect([time, merge.code]).toEqual([time, code]);
      for (const name of NAMES)
        expect([time, name, text(cwd, `merge-${name}`)]).toEqual([time, name, text(cwd, `cache-${name}`)]);
    }
  });

  it('joins them with each other and with reports', () => {
    const cwd = directory(FILES);
    for (const index of [1, 2, 3]) ran(cwd, `part${index}`, ...LIMITED, '--shard', `${index}/3`);
    const { code, stdout } = pinlitmus(['merge', 'part3', 'part1-json', 'part2', '-r', 'json'], { cwd });
    const whole = pinlitmus(['check', ...LIMITED, '-r', 'json', '.'], { cwd });
    expect([code, timeless(stdout)]).toEqual([whole.code, timeless(whole.stdout)]);
  });

  it('says which results are gone or damaged, and leaves the run undecided', () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': UNJUDGED, 'c.litmus': UNJUDGED });
    expect(ran(cwd, 'cache')).toBe(0);
    const [first, second] = entriesOf(cwd);
    for (const entry of [first, second]) writeFileSync(entry, readFileSync(entry).subarray(0, -1));
    const { code, stdout, stderr } = pinlitmus(['merge', 'cache', '-r', 'json'], { cwd });
    const { tests, summary } = JSON.parse(stdout);
    expect([code, tests, summary.notRun]).toEqual([5, [], 3]);
    expect(summary.remarks).toEqual(['3 tests are not remembered any more: a.litmus, b.litmus, c.litmus']);
    expect(stderr).toContain('3 tests of the run are in no report');
    expect(pinlitmus(['merge', 'cache', 'cache-json', '-r', 'json'], { cwd }).stdout).toBe(
      text(cwd, 'cache-json').replace(/("timeMs": )([\d.]+)(?=[^{}]*\}\s*\}\s*$)/, doubled),
    );
  });

  it('is of the last run that came to its end, of this build', () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': UNJUDGED });
    const reason = (): string => {
      const { code, stderr } = pinlitmus(['merge', 'cache'], { cwd });
      expect(code).toBe(2);
      return stderr;
    };
    mkdirSync(join(cwd, 'cache'));
    expect(reason()).toContain('cannot merge cache: it is a directory in which no run has left');
    ran(cwd, 'cache', '-t', 'nobody');
    ran(cwd, 'cache', '--exclude', 'a.litmus');
    const { tests } = JSON.parse(pinlitmus(['merge', 'cache'], { cwd }).stdout);
    expect(tests.map(({ file }: { file: string }) => file)).toEqual(['b.litmus']);
    const record = join(cwd, 'cache/last-run');
    const content = readFileSync(record);
    writeFileSync(record, content.subarray(0, -1));
    expect(reason()).toContain('cannot merge cache: its record of the last run is damaged');
    const changed = content.toString('utf8', 64).replace(/"build":"[^"]*"/, '"build":"0.0.9 other"');
    writeFileSync(record, sha256(changed) + changed);
    expect(reason()).toContain('cannot merge cache: its last run is of another build of pinlitmus');
    expect(pinlitmus(['cache', 'clear', '--cache-dir', 'cache'], { cwd }).code).toBe(0);
    expect(existsSync(record)).toBe(false);
  });

  it('is none while a run goes on, nor of a run that keeps nothing', async () => {
    const cwd = directory({ 'a.litmus': PASSING, 'open.litmus': ENDLESS });
    ran(cwd, 'cache', '-t', 'a.litmus');
    const record = join(cwd, 'cache/last-run');
    const before = readFileSync(record, 'utf8');
    pinlitmus(['check', '--no-cache', '--cache-dir', 'cache', '-m', 'sc', 'a.litmus'], { cwd });
    expect(readFileSync(record, 'utf8')).toBe(before);
    const run = spawn(process.execPath, [BIN, 'check', '--cache-dir', 'cache', 'open.litmus'], { cwd });
    const end = new Promise((resolve) => run.on('close', resolve));
    await expect.poll(() => existsSync(record)).toBe(false);
    run.kill('SIGKILL');
    await end;
    expect(pinlitmus(['merge', 'cache'], { cwd }).code).toBe(2);
  });

  it('can be compared, and tells shards their times', () => {
    const cwd = directory({ 'a.litmus': PASSING, 'b.litmus': UNJUDGED, 'c.litmus': DEADLOCK });
    ran(cwd, 'cache');
    expect(pinlitmus(['compare', 'cache', 'cache-json'], { cwd })).toMatchObject({ code: 0 });
    const parts = ['cache', 'cache-json'].map((times) =>
      pinlitmus(['check', '--shard', '1/2', '--shard-times', times, '-r', 'json', '.'], { cwd }),
    );
    const [one, other] = parts.map(({ stdout }) =>
      JSON.parse(stdout).tests.map(({ file }: { file: string }) => file),
    );
    expect(one).toEqual(other);
    expect(pinlitmus(['compare', '.', 'cache-json'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot compare .: it is a directory in which no run'),
    });
  });
});

function doubled(_: string, name: string, time: string): string {
  return name + Number(time) * 2;
}
