/** The README and the manual tell the truth: their transcripts are run, and what they name and link to is there. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, pinlitmus } from './cli/command.js';
import { expectTranscripts, ROOT, titledBlock } from './manual/transcripts.js';

const MANUAL = readdirSync(join(ROOT, 'src/manual'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('src/manual', path))
  .sort();
const DOCUMENTS = ['README.md', ...MANUAL];

/** A document without its blocks of code. */
function proseOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
}

/** The names by which a page on the web is entered: those of its headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe.each(DOCUMENTS)('%s', (path) => {
  it('prints what it says', () => {
    expectTranscripts(path);
  });

  it('names commands and files that exist', () => {
    const prose = proseOf(path);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const [, script] of prose.matchAll(/npm run ([a-z]+)/g)) expect(scripts).toHaveProperty(script);
    for (const [, named] of prose.matchAll(/`((?:src|litmus|test|bin|scripts)\/[\w./+-]+)`/g))
      expect(existsSync(join(ROOT, named)), named).toBe(true);
  });

  it('links to what exists', () => {
    for (const [, target] of proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      expect(existsSync(join(ROOT, linked)), target).toBe(true);
      if (anchor !== undefined) expect([...anchorsOf(linked)], target).toContain(anchor);
    }
  });
});

it('has every page of the manual in its index', () => {
  const index = readFileSync(join(ROOT, 'src/manual/README.md'), 'utf8');
  const pages = MANUAL.filter((path) => /^src\/manual\/\w+-/.test(path));
  expect(pages.filter((path) => !index.includes(`(${basename(path)})`))).toEqual([]);
});

it("shows the picture that explain draws of the README's test", () => {
  const file = join(ROOT, 'src/manual/pictures/mailbox.svg');
  const cwd = directory({ 'mailbox.litmus': titledBlock('README.md', 'mailbox.litmus') });
  const { stdout } = pinlitmus(['explain', '--model', 'armv8', '--graph', 'svg', 'mailbox.litmus'], { cwd });
  if (process.env.PINLITMUS_PROMOTE) writeFileSync(file, stdout);
  else expect(readFileSync(file, 'utf8')).toBe(stdout);
});

it('has at most 200 lines in the README, with the two commands at the top of the README', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(text).toMatch(/^npm ci && npx pinlitmus check litmus$/m);
  expect(text).toMatch(/^npm ci && npm test$/m);
  expect(text.split('\n').length).toBeLessThanOrEqual(201);
});
