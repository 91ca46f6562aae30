/** The tests of the JSON document, a line each as they finish, and a last line that sums up. */
import { jsonLine } from '../../text/visible.js';
import type { Reporter } from '../reporter.js';
import { summaryOf, testOf } from './check-json.js';
import { testSchema } from './check-schema.js';

/** The reporter of `check`. */
export function jsonLines(): Reporter<'check'> {
  let version = '';
  return {
    begin(plan) {
      version = plan.version;
      return '';
    },
    result: async (result) => jsonLine({ type: 'test', ...testSchema.parse(testOf(result)) }),
    end: async (summary) =>
      jsonLine({
        type: 'summary',
        schemaVersion: 2,
        tool: { name: 'pinlitmus', version },
        summary: summaryOf(summary),
      }),
  };
}
