/**
 * The command line, from its arguments to an exit code. A check of one small file should cost little more than starting
 * node, so what it does not need is loaded when it is called for; and what it needs is not, since every file of its own
 * costs a millisecond.
 */
import { Command, CommanderError, Help } from 'commander';
import { crashOf } from '../check/empty-result.js';
import { REPORTERS } from '../report/index.js';
import type { ReporterEntry } from '../report/reporter.js';
import { bugText, reportedLines } from '../report/text/diagnostic-lines.js';
import { joinLines } from '../report/text/layout.js';
import { visible } from '../text/visible.js';
import { addBarriers } from './commands/barriers.js';
import { addCache } from './commands/cache.js';
import { addCheck } from './commands/check.js';
import { addCompare } from './commands/compare.js';
import { addCompile } from './commands/compile.js';
import { addConfig } from './commands/config.js';
import { addExplain } from './commands/explain.js';
import { addFmt } from './commands/fmt.js';
import { addGenerate } from './commands/generate.js';
import { addHelp } from './commands/help.js';
import { addInit } from './commands/init.js';
import { addLists } from './commands/lists.js';
import { addLsp } from './commands/lsp.js';
import { addMerge } from './commands/merge.js';
import { addName } from './commands/name.js';
import { addNew } from './commands/new.js';
import { addPlayground } from './commands/playground.js';
import { addPrint } from './commands/print.js';
import { addCompletion } from './commands/shell-completion.js';
import { addStep } from './commands/step.js';
import { configFileOf } from './config/find-config.js';
import type { CommandContext } from './context.js';
import { EXIT, EXIT_HELP, type ExitCode } from './exit.js';
import { AlreadySaid, isShortage, systemReason, UsageError } from './failure.js';
import { columnsOf, print, type Streams, say } from './io/streams.js';
import { withEmptyWords } from './options.js';
import { version } from './version.js';

/** The command tree; `finish` is told the exit code of the command that is run. */
export function commandLine(given: CommandContext, finish: (code: ExitCode) => void): Command {
  let { environment } = given.streams;
  const streams: Streams = Object.create(given.streams, { environment: { get: () => environment } });
  const context = { ...given, streams };
  const program = new Command('pinlitmus')
    .description('Checks litmus tests of lockless kernel code on weak memory models.')
    .version(version(), '-V, --version', 'print the version')
    .option('--color', 'colours, wherever the output goes')
    .option('--no-color', 'no colours (NO_COLOR, FORCE_COLOR, CLICOLOR and CLICOLOR_FORCE are obeyed too)')
    .hook('preAction', (main) => {
      const { color } = main.opts<{ color?: boolean }>();
      const isAsked = main.getOptionValueSource('color') === 'cli';
      if (isAsked) environment = { ...environment, FORCE_COLOR: color ? '1' : '0' };
    })
    .hook('preAction', async (_main, command) => {
      const file = configFileOf(command);
      if (file !== null) await (await import('./config/configure.js')).configure(command, file, streams);
    })
    .exitOverride()
    .configureHelp({ formatItem: itemOfHelp })
    // What the user typed is quoted there.
    .configureOutput({
      writeOut: (text) => print(streams, text),
      getOutHelpWidth: () => columnsOf(streams.stdout),
      writeErr: (text) => say(streams, text.replace(/\n$/, '')),
    })
    .addHelpText('after', `\n${EXIT_HELP}\n`);
  addCheck(program, context, finish);
  addExplain(program, context, finish);
  addBarriers(program, context, finish);
  addStep(program, context, finish);
  addPlayground(program, context, finish);
  addPrint(program, context, finish);
  addFmt(program, context, finish);
  addCompile(program, context, finish);
  addMerge(program, context, finish);
  addCompare(program, context, finish);
  addNew(program, context, finish);
  addGenerate(program, context, finish);
  addName(program, context, finish);
  addInit(program, context, finish);
  addConfig(program, context);
  addCache(program, context);
  addLists(program, context);
  addLsp(program, context);
  addCompletion(program, context);
  addHelp(program, context);
  return program;
}

/** Fewer columns than these hold no description beside its term. */
const LEAST = 40;

/** An option or a command in a help: beside each other, or on a narrow terminal the one below the other. */
function itemOfHelp(term: string, termWidth: number, description: string, helper: Help): string {
  const { helpWidth = 80 } = helper;
  if (description === '' || helpWidth - termWidth - 4 >= LEAST)
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  const lines = helper.boxWrap(description, Math.max(helpWidth - 6, 20)).split('\n');
  return [`  ${term}`, ...lines.map((line) => `      ${line}`)].join('\n');
}

/** Runs the command that the arguments name and gives its exit code. */
export async function run(
  args: readonly string[],
  streams: Streams,
  reporters: readonly ReporterEntry[] = REPORTERS,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.expected;
  try {
    await commandLine({ streams, reporters }, (result) => {
      code = result;
    }).parseAsync(withEmptyWords(args), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.unknownCommand') say(streams, 'To check a test: pinlitmus check <path>');
      return error.exitCode === 0 ? EXIT.expected : EXIT.usage;
    }
    if (error instanceof AlreadySaid) return error.code;
    const isUsage = error instanceof UsageError;
    say(streams, isUsage ? `error: ${visible(error.message)}` : unforeseen(error, streams));
    return EXIT.usage;
  }
}

/**
 * An unexpected error: its message, the test's text to report, and the stack where the environment asks for it. An error of
 * the system is no bug of pinlitmus.
 */
function unforeseen(error: unknown, { environment }: Streams): string {
  if (isShortage(error)) return `error: ${systemReason(error)}`;
  const crash = crashOf(error);
  const stack = environment.PINLITMUS_DEBUG ? [crash.stack] : [];
  return joinLines([`pinlitmus: internal error: ${bugText(crash)}`, ...reportedLines(crash.test), ...stack]);
}
