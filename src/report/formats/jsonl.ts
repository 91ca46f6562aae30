/** The tests of the JSON document, a line each as they finish, and a last line that sums up. */
import { jsonLine } from '../../text/visible.js';
import type { CheckPlan, Reporter } from '../reporter.js';
import { runOf, summaryOf, testOf } from './check-json.js';
import { summaryLineSchema, testSchema } from './check-schema.js';

/** The reporter of `check`. */
export function jsonLines(): Reporter<'check'> {
  let plan: CheckPlan;
  return {
    begin(begun) {
      plan = begun;
      return '';
    },
    result: async (result) => jsonLine({ type: 'test', ...testSchema.parse(testOf(result)) }),
    end: async (summary) =>
      jsonLine(summaryLineSchema.parse({ type: 'summary', ...runOf(plan), summary: summaryOf(summary) })),
  };
}
