/** The command line of `pinlitmus merge`; what it does is loaded when it is called for (run-merge.ts). */
import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT_HELP, type ExitCode } from '../exit.js';

const HELP = `
The tests are sorted by file, the summaries added up, and the exit code is that
of the whole run. The reports must agree on tests that several of them have.

  pinlitmus check --shard 1/2 --reporter json litmus > 1.json
  pinlitmus check --shard 2/2 --reporter json litmus > 2.json
  pinlitmus merge 1.json 2.json > whole.json

${EXIT_HELP}
`;

/** Adds the command. */
export function addMerge(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('merge')
    .description('join JSON reports, such as those of the shards of a run, into one')
    .argument('<reports...>', 'what check --reporter json wrote')
    .option('-o, --output-file <path>', 'write the report to a file')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], { outputFile }: { readonly outputFile?: string }) => {
      const { runMerge } = await import('./run-merge.js');
      finish(runMerge(paths, outputFile, context));
    });
}
