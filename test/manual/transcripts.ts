/**
 * Documents that tell the truth: every ```console block is run anew, in order and in a directory of the document's own,
 * and must print what the document says it prints. Times and numbers of states may differ, for machines do and
 * reductions change. A block with a title, ```c title=name.litmus or ```json title=directory/name.json, is a file that
 * the commands after it find.
 *
 *   PINLITMUS_PROMOTE=1 npx vitest run test/readme.test.ts      writes what is printed now into the documents
 *   PINLITMUS_PROMOTE=1 npx vitest run test/readme.test.ts -t reference-models      into one of them
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { BIN, directory, timeless } from '../cli/command.js';

export const ROOT = join(import.meta.dirname, '../..');

const BLOCK = /^```(console|\w+ title=(\S+))\n([\s\S]*?)^```$/gm;

/** What a user sees of a command, both streams as they come. */
function run(command: string, cwd: string): string {
  const env = { ...process.env, PATH: `${join(cwd, '.bin')}:${process.env.PATH}` };
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

/** The document with every output as it is now. */
function rerun(text: string): string {
  const cwd = workplace();
  return text.replace(BLOCK, (block, kind: string, title: string | undefined, body: string) => {
    if (title !== undefined) {
      mkdirSync(dirname(join(cwd, title)), { recursive: true });
      writeFileSync(join(cwd, title), body);
      return block;
    }
    const commands = body.split('\n').filter((line) => line.startsWith('$ '));
    const transcript = commands.map((line) => `${line}\n${run(line.slice(2), cwd)}`).join('');
    const now = `\`\`\`${kind}\n${transcript}\`\`\``;
    // Nothing is written anew for other times.
    return timeless(now) === timeless(block) ? block : now;
  });
}

/** Holds that a document, by its path from the root, prints what it says; or writes what is printed now into it. */
export function expectTranscripts(path: string): void {
  const file = join(ROOT, path);
  const text = readFileSync(file, 'utf8');
  const now = rerun(text);
  if (process.env.PINLITMUS_PROMOTE) writeFileSync(file, now);
  else expect(timeless(now)).toBe(timeless(text));
}

/** The text of the first block of a document that has this title. */
export function titledBlock(path: string, title: string): string {
  for (const [, , found, body] of readFileSync(join(ROOT, path), 'utf8').matchAll(BLOCK)) {
    if (found === title) return body;
  }
  throw new Error(`${path} has no ${title}`);
}
