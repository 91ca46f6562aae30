/** The command line of `pinlitmus cache`; what it does is loaded when it is called for (run-cache.ts). */
import { Argument, type Command } from 'commander';
import { cacheDirOption } from '../cache-options.js';
import type { CommandContext } from '../context.js';

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
    .action(async (action: 'clear' | undefined, { cacheDir }: { readonly cacheDir?: string }) => {
      const { runCache } = await import('./run-cache.js');
      runCache(action, cacheDir, context);
    });
}
