/**
 * What is made of the command tree: the page of the manual that has all commands, and man pages, which the package names.
 *
 *   PINLITMUS_PROMOTE=1 npx vitest run test/manual/man.test.ts      writes the page and the names of man pages anew
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsPage, manPages } from '../../src/cli/manual/man-pages.js';
import { pinlitmus } from '../cli/command.js';
import { needing } from '../cli/programs.js';
import { ROOT } from './transcripts.js';

const PAGES = manPages();
const promoted = process.env.PINLITMUS_PROMOTE !== undefined;

/** The commands that pinlitmus has, by its help. */
function commands(): readonly string[] {
  const { stdout } = pinlitmus(['--help']);
  const list = /^Commands:\n([\s\S]*?)^$/m.exec(stdout)?.[1] ?? '';
  return [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
}

function rendered(name: string): { readonly stdout: string; readonly stderr: string } {
  const args = ['-k', '-man', '-Tutf8', '-ww', '-rLL=80n', join(ROOT, 'dist/man', name)];
  const { stdout, stderr } = spawnSync('groff', args, {
    encoding: 'utf8',
    env: { ...process.env, GROFF_NO_SGR: '1' },
  });
  // What is bold is printed twice, one over the other.
  const [first, ...rest] = stdout.split('\b');
  return { stdout: rest.reduce((text, part) => text.slice(0, -1) + part, first), stderr };
}

describe('the page of all commands', () => {
  const file = join(ROOT, 'src/manual/reference-commands.md');

  it('is what the command tree says', () => {
    const text = commandsPage();
    if (promoted) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('has every command and every option that its help has', () => {
    const names = commands();
    expect(names.length).toBeGreaterThan(10);
    const text = readFileSync(file, 'utf8');
    for (const name of names) {
      const [, section] =
        new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(text) ?? [];
      const { stdout } = pinlitmus([name, '--help']);
      for (const [, long] of stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)) {
        expect(section, `${name} ${long}`).toContain(`${long}`);
      }
    }
  });
});

describe('the man pages', () => {
  it('are named by the package, one a command and one a topic', () => {
    const file = join(ROOT, 'package.json');
    const text = readFileSync(file, 'utf8');
    const names = Object.keys(PAGES)
      .map((name) => `./dist/man/${name}`)
      .sort();
    if (promoted) {
      const { man: _man, ...described } = JSON.parse(text);
      const entries = Object.entries(described).flatMap(([key, value]) =>
        key === 'bin' ? [[key, value] as const, ['man', names] as const] : [[key, value] as const],
      );
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    }
    expect(JSON.parse(readFileSync(file, 'utf8')).man).toEqual(names);
    for (const command of commands()) expect(names).toContain(`./dist/man/pinlitmus-${command}.1`);
    // The commands have pages of their own.
    const topics = readdirSync(join(ROOT, 'src/manual')).filter(
      (name) => /^\w+-.*\.md$/.test(name) && name !== 'reference-commands.md',
    );
    expect(names.filter((name) => name.endsWith('.7'))).toHaveLength(topics.length);
  });

  it('are built', () => {
    for (const [name, text] of Object.entries(PAGES))
      expect(readFileSync(join(ROOT, 'dist/man', name), 'utf8'), name).toBe(text);
  });

  it('give groff nothing to warn of', (context) => {
    needing('groff')(context);
    for (const name of Object.keys(PAGES)) expect([name, rendered(name).stderr]).toEqual([name, '']);
  });

  it('show code as it is, and options that can be copied', (context) => {
    needing('groff')(context);
    expect(rendered('pinlitmus-check.1').stdout).toMatch(/^ +-j, --jobs <n>$/m);
    const { stdout } = rendered('pinlitmus-language.7');
    expect(stdout).toContain('exists (c==4 && !(1:r0==5))');
    expect(stdout).toContain('#define READY (1 << 2)');
    expect(stdout).toMatch(/^NAME\n +pinlitmus-language - The language$/m);
  });
});
