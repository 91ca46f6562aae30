/*
 * The case library as its readers see it: every file says what it expects and why, and the index in litmus/README.md
 * lists each one with the verdicts that the file states. Whether the verdicts hold is for `pinlitmus check litmus`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../litmus/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.litmus'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const index = readFileSync(new URL('README.md', root), 'utf8').split('\n');

const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const hardware = (text: string): string[] | undefined =>
  /^Expect=sc:(\w+) tso:(\w+) armv8:(\w+)$/m.exec(text)?.slice(1);
const kernel = (text: string): string | undefined => /^ \* Result: (\w+)$/m.exec(text)?.[1];

describe('the case library', () => {
  it('is there', () => {
    expect(files.length).toBeGreaterThan(200);
  });

  it.each(files)('%s is named after its file', (file) => {
    const prefix = dirname(file) === 'gup-writeback' ? 'gup-' : '';
    expect(read(file).split('\n')[0]).toBe(`C ${prefix}${basename(file, '.litmus')}`);
  });

  it.each(files)('%s states a verdict for each model, a title and a story', (file) => {
    const text = read(file);
    expect(hardware(text)).toHaveLength(3);
    expect(text).toMatch(/^".+"$/m);
    expect(text).toMatch(/^\(\*\n(?: \*.*\n){2,} \*\)$/m);
  });

  it.each(files)('%s is in the index once, with its title and its verdicts', (file) => {
    const text = read(file);
    const [title] = /(?<=^").+(?="$)/m.exec(text) ?? [];
    const verdicts = [...(hardware(text) ?? []), kernel(text)].filter((verdict) => verdict !== undefined);
    const row = [
      `[${basename(file, '.litmus')}](${file})`,
      title,
      ...verdicts.map((verdict) => verdict.toLowerCase()),
    ];
    expect(index.filter((line) => line.includes(`](${file})`))).toEqual([`| ${row.join(' | ')} |`]);
  });

  it.each(files.filter((file) => !file.startsWith('gup-writeback/')))(
    '%s states the kernel model as well',
    (file) => {
      expect(kernel(read(file))).toMatch(/^(Never|Sometimes)$/);
    },
  );
});
