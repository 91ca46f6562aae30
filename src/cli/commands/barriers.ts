/** The command line of `pinlitmus barriers`; what it does is loaded when it is called for (run-barriers.ts). */
import { type Command, InvalidArgumentError } from 'commander';
import { COST } from '../../kernel/cost.js';
import { MODELS } from '../../models/index.js';
import { addConfigOptions } from '../config/find-config.js';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import type { SelectionOptions } from '../io/selection.js';
import {
  addCatOptions,
  addReportOptions,
  addSearchOptions,
  type CatOptions,
  PATHS_OR_CONFIGURED,
  parseCount,
  type ReportOptions,
  type SearchOptions,
} from '../options.js';
import { addSelectionOptions } from '../selection-options.js';

/** The options as commander hands them over. */
export interface BarriersOptions extends SearchOptions, ReportOptions, CatOptions, SelectionOptions {
  readonly maxSearches: number;
  readonly check?: boolean;
  readonly write?: boolean;
  readonly writeTo?: string;
  /** Counts from 1. */
  readonly choose: number;
}

/** The default number of searches for the advice on one file: some seconds of work on tests of a usual size. */
const SEARCHES = 2000;

const HELP = `
Each barrier, and each access with an ordering of its own, is taken away or
written weaker, and the test is checked again. Where a model allows the
condition's state, the cheapest changes that forbid it are shown as patches.
SC, on which no barrier is needed, has a column only when --model asks for it.

Cheapest is by the sum of
  0  nothing, or a dependency that exists
  ${COST.annotation}  smp_store_release(), smp_load_acquire(), _acquire, _release;
     STLR, LDAR; .aq, .rl, FENCE rw,w and r,rw
  ${COST.half}  smp_wmb(), smp_rmb(); DMB ISHST, DMB ISHLD; FENCE w,w and r,r
  ${COST.atomic}  smp_mb__before_atomic(), smp_mb__after_atomic(),
     smp_mb__after_spinlock(), a fully ordered atomic
  ${COST.full}  smp_mb(); DMB ISH; MFENCE; FENCE rw,rw
and what replaces a barrier costs what it adds. A lock is dearer than all of
these, and never proposed: it is another algorithm.

Examples:
  pinlitmus barriers barrier.litmus          what each barrier is for
  pinlitmus barriers --model armv8,riscv barrier.litmus
  pinlitmus barriers --write --choose 2 mp.litmus
                                             apply the second alternative
  pinlitmus barriers --write-to fixed.litmus mp.litmus
  pinlitmus barriers --check litmus          for CI: fail on barriers that are
                                             redundant on every model
  pinlitmus barriers --cat mine.cat mp.litmus
  pinlitmus barriers --reporter json litmus > barriers.json

Exit codes; the worst one wins, in the order 2, 3, 1, 5, 4:
  0  audited, whatever is found
  1  with --check: some barrier is redundant on every model; with --write: there
     is no alternative to write
  2  wrong usage, a file that cannot be written, or an internal error
  3  a file that cannot be read, parsed or understood, or asks for what is not
     supported
  4  no test found
  5  something undecided within the limits
`;

/** Adds the command. */
export function addBarriers(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('barriers')
    .description('say what each barrier is for, and which barriers are missing')
    .argument('[paths...]', PATHS_OR_CONFIGURED)
    .optionsGroup('Audit:')
    .option('--check', 'list barriers that are redundant on every model, and fail if there are any')
    .option('--write', 'apply an alternative of the advice to the file, and correct its Expect= line')
    .option('--write-to <path>', 'apply it to a copy')
    .option('--choose <n>', 'the alternative to apply', parseChoice, 1)
    .option('--max-searches <n>', 'stop looking for advice on a file after so many', parseCount, SEARCHES);
  addCatOptions(addSearchOptions(addSelectionOptions(command), MODELS));
  addReportOptions(command, 'barriers', context);
  addConfigOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: BarriersOptions) => {
      const { runBarriers } = await import('./run-barriers.js');
      finish(await runBarriers(paths, options, context));
    });
}

function parseChoice(text: string): number {
  const choice = /^[1-3]$/.test(text) ? Number(text) : null;
  if (choice === null) throw new InvalidArgumentError('It takes 1, 2 or 3.');
  return choice;
}
