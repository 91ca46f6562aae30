/** The command line of `pinlitmus print`; what it does is loaded when it is called for (run-print.ts). */
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';

const HELP = `
Parentheses are as few as precedence needs, columns are aligned, macros and
ATOMIC_INIT() are expanded, helper functions kept. Comments are not kept, but
for the word of a 'Result:'; the file itself is left as it is. Only the grammar
is looked at: a test that check cannot run may still be printed. What a terminal
would obey in a name or a title, such as an escape sequence, is written out
(\\x1b), wherever the output goes; the test stays the same.

Examples:
  pinlitmus print barrier.litmus
  pinlitmus print barrier.litmus > plain.litmus && herd7 plain.litmus
  generate | pinlitmus print -

Exit codes:
  0  the test is printed
  2  wrong usage, or an internal error
  3  a file that cannot be read or parsed
  4  no such file
`;

/** Adds the command. */
export function addPrint(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('print')
    .description('print a test as it is read: in canonical form, without comments')
    .argument('<file>', 'a file, or - for standard input')
    .addHelpText('after', HELP)
    .action(async (path: string) => {
      const { runPrint } = await import('./run-print.js');
      finish(await runPrint(path, context));
    });
}
