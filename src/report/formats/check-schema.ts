/**
 * The JSON document, as a contract: what `--reporter json` writes is checked against this, its types come from
 * this, and report.schema.json is made from it (`npm run schema`). Adding a field is compatible; anything else
 * raises `schemaVersion`.
 */
import { z } from 'zod';
import { comparison, limit, testDetails } from './details-schema.js';

const observation = z.enum(['Never', 'Sometimes', 'Always', 'None']);
const status = z.enum(['pass', 'fail', 'none', 'unknown', 'unsupported', 'error']);
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
  notes: z.array(
    z.strictObject({ message: z.string(), start: position.nullable(), end: position.nullable().optional() }),
  ),
  fix: z
    .strictObject({ start: position, end: position, replacement: z.string() })
    .optional()
    .describe('An edit that is sure to mend it.'),
  facts: z
    .record(z.string(), z.json())
    .optional()
    .describe('What the message is made of, by names that depend on the code.'),
});

const state = z
  .record(z.string(), z.string())
  .describe(
    "Each observable, as in herd7's output without brackets, with its value; an address is its location's name.",
  );

const racingAccess = z.strictObject({
  thread: z.string(),
  ...position.shape,
  text: z.string().describe('The source text, on one line.'),
  kind: z.enum(['read', 'write']),
  marking: z
    .enum(['plain', 'marked', 'assert-writer', 'assert-access'])
    .describe('An atomic counts as marked; the last two are the assertions of KCSAN.'),
  value: z.string().describe('What a read gives, or a write puts there.'),
});

const bound = z.strictObject({ thread: z.string(), line: z.int().positive(), text: z.string() }).nullable();

/** Two accesses that race. */
export const dataRace = z
  .strictObject({
    location: z.string(),
    bytes: z.int().positive(),
    accesses: z
      .tuple([racingAccess, racingAccess])
      .describe('In the order that the coherence order has them in.'),
    values: z
      .array(z.string())
      .describe('What the location held before the first write of the two, and then, in that order.'),
    gap: z
      .strictObject({
        missing: z
          .enum(['behind', 'before', 'both', 'chain'])
          .describe(
            'behind: nothing orders the first with a later marked access; before: nothing orders the second with an earlier one; chain: no happens-before leads from the one of these to the other.',
          ),
        first: z
          .enum(['read', 'write'])
          .describe('As what the first has to be ordered: a plain write counts as a read too.'),
        second: z.enum(['read', 'write']),
        from: bound.describe(
          'What the first is ordered before; null where it is marked itself, or there is nothing.',
        ),
        to: bound.describe('What the second is ordered behind, in the same way.'),
      })
      .nullable()
      .describe("Why the first is not before the second; null for models without the kernel model's terms."),
  })
  .meta({ id: 'race', description: 'Two accesses that a model orders neither way.' });

const failingAssertion = z
  .strictObject({
    thread: z.string(),
    ...position.shape,
    text: z.string().describe('The call.'),
    state: z.string().describe('What `explain --state` takes to show an execution.'),
    stuck: z
      .literal(true)
      .optional()
      .describe('Present where no such state is final: other threads wait for ever then.'),
  })
  .meta({ id: 'assertion', description: 'An assertion that fails in some execution.' });
const placeInFile = z.strictObject({ start: position, end: position });

