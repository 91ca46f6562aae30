/**
 * The part of the JSON document that other reporters need to say the same of a test as where it was run: `pinlitmus merge` reads
 * it back (reported-result.ts). It stands in check-schema.ts, and the same promises hold.
 */
import { z } from 'zod';

const index = z.int().nonnegative();
const whole = z.string().regex(/^-?\d+$/);

const operand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('observable'), observable: index }),
  z.strictObject({ kind: z.literal('value'), value: whole.describe('Too large for a number of JSON.') }),
]);

/** A proposition; an observable is an index in `observables`. */
export type DetailedProposition =
  | { kind: 'truth'; value: boolean }
  | {
      kind: 'compare';
      operator: '=' | '!=' | '<' | '<=' | '>' | '>=' | '&';
      left: z.infer<typeof operand>;
      right: z.infer<typeof operand>;
    }
  | { kind: 'not'; operand: DetailedProposition }
  | { kind: 'and' | 'or' | 'implies'; left: DetailedProposition; right: DetailedProposition };

const proposition: z.ZodType<DetailedProposition> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('truth'), value: z.boolean() }),
      z.strictObject({
        kind: z.literal('compare'),
        operator: z.enum(['=', '!=', '<', '<=', '>', '>=', '&']),
        left: operand,
        right: operand,
      }),
      z.strictObject({ kind: z.literal('not'), operand: proposition }),
      z.strictObject({ kind: z.enum(['and', 'or', 'implies']), left: proposition, right: proposition }),
    ]),
  )
  .meta({ id: 'proposition', description: 'An observable is an index in `observables`.' });

/** What was understood of a test that could be loaded. */
export const testDetails = z.strictObject({
  title: z.string().nullable(),
  threads: index,
  instructions: index.describe('Of all threads, as the first model runs them.'),
  line: z.int().positive().describe('The line that the condition is on.'),
  proposition,
  addresses: z.record(whole, z.string()).describe('The locations that numbers in the proposition stand for.'),
  isAssertion: z.boolean().describe('Whether the question of the test is that its assertions hold.'),
  hash: z
    .string()
    .optional()
    .describe(
      'By which herd7 knows the test: the `Hash=` of its header, or what herd7 finds, where that is known.',
    ),
  observables: z.array(z.string()).describe('In the order in which reports have them.'),
  names: z.array(z.strictObject({ label: z.string(), observable: index })),
  arrays: z.array(z.strictObject({ name: z.string(), observables: z.array(index) })),
  result: z
    .enum(['Never', 'Sometimes', 'Always', 'DEADLOCK', 'Maybe'])
    .nullable()
    .describe('The word of the `Result:` of the file.'),
  flags: z
    .record(z.string(), z.array(z.string().nullable()))
    .optional()
    .describe('The names of the bits of those observables that are words of flags, from the lowest bit on.'),
  plainLines: z.array(z.int().positive()).describe('Lines with accesses that are neither marked nor atomic.'),
  rows: z
    .array(
      z.strictObject({
        values: z.array(z.string().nullable()),
        satisfies: z.boolean(),
        cells: z.array(z.enum(['allowed', 'forbidden', 'none', 'unknown'])),
      }),
    )
    .describe(
      'The table of the report for people: a value an observable, a cell a model; null is any value.',
    ),
});

const loop = z
  .strictObject({ thread: z.string(), line: index })
  .optional()
  .describe('A loop that was not followed to its end, or that counts on as long as it goes round.');

/** Why a search is not the whole truth. */
export const limit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('states'), bound: index, loop }),
  z.strictObject({ kind: z.literal('time'), milliseconds: z.number(), loop }),
  z.strictObject({ kind: z.literal('memory'), megabytes: z.number(), loop }),
  z.strictObject({ kind: z.literal('unrolling'), bound: index, loop }),
  z.strictObject({ kind: z.literal('unmodelled'), what: z.string() }),
  z.strictObject({ kind: z.literal('endless'), relation: z.string() }),
  z.strictObject({ kind: z.literal('interrupted') }),
  z.strictObject({ kind: z.literal('died'), reason: z.string() }),
]);

/** What differs from states that were kept, or that another tool gave. */
export const comparison = z.strictObject({
  reference: z.string().describe('The file that the states were compared with.'),
  deviations: z.array(
    z.strictObject({
      what: z.enum(['state', 'observable', 'deadlock', 'flag']),
      change: z.enum(['appeared', 'disappeared']),
      text: z
        .string()
        .describe('The state, the name of what is observed, or the flag; empty for a deadlock.'),
    }),
  ),
});
