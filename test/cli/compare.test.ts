/** `pinlitmus compare`: what differs between two reports, two logs, two models. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareSchema } from '../../src/report/compare/compare-schema.js';
import { MALFORMED, PASSING, storeBuffering } from './cases.js';
import { directory, pinlitmus } from './command.js';

const FENCED = storeBuffering('', 'smp_mb();').replace('C SB', 'C SB+mbs');
const THREE = `C three
{}
P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x, int *y) { int r0 = READ_ONCE(*x); WRITE_ONCE(*y, 1); }
P2(int *x, int *y) { int r0 = READ_ONCE(*y); int r1 = READ_ONCE(*x); }
exists (1:r0=1 /\\ 2:r0=1 /\\ 2:r1=0)
`;
const FILES = { 't/SB.litmus': PASSING, 't/mbs.litmus': FENCED, 't/three.litmus': THREE };

/** The reports of two runs that differ as if a model had changed: what x86-TSO gives stands under sc in the second. */
function twoRuns(files: Readonly<Record<string, string>> = FILES) {
  const cwd = directory(files);
  const report = (model: string): string =>
    pinlitmus(['check', '--model', model, '-r', 'json', 't'], { cwd }).stdout;
  writeFileSync(join(cwd, 'old.json'), report('sc'));
  writeFileSync(
    join(cwd, 'new.json'),
    report('armv8').replaceAll('"armv8":', '"sc":').replaceAll('Armv8', 'SC'),
  );
  return cwd;
}

const compare = (cwd: string, ...args: readonly string[]) => pinlitmus(['compare', ...args], { cwd });

