/** The cache directory: what is written is read, what is damaged or cannot be read is not there, and what is old goes. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { cacheDirectory } from '../../src/cli/cache/cache-directory.js';
import { FailedTests } from '../../src/cli/cache/last-failed.js';
import { RESULTS, ResultStore } from '../../src/cli/cache/result-store.js';
import { cacheSize, clear, sweep } from '../../src/cli/cache/sweep.js';
import { MALFORMED, PASSING } from '../cli/cases.js';
import { directory } from '../cli/command.js';

const SETTINGS = { ...DEFAULT_SETTINGS, models: ['sc'] };
const DAY = 24 * 60 * 60 * 1000;

const keyOf = (digit: string): string => digit.repeat(64);

/** The files of a cache directory. */
function filesIn(cache: string): readonly string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(cache, path)).isFile(),
  );
}

function entryIn(cache: string): string {
  const [path, ...others] = filesIn(cache).filter((each) => each.startsWith(RESULTS));
  expect(others).toEqual([]);
  return join(cache, path);
}

describe('the cache directory', () => {
  it('is the one that is asked for, then what the environment says, then that of the user', () => {
    const environment = { PINLITMUS_CACHE: '/named', XDG_CACHE_HOME: '/caches' };
    expect(cacheDirectory('/asked', { environment })).toBe('/asked');
    expect(cacheDirectory('/asked', { environment: { PINLITMUS_CACHE: 'off' } })).toBe('/asked');
    expect(cacheDirectory(undefined, { environment })).toBe('/named');
    expect(cacheDirectory(undefined, { environment: { ...environment, PINLITMUS_CACHE: 'off' } })).toBeNull();
    expect(cacheDirectory(undefined, { environment: { ...environment, PINLITMUS_CACHE: '' } })).toBe(
      '/caches/pinlitmus',
    );
    const own = join(homedir(), '.cache/pinlitmus');
    expect(cacheDirectory(undefined, { environment: {} })).toBe(own);
    // Never below the working directory by accident.
    expect(cacheDirectory(undefined, { environment: { XDG_CACHE_HOME: 'caches' } })).toBe(own);
  });

  it('is marked as one, and nobody else reads it', () => {
    const cache = join(directory(), 'cache');
    new ResultStore(cache).write(keyOf('a'), Buffer.from('text'));
    expect(readFileSync(join(cache, 'CACHEDIR.TAG'), 'utf8')).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    );
    expect(statSync(cache).mode & 0o777).toBe(0o700);
  });
});

describe('the store', () => {
  it('gives back what was written, and nothing for another key', () => {
    const cache = directory();
    const store = new ResultStore(cache);
    store.write(keyOf('a'), Buffer.from('text'));
    store.write(keyOf('a'), Buffer.from('other'));
    const entry = store.find(keyOf('a'))!;
    expect(store.read(entry)?.toString()).toBe('other');
    expect(store.find(keyOf('b'))).toBeNull();
    expect(store.written).toBe(2);
    // Somebody else has put another into its place, or has swept it.
    new ResultStore(cache).write(keyOf('a'), Buffer.from('longer than it was'));
    expect(store.read(entry)).toBeNull();
    rmSync(entry.path);
    expect(store.read(entry)).toBeNull();
  });

  it('leaves no draft behind', () => {
    const cache = directory();
    new ResultStore(cache).write(keyOf('a'), Buffer.from('text'));
    expect(filesIn(cache)).toEqual([join(RESULTS, 'aa', 'a'.repeat(62))]);
  });

  it('does without where nothing can be written, and says why', () => {
    const cache = join(directory({ file: '' }), 'file');
    const store = new ResultStore(cache);
    store.write(keyOf('a'), Buffer.from('text'));
    expect(store.fault).toBe('a part of its path is not a directory');
    expect(store.find(keyOf('a'))).toBeNull();
  });

  it('notes that an entry is used, once a day', () => {
    const cache = directory();
    const store = new ResultStore(cache);
    store.write(keyOf('a'), Buffer.from('text'));
    const before = new Date(Date.now() - 2 * DAY);
    utimesSync(entryIn(cache), before, before);
    store.find(keyOf('a'));
    expect(Date.now() - statSync(entryIn(cache)).mtimeMs).toBeLessThan(DAY);
  });
});

