/** The command lines of `pinlitmus models` and `pinlitmus primitives`; run-lists.ts is loaded when they are called for. */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import type { CommandContext } from '../context.js';
import { parseModels } from '../options.js';

/** The options of `primitives` as commander hands them over. */
export interface PrimitivesOptions {
  readonly model?: readonly string[];
  readonly reporter: 'pretty' | 'json';
}

const HELP = `
A pattern is a name, a part of names, or with * and ? a whole name.

Examples:
  pinlitmus primitives                     all of them
  pinlitmus primitives 'spin_*' mutex      those of spinlocks and of mutexes
  pinlitmus primitives --model lkmm folio  what they are to the kernel's model
`;

/** Adds the commands. */
export function addLists(program: Command, context: CommandContext): void {
  program
    .command('models')
    .description('list the memory models')
    .action(async () => {
      const { runModels } = await import('./run-lists.js');
      runModels(context);
    });
  program
    .command('primitives')
    .description('list the kernel primitives, and what each becomes on each model')
    .argument('[patterns...]', 'the names to list')
    .option(
      '-m, --model <list>',
      `columns for any of ${MODELS.map(({ name }) => name).join(', ')} (default: the machines)`,
      (text, previous: readonly string[] | undefined) => parseModels(text, previous, MODELS),
    )
    .addOption(
      new Option('-r, --reporter <name>', 'form of the list').choices(['pretty', 'json']).default('pretty'),
    )
    .addHelpText('after', HELP)
    .action(async (patterns: readonly string[], options: PrimitivesOptions) => {
      const { runPrimitives } = await import('./run-lists.js');
      runPrimitives(patterns, options, context);
    });
}
