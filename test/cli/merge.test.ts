/** Reports read back: whatever a run could have written, the merge of its reports writes too. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPORTERS } from '../../src/report/index.js';
import { DEADLOCK, ENDLESS, FAILING, MALFORMED, PASSING, storeBuffering, UNJUDGED, X86 } from './cases.js';
import { directory, pinlitmus, timeless } from './command.js';

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

const ASSERTING = `C asserting
{}
P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x) { int r0 = READ_ONCE(*x); WARN_ON(r0); }
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