describe('pinlitmus compare', () => {
  it('says nothing of what is equal', () => {
    const { code, stdout } = compare(twoRuns(), 'old.json', 'old.json');
    expect([code, stdout]).toEqual([0, 'old.json → old.json: 3 tests in both, all equal\n']);
  });

  it('tells each kind of change with its smallest test, what came, and what explains it', () => {
    const cwd = twoRuns();
    const { code, stdout } = compare(cwd, 'old.json', 'new.json');
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "old.json → new.json: 3 tests in both, 2 changed

      SC, Never → Sometimes: 2 tests
        the smallest: t/SB.litmus (2 threads, 4 instructions)
          + 0:r0=0; 1:r0=0
          pinlitmus explain --model sc --state '0:r0=0 /\\ 1:r0=0' t/SB.litmus
        t/three.litmus
      "
    `);
    expect(compare(cwd, 'new.json', 'old.json').stdout).toContain('SC, Sometimes → Never: 2 tests');
  });

  it('is a document for programs, by its schema', () => {
    const { code, stdout } = compare(twoRuns(), '-r', 'json', 'old.json', 'new.json');
    expect(code).toBe(1);
    const document = compareSchema.parse(JSON.parse(stdout));
    expect(document.summary).toEqual({
      inBoth: 3,
      equal: 1,
      changed: 2,
      withoutResult: 0,
      onlyInOld: 0,
      onlyInNow: 0,
    });
    expect(document.changes.map(({ file }) => file)).toEqual(['t/SB.litmus', 't/three.litmus']);
    expect(document.changes[0]).toMatchObject({
      model: 'sc',
      old: 'Never',
      now: 'Sometimes',
      threads: 2,
      deviations: [{ what: 'state', change: 'appeared', text: '0:r0=0; 1:r0=0' }],
    });
  });

  it('tells of states that differ under one verdict, and of tests that one has alone', () => {
    const cwd = twoRuns({ ...FILES, 't/bad.litmus': MALFORMED });
    const report = JSON.parse(readFileSync(join(cwd, 'old.json'), 'utf8'));
    const changed = {
      ...report,
      tests: report.tests
        .filter(({ file }: { file: string }) => file !== 't/SB.litmus')
        .map((test: { file: string; models: { sc: { states: object[] } } }) =>
          test.file === 't/mbs.litmus'
            ? { ...test, models: { sc: { ...test.models.sc, states: test.models.sc.states.slice(1) } } }
            : test,
        ),
    };
    writeFileSync(join(cwd, 'changed.json'), JSON.stringify(changed));
    const { code, stdout } = compare(cwd, 'old.json', 'changed.json');
    expect(code).toBe(1);
    expect(stdout.replace(/\n(?=\S)/g, ' ')).toContain(
      '3 tests in both, 1 changed, 1 without a result in either; 1 only in old.json\n',
    );
    expect(stdout).toContain(
      'SC, Never, with other states: 1 test\n  t/mbs.litmus (2 threads, 6 instructions)\n    - 0:r0=0; 1:r0=1\n',
    );
    expect(stdout).toContain('only in old.json: 1 test\n  t/SB.litmus\n');
  });

  it('compares logs of herd7 with each other and with reports', () => {
    const cwd = directory(FILES);
    const run = (...args: readonly string[]) => pinlitmus(['check', ...args, 't'], { cwd });
    run('-m', 'lkmm', '-r', 'herd=kernel.log');
    run('-m', 'sc', '-r', 'herd=sc.log');
    run('-r', 'json=all.json');
    expect(compare(cwd, 'kernel.log', 'all.json').code).toBe(0);
    expect(compare(cwd, 'kernel.log', 'kernel.log').code).toBe(0);
    expect(compare(cwd, '--model', 'sc', 'sc.log', 'all.json').code).toBe(0);
    const { code, stdout } = compare(cwd, 'sc.log', 'kernel.log');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'herd7, Never → Sometimes: 2 tests\n  the smallest: SB\n    + 0:r0=0; 1:r0=0\n  three\n',
    );
    expect(compare(cwd, 'sc.log', 'all.json').stdout).toContain('LKMM, Never → Sometimes');
  });

  it('reads lines as well as documents', () => {
    const cwd = directory(FILES);
    pinlitmus(['check', '-m', 'sc', '-r', 'json=a.json', '-r', 'jsonl=b.jsonl', 't'], { cwd });
    expect(compare(cwd, 'a.json', 'b.jsonl').code).toBe(0);
  });

  it('compares two models on the same tests', () => {
    const cwd = directory(FILES);
    const { code, stdout } = compare(cwd, '--model', 'sc,tso', 't');
    expect(code).toBe(1);
    expect(stdout).toContain('SC → x86-TSO: 3 tests in both, 1 changed\n\nNever → Sometimes: 1 test\n');
    expect(stdout).toContain("explain --model sc,tso --state '0:r0=0 /\\ 1:r0=0'");
    expect(compare(cwd, '--model', 'sc,tso', 't/mbs.litmus').code).toBe(0);
  });

  it('takes the first model for what was', () => {
    const { stdout } = compare(directory(FILES), '--model', 'tso,sc', 't');
    expect(stdout).toContain('x86-TSO → SC: 3 tests in both, 1 changed\n\nSometimes → Never: 1 test\n');
  });

  it.each<[string, readonly string[], number, string]>([
    ['one file', ['old.json'], 2, 'compare takes two reports or logs'],
    ['three models', ['--model', 'sc,tso,pso', 't'], 2, 'compare takes two models'],
    ['one model twice', ['--model', 'sc,sc', 't'], 2, 'compare takes two different models'],
    ['something else', ['old.json', 't/SB.litmus'], 2, 'neither a report of pinlitmus nor a log of herd7'],
    ['nothing', ['old.json', 'none.json'], 3, 'none.json:1:1: error: cannot be read: no such file'],
    ['a broken log', ['old.json', 'x.log'], 3, "x.log:2:1: error: expected 'States' and their number"],
    ['no tests', ['--model', 'sc,tso', 'none'], 4, 'no test found: none'],
    ['malformed tests', ['--model', 'sc,tso', 'bad.litmus'], 3, ''],
  ])('refuses %s', (_, args, code, message) => {
    const cwd = directory({ ...FILES, 'x.log': 'Test a Allowed\nnothing\n', 'bad.litmus': MALFORMED });
    writeFileSync(join(cwd, 'old.json'), pinlitmus(['check', '-m', 'sc', '-r', 'json', 't'], { cwd }).stdout);
    const outcome = compare(cwd, ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(message);
  });
});
