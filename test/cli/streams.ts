/** Streams for a command that runs within the process of its test: a given input, and outputs that are kept. */
import { run } from '../../src/cli/command-line.js';
import type { OutputStream } from '../../src/cli/io/streams.js';
import type { ReporterEntry } from '../../src/report/reporter.js';
import type { Outcome } from './command.js';

/** Runs a command here, on text as its standard input. Paths are those of the process, so they are best absolute. */
export async function runHere(
  args: readonly string[],
  {
    input = '',
    env = {},
    reporters,
    errorColumns,
    columns,
  }: {
    readonly input?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly reporters?: readonly ReporterEntry[];
    /** The columns of a terminal that standard error, or standard output, goes to. */
    readonly errorColumns?: number;
    readonly columns?: number;
  } = {},
): Promise<Outcome> {
  const [stdout, stderr] = [new Kept(columns), new Kept(errorColumns)];
  const stdin = {
    bytes: () => Buffer.from(input),
    async *lines() {
      yield* input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
    },
  };
  // What is remembered of one test is not for another one to find.
  const environment = { PINLITMUS_CACHE: 'off', ...env };
  const code = await run(args, { stdin, stdout, stderr, environment }, reporters);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Kept implements OutputStream {
  text = '';
  readonly isTTY: boolean;
  readonly columns?: number;

  constructor(columns?: number) {
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }
}
