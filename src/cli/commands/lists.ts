/** The command lines of `pinlitmus models` and `pinlitmus primitives`; run-lists.ts is loaded when they are called for. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

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
    .action(async () => {
      const { runPrimitives } = await import('./run-lists.js');
      runPrimitives(context);
    });
}
