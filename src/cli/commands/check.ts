/** The command line of `pinlitmus check`. What it does (run-check.ts) is part of every start, and loaded with it. */
import type { Command } from 'commander';
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
  type ReportOptions,
  type SearchOptions,
} from '../options.js';
import { addEndOptions, addSelectionOptions } from '../selection-options.js';
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
  readonly update?: boolean;
  readonly requireExpectations?: boolean;
  readonly watch?: boolean;
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
  pinlitmus check --update litmus       write the verdicts into the files
  generate | pinlitmus check -          a test from standard input

The configuration is explained in the README and by pinlitmus config.

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
    .option('--require-expectations', 'fail tests that expect nothing')
    .option('--watch', 'go on, and run again what changes and what is not as expected')
    .option('-u, --update', 'write or correct the Expect= lines of the files');
  addCacheOptions(addEndOptions(command));
  addSelectionOptions(command)
    .option('--last-failed', 'tests alone that were not as expected when they were run last from here')
    .option('--shard <i/n>', 'run the i-th of n parts of the tests, chosen by their paths', parseShard);
  addCatOptions(addSearchOptions(command, MODELS));
  addReportOptions(command, 'check', context);
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const run = options.watch ? runWatch : runCheck;
      finish(await run(paths, options, context));
    });
}
