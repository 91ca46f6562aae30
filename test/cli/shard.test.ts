/** Shards, and their reports joined again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hash } from '../../src/cli/io/shard.js';
import { FAILING, MALFORMED, PASSING, UNJUDGED } from './cases.js';
import { directory, pinlitmus, timeless } from './command.js';

const TESTS = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`sub/${index}.litmus`, index % 2 ? PASSING : UNJUDGED]),
);

function json(cwd: string, ...args: readonly string[]): string {
  return pinlitmus(['check', '--model', 'sc,tso', '--reporter', 'json', ...args], { cwd }).stdout;
}

const filesOf = (text: string): readonly string[] =>
  JSON.parse(text).tests.map((test: { readonly file: string }) => test.file);

describe('pinlitmus check --shard', () => {
  it('puts every test into one shard', () => {
    const cwd = directory(TESTS);
    const shards = ['1/3', '2/3', '3/3'].map((shard) => filesOf(json(cwd, '--shard', shard, 'sub')));
    expect(shards.flat().sort()).toEqual(Object.keys(TESTS).sort());
  });

  it('goes by the path as seen from the working directory, however it is given', () => {
    const cwd = directory(TESTS);
    const plain = filesOf(json(cwd, '--shard', '1/2', 'sub'));
    const absolute = filesOf(json(cwd, '--shard', '1/2', join(cwd, 'sub')));
    expect(absolute).toEqual(plain.map((file) => join(cwd, file)));
  });

  it('uses a hash that stays the same for ever', () => {
    expect(['', 'sub/1.litmus', 'litmus/classics/SB.litmus'].map(hash)).toMatchInlineSnapshot(`
      [
        2872998923,
        1659253831,
        1661109505,
      ]
    `);
  });

  it('may be empty, which is no fault', () => {
    const cwd = directory({ 'a.litmus': PASSING });
    const outcomes = ['1/2', '2/2'].map((shard) =>
      pinlitmus(['check', '--shard', shard, 'a.litmus'], { cwd }),
    );
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.map(({ stderr }) => stderr).join('')).toMatch(
      /^pinlitmus: 0 of 1 test selected: --shard \d\/2 leaves out 1\n$/,
    );
  });

  it.each(['0/2', '3/2', '1', '1/0', 'a/b'])('does not take %s', (shard) => {
    const { code, stderr } = pinlitmus(['check', '--shard', shard, '.']);
    expect(code).toBe(2);
    expect(stderr).toContain("It takes i/n, such as '1/4' to '4/4'.");
  });
});

describe('pinlitmus merge', () => {
  const reports = (files: Readonly<Record<string, string>>): string => {
    const cwd = directory(files);
    for (const shard of [1, 2])
      writeFileSync(join(cwd, `${shard}.json`), json(cwd, '--shard', `${shard}/2`, '.'));
    return cwd;
  };

  it('gives the report that one run would have given', () => {
    const cwd = reports(TESTS);
    const { code, stdout } = pinlitmus(['merge', '2.json', '1.json'], { cwd });
    expect(code).toBe(0);
    const whole = JSON.parse(timeless(json(cwd, '.')));
    whole.tests.sort((a: { file: string }, b: { file: string }) => (a.file < b.file ? -1 : 1));
    expect(JSON.parse(timeless(stdout))).toEqual(whole);
  });

  it.each<[number, string]>([
    [1, FAILING],
    [3, MALFORMED],
  ])('gives the exit code of the whole, as %i', (code, text) => {
    const cwd = reports({ ...TESTS, 'other.litmus': text });
    expect(pinlitmus(['merge', '1.json', '2.json'], { cwd }).code).toBe(code);
  });

  it('writes to a file, and takes a test twice when both say the same', () => {
    const cwd = reports(TESTS);
    const { code, stdout } = pinlitmus(['merge', '1.json', '2.json', '1.json', '-o', 'all.json'], { cwd });
    expect([code, stdout]).toEqual([0, '']);
    expect(filesOf(readFileSync(join(cwd, 'all.json'), 'utf8'))).toHaveLength(12);
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'says that results differ',
      (text) => text.replace('"Never"', '"Always"'),
      'different results in 1.json and x.json',
    ],
    [
      'says that another schema is used',
      (text) => text.replace('"schemaVersion": 2', '"schemaVersion": 3'),
      'cannot merge x.json: its schemaVersion is 3, expected 2',
    ],
    [
      'says that another version wrote it',
      (text) => text.replace(/"version": ".*"/, '"version": "9.9.9"'),
      'x.json by 9.9.9',
    ],
    ['says that something is no JSON', () => '{', 'cannot merge x.json: it is not JSON'],
    ['says that something is no report', () => '{}', 'cannot merge x.json: it is no report of pinlitmus'],
  ])('%s', (_, change, message) => {
    const cwd = directory({ 'a.litmus': PASSING });
    const text = json(cwd, '.');
    writeFileSync(join(cwd, '1.json'), text);
    writeFileSync(join(cwd, 'x.json'), change(text));
    const { code, stdout, stderr } = pinlitmus(['merge', '1.json', 'x.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('says that there is no such file', () => {
    const { code, stderr } = pinlitmus(['merge', 'none.json']);
    expect(code).toBe(2);
    expect(stderr).toBe('error: cannot merge none.json: no such file or directory\n');
  });
});

describe('pinlitmus check --shard-times', () => {
  const LONG = ['0', '1', '2'];
  const report = (cwd: string): string => {
    const document = JSON.parse(json(cwd, 'sub'));
    for (const test of document.tests) {
      const [, name] = /(\d+)\.litmus/.exec(test.file) ?? [];
      test.models.sc.timeMs = LONG.includes(name ?? '') ? 1000 : 1;
      test.models.tso.timeMs = 0;
    }
    // Of one test there is no time yet.
    document.tests = document.tests.filter(({ file }: { readonly file: string }) => file !== 'sub/11.litmus');
    document.summary.tests = document.tests.length;
    return JSON.stringify(document);
  };

  it('gives each part as much to do, and every test to one', () => {
    const cwd = directory(TESTS);
    writeFileSync(join(cwd, 'times.json'), report(cwd));
    const part = (index: number) =>
      filesOf(json(cwd, '--shard', `${index}/3`, '--shard-times', 'times.json', 'sub'));
    const parts = [1, 2, 3].map(part);
    expect(parts.flat().sort()).toEqual(Object.keys(TESTS).sort());
    const long = LONG.map((name) => `sub/${name}.litmus`);
    for (const files of parts) expect(files.filter((file) => long.includes(file))).toHaveLength(1);
    expect([1, 2, 3].map(part)).toEqual(parts);
    // What has no time goes where its path alone would put it.
    const byHash = [1, 2, 3].map((index) => filesOf(json(cwd, '--shard', `${index}/3`, 'sub')));
    const placeOf = (all: readonly (readonly string[])[]) =>
      all.findIndex((files) => files.includes('sub/11.litmus'));
    expect(placeOf(parts)).toBe(placeOf(byHash));
  });

  it.each([
    [['--shard-times', 'times.json'], 'expected that too'],
    [['--shard', '1/2', '--shard-times', 'none.json'], 'cannot take times from none.json: no such file'],
    [
      ['--shard', '1/2', '--shard-times', 'sub/1.litmus'],
      'cannot take times from sub/1.litmus: it is not JSON',
    ],
  ])('refuses %j', (args, message) => {
    const { code, stderr } = pinlitmus(['check', ...args, 'sub'], { cwd: directory(TESTS) });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
