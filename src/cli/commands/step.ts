/** The command line of `pinlitmus step`; what it does is loaded when it is called for (run-step.ts). */
import type { Command } from 'commander';
import { armv8 } from '../../models/armv8.js';
import { MACHINES } from '../../models/index.js';
import { addConfigOptions, type ConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { atomicsOption, parseCount, parseModel } from '../options.js';

/** The options as commander hands them over. */
export interface StepOptions extends ConfigOptions {
  readonly model?: string;
  readonly atomics: 'lse' | 'llsc';
  readonly seed: number;
  readonly plain?: boolean;
}

const HELP = `
On a terminal it fills the screen; h there shows the keys. Otherwise, or
with --plain, commands are read from standard input, one a line:

  a number, u(ndo), r(andom) [n], w(itness) [n], s(c), b(ack), p(rint), h(elp),
  q(uit)

Examples:
  pinlitmus step barrier.litmus                 choose by number
  pinlitmus step --model tso barrier.litmus     on another model
  printf 'w\\nu\\n' | pinlitmus step barrier.litmus
                                   along the witness to its end, and back one

Exit codes:
  0  stepped through, to wherever
  2  wrong usage, or an internal error
  3  a file that cannot be read, parsed or understood, or asks for what is not
     supported
  4  no such file
  5  what the model cannot step through, or not begin within ten seconds
`;

/** Adds the command. */
export function addStep(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('step')
    .description('run a test on a model, one step at a time')
    .argument('<file>', 'the test')
    .option(
      '-m, --model <name>',
      `one of ${MACHINES.map(({ name }) => name).join(', ')} (default: ${armv8.name} for C, for assembly its own)`,
      parseModel,
    )
    .addOption(atomicsOption())
    .option('--seed <n>', 'what random steps come from', parseCount, 1)
    .option('--plain', 'lines in and lines out, on a terminal too');
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (path: string, options: StepOptions) => {
      const { runStep } = await import('./run-step.js');
      finish(await runStep(path, options, context));
    });
}