describe('sweeping', () => {
  /** A cache with entries of a thousand bytes that were used so many days ago. */
  function used(...days: readonly number[]): string {
    const cache = directory();
    const store = new ResultStore(cache);
    for (const [index, day] of days.entries()) {
      const key = String(index).repeat(64);
      store.write(key, Buffer.alloc(1000));
      const date = new Date(Date.now() - day * DAY);
      utimesSync(join(cache, RESULTS, key.slice(0, 2), key.slice(2)), date, date);
    }
    return cache;
  }

  const left = (cache: string): readonly string[] =>
    filesIn(cache)
      .map((path) => path.split('/')[1])
      .sort();

  it('drops what was not used for long', () => {
    const cache = used(1, 40, 2, 31);
    sweep(cache, { age: 30 * DAY, bytes: 1e9 }, Date.now());
    expect(left(cache)).toEqual(['00', '22']);
  });

  it('drops what was used longest ago when there is too much, and leaves some room', () => {
    const cache = used(5, 1, 2, 4, 3);
    sweep(cache, { age: 30 * DAY, bytes: 5000 }, Date.now());
    expect(left(cache)).toHaveLength(5);
    sweep(cache, { age: 30 * DAY, bytes: 4000 }, Date.now());
    expect(left(cache)).toEqual(['11', '22', '44']);
  });

  it('drops drafts that a run has left behind, and nothing that is not its own', () => {
    const cache = used(1);
    const shelf = join(cache, RESULTS, '00');
    const draft = join(shelf, `${'0'.repeat(62)}.0123456789ab.tmp`);
    writeFileSync(draft, '');
    const old = new Date(Date.now() - 2 * DAY);
    writeFileSync(join(shelf, 'notes.txt'), '');
    sweep(cache, { age: 30 * DAY, bytes: 1e9 }, Date.now());
    expect(existsSync(draft)).toBe(true);
    utimesSync(draft, old, old);
    sweep(cache, { age: 0, bytes: 0 }, Date.now());
    expect(readdirSync(shelf)).toEqual(['notes.txt']);
  });

  it('counts, and clears all but what is not its own', () => {
    const cache = used(1, 2);
    const failed = new FailedTests(cache, '/somewhere');
    failed.note(checkSource({ name: join(cache, 'a.litmus'), text: MALFORMED }, SETTINGS));
    writeFileSync(join(cache, 'a.litmus'), '');
    failed.save();
    mkdirSync(join(cache, RESULTS, 'mine'));
    writeFileSync(join(cache, RESULTS, 'mine', 'f'.repeat(62)), '');
    expect(cacheSize(cache)).toEqual({ results: 2, bytes: 2000 });
    expect(clear(cache)).toEqual({ results: 2, bytes: 2000 });
    expect(filesIn(cache).filter((path) => path !== 'CACHEDIR.TAG')).toEqual([
      'a.litmus',
      join(RESULTS, 'mine', 'f'.repeat(62)),
    ]);
    expect(clear(join(cache, 'nowhere'))).toEqual({ results: 0, bytes: 0 });
  });
});

describe('the list of what failed last', () => {
  const resultOf = (name: string, text: string): TestResult => checkSource({ name, text }, SETTINGS);

  it('is of a working directory, and a run changes what is known of its own tests only', () => {
    const cache = directory();
    const working = directory({ 'a.litmus': '', 'b.litmus': '', 'c.litmus': '' });
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(working, `${name}.litmus`));
    const first = new FailedTests(cache, working);
    first.note(resultOf(a, MALFORMED));
    first.note(resultOf(b, MALFORMED));
    first.note(resultOf(c, PASSING));
    first.note(resultOf('<stdin>', MALFORMED));
    expect(first.has(a)).toBe(false);
    first.save();
    const second = new FailedTests(cache, working);
    expect([a, b, c].map((path) => second.has(path))).toEqual([true, true, false]);
    second.note(resultOf(a, PASSING));
    second.save();
    const third = new FailedTests(cache, working);
    expect([a, b, c].map((path) => third.has(path))).toEqual([false, true, false]);
    expect(new FailedTests(cache, cache).has(b)).toBe(false);
  });

  it('is empty where its file is none of its own', () => {
    const cache = directory();
    const failed = new FailedTests(cache, '/w');
    failed.note(resultOf(join(cache, 'a.litmus'), MALFORMED));
    writeFileSync(join(cache, 'a.litmus'), '');
    failed.save();
    const [list] = filesIn(cache).filter((path) => path.endsWith('.json'));
    for (const text of ['', '{', '{}', '[1, null]']) {
      writeFileSync(join(cache, list), text);
      expect(new FailedTests(cache, '/w').has(join(cache, 'a.litmus'))).toBe(false);
    }
  });
});
