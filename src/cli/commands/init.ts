/** The command line of `pinlitmus init`; what it does is loaded when it is called for (run-init.ts). */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';
import { parseCount } from '../options.js';

/** The options as commander hands them over. */
export interface InitOptions {
  readonly ci?: 'github' | 'gitlab' | 'make';
  readonly shards?: number;
  readonly shardTimes?: string;
  readonly outputFile?: string;
  readonly force?: boolean;
}

const HELP = `
Without --ci it writes a configuration, a first case, a workflow that checks all
tests, and editor settings, says what to do next, and leaves alone what is
there.

The file of --ci has a job for each shard, which checks its part of the tests,
and one that merges their reports and ends as a single run would have. It goes
to
  github  .github/workflows/litmus.yml
  gitlab  .gitlab-ci.yml
  make    litmus.mk, for make -j and -f litmus.mk, or to be included
and takes it that pinlitmus is among the dependencies of the repository.

Examples:
  pinlitmus init
  pinlitmus init --ci github --shards 4 litmus
  pinlitmus init --ci make --shards 8 --output-file ci/litmus.mk tests
  pinlitmus init --ci github --shards 4 --shard-times litmus-times.json litmus

Exit codes:
  0  written, or there already where there is no --ci
  2  wrong usage, or the file of --ci is there already
`;

/** Adds the command. */
export function addInit(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('init')
    .description('write what a project begins with, or what a CI system needs to check tests')
    .argument(
      '[paths...]',
      'the directory of tests (default: litmus); with --ci files, directories and patterns, as the jobs are to name them (default: those of the configuration, or all)',
    )
    .addOption(
      new Option('--ci <system>', 'write a file for several machines or jobs').choices([
        'github',
        'gitlab',
        'make',
      ]),
    )
    .option('--shards <n>', 'how many machines, or jobs of make (default: 4)', parseCount)
    .option(
      '--shard-times <report>',
      'a JSON report in the repository, whose times make the parts equally long',
    )
    .option('-o, --output-file <path>', 'write to another file')
    .option('--force', 'write over a file that is there')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: InitOptions) => {
      const { runInit } = await import('./run-init.js');
      finish(runInit(paths, options, context));
    });
}
