/**
 * The JSON document of `pinlitmus compare`, as a contract: what is written is checked against this, and compare.schema.json is made
 * from it (`npm run schema`). Adding a field is compatible; anything else raises `schemaVersion`.
 */
import { z } from 'zod';

const count = z.int().nonnegative();
const test = z.strictObject({
  file: z.string().nullable().describe('Null where only the name is known, as from a log.'),
  name: z.string(),
});

const change = z.strictObject({
  ...test.shape,
  threads: count.nullable(),
  instructions: count.nullable(),
  model: z.string().nullable().describe('As --model takes it; null where one of the two has no result.'),
  old: z
    .string()
    .describe('Never, Sometimes, Always, None, Deadlock, Unknown, or whether there is a result.'),
  now: z.string(),
  deviations: z.array(
    z.strictObject({
      what: z.enum(['state', 'observable', 'deadlock', 'flag']),
      change: z.enum(['appeared', 'disappeared']),
      text: z.string(),
    }),
  ),
  explain: z.string().nullable().describe('The command that explains the first state that differs.'),
});

export const compareSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal('compare'),
    tool: z.strictObject({ name: z.literal('pinlitmus'), version: z.string() }),
    old: z.string().describe('What was compared: a file, or a model.'),
    now: z.string(),
    summary: z.strictObject({
      inBoth: count,
      equal: count,
      changed: count,
      withoutResult: count.describe('Of the equal ones, those of which neither has a result.'),
      onlyInOld: count,
      onlyInNow: count,
    }),
    uncompared: z.array(z.string()).describe('Titles of models that only one of the two was run on.'),
    changes: z.array(change).describe('By kind of change, the smallest test of each first.'),
    onlyInOld: z.array(test),
    onlyInNow: z.array(test),
  })
  .describe('The result of `pinlitmus compare --reporter json`.');

/** The whole document. */
export type CompareDocument = z.infer<typeof compareSchema>;

/** The JSON Schema that is published beside the code. */
export function compareJsonSchema(): object {
  return { title: 'pinlitmus comparison', ...z.toJSONSchema(compareSchema) };
}
