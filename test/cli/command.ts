/** Runs the built command in a directory of its own, as a user would. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const BIN = fileURLToPath(new URL('../../bin/pinlitmus.js', import.meta.url));

/** What the user sees. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh directory with these files in it; it goes when the test ends. */
export function directory(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'pinlitmus-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Runs `pinlitmus` with these arguments. */
export function pinlitmus(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly input?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Outcome {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? directory(),
    input: options.input ?? '',
    env: { ...environment, ...options.env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** A report without what may vary: times, and the numbers of states, which every reduction changes. */
export function timeless(text: string): string {
  return text
    .replace(/ +[\d,]+ states?( +)\d+(\.\d+)? m?s$/gm, '   N states   N ms')
    .replace(/in \d+(\.\d+)? m?s$/gm, 'in N ms')
    .replace(/"(timeMs|explored)": [\d.]+/g, '"$1": 0');
}
