/** The command line of `pinlitmus check`. What it does (run-check.ts) is part of every start, and loaded with it. */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import { addCacheOptions, type CacheOptions } from '../cache-options.js';
import { addConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { EXIT_HELP, type ExitCode } from '../exit.js';
import type { EndOptions } from '../io/run-end.js';
import type { SelectionOptions } from '../io/selection.js';
import {
  addCatOptions,
  addReportOptions,
  addSearchOptions,
  type CatOptions,
  PATHS_OR_CONFIGURED,
  parseCount,
  parseShard,
  parseWord,
  type ReportOptions,
  type SearchOptions,
} from '../options.js';
import { addEndOptions, addSelectionOptions } from '../selection-options.js';
import type { StatesMode } from './keep-states.js';
import { runCheck } from './run-check.js';
import { runWatch } from './run-watch.js';

/** The options as commander hands them over. */
export interface CheckOptions
  extends SearchOptions,
    ReportOptions,
    CatOptions,
    SelectionOptions,
    EndOptions,
    CacheOptions {
  readonly jobs?: number;
  readonly verdictOnly?: boolean;
  readonly engine: 'window' | 'axioms';
  readonly update?: 'all' | 'missing';
  readonly dryRun?: boolean;
  readonly states?: StatesMode;
  readonly against?: readonly string[];
  readonly requireExpectations?: boolean;
  readonly watch?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** True for the usual number. */
  readonly slowest?: number | true;
  /** Whether a test may ask for what pinlitmus does not do. */
  readonly unsupported: boolean;
}

const HELP = `
Examples:
  pinlitmus check barrier.litmus        one test, in full
  pinlitmus check litmus                all tests below a directory
  pinlitmus check                       what is configured, or all below here
  pinlitmus check --changed main        what a branch changes
  pinlitmus check -t 'MP|SB' --bail     some, until one fails
  pinlitmus check --model armv8 'litmus/**/mp*.litmus'
  pinlitmus check --reporter json litmus > report.json
  pinlitmus check --shard 2/5 litmus    the second fifth of a large run
  pinlitmus check --model lkmm --cat mine.cat litmus/classics
  pinlitmus check --engine axioms litmus
                                        by the axioms of each machine
  pinlitmus check --update litmus       write the verdicts into the files
  pinlitmus check --states=update litmus
                                        keep all final states beside them
  pinlitmus check --states litmus       and fail where one comes or goes
  pinlitmus check -m lkmm --against herd.log litmus
  generate | pinlitmus check -          a test from standard input

The configuration is explained by "pinlitmus help configuration" and shown by
"pinlitmus config".

${EXIT_HELP}
`;

/** Adds the command. */
export function addCheck(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('run litmus tests and compare the verdicts with what they expect')
    .argument('[paths...]', PATHS_OR_CONFIGURED)
    .optionsGroup('Run:')
    .option('--verdict-only', 'find only the verdicts, as fast as can be: no final states, no deadlocks')
    .option('-j, --jobs <n>', 'tests to run at a time (default: the cores)', parseCount)
    .option('--watch', 'go on, and run again what changes and what is not as expected')
    .option('--no-unsupported', 'count unsupported tests as malformed: another dialect, a refused primitive')
    .optionsGroup('Expectations:')
    .option('--require-expectations', 'fail tests that expect nothing')
    .addOption(
      new Option(
        '-u, --update [which]',
        'write or correct the Expect= lines of the files; =missing: only of tests that expect nothing',
      ).argParser((text) => parseWord(text, 'all', ['missing'])),
    )
    .addOption(
      new Option(
        '--states [which]',
        'compare all final states with those in the file beside each test, NAME.states; =missing: write the files that are not there, =update: all of them, as with --update',
      ).argParser((text) => parseWord(text, 'compare', ['missing', 'update'])),
    )
    .option('--dry-run', 'write nothing, say what would be written, and fail where that is anything')
    .option(
      '--against <file>',
      "compare the final states with those in a log of herd7's, by the tests' names; several times for several logs",
      (path, previous: readonly string[] = []) => [...previous, path],
    );
  addCacheOptions(addEndOptions(command.optionsGroup('Run:')));
  addSelectionOptions(command)
    .option('--last-failed', 'tests alone that were not as expected when they were run last from here')
    .option('--shard <i/n>', 'run the i-th of n parts of the tests, chosen by their paths', parseShard)
    .option(
      '--shard-times <report>',
      'make the parts equally long by the times of a JSON report, or of the cache directory of a run, the same for all',
    );
  addCatOptions(addSearchOptions(command, MODELS)).addOption(
    new Option(
      '--engine <name>',
      'what executes sc, tso, pso, armv8 and riscv: the window machine, or their axioms, for a second opinion',
    )
      .choices(['window', 'axioms'])
      .default('window'),
  );
  addReportOptions(command, 'check', context)
    .addOption(
      new Option('-q, --quiet', 'print failures, undecided and malformed tests, and the sum').conflicts(
        'verbose',
      ),
    )
    .option('--verbose', 'print warnings and plain accesses of each of many tests')
    .option('--slowest [n]', 'name the tests that took longest (default: five)', parseCount);
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const run = options.watch ? runWatch : runCheck;
      finish(await run(paths, options, context));
    });
}
