/** The command line of `pinlitmus new`; what it does is loaded when it is called for (run-new.ts). */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { DIALECT_NAMES } from '../options.js';

/** The options as commander hands them over. */
export interface NewOptions {
  readonly dialect: string;
  readonly cycle?: string;
  readonly title?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly list?: boolean;
}

const HELP = `
A name is a shape, and for each thread of two accesses what orders them: mb,
wmb, rmb, rel, acq, addr, data, ctrl, po and what --list shows of the dialect;
with - between the edges of one thread, and s at the end for the same in each.
The kernel's own names (MP+pooncerelease+poacquireonce) and those of diy7 are
read too. The test's head says what each model says of it: it was run.

Examples:
  pinlitmus new SB+mb+rel-acq
  pinlitmus new MP+wmb+addr --dialect AArch64 --output mp.litmus
  pinlitmus new 3.SB+mbs --title 'Three CPUs, each waits for the next'
  pinlitmus new --cycle 'PodWR Fre PodWR Fre'
  pinlitmus new --list IRIW Z6.3

Exit codes:
  0  the test, or the list, is written
  2  wrong usage, no such shape or edge, or a file that is there already
`;

/** Adds the command. */
export function addNew(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('new')
    .description("write a test from a shape's name, such as MP+wmb+addr")
    .argument('[names...]', 'the name of the test; with --list, of the shapes to show')
    .addOption(
      new Option('-d, --dialect <name>', 'what the test is written in').choices(DIALECT_NAMES).default('C'),
    )
    .option('--cycle <edges>', "edges in place of a name, as diy7 writes them: 'PodWR Fre PodWR Fre'")
    .option('--title <text>', 'the title, in place of one made of the name')
    .option('-o, --output <path>', 'write to a file')
    .option('--force', 'write over a file that is there')
    .option('--list', 'show the shapes that have names, and the edges of the dialect')
    .addHelpText('after', HELP)
    .action(async (names: readonly string[], options: NewOptions) => {
      const { runNew } = await import('./run-new.js');
      finish(runNew(names, options, context));
    });
}
