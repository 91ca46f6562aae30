/** The command line of `pinlitmus step`; what it does is loaded when it is called for (run-step.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import { EXIT_HELP, type ExitCode } from '../exit.js';
import type { Streams } from '../io/streams.js';
import { parseCount, parseModel } from '../options.js';
import type { StepOptions } from './run-step.js';

const HELP = `
On a terminal the walk fills the screen; h there shows the keys. Otherwise, or
with --plain, commands are read from standard input, one a line:

  a number, u(ndo), r(andom) [n], w(itness) [n], s(c), b(ack), p(rint), h(elp),
  q(uit)

Examples:
  pinlitmus step barrier.litmus                 choose by number
  pinlitmus step --model tso barrier.litmus     on another model
  printf 'w\\nu\\n' | pinlitmus step barrier.litmus
                                   along the witness to its end, and back one

${EXIT_HELP}
`;

/** Adds the command. */
export function addStep(program: Command, streams: Streams, finish: (code: ExitCode) => void): void {
  program
    .command('step')
    .description('walk through the states of a test, a step at a time')
    .argument('<file>', 'the test')
    .option(
      '-m, --model <name>',
      `one of ${MODELS.map(({ name }) => name).join(', ')} (default: armv8 for C, for assembly its own)`,
      parseModel,
    )
    .addOption(
      new Option('--atomics <kind>', 'atomic instructions on Armv8').choices(['lse', 'llsc']).default('lse'),
    )
    .option('--seed <n>', 'what random steps come from', parseCount, 1)
    .option('--plain', 'lines in and lines out, on a terminal too')
    .addHelpText('after', HELP)
    .action(async (path: string, options: StepOptions) => {
      const { walk } = await import('./run-step.js');
      finish(await walk(path, options, streams));
    });
}
