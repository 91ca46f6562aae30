/** The command line of `pinlitmus merge`; what it does is loaded when it is called for (run-merge.ts). */
import type { Command } from 'commander';
import { reportersOf } from '../../report/index.js';
import type { CommandContext } from '../context.js';
import { EXIT_HELP, type ExitCode } from '../exit.js';
import { parseReporter, type ReportChoice } from '../io/report-choice.js';
import { aboutEach } from '../options.js';
import type { MergeOptions } from './run-merge.js';

const HELP = `
The tests are sorted by file, the summaries added up, and the exit code is that
of the whole run. The reports must agree on tests that several of them have.
Where one of the shards of a run is missing, its tests count as not run.

  pinlitmus check --shard 1/2 --reporter json=1.json litmus
  pinlitmus check --shard 2/2 --reporter json=2.json litmus
  pinlitmus merge 1.json 2.json > whole.json
  pinlitmus merge --reporter pretty --reporter junit=junit.xml 1.json 2.json

A cache directory stands for the last run with it, and can be joined as well:

  pinlitmus check --shard 1/2 --cache-dir one litmus
  pinlitmus check --shard 2/2 --cache-dir two litmus
  pinlitmus merge one two > whole.json

${EXIT_HELP}
`;

/** Adds the command. */
export function addMerge(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  const entries = reportersOf('check', context.reporters);
  program
    .command('merge')
    .description('join the reports of several runs, such as the shards of one, and write them in any form')
    .argument(
      '<reports...>',
      'what check --reporter json, or jsonl, wrote, or the directory of its --cache-dir',
    )
    .option(
      '-r, --reporter <name[=file]>',
      `form of the report, and where it goes; as often as one likes (default: json): ${aboutEach(entries)}`,
      (text, previous: readonly ReportChoice[] | undefined) => parseReporter(text, previous, entries),
    )
    .option('-o, --output-file <path>', 'write the report to a file')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: MergeOptions) => {
      const { runMerge } = await import('./run-merge.js');
      finish(await runMerge(paths, options, context));
    });
}
