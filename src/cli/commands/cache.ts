/** The command line of `pinlitmus cache`. What it does (run-cache.ts) is small, and loaded with it: a file of its own would cost more. */
import { Argument, type Command } from 'commander';
import { cacheDirOption } from '../cache-options.js';
import type { CommandContext } from '../context.js';
import { runCache } from './run-cache.js';

const HELP = `
What "pinlitmus check" has found about a text is remembered, and not searched
for again by the same build with the same models and limits. What ended for
time or memory is not remembered. A month after its last use a result goes.

  pinlitmus cache             where that is, and how much
  pinlitmus cache clear       forget all of it
`;

/** Adds the command. */
export function addCache(program: Command, context: CommandContext): void {
  program
    .command('cache')
    .description('tell where results are remembered and how many, or forget them')
    .addArgument(new Argument('[action]', 'what to do').choices(['clear']))
    .addOption(cacheDirOption())
    .addHelpText('after', HELP)
    .action((action: 'clear' | undefined, { cacheDir }: { readonly cacheDir?: string }) => {
      runCache(action, cacheDir, context);
    });
}
