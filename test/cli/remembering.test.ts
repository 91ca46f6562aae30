/** Runs that remember: what is known is not searched for again, and nothing is known that is not so. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings, TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { checkRemembering, ResultCache } from '../../src/cli/cache/check-remembering.js';
import { RESULTS } from '../../src/cli/cache/result-store.js';
import { FAILING, MALFORMED, PASSING, storeBuffering, UNJUDGED } from './cases.js';
import { BIN, directory, type Outcome, pinlitmus } from './command.js';

const SETTINGS: Settings = { ...DEFAULT_SETTINGS, models: ['sc'] };

/** The entries of a cache directory. */
function entriesIn(cache: string): readonly string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.startsWith(RESULTS) && statSync(join(cache, path)).isFile())
    .map((path) => join(cache, path));
}

const worker = new URL('./checking-worker.mjs', import.meta.url);

/** The results of a run of some tests. */
async function run(cache: ResultCache | null, ...texts: readonly string[]): Promise<readonly TestResult[]> {
  const jobs = texts.map((text, index) => ({ source: { name: `${index}.litmus`, text } }));
  const results: TestResult[] = [];
  for await (const result of checkRemembering(jobs, SETTINGS, { jobs: 1, worker }, cache))
    results.push(result);
  return results;
}

describe('checking with a cache', () => {
  const fresh = (cache: string): ResultCache => new ResultCache(cache, 'build');

  it('finds anew what is not remembered, in the order of the tests', async () => {
    const cache = directory();
    const marks = async (...texts: readonly string[]) =>
      (await run(fresh(cache), ...texts)).map(({ file, status, remembered }) => [file, status, remembered]);
    expect(await marks(UNJUDGED)).toEqual([['0.litmus', 'none', undefined]]);
    expect(await marks(MALFORMED, UNJUDGED)).toEqual([
      ['0.litmus', 'error', undefined],
      ['1.litmus', 'none', true],
    ]);
    expect(await marks(UNJUDGED, PASSING, MALFORMED)).toEqual([
      ['0.litmus', 'none', true],
      ['1.litmus', 'pass', undefined],
      ['2.litmus', 'error', true],
    ]);
  });

  it('knows nothing of another build, of other settings, or without a cache', async () => {
    const cache = directory();
    await run(fresh(cache), UNJUDGED);
    for (const other of [new ResultCache(cache, 'other'), null])
      expect((await run(other, UNJUDGED))[0].remembered).toBeUndefined();
    const own = { ...SETTINGS, atomics: 'llsc' as const };
    const job = { source: { name: 'a.litmus', text: UNJUDGED } };
    const marks: unknown[] = [];
    for (const jobs of [[{ ...job, settings: own }], [{ ...job, settings: own }], [job]]) {
      for await (const { remembered } of checkRemembering(jobs, SETTINGS, { jobs: 1, worker }, fresh(cache)))
        marks.push(remembered);
    }
    expect(marks).toEqual([undefined, true, true]);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['garbage', (bytes: Buffer) => Buffer.alloc(bytes.length, 'x')],
    ['of a byte that is another', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(7)])],
  ])('finds anew what is in an entry that is %s, and mends it', async (_, damage) => {
    const cache = directory();
    const [before] = await run(fresh(cache), UNJUDGED);
    const [entry] = entriesIn(cache);
    writeFileSync(entry, damage(readFileSync(entry)));
    const [found] = await run(fresh(cache), UNJUDGED);
    expect(found.remembered).toBeUndefined();
    expect(found.models[0].states).toEqual(before.models[0].states);
    expect((await run(fresh(cache), UNJUDGED))[0].remembered).toBe(true);
  });

  it('finds anew what it may not read', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may read everything');
    const cache = directory();
    await run(fresh(cache), UNJUDGED);
    chmodSync(entriesIn(cache)[0], 0);
    expect((await run(fresh(cache), UNJUDGED))[0].remembered).toBeUndefined();
  });

  it('remembers nothing that ended for time', async () => {
    const cache = directory();
    const limits = { ...SETTINGS.limits, milliseconds: 0.0001 };
    const settings = { ...SETTINGS, limits };
    const own = new ResultCache(cache, 'build');
    const jobs = [{ source: { name: 'a.litmus', text: PASSING } }];
    for await (const { status } of checkRemembering(jobs, settings, { jobs: 1, worker }, own))
      expect(status).toBe('unknown');
    expect(entriesIn(cache)).toEqual([]);
  });
});

