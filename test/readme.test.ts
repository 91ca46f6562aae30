/**
 * The README tells the truth: every ```console block is run anew, in order and in one directory, and must print what
 * the README says it prints. Times and numbers of states may differ, for machines do and reductions change. A block
 * with a title, ```c title=name.litmus or ```json title=directory/name.json, is a file that the commands after it find.
 *
 *   PINLITMUS_PROMOTE=1 npx vitest run test/readme.test.ts      writes what is printed now into the README
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BIN, directory, timeless } from './cli/command.js';

const ROOT = join(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');
const BLOCK = /^```(console|(?:c|cat|js|json) title=(\S+))\n([\s\S]*?)^```$/gm;

/** What a user sees of a command, both streams as they come. */
function run(command: string, cwd: string): string {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env;
  const env = { ...environment, PATH: `${join(cwd, '.bin')}:${environment.PATH}` };
  return spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd, env, encoding: 'utf8' }).stdout;
}

/** A directory with the cases of the library, and the command on the path. */
function workplace(): string {
  const cwd = directory();
  symlinkSync(join(ROOT, 'litmus'), join(cwd, 'litmus'));
  mkdirSync(join(cwd, '.bin'));
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(ROOT, join(cwd, 'node_modules/pinlitmus'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`;
  writeFileSync(join(cwd, '.bin', 'pinlitmus'), script, { mode: 0o755 });
  return cwd;
}

/** The README with every output as it is now. */
function rerun(text: string): string {
  const cwd = workplace();
  return text.replace(BLOCK, (block, kind: string, title: string | undefined, body: string) => {
    if (title !== undefined) {
      writeFileSync(join(cwd, title), body);
      return block;
    }
    const commands = body.split('\n').filter((line) => line.startsWith('$ '));
    const transcript = commands.map((line) => `${line}\n${run(line.slice(2), cwd)}`).join('');
    return `\`\`\`${kind}\n${transcript}\`\`\``;
  });
}

it('prints what the README says', { timeout: 180_000 }, () => {
  const text = readFileSync(README, 'utf8');
  const now = rerun(text);
  if (process.env.PINLITMUS_PROMOTE) writeFileSync(README, now);
  else expect(timeless(now)).toBe(timeless(text));
});

it('names commands and files that exist', () => {
  const text = readFileSync(README, 'utf8');
  expect(text).toMatch(/^npm ci && npx pinlitmus check litmus$/m);
  expect(text).toMatch(/^npm ci && npm test$/m);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const [, script] of text.matchAll(/npm run ([a-z]+)/g)) expect(scripts).toHaveProperty(script);
  for (const [, path] of text.matchAll(/`((?:src|litmus|test|bin|scripts)\/[\w./+-]+)`/g))
    expect(existsSync(join(ROOT, path)), path).toBe(true);
});
