/**
 * The command line, from its arguments to an exit code. A check of one small file should cost little more than starting
 * node, so what it does not need is loaded when it is called for; and what it needs is not, since every file of its own
 * costs a millisecond.
 */
import { Command, CommanderError, Option } from 'commander';
import { crashOf } from '../check/check-source.js';
import { bugText, reportedLines } from '../report/check/not-run.js';
import { REPORTERS } from '../report/index.js';
import { joinLines } from '../report/text/layout.js';
import { visible } from '../text/visible.js';
import { addBarriers } from './commands/barriers.js';
import { check } from './commands/check.js';
import { addExplain } from './commands/explain.js';
import { addPrint } from './commands/print.js';
import { addStep } from './commands/step.js';
import { EXIT, EXIT_HELP, type ExitCode } from './exit.js';
import { isShortage, systemReason, UsageError } from './failure.js';
import { columnsOf, print, type Streams, say } from './io/streams.js';
import { addSearchOptions, type CheckOptions, parseCount, parseShard } from './options.js';
import { version } from './version.js';

const CHECK_HELP = `
Examples:
  pinlitmus check barrier.litmus        one test, in full
  pinlitmus check litmus                all tests below a directory
  pinlitmus check --model armv8 'litmus/**/mp*.litmus'
  pinlitmus check --reporter json litmus > report.json
  pinlitmus check --shard 2/5 litmus    the second fifth of a large run
  pinlitmus check --update litmus       write the verdicts into the files
  generate | pinlitmus check -          a test from standard input

${EXIT_HELP}
`;

const MERGE_HELP = `
The tests are sorted by file, the summaries added up, and the exit code is that
of the whole run. The reports must agree on tests that several of them have.

  pinlitmus check --shard 1/2 --reporter json litmus > 1.json
  pinlitmus check --shard 2/2 --reporter json litmus > 2.json
  pinlitmus merge 1.json 2.json > whole.json

${EXIT_HELP}
`;

function commandLine(streams: Streams, finish: (code: ExitCode) => void): Command {
  const program = new Command('pinlitmus')
    .description('Checks litmus tests of lockless kernel code on weak memory models.')
    .version(version(), '-V, --version', 'print the version')
    .exitOverride()
    // What the user typed is quoted there.
    .configureOutput({
      writeOut: (text) => print(streams, text),
      writeErr: (text) => say(streams, text.replace(/\n$/, '')),
    })
    .addHelpText('after', `\n${EXIT_HELP}\n`);
  addCheck(program, streams, finish);
  addExplain(program, streams, finish);
  addBarriers(program, streams, finish);
  addStep(program, streams, finish);
  addPrint(program, streams, finish);
  program
    .command('merge')
    .description('join JSON reports, such as those of the shards of a run, into one')
    .argument('<reports...>', 'what check --reporter json wrote')
    .option('-o, --output-file <path>', 'write the report to a file')
    .addHelpText('after', MERGE_HELP)
    .action(async (paths: readonly string[], { outputFile }: { readonly outputFile?: string }) => {
      const { merge } = await import('./commands/merge.js');
      finish(merge(paths, outputFile, streams));
    });
  program
    .command('models')
    .description('list the memory models')
    .action(async () => {
      const { listModels } = await import('./commands/list.js');
      print(streams, listModels(columnsOf(streams.stdout)));
    });
  program
    .command('primitives')
    .description('list the kernel primitives, and what each becomes on each model')
    .action(async () => {
      const { listPrimitives } = await import('./commands/list.js');
      print(streams, listPrimitives(columnsOf(streams.stdout)));
    });
  return program;
}

function addCheck(program: Command, streams: Streams, finish: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('run litmus tests and compare the verdicts with what they expect')
    .argument('<paths...>', 'files, directories (all *.litmus below), patterns, or - for standard input')
    .addOption(
      new Option('-r, --reporter <name>', 'form of the report')
        .choices(REPORTERS.map(({ name }) => name))
        .default('pretty'),
    )
    .option('-o, --output-file <path>', 'write the report to a file')
    .option('--verdict-only', 'find only the verdicts, as fast as can be: no final states, no deadlocks')
    .option('--shard <i/n>', 'run the i-th of n parts of the tests, chosen by their paths', parseShard)
    .option('-j, --jobs <n>', 'tests to run at a time (default: the cores)', parseCount)
    .option('--require-expectations', 'fail tests that expect nothing')
    .option('-u, --update', 'write or correct the Expect= lines of the files');
  addSearchOptions(command)
    .addHelpText('after', CHECK_HELP)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      finish(await check(paths, options, streams));
    });
}

/** Runs the command that the arguments name and gives its exit code. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let code: ExitCode = EXIT.expected;
  try {
    await commandLine(streams, (result) => {
      code = result;
    }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.unknownCommand') say(streams, 'To check a test: pinlitmus check <path>');
      return error.exitCode === 0 ? EXIT.expected : EXIT.usage;
    }
    const isUsage = error instanceof UsageError;
    say(streams, isUsage ? `error: ${visible(error.message)}` : unforeseen(error, streams));
    return EXIT.usage;
  }
}

/** What went wrong, the test's text to report and the stack for those who ask for it. What the system refuses is no fault of pinlitmus. */
function unforeseen(error: unknown, { environment }: Streams): string {
  if (isShortage(error)) return `error: ${systemReason(error)}`;
  const crash = crashOf(error);
  const stack = environment.PINLITMUS_DEBUG ? [crash.stack] : [];
  return joinLines([`pinlitmus: internal error: ${bugText(crash)}`, ...reportedLines(crash.test), ...stack]);
}