/** The command, with a cache directory beside the tests. */
function remembering(cwd: string, ...args: readonly string[]): Outcome {
  return pinlitmus(args, { cwd, env: { PINLITMUS_CACHE: join(cwd, 'cache') } });
}

function marksOf({ stdout }: Outcome): readonly (readonly [string, boolean])[] {
  const { tests } = JSON.parse(stdout) as {
    readonly tests: readonly { readonly file: string; readonly remembered?: true }[];
  };
  return tests.map(({ file, remembered }) => [file, remembered === true]);
}

describe('the command', () => {
  const TESTS = { 'a.litmus': PASSING, 'b.litmus': FAILING, 'c.litmus': MALFORMED };

  it('reports what it remembers as what it finds, but for times and the mark', () => {
    const cwd = directory(TESTS);
    const check = (...args: readonly string[]): Outcome => remembering(cwd, 'check', ...args, '.');
    const timeless = ({ stdout }: Outcome): string =>
      stdout.replace(/, in [\d.]+ m?s( \(3 remembered\))?$/m, '');
    const [first, second] = [check(), check()];
    expect(first.stdout).not.toContain('remembered');
    expect(second.stdout).toContain('(3 remembered)');
    expect(timeless(second)).toBe(timeless(first));
    expect([second.code, second.stderr]).toEqual([first.code, first.stderr]);
  });

  it('forgets when the text, the models, the limits or anything else is another', () => {
    const cwd = directory({
      'a.litmus': PASSING,
      'sub/mine.cat': 'include "part.cat"\n',
      'sub/part.cat': 'acyclic po | rf | fr | co as sc\n',
      'sub/mine.bell': '(* mine *)\n',
    });
    const isRemembered = (...args: readonly string[]): boolean => {
      const outcome = remembering(cwd, 'check', '-r', 'json', '-m', 'sc', ...args, 'a.litmus');
      expect(outcome.stderr).toBe('');
      return marksOf(outcome)[0][1];
    };
    expect(isRemembered()).toBe(false);
    for (const args of [
      ['-m', 'tso'],
      ['--max-states', '1000'],
      ['--timeout', '9'],
      ['--max-memory', '100'],
      ['--verdict-only'],
      ['--require-expectations'],
      ['--atomics', 'llsc'],
      ['--cat', 'sub/mine.cat'],
      ['--cat', 'sub/mine.cat', '--bell', 'sub/mine.bell'],
    ]) {
      expect([args, isRemembered(...args), isRemembered(...args)]).toEqual([args, false, true]);
    }
    writeFileSync(join(cwd, 'sub/part.cat'), 'acyclic po-loc | rf | fr | co as coherence\n');
    expect(isRemembered('--cat', 'sub/mine.cat')).toBe(false);
    writeFileSync(join(cwd, 'sub/mine.bell'), '(* yours *)\n');
    expect(isRemembered('--cat', 'sub/mine.cat', '--bell', 'sub/mine.bell')).toBe(false);
    expect(isRemembered()).toBe(true);
    writeFileSync(join(cwd, 'a.litmus'), PASSING.replace('r0=0', 'r0=1'));
    expect(isRemembered()).toBe(false);
  });

  it('neither uses nor keeps anything with --no-cache, or where the environment says so', () => {
    const cwd = directory(TESTS);
    remembering(cwd, 'check', '.');
    const marks = marksOf(remembering(cwd, 'check', '--no-cache', '-r', 'json', 'a.litmus'));
    expect(marks).toEqual([['a.litmus', false]]);
    const other = directory({ 'd.litmus': PASSING });
    remembering(other, 'check', '--no-cache', 'd.litmus');
    expect(entriesIn(directory()).length).toBe(0);
    expect(existsSync(join(other, 'cache', RESULTS))).toBe(false);
    const env = { PINLITMUS_CACHE: 'off', XDG_CACHE_HOME: join(other, 'xdg') };
    for (let round = 0; round < 2; round += 1) {
      const outcome = pinlitmus(['check', '-r', 'json', 'd.litmus'], { cwd: other, env });
      expect(marksOf(outcome)).toEqual([['d.litmus', false]]);
    }
    expect(existsSync(join(other, 'xdg'))).toBe(false);
  });

  it('remembers in the cache of the user, or where it is told', () => {
    const cwd = directory({ 'a.litmus': PASSING });
    const env = { PINLITMUS_CACHE: '', XDG_CACHE_HOME: join(cwd, 'xdg') };
    pinlitmus(['check', 'a.litmus'], { cwd, env });
    expect(entriesIn(join(cwd, 'xdg/pinlitmus'))).toHaveLength(1);
    pinlitmus(['check', '--cache-dir', 'mine', 'a.litmus'], { cwd, env });
    expect(entriesIn(join(cwd, 'mine'))).toHaveLength(1);
  });

  it('remembers what several machines have found where their directories are copied into one', () => {
    const more = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => [
      `${index}.litmus`,
      UNJUDGED.replace('r0=0', `r0=${index}`),
    ]);
    const cwd = directory({ ...TESTS, ...Object.fromEntries(more) });
    for (const index of [1, 2])
      pinlitmus(['check', '--cache-dir', `${index}`, '--shard', `${index}/2`, '.'], { cwd });
    for (const index of [1, 2]) cpSync(join(cwd, `${index}`), join(cwd, 'both'), { recursive: true });
    const whole = (cache: string) => pinlitmus(['check', '--cache-dir', cache, '-r', 'json', '.'], { cwd });
    const remembered = whole('both');
    expect(marksOf(remembered).map(([, isRemembered]) => isRemembered)).toEqual(Array(11).fill(true));
    const plain = ({ stdout }: Outcome): string => stdout.replace(/ *"(timeMs|remembered)": .*\n/g, '');
    const anew = whole('none');
    expect([plain(remembered), remembered.code]).toEqual([plain(anew), anew.code]);
  });

  it('goes on where nothing can be remembered, and says so where a place was named', () => {
    const cwd = directory({ 'a.litmus': PASSING, file: '' });
    const named = pinlitmus(['check', '--cache-dir', 'file', 'a.litmus'], { cwd });
    expect(named).toMatchObject({
      code: 0,
      stderr: 'pinlitmus: nothing is remembered: a part of its path is not a directory\n',
    });
    const env = { PINLITMUS_CACHE: '', XDG_CACHE_HOME: join(cwd, 'file') };
    expect(pinlitmus(['check', 'a.litmus'], { cwd, env })).toMatchObject({ code: 0, stderr: '' });
  });

  it('tells where it remembers and how much, and forgets', () => {
    const cwd = directory({ ...TESTS, 'cache/notes.txt': 'mine' });
    const cache = join(cwd, 'cache');
    expect(remembering(cwd, 'cache').stdout).toBe(`${cache}: 0 results\n`);
    remembering(cwd, 'check', '.');
    expect(remembering(cwd, 'cache').stdout).toMatch(/cache: 3 results, [\d,.]+ (bytes|MB)\n$/);
    expect(remembering(cwd, 'cache', 'clear').stdout).toMatch(
      /cache: 3 results, [\d,.]+ (bytes|MB) removed\n$/,
    );
    expect(readdirSync(cache)).toEqual(['notes.txt']);
    expect(pinlitmus(['cache'], { env: { PINLITMUS_CACHE: 'off' } }).stdout).toBe(
      'Nothing is remembered: there is no cache directory.\n',
    );
    expect(remembering(cwd, 'cache', 'burn')).toMatchObject({ code: 2 });
  });

  it('puts the verdicts that it remembers into the files', () => {
    const cwd = directory({ 'a.litmus': FAILING });
    remembering(cwd, 'check', 'a.litmus');
    const { stdout, stderr } = remembering(cwd, 'check', '--update', 'a.litmus');
    expect(stderr).toContain('1 of 1 file changed');
    expect(stdout).toContain('Remembered from an earlier run');
    expect(readFileSync(join(cwd, 'a.litmus'), 'utf8')).toContain('Expect=sc:Never tso:Sometimes');
    expect(remembering(cwd, 'check', 'a.litmus')).toMatchObject({ code: 0 });
  });

  it('remembers the same, undamaged, when two run at once', async () => {
    const tests = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `${index}.litmus`,
        storeBuffering().replaceAll('r0=0', `r0=${index}`),
      ]),
    );
    const cwd = directory(tests);
    const env = { ...process.env, PINLITMUS_CACHE: join(cwd, 'cache') };
    const run = (): Promise<number | null> =>
      new Promise((resolve) => {
        const args = [BIN, 'check', '-m', 'sc', '-o', `${Math.random()}.txt`, '.'];
        spawn(process.execPath, args, { cwd, env, stdio: 'ignore' }).on('close', resolve);
      });
    expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
    expect(entriesIn(join(cwd, 'cache'))).toHaveLength(40);
    const marks = marksOf(remembering(cwd, 'check', '-m', 'sc', '-r', 'json', '.'));
    expect(marks.map(([, isRemembered]) => isRemembered)).toEqual(Array(40).fill(true));
  });
});