const model = z.strictObject({
  title: z.string().describe('As reports for people have it.'),
  observation: z
    .enum([...observation.options, 'Unknown'])
    .describe(
      'Of the condition without its quantifier, over all final states that pass the filter; None where there is none.',
    ),
  possible: z.array(observation).describe('The observations that are not excluded; one where it is known.'),
  holds: z
    .boolean()
    .nullable()
    .describe('Whether the quantified condition holds; null when that is undecided.'),
  expected: observation.nullable(),
  expectedAt: placeInFile.nullable().describe('Where the file says so.'),
  hasResult: z
    .literal(true)
    .optional()
    .describe(
      "`Result:` is all that the file says of this model, which is judged as the kernel's script does.",
    ),
  deadlockExpected: z
    .boolean()
    .describe('Whether the file announces a deadlock; any other one is a failure.'),
  deadlockExpectedBy: z.enum(['Expect', 'Result']).nullable(),
  raceExpected: z
    .boolean()
    .describe('Whether the file announces a data race; any other one fails a test that expects a verdict.'),
  status,
  complete: z
    .boolean()
    .describe('Whether every reachable state was visited; with verdictOnly, whether the verdict is known.'),
  reason: z.string().optional().describe('Why it is not complete.'),
  limit: limit.optional().describe('The same as data.'),
  deadlocks: count
    .nullable()
    .describe(
      'Distinct states in which nobody can step and not all threads are done; null when not looked for.',
    ),
  stuck: z
    .array(z.strictObject({ thread: z.string(), line: z.int().positive() }))
    .describe('Where the threads of the first deadlock wait.'),
  compared: comparison
    .optional()
    .describe('What the states were compared with, where --states or --against asked for that.'),
  flags: z
    .array(z.string())
    .describe(
      'What the Linux-kernel memory model flags in some execution, such as data-race; machines flag nothing.',
    ),
  races: z
    .array(dataRace)
    .describe(
      'Data races, each pair of places in the text once. There may be others: a few executions are looked at.',
    ),
  failing: z
    .array(failingAssertion)
    .nullable()
    .describe('Assertions that fail in some final state; null when not looked for.'),
  failureExpected: z
    .boolean()
    .describe('Whether the file announces that an assertion fails; any other that does is a failure.'),
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
  remembered: z
    .literal(true)
    .optional()
    .describe('The result is that of an earlier run on the same text; so are its times.'),
  diagnostics: z.array(diagnostic),
  models: z.record(z.string(), model).describe('By the name that --model takes.'),
  details: testDetails.nullable().describe('Null when the file could not be understood.'),
  source: z.string().optional().describe('The text of the file, where there are diagnostics of it.'),
  crash: z
    .strictObject({ message: z.string(), test: z.string().optional() })
    .optional()
    .describe('A bug of pinlitmus, with the text to report.'),
});

/** What documents of all commands say of the choice of files. */
export const remarks = z
  .array(z.string())
  .optional()
  .describe('Which tests the run was for, where some were selected, and what ended it early.');

const summary = z.strictObject({
  tests: count,
  passed: count,
  failed: count,
  undecided: count,
  noExpectation: count,
  malformed: count,
  unsupported: count.describe('Tests in another dialect, or with what is refused by design.'),
  crashed: count,
  warnings: count,
  notRun: count.describe('Tests that were not run, for the run ended before; they are not in `tests`.'),
  timeMs: z.number().nonnegative(),
  remarks,
});

/** What a document says of the run itself. */
const run = {
  models: z
    .array(z.string())
    .describe(
      'The titles of the models, in the order in which reports show them. A test may have POWER besides, where no other machine shows what the kernel model allows.',
    ),
  shard: z
    .strictObject({ index: z.int().positive(), count: z.int().positive(), of: count })
    .optional()
    .describe('Which part of the tests was run, of how many; `of` is the number of tests of all parts.'),
};

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    tool: z.strictObject({ name: z.literal('pinlitmus'), version: z.string() }),
    ...run,
    tests: z.array(test),
    summary,
  })
  .describe('The result of `pinlitmus check --reporter json`.');

/** One test of it, as a document of its own. */
export const testSchema = test;

/** The last line of the lines that `--reporter jsonl` writes. */
export const summaryLineSchema = z.strictObject({
  type: z.literal('summary'),
  ...reportSchema.omit({ tests: true }).shape,
});

/** The whole document. */
export type Report = z.infer<typeof reportSchema>;

/** One test in it. */
export type ReportedTest = z.infer<typeof test>;

/** One test on one model. */
export type ReportedModel = z.infer<typeof model>;

/** Two accesses that race. */
export type ReportedRace = z.infer<typeof dataRace>;

/** One diagnostic of a test's text. */
export type ReportedDiagnostic = z.infer<typeof diagnostic>;

/** The JSON Schema that is published beside the code. */
export function jsonSchema(): object {
  return { title: 'pinlitmus report', ...z.toJSONSchema(reportSchema) };
}
