/** The reporters by name. A new one is a file of its own and a line here; all but the usual one are loaded when asked for. */
import { pretty } from './check/pretty.js';
import type { Canvas, Reporter } from './reporter.js';

/** One choice of `--reporter`. */
export interface ReporterEntry {
  readonly name: string;
  readonly about: string;
  readonly load: (canvas: Canvas) => Promise<Reporter>;
}

export const REPORTERS: readonly ReporterEntry[] = [
  {
    name: 'pretty',
    about: 'for people',
    load: async (canvas) => pretty(canvas),
  },
  {
    name: 'json',
    about: 'one document, see report.schema.json',
    load: async () => (await import('./formats/check-json.js')).json(),
  },
];
