/** The command line of `pinlitmus name`; what it does is loaded when it is called for (run-name.ts). */
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { PATHS } from '../options.js';

const HELP = `
The shape is found from the threads and the condition alone: what the file, its
threads and its locations are called plays no part. A test that is more than one
cycle, or none, is said to be so, and why.

Examples:
  pinlitmus name mine.litmus
  pinlitmus name tests

Exit codes:
  0  every test was looked at, whatever it is
  2  wrong usage, or an internal error
  3  a file that cannot be read, parsed or understood
  4  no such file
`;

/** Adds the command. */
export function addName(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('name')
    .description('say which shape a test is: MP+wmb+addr')
    .argument('<paths...>', PATHS)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[]) => {
      const { runName } = await import('./run-name.js');
      finish(await runName(paths, context));
    });
}
