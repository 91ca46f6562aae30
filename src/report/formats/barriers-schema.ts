/**
 * The JSON document of `pinlitmus barriers`, as a contract: what is written is checked against this, its types come from
 * this, and barriers.schema.json is made from it (`npm run schema`). Adding a field is compatible; anything else raises
 * `schemaVersion`.
 */
import { z } from 'zod';
import { diagnostic, remarks } from './check-schema.js';

const count = z.int().nonnegative();
const position = { line: z.int().positive(), column: z.int().positive() };
const modelNames = z.array(z.string()).describe('As --model takes them.');

const answer = z.strictObject({
  verdict: z
    .enum(['allowed', 'forbidden', 'unknown'])
    .describe("Of the condition's state, or for forall of a state that refutes it, in the test as it is."),
  reason: z.string().optional().describe('Why it is unknown.'),
});

const cell = z.strictObject({
  verdict: z
    .enum(['needed', 'redundant', 'weaker', 'unknown', 'moot', 'fixed'])
    .describe(
      'needed: every weaker spelling lets the state appear; redundant: none has to be there; weaker: see enough; moot: the state is allowed as it is; fixed: nothing weaker can be written.',
    ),
  enough: z.array(z.string()).optional().describe('The weakest spellings that keep the state forbidden.'),
  reason: z.string().optional().describe('Why it is unknown.'),
});

const site = z.strictObject({
  ...position,
  kind: z.enum(['barrier', 'access']),
  text: z.string(),
  within: z.string().describe('The thread or function.'),
  without: z.string().nullable().describe('What an access is without its order.'),
  models: z.record(z.string(), cell),
  overall: cell.describe('For all models that forbid the state, taken together.'),
  removable: z.boolean().describe('A barrier that is redundant on every model: what --check finds.'),
});

const sites = z.array(count).describe('Indices into sites.');

const together = z.strictObject({
  models: modelNames,
  joint: z.boolean().describe('Whether the sets can go on all of the models at once, rather than on each.'),
  sets: z.array(sites).describe('The maximal sets that can go together.'),
  covers: z.array(sites).describe('Pairs of which either can go, not both.'),
  complete: z.boolean().describe('Whether these are all.'),
});

const remark = z.strictObject({
  kind: z.enum(['no-instruction', 'locked-anyway', 'locked-beside']),
  site: count.describe('An index into sites.'),
  line: z.int().positive().optional().describe("The locked instruction's."),
  text: z.string().optional().describe('The locked instruction.'),
  instead: z.string().nullable().optional().describe('A spelling that is no instruction on x86.'),
});

const instructions = z.strictObject({
  model: z.string().describe('POWER or ARMv7, by the name that --model takes.'),
  name: z.string().describe('A primitive of the text, or of the advice.'),
  becomes: z.string().describe('What the port makes of it.'),
});

const change = z.strictObject({
  kind: z.enum(['insert', 'replace']),
  line: z.int().positive().describe('Of the file as it is; what is inserted comes before it.'),
  within: z.string(),
  old: z.string().optional(),
  new: z.string(),
});

const alternative = z.strictObject({
  cost: count,
  changes: z.array(change),
  patch: z.string().describe('A unified diff against the file.'),
  text: z.string().describe('The whole text with the changes made.'),
});

const advice = z.strictObject({
  kind: z.enum(['none-needed', 'not-a-barrier-bug', 'no-help', 'alternatives', 'unknown']),
  alternatives: z.array(alternative).describe('Cheapest first.'),
  complete: z.boolean().describe('False when the bound on searches was hit: cheaper ones may exist.'),
  models: modelNames.optional().describe('With no-help: those that allow the state whatever is done.'),
  reason: z.string().optional().describe('Why it is unknown.'),
});

const file = z.strictObject({
  file: z.string(),
  name: z.string().nullable().describe('Null, as are the next two, when the file could not be understood.'),
  dialect: z.string().nullable(),
  condition: z
    .strictObject({ quantifier: z.enum(['exists', '~exists', 'forall']), text: z.string() })
    .nullable(),
  diagnostics: z.array(diagnostic),
  models: z.record(z.string(), answer).describe('By the name that --model takes.'),
  sites: z.array(site),
  together: z.array(together),
  x86: z.array(remark),
  instructions: z.array(instructions),
  advice,
  timeMs: z.number().nonnegative(),
});

export const barriersSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal('barriers'),
    tool: z.strictObject({ name: z.literal('pinlitmus'), version: z.string() }),
    files: z.array(file),
    remarks,
  })
  .describe('The result of `pinlitmus barriers --reporter json`.');

/** The whole document. */
export type BarriersDocument = z.infer<typeof barriersSchema>;

/** One file in it. */
export type BarriersFile = z.infer<typeof file>;

/** The JSON Schema that is published beside the code. */
export function barriersJsonSchema(): object {
  return { title: 'pinlitmus barriers', ...z.toJSONSchema(barriersSchema) };
}
