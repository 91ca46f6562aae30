/** A report under way: what a reporter answers goes to the place that the user has chosen. */
import { loaderOf } from '../../report/index.js';
import type { ReporterEntry, ReportingCommand, Reports } from '../../report/reporter.js';
import { colourLevel } from '../../report/text/colour.js';
import { UsageError } from '../failure.js';
import { openOutput } from './output.js';
import { columnsOf, type Streams } from './streams.js';

/** Takes what happens, as a reporter does. */
export interface ReportOutput<Command extends ReportingCommand> {
  begin(plan: Reports[Command]['plan']): void;
  result(result: Reports[Command]['result']): Promise<void>;
  end(summary: Reports[Command]['summary']): Promise<void>;
  /** Puts what was written where it belongs; it is called whatever goes wrong. */
  close(): void;
  /** Whether nothing was written so far. */
  readonly isEmpty: boolean;
}

/** Which reporter it is, and where its text goes. */
export interface ReportTarget<Command extends ReportingCommand> {
  readonly command: Command;
  /** The reporter's name among the entries. */
  readonly reporter: string;
  readonly entries: readonly ReporterEntry[];
  /** A file; undefined for standard output. */
  readonly path: string | undefined;
  /** The files that are read, of which none is to be written over. */
  readonly inputs: readonly string[];
}

/** Opens the place first, so that a long run does not end with a report that has nowhere to go. */
export async function openReport<Command extends ReportingCommand>(
  { command, reporter: name, entries, path, inputs }: ReportTarget<Command>,
  streams: Streams,
): Promise<ReportOutput<Command>> {
  const { stdout, environment } = streams;
  const terminal = path === undefined && stdout.isTTY === true;
  const width = path === undefined ? columnsOf(stdout) : 80;
  const load = loaderOf(command, name, entries);
  if (load === undefined) throw new UsageError(`there is no reporter '${name}' of ${command}`);
  const output = openOutput(path, streams, inputs);
  const reporter = await load({ width, colours: colourLevel({ environment, terminal }) });
  let isEmpty = true;
  const write = (text: string): void => {
    if (text !== '') isEmpty = false;
    output.write(text);
  };
  return {
    begin: (plan) => write(reporter.begin(plan)),
    result: async (result) => write(await reporter.result(result)),
    end: async (summary) => write(await reporter.end(summary)),
    close: () => output.close(),
    get isEmpty() {
      return isEmpty;
    },
  };
}
