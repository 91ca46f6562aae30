/*
 * The case library as its readers see it: every file says what it expects and why, and the index in litmus/README.md
 * lists each one with the verdicts that the file states. Whether the verdicts hold is for `pinlitmus check litmus`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';

const root = new URL('../../litmus/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.litmus'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const index = readFileSync(new URL('README.md', root), 'utf8').split('\n');

const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');

/** The models that each dialect's cases state a verdict for. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  C: ['lkmm', 'sc', 'tso', 'pso', 'armv8', 'riscv'],
  AArch64: ['sc', 'armv8'],
  X86: ['sc', 'tso'],
  RISCV: ['sc', 'riscv'],
  PPC: ['sc', 'power'],
  ARM: ['sc', 'armv7'],
};
const dialect = (text: string): string => text.split(' ')[0];
/** The shapes that are known by name state one for POWER too: some of them tell what cumulativity is. */
const modelsOf = (file: string, text: string): readonly string[] =>
  dirname(file) === 'classics' ? [...MODELS.C, 'power'] : MODELS[dialect(text)];
/** The verdicts by model, in order; undefined when the models are not those that they should be. */
const stated = (file: string): string[] | undefined => {
  const text = read(file);
  const entries = /^Expect=(.*)$/m
    .exec(text)?.[1]
    .split(' ')
    .map((each) => each.split(':'));
  const named = entries?.map(([model]) => model).join();
  return named === modelsOf(file, text).join() ? entries?.map(([, verdict]) => verdict) : undefined;
};
const kernel = (text: string): string | undefined => /^ \* Result: (\w+)(?: DATARACE)?$/m.exec(text)?.[1];
/** The columns of the index: a data race is said with the verdict of the kernel's model. */
const columns = (file: string): readonly string[] =>
  (stated(file) ?? []).map((verdict) => verdict.replace('+race', ', data race'));

/** What the kernel would warn of is what this one is about. */
const WARNED = ['rcu/deadlock-sync-under-lock.litmus'];

describe('the case library', () => {
  it('gives nothing to warn of', () => {
    const warned = files.filter((file) => loadTest({ name: file, text: read(file) }).diagnostics.length > 0);
    expect(warned).toEqual(WARNED);
  });

  it('is there', () => {
    expect(files.length).toBeGreaterThan(200);
  });

  it.each(files)('%s is named after its file', (file) => {
    const prefix = dirname(file) === 'gup-writeback' ? 'gup-' : '';
    const word = dirname(file) === 'assembly' ? 'AArch64|X86|RISCV|PPC|ARM' : 'C';
    const [first, name] = read(file).split('\n')[0].split(' ');
    expect(first).toMatch(new RegExp(`^(${word})$`));
    expect(name).toBe(`${prefix}${basename(file, '.litmus')}`);
  });

  it.each(files)('%s states a verdict for each of its models, a title and a story', (file) => {
    const text = read(file);
    expect(stated(file)).toBeDefined();
    expect(text).toMatch(/^".+"$/m);
    expect(text).toMatch(/^\(\*\n(?: \*.*\n){2,} \*\)$/m);
  });

  it.each(files)('%s is in the index once, with its title and its verdicts', (file) => {
    const text = read(file);
    const [title] = /(?<=^").+(?="$)/m.exec(text) ?? [];
    const row = [
      `[${basename(file, '.litmus')}](${file})`,
      title,
      ...columns(file).map((verdict) => verdict.toLowerCase()),
    ];
    expect(index.filter((line) => line.includes(`](${file})`))).toEqual([`| ${row.join(' | ')} |`]);
  });

  it.each(files.filter((file) => /^(pages|classics|rcu|races)\//.test(file)))(
    "%s states the kernel model's verdict as the kernel's own tests do",
    (file) => {
      const text = read(file);
      expect(kernel(text)).toBe(stated(file)?.[0].replace(/\+.*/, ''));
      const race = /^ \* Result: \w+ DATARACE$/m.test(text);
      expect(stated(file)?.map((verdict) => verdict.includes('+race'))).toEqual(
        stated(file)?.map((_, index) => race && index === 0),
      );
    },
  );
});
