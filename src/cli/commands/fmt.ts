/** The command line of `pinlitmus fmt`; what it does is loaded when it is called for (run-fmt.ts). */
import type { Command } from 'commander';
import { addConfigOptions, type ConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { PATHS } from '../options.js';

/** The options as commander hands them over. */
export interface FmtOptions extends ConfigOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly write?: boolean;
}

const HELP = `
Only blanks, line breaks and the order of the header's lines change: comments,
empty lines, the spelling of numbers and macros stay, and the test is the same.
C is laid out in the kernel's style, assembly in aligned columns. What is laid
out once stays as it is. A text of which no layout reads the same, or that is in
a language that pinlitmus does not read, is left alone, and said so.

Examples:
  pinlitmus fmt barrier.litmus          print it, laid out
  pinlitmus fmt --write litmus          lay out all tests below a directory
  pinlitmus fmt --check litmus          for CI: list what would change
  pinlitmus fmt --diff barrier.litmus   show what would change
  generate | pinlitmus fmt -

Exit codes; the worst one wins, in the order 2, 3, 1, 4:
  0  everything is laid out
  1  with --check: some file would change
  2  wrong usage, a file that cannot be written, or an internal error
  3  a file that cannot be read or parsed; the others are laid out
  4  no such file, or no test in a language that pinlitmus reads
`;

/** Adds the command. */
export function addFmt(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('fmt')
    .description('lay out tests in one style, comments and all')
    .argument('<paths...>', PATHS)
    .option('--check', 'list the files that would change, and fail if there are any')
    .option('--diff', 'show what would change, as a patch')
    .option('--write', 'write the files');
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: FmtOptions) => {
      const { runFmt } = await import('./run-fmt.js');
      finish(await runFmt(paths, options, context));
    });
}
