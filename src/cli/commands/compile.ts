/** The command line of `pinlitmus compile`; what it does is loaded when it is called for (run-compile.ts). */
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../context.js';
import type { ExitCode } from '../exit.js';

/** The options as commander hands them over. */
export interface CompileOptions {
  readonly port?: readonly string[];
  readonly thread?: number;
  readonly output?: string;
}

/** The ports that there are (compile/compile-target.ts). */
const COMPILE_PORTS: readonly string[] = ['x86', 'armv8', 'armv8-llsc', 'riscv', 'power', 'armv7'];
/** What else a port may be called. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['armv8-lse', 'armv8'],
  ['tso', 'x86'],
  ['ppc', 'power'],
  ['arm', 'armv7'],
]);

const HELP = `
The source stands beside the instructions that the kernel's ports make of it,
as many ports as fit, or those of --port. What is written with --output is a
test of the port's own dialect: it asks the same question, and has the same
final states on the machine's model; its comment says which register is which.
Where the instructions order more than C does, a remark says so. What has no
instruction, such as a grace period, is refused.

Examples:
  pinlitmus compile mp.litmus
  pinlitmus compile --port armv8,riscv --thread 1 mp.litmus
  pinlitmus compile --port armv8 --output mp-arm.litmus mp.litmus

Exit codes:
  0  compiled, for every port that was asked for
  2  wrong usage, or an internal error
  3  a file that cannot be read, parsed or understood
  4  no such file, no test in C, or something a port has no instructions for
`;

/** Adds the command. */
export function addCompile(
  program: Command,
  context: CommandContext,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('compile')
    .description('show what each thread of a C test becomes on each machine')
    .argument('<file>', 'a test in C, or - for standard input')
    .option(
      '-p, --port <list>',
      `any of ${COMPILE_PORTS.join(', ')}, separated by commas (default: all)`,
      parsePorts,
    )
    .option('--thread <n>', 'only this thread', parseThread)
    .option('-o, --output <file>', 'write the test in the dialect of the port; - is standard output')
    .addHelpText('after', HELP)
    .action(async (path: string, options: CompileOptions) => {
      const { runCompile } = await import('./run-compile.js');
      finish(await runCompile(path, options, context));
    });
}

function parsePorts(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((each) => {
    const name = each.trim().toLowerCase();
    return ALIASES.get(name) ?? name;
  });
  const unknown = names.find((name) => !COMPILE_PORTS.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no port '${unknown}': it takes any of ${COMPILE_PORTS.join(', ')}.`,
    );
  return [...previous, ...names];
}

function parseThread(text: string): number {
  if (!/^P?\d{1,4}$/.test(text))
    throw new InvalidArgumentError('It takes the number of a thread, such as 0.');
  return Number(text.replace('P', ''));
}
