/** Programs besides node that tests run: a test that needs one which is not there is skipped, and says so. */
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/** Whether a program is there; of script(1), whether it is that of util-linux and can make a terminal. */
function isThere(program: string): boolean {
  const [command, args] =
    program === 'script' ? scriptOf('test -t 1') : ['sh', ['-c', `command -v ${program}`]];
  return spawnSync(command, args, { timeout: 30_000 }).status === 0;
}

/** Skips a test, or in a hook all tests of the hook, where one of the programs is missing. */
export function needing(...programs: readonly string[]): (context: TestContext) => void {
  return ({ skip }) => {
    for (const program of programs) skip(!isThere(program), `${program} is not installed`);
  };
}

/** The words that run a command of the shell on a terminal that script(1) makes. */
export function scriptOf(command: string): [string, string[]] {
  return ['script', ['-qec', command, '/dev/null']];
}

/** What is on a terminal after a command of the shell. */
export function shownBy(
  command: string,
  env: Readonly<Record<string, string>>,
  { cwd, input }: { readonly cwd?: string; readonly input?: string } = {},
): string {
  const [script, args] = scriptOf(command);
  return spawnSync(script, args, {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', ...env },
    timeout: 60_000,
  }).stdout;
}
