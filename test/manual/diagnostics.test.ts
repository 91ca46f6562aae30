/**
 * Every code of a message has a section in src/manual/diagnostics, and every section a code. Its transcript, which
 * test/readme.test.ts runs, shows a message of that code and of no other.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeSections } from '../../src/cli/manual/topics.js';
import { BIN, directory, pinlitmus } from '../cli/command.js';
import { needing, shownBy } from '../cli/programs.js';
import { ROOT } from './transcripts.js';

const SECTIONS = codeSections();

/** The codes of faults of a text, and the rules that reporters know beside them, as their types have them. */
function codesOfSource(): readonly string[] {
  const read = (path: string): string => readFileSync(join(ROOT, 'src', path), 'utf8');
  const [, faults] = /^export type Problem =\n([\s\S]*?);\n\n/m.exec(read('text/diagnostic.ts')) ?? [];
  const [, rules] =
    /^export type ProblemRule =\n([\s\S]*?)\| Diagnostic/m.exec(read('report/reported-problem.ts')) ?? [];
  const codes = [...(faults ?? '').matchAll(/code:((?:\s*\|?\s*'[\w-]+')+)/g)].flatMap(([, union]) =>
    union.split('|').map((code) => code.trim().slice(1, -1)),
  );
  return [...codes, ...[...(rules ?? '').matchAll(/'([\w-]+)'/g)].map(([, rule]) => rule)];
}

/** What the commands of a section print. */
function printedIn(text: string): string {
  return [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, transcript]) => transcript).join('');
}

it('has a section for each code, and a code for each section', () => {
  const codes = codesOfSource();
  expect(codes.length).toBeGreaterThan(70);
  expect(SECTIONS.map(({ code }) => code).sort()).toEqual([...new Set(codes)].sort());
});

it('has all codes on the page that lists them', () => {
  const text = readFileSync(join(ROOT, 'src/manual/reference-messages.md'), 'utf8');
  const listed = [...text.matchAll(/\[([\w-]+)\]\(diagnostics\/[\w-]+\.md#\1\)/g)].map(([, code]) => code);
  expect(listed.sort()).toEqual(SECTIONS.map(({ code }) => code).sort());
});

// Nothing is known that would show it.
describe.each(SECTIONS.filter(({ code }) => code !== 'internal-error'))('$code', ({ code, text }) => {
  it('is shown by its example, alone', () => {
    const shown = [...printedIn(text).matchAll(/\[([a-z]+(?:-[a-z]+)*)\]$/gm)].map(([, each]) => each);
    expect([...new Set(shown)]).toEqual([code]);
  });

  it('says what to do', () => {
    expect(text).toMatch(/^\*\*Remedy\.\*\* [A-Z`]/m);
  });
});

it('is shown by the help', () => {
  const { code, stdout } = pinlitmus(['help', 'unknown-register']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^## unknown-register\n/);
  expect(stdout).toContain('exists (1:r1=1)');
  expect(pinlitmus(['help', 'unknown-registr']).stderr).toContain("did you mean 'unknown-register'?");
});

it('is what the code of a message links to, on a terminal that knows links', (context) => {
  needing('script')(context);
  const cwd = directory({
    'a.litmus': 'C a\n{}\nP0(int *x) { int r0 = READ_ONCE(*x); }\nexists (0:r1=1)\n',
  });
  const shown = (links: string): string =>
    shownBy(`'${process.execPath}' '${BIN}' check a.litmus`, { FORCE_HYPERLINK: links }, { cwd });
  // ESC ] 8 ; ; URL ESC \\ text ESC ] 8 ; ; ESC \\
  const [, url, text] = shown('1')
    .split('\u001b')
    .flatMap((part, index, parts) =>
      part.startsWith(']8;;file:') ? ['', part.slice(4), parts[index + 1].slice(1)] : [],
    );
  expect(text).toBe('unknown-register');
  const { host, pathname, hash } = new URL(url);
  // As a URL writes the name: no name at all for localhost, an address for one of digits.
  expect([host, hash]).toEqual([new URL(`file://${hostname()}/`).host, '#unknown-register']);
  expect(readFileSync(decodeURIComponent(pathname), 'utf8')).toMatch(/^## unknown-register$/m);
  expect(shown('0')).not.toContain('\u001b]8;;');
  // What a test is called is no way to make a link.
  expect(pinlitmus(['check', 'a.litmus'], { cwd }).stdout).not.toContain('\u001b');
});
