/** The command line of `pinlitmus explain`; what it does is loaded when it is called for (run-explain.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import { GRAPHS } from '../../report/index.js';
import { addConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import type { SelectionOptions } from '../io/selection.js';
import {
  aboutEach,
  addCatOptions,
  addReportOptions,
  addSearchOptions,
  type CatOptions,
  PATHS,
  type ReportOptions,
  type SearchOptions,
} from '../options.js';
import { addSelectionOptions } from '../selection-options.js';

/** The options as commander hands them over. */
export interface ExplainOptions extends SearchOptions, ReportOptions, CatOptions, SelectionOptions {
  /** A proposition in place of the file's own condition. */
  readonly state?: string;
  /** One of the names in GRAPHS. */
  readonly graph?: string;
  /** The same as `outputFile`, as a graph's file is usually asked for. */
  readonly output?: string;
}

const HELP = `
For a state that a model allows: a shortest execution that ends in it, step by
step, and which accesses took effect out of order. For one that it forbids: the
cycle of accesses that every execution would have to go round, each before the
next. The state is what the condition describes, or for forall what refutes it.

Examples:
  pinlitmus explain barrier.litmus
  pinlitmus explain --model armv8,riscv barrier.litmus
  pinlitmus explain --graph html --output barrier.html barrier.litmus
  pinlitmus explain --state '0:r0=0 /\\ 1:r0=0' sb.litmus
  pinlitmus explain --cat mine.cat barrier.litmus

dot and svg show one diagram: of the weakest model that forbids the state, or
else of the first that allows it; --model chooses. html opens on the same, and
shows all, with the source.

Exit codes; the worst one wins, in the order 2, 3, 5, 4:
  0  explained, whatever the answer
  2  wrong usage, or an internal error
  3  a file that cannot be read, parsed or understood, or asks for what is not
     supported
  4  no test found
  5  no answer within the limits
`;

/** Adds the command. */
export function addExplain(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('explain')
    .description('tell how a state comes about, or why it cannot')
    .argument('<paths...>', PATHS)
    .optionsGroup('Question:')
    .option('-s, --state <proposition>', "another state than the condition's, written as in a condition");
  addCatOptions(addSearchOptions(addSelectionOptions(command), MODELS));
  addReportOptions(command, 'explain', context)
    .addOption(
      new Option('--graph <form>', `draw the execution or the cycle: ${aboutEach(GRAPHS)}`)
        .choices(GRAPHS.map(({ name }) => name))
        .conflicts('reporter'),
    )
    .option('--output <path>', 'the same as --output-file');
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: ExplainOptions) => {
      const { runExplain } = await import('./run-explain.js');
      finish(await runExplain(paths, options, context));
    });
}
