/** What surrounds a command: its streams, and the reporters that its options may name. */
import type { ReporterEntry } from '../report/reporter.js';
import type { Streams } from './io/streams.js';

/** Given to each command by whoever runs the command line. */
export interface CommandContext {
  readonly streams: Streams;
  readonly reporters: readonly ReporterEntry[];
}
