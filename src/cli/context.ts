/** What surrounds a command: its streams, and the reporters that its options may name. */
import type { ReporterEntry } from '../report/reporter.js';
import type { Streams } from './io/streams.js';

/** The part of a command's surroundings that its caller chooses. */
export interface CommandContext {
  readonly streams: Streams;
  readonly reporters: readonly ReporterEntry[];
}
