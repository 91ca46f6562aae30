/** A reporter of a file of its own, as a new one would be added: it says of each file that it was there. */
import type { Reporter, ReporterEntry, ReportingCommand } from '../../src/report/reporter.js';

/** Serves every command alike. */
function toy<Command extends ReportingCommand>(): Reporter<Command> {
  return {
    begin: ({ files }) => `${files.length} files\n`,
    result: async ({ file }) => `${file}\n`,
    end: async ({ milliseconds }) => `${milliseconds >= 0 ? 'done' : 'early'}\n`,
  };
}

/** The line in the list of reporters. */
export const TOY: ReporterEntry = {
  name: 'toy',
  about: 'a file and a line',
  serves: { check: async () => toy(), explain: async () => toy(), barriers: async () => toy() },
};
