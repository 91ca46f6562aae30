/** The command line of `pinlitmus config`; what it does is loaded when it is called for (run-config.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import { addConfigOptions, type ConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { addCatOptions, addSearchOptions, type CatOptions, type SearchOptions } from '../options.js';
import { totalTimeoutOption } from '../selection-options.js';

/** The options as commander hands them over. */
export interface ShowConfigOptions extends SearchOptions, CatOptions, ConfigOptions {
  readonly reporter: 'pretty' | 'json';
}

const HELP = `
The configuration is the nearest pinlitmus.config.json, .js or .mjs in the
working directory or above it. Options of check that are given here count as
they would there.

Examples:
  pinlitmus config                       what a check would run with
  pinlitmus config litmus/slow/a.litmus  and what holds for a file
  pinlitmus config --timeout 5           with an option in place
  pinlitmus config --reporter json

Exit codes:
  0  the configuration is printed
  2  wrong usage, a configuration with a mistake, or an internal error
`;

/** Adds the command. */
export function addConfig(program: Command, context: CommandContext): void {
  const command = program
    .command('config')
    .description('print what is configured, and where each value comes from')
    .argument('[files...]', 'files to print the settings of')
    .addOption(
      new Option('-r, --reporter <name>', 'form of the list').choices(['pretty', 'json']).default('pretty'),
    )
    .option('--require-expectations', 'as check has it');
  addCatOptions(addSearchOptions(command, MODELS));
  addConfigOptions(command.addOption(totalTimeoutOption()))
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: ShowConfigOptions) => {
      const { runConfig } = await import('./run-config.js');
      runConfig(files, options, command, context);
    });
}
