/** The command line of `pinlitmus playground`; what it does is loaded when it is called for (run-playground.ts). */
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';

/** The options as commander hands them over. */
export interface PlaygroundOptions {
  readonly port: number;
  readonly host: string;
  readonly open?: boolean;
  /** A directory, where the page is written in place of being served. */
  readonly output?: string;
}

const HELP = `
The page has an editor, the verdicts as one types, pictures of executions and
cycles, steps by hand, barriers with patches to apply, and all cases of the
library. Everything runs in the browser: nothing is sent anywhere, and the page
needs no server. Its address always is a link that has the whole test in it, the
models, the state and the step.

Examples:
  pinlitmus playground --open
  pinlitmus playground --open barrier.litmus
  pinlitmus playground --output public

Exit codes:
  0  the page is written, or was served until Ctrl-C
  2  wrong usage, a port that is in use, or an internal error
  3  a file that cannot be read
  4  no such file
`;

/** Adds the command. */
export function addPlayground(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('playground')
    .description('serve a page to write tests in, with verdicts as one types')
    .argument('[file]', 'a test to begin with, or - for standard input')
    .option('--port <n>', 'where the page is served; 0 for any port that is free', parsePort, 7411)
    .option('--host <host>', 'the address to listen at', '127.0.0.1')
    .option('--open', 'open the page in the browser')
    .option('--output <directory>', 'write the page there, as index.html, and serve nothing')
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, options: PlaygroundOptions) => {
      const { runPlayground } = await import('./run-playground.js');
      finish(await runPlayground(path, options, context));
    });
}

function parsePort(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65535)) throw new InvalidArgumentError('It takes a number from 0 to 65535.');
  return number;
}