describe('--last-failed', () => {
  const TESTS = { 'a.litmus': PASSING, 'b.litmus': FAILING, 'c.litmus': MALFORMED };
  const ran = (outcome: Outcome): readonly string[] => marksOf(outcome).map(([file]) => file);
  const again = (cwd: string): Outcome => remembering(cwd, 'check', '--last-failed', '-r', 'json', '.');

  it('runs what failed or was malformed last, until it is no more', () => {
    const cwd = directory(TESTS);
    remembering(cwd, 'check', '.');
    const first = again(cwd);
    expect(ran(first)).toEqual(['b.litmus', 'c.litmus']);
    expect(first).toMatchObject({
      code: 3,
      stderr: 'pinlitmus: 2 of 3 tests selected: --last-failed leaves out 1\n',
    });
    writeFileSync(join(cwd, 'c.litmus'), PASSING);
    expect(ran(again(cwd))).toEqual(['b.litmus', 'c.litmus']);
    expect(ran(again(cwd))).toEqual(['b.litmus']);
    remembering(cwd, 'check', '--update', 'b.litmus');
    const last = again(cwd);
    expect(ran(last)).toEqual(['a.litmus', 'b.litmus', 'c.litmus']);
    expect(last).toMatchObject({
      code: 0,
      stderr: 'pinlitmus: 3 of 3 tests selected\npinlitmus: none of them failed last, so that all are run\n',
    });
  });

  it('is of the working directory', () => {
    const cwd = directory({ 'sub/a.litmus': PASSING, 'sub/b.litmus': FAILING });
    remembering(cwd, 'check', 'sub');
    const env = { PINLITMUS_CACHE: join(cwd, 'cache') };
    const args = ['check', '--last-failed', '-r', 'json'];
    expect(ran(pinlitmus([...args, '.'], { cwd: join(cwd, 'sub'), env }))).toHaveLength(2);
    expect(ran(pinlitmus([...args, 'sub'], { cwd, env }))).toEqual(['sub/b.litmus']);
  });

  it('needs a place to remember', () => {
    const outcome = pinlitmus(['check', '--last-failed', 'a.litmus'], { env: { PINLITMUS_CACHE: 'off' } });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: 'error: --last-failed needs a cache directory, and there is none: see --cache-dir\n',
    });
  });
});
