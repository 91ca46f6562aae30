/** The command line of `pinlitmus explain`; what it does is loaded when it is called for (run-explain.ts). */
import { type Command, Option } from 'commander';
import { EXIT_HELP, type ExitCode } from '../exit.js';
import type { Streams } from '../io/streams.js';
import { addSearchOptions } from '../options.js';
import type { ExplainOptions } from './run-explain.js';

const HELP = `
For a state that a model allows: a shortest execution that ends in it, step by
step, and which accesses took effect out of order. For one that it forbids: the
circle of accesses that every execution would have to go round, each before the
next. The state is what the condition describes, or for forall what refutes it.

Examples:
  pinlitmus explain barrier.litmus
  pinlitmus explain --model armv8,riscv barrier.litmus
  pinlitmus explain --graph html --output barrier.html barrier.litmus
  pinlitmus explain --state '0:r0=0 /\\ 1:r0=0' sb.litmus

dot and svg show one picture: of the first model that allows the state, or else
of the first that forbids it; --model chooses. html shows all, with the source.

${EXIT_HELP}
An explanation fails nothing: 0 whatever the answer, 5 when there is none within
the limits.
`;

/** Adds the command. */
export function addExplain(program: Command, streams: Streams, finish: (code: ExitCode) => void): void {
  const command = program
    .command('explain')
    .description('tell how a state comes about, or why it cannot')
    .argument('<paths...>', 'files, directories (all *.litmus below), patterns, or - for standard input')
    .option('-s, --state <proposition>', "another state than the condition's, written as in a condition")
    .addOption(
      new Option('-r, --reporter <name>', 'form of the report').choices(['pretty', 'json']).default('pretty'),
    )
    .addOption(
      new Option('--graph <form>', 'draw the execution or the cycle').choices(['dot', 'svg', 'html']),
    )
    .option('-o, --output-file <path>', 'write the report to a file')
    .option('--output <path>', 'the same');
  addSearchOptions(command)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: ExplainOptions) => {
      const { explain } = await import('./run-explain.js');
      finish(await explain(paths, options, streams));
    });
}
