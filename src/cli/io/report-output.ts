/** A report under way: what a reporter answers goes to the place that the user has chosen. */
import { loaderOf } from '../../report/index.js';
import type { ReporterEntry, ReportingCommand, Reports } from '../../report/reporter.js';
import { colourLevel } from '../../report/text/colour.js';
import { UsageError } from '../failure.js';
import { openOutput } from './output.js';
import type { ReportChoice } from './report-choice.js';
import { columnsOf, linksOn, type Streams } from './streams.js';

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

/** Which reporters they are, and where their texts go. */
export interface ReportTarget<Command extends ReportingCommand> {
  readonly command: Command;
  readonly choices: readonly ReportChoice[];
  readonly entries: readonly ReporterEntry[];
  /** The files that are read, of which none is to be written over. */
  readonly inputs: readonly string[];
}

/** Opens all places first, so that a long run does not end with a report that has nowhere to go. */
export async function openReports<Command extends ReportingCommand>(
  { choices, ...target }: ReportTarget<Command>,
  streams: Streams,
): Promise<ReportOutput<Command>> {
  const reports: ReportOutput<Command>[] = [];
  const close = (): void => {
    for (const report of reports) report.close();
  };
  try {
    for (const choice of choices) reports.push(await openReport({ ...target, ...choice }, streams));
  } catch (error) {
    close();
    throw error;
  }
  return {
    begin: (plan) => {
      for (const report of reports) report.begin(plan);
    },
    result: async (result) => {
      for (const report of reports) await report.result(result);
    },
    end: async (summary) => {
      for (const report of reports) await report.end(summary);
    },
    close,
    get isEmpty() {
      return reports.every((report) => report.isEmpty);
    },
  };
}

/** One of the reporters, and its place. */
type OneTarget<Command extends ReportingCommand> = Omit<ReportTarget<Command>, 'choices'> & ReportChoice;

async function openReport<Command extends ReportingCommand>(
  { command, reporter: name, entries, path, append, inputs }: OneTarget<Command>,
  streams: Streams,
): Promise<ReportOutput<Command>> {
  const { stdout, environment } = streams;
  const terminal = path === undefined && stdout.isTTY === true;
  const width = path === undefined ? columnsOf(stdout) : 80;
  const load = loaderOf(command, name, entries);
  if (load === undefined) throw new UsageError(`there is no reporter '${name}' of ${command}`);
  const output = openOutput(path, streams, inputs, append);
  const reporter = await load({
    width,
    colours: colourLevel({ environment, terminal }),
    links: linksOn(stdout, terminal),
    page: terminal ? stdout.rows : undefined,
    unwrapped: !terminal,
  });
  let isEmpty = true;
  let isAtEnd = false;
  const write = (text: string): void => {
    if (text !== '') isEmpty = false;
    output.write(text);
  };
  return {
    begin: (plan) => write(reporter.begin(plan)),
    result: async (result) => write(await reporter.result(result)),
    end: async (summary) => {
      write(await reporter.end(summary));
      isAtEnd = true;
    },
    close: () => (isAtEnd || !reporter.isWhole ? output.close() : output.drop()),
    get isEmpty() {
      return isEmpty;
    },
  };
}
