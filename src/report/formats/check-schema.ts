/**
 * The JSON document, as a contract: what `--reporter json` writes is checked against this, its types come from
 * this, and report.schema.json is made from it (`npm run schema`). Adding a field is compatible; anything else
 * raises `schemaVersion`.
 */
import { z } from 'zod';

const observation = z.enum(['Never', 'Sometimes', 'Always', 'None']);
const status = z.enum(['pass', 'fail', 'none', 'unknown', 'error']);
const count = z.int().nonnegative();

const position = z
  .strictObject({ line: z.int().positive(), column: z.int().positive() })
  .describe('Both count from 1; the column counts UTF-16 code units.');

/** One diagnostic of a test's text. */
export const diagnostic = z.strictObject({
  code: z.string().describe('Stable; the message is not.'),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  start: position.nullable().describe('Null when it has no position in the text.'),
  end: position.nullable().describe('The position after the last character.'),
  notes: z.array(z.strictObject({ message: z.string(), start: position.nullable() })),
  fix: z
    .strictObject({ start: position, end: position, replacement: z.string() })
    .optional()
    .describe('An edit that is sure to mend it.'),
});

const state = z
  .record(z.string(), z.string())
  .describe(
    "Each observable, as in herd7's output without brackets, with its value; an address is its location's name.",
  );

const model = z.strictObject({
  observation: z
    .union([observation, z.literal('Unknown')])
    .describe(
      'Of the condition without its quantifier, over all final states that pass the filter; None where there is none.',
    ),
  holds: z
    .boolean()
    .nullable()
    .describe('Whether the quantified condition holds; null when that is undecided.'),
  expected: observation.nullable(),
  deadlockExpected: z
    .boolean()
    .describe('Whether the file announces a deadlock; any other one is a failure.'),
  status,
  complete: z
    .boolean()
    .describe('Whether every reachable state was visited; with verdictOnly, whether the verdict is known.'),
  reason: z.string().optional().describe('Why it is not complete.'),
  deadlocks: count
    .nullable()
    .describe(
      'Distinct states in which nobody can step and not all threads are done; null when not looked for.',
    ),
  flags: z
    .array(z.string())
    .describe(
      'What the Linux-kernel memory model flags in some execution, such as data-race; machines flag nothing.',
    ),
  explored: count.describe('Distinct machine states visited.'),
  timeMs: z.number().nonnegative(),
  states: z.array(state).describe('Sorted; empty with verdictOnly.'),
});

const test = z.strictObject({
  file: z.string(),
  name: z.string().nullable().describe('Null, as are the next two, when the file could not be understood.'),
  dialect: z.string().nullable(),
  condition: z
    .strictObject({ quantifier: z.enum(['exists', '~exists', 'forall']), text: z.string() })
    .nullable(),
  status,
  verdictOnly: z
    .literal(true)
    .optional()
    .describe('Only the verdict was asked for: final states are not listed, deadlocks not looked for.'),
  expectsNothing: z
    .literal(true)
    .optional()
    .describe('The test fails because it expects nothing, and --require-expectations was given.'),
  diagnostics: z.array(diagnostic),
  models: z.record(z.string(), model).describe('By the name that --model takes.'),
});

const summary = z.strictObject({
  tests: count,
  passed: count,
  failed: count,
  undecided: count,
  noExpectation: count,
  malformed: count,
  crashed: count,
  warnings: count,
  notRun: count.describe('Tests that an interruption left out; they are not in `tests`.'),
  timeMs: z.number().nonnegative(),
});

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    tool: z.strictObject({ name: z.literal('pinlitmus'), version: z.string() }),
    tests: z.array(test),
    summary,
  })
  .describe('The result of `pinlitmus check --reporter json`.');

/** One test of it, as a document of its own. */
export const testSchema = test;

/** The whole document. */
export type Report = z.infer<typeof reportSchema>;

/** One test in it. */
export type ReportedTest = z.infer<typeof test>;

/** One test on one model. */
export type ReportedModel = z.infer<typeof model>;

/** One diagnostic of a test's text. */
export type ReportedDiagnostic = z.infer<typeof diagnostic>;

/** The JSON Schema that is published beside the code. */
export function jsonSchema(): object {
  return { title: 'pinlitmus report', ...z.toJSONSchema(reportSchema) };
}
