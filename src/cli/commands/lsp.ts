/** The command line of `pinlitmus lsp`; the server is loaded when it is called for (run-lsp.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import { addConfigOptions, type ConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import { addCatOptions, addSearchOptions, type CatOptions, type SearchOptions } from '../options.js';

/** The options as commander hands them over. */
export interface LspOptions extends SearchOptions, CatOptions, ConfigOptions {}

/** Somebody waits who types: a model that is not done in this time, in seconds, is undecided. */
const TIMEOUT = 5;

const HELP = `
An editor starts it, and speaks to it over standard input and output by the
Language Server Protocol: faults with their fixes while one types, the verdict
of each model above the condition, what a primitive becomes on each port, values
at the end, what a barrier is for, completion, renaming, formatting.

Settings for VS Code, Vim, Neovim and Emacs are in the package, below
src/lsp/editors: pinlitmus help editor, or the manual's howto-editor.md.
`;

/** Adds the command. */
export function addLsp(program: Command, context: CommandContext): void {
  const command = program
    .command('lsp')
    .description('serve an editor, by the Language Server Protocol')
    .addOption(new Option('--stdio', 'speak over standard input and output, as it does anyway'))
    // What some editors say of themselves to every server.
    .addOption(new Option('--clientProcessId <id>').hideHelp());
  addCatOptions(addSearchOptions(command, MODELS, { timeout: TIMEOUT }));
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (options: LspOptions) => {
      const { runLsp } = await import('./run-lsp.js');
      await runLsp(options, context);
    });
}
