/** The command line of `pinlitmus compare`; what it does is loaded when it is called for (run-compare.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import {
  addCatOptions,
  addSearchOptions,
  type CatOptions,
  parseCount,
  type SearchOptions,
} from '../options.js';

/** The options as commander hands them over. */
export interface CompareOptions extends SearchOptions, CatOptions {
  readonly reporter: 'pretty' | 'json';
  readonly outputFile?: string;
  readonly jobs?: number;
}

const HELP = `
With files it compares reports (check --reporter json or jsonl) and logs of
herd7, in any mixture: A is what was, B is what is. --model then names the model
to compare, where it is one of several. With --model a,b, or one model and
--cat, it runs the tests on both, and compares what the second has with the
first.

It says which tests changed their verdict, which final states came and went, and
which tests only one of the two has, by the kind of change, with the smallest
test of each and the command that explains it. What is equal is not told of.

Examples:
  pinlitmus compare old.json new.json
  pinlitmus compare herd.log new.json
  pinlitmus compare --model tso,armv8 litmus
  pinlitmus compare --model lkmm --cat mine.cat litmus

Exit codes:
  0  nothing differs
  1  something does
  2  wrong usage, or an internal error
  3  a file that cannot be read, or of two models a malformed test
  4  no test found
  5  of two models, something undecided within the limits
`;

/** Adds the command. */
export function addCompare(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('compare')
    .description('say what differs between two reports, two logs of herd7, or two models')
    .argument(
      '<paths...>',
      'two reports, logs, or directories of --cache-dir; with two models files, directories and patterns of tests',
    )
    .addOption(
      new Option('-r, --reporter <name>', 'form of the answer').choices(['pretty', 'json']).default('pretty'),
    )
    .option('-o, --output-file <path>', 'write the answer to a file')
    .option('-j, --jobs <n>', 'tests to run at a time (default: the cores)', parseCount);
  addCatOptions(addSearchOptions(command, MODELS))
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: CompareOptions) => {
      const { runCompare } = await import('./run-compare.js');
      finish(await runCompare(paths, options, context));
    });
}
