/** The command line of `pinlitmus generate`; what it does is loaded when it is called for (run-generate.ts). */
import { type Command, Option } from 'commander';
import { MODELS } from '../../models/index.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { atomicsOption, DIALECT_NAMES, parseCount, parseModels } from '../options.js';

/** The options as commander hands them over. */
export interface GenerateOptions {
  readonly dialect: string;
  readonly threads: number;
  readonly edges: string;
  readonly size?: number;
  readonly distinguish?: readonly string[];
  readonly atomics: 'lse' | 'llsc';
  readonly jobs?: number;
  readonly limit: number;
  readonly output?: string;
}

const HELP = `
Each cycle comes once, whatever its threads and locations are called, wherever
it begins. A fence stands only between accesses that it orders; an acquire is a
read, a release a write. The order is that of size, then of names.

Examples:
  pinlitmus generate --edges mb,wmb,rmb,rel,acq,addr
  pinlitmus generate --threads 3 --edges mb,rel,acq,po --distinguish lkmm,armv8
  pinlitmus generate --edges wmb,addr,rfi,po --size 6 --output tests
  pinlitmus generate --dialect AArch64 --edges dmb.st,addr,ctrlisb

Exit codes:
  0  every cycle that there is, is listed or written
  2  wrong usage, or no such edge
  5  there are more cycles than --limit, or some are not decided within the
     limits of a search
and 130 after an interruption (Ctrl-C, or SIGTERM), which tells what is known by
then
`;

/** Adds the command. */
export function addGenerate(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('generate')
    .description('list or write all tests that are cycles of some edges')
    .requiredOption('-e, --edges <list>', "edges as in names of tests: mb,rel,addr,po; see 'new --list'")
    .option('--threads <n>', 'threads at most', parseCount, 2)
    .option(
      '--size <n>',
      'edges at most, those between threads counted (default: one within each thread)',
      parseCount,
    )
    .addOption(
      new Option('-d, --dialect <name>', 'what the tests are written in').choices(DIALECT_NAMES).default('C'),
    )
    .option('--distinguish <a,b>', 'keep the cycles on which two models differ', (text) =>
      parseModels(text, undefined, MODELS),
    )
    .addOption(atomicsOption())
    .option('-j, --jobs <n>', 'tests to run at a time (default: the cores)', parseCount)
    .option('--limit <n>', 'end at so many cycles', parseCount, 10_000)
    .option('-o, --output <directory>', 'write the tests, each with what the models say, to a directory')
    .addHelpText('after', HELP)
    .action(async (options: GenerateOptions) => {
      const { runGenerate } = await import('./run-generate.js');
      finish(await runGenerate(options, context));
    });
}
