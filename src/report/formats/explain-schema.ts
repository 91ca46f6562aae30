/**
 * The JSON document of `pinlitmus explain`, as a contract: what is written is checked against this, its types come from
 * this, and explain.schema.json is made from it (`npm run schema`). Adding a field is compatible; anything else raises
 * `schemaVersion`. Events have numbers within their picture, threads within its threads.
 */
import { z } from 'zod';
import { dataRace, diagnostic, remarks } from './check-schema.js';

const count = z.int().nonnegative();
const line = z.int().positive();
const value = z.string().nullable();
const accessKinds = z.enum(['r', 'w', 'rw']).describe('Loads, stores, or both.');

const event = z
  .strictObject({
    id: count.describe('Its number: by thread, in program order.'),
    thread: count.describe('An index into threads.'),
    text: z.string().describe('The source text, on one line.'),
    line,
    kind: z.enum(['read', 'write', 'update']).describe('update: a read-modify-write, however it performs.'),
    location: z.string(),
    read: value.describe('Null when it does not read.'),
    written: value.describe('What memory holds afterwards; null when it does not write.'),
  })
  .meta({ id: 'event' });

const edge = z
  .strictObject({
    from: count.nullable().describe('An event; null for the initial value of a location.'),
    to: count.describe('An event.'),
    relation: z
      .enum(['po', 'rf', 'co', 'fr', 'fence', 'addr', 'data', 'ctrl', 'order'])
      .describe(
        'po: program order; rf: read by; co: overwritten by; fr: what it read is overwritten by; the rest is what keeps two accesses of a thread in order, order being what they carry themselves.',
      ),
    reason: z.string().describe('Why, for people; empty when the relation says it all.'),
    lines: z.array(line).describe('Of the fence or branch that it comes from.'),
    texts: z.array(z.string()).describe('Their source texts.'),
    highlighted: z.boolean().describe('Whether it is part of the cycle.'),
  })
  .meta({ id: 'edge' });

const picture = z
  .strictObject({ threads: z.array(z.string()), events: z.array(event), edges: z.array(edge) })
  .meta({ id: 'picture', description: 'An execution as the field draws it.' });

const step = z.strictObject({
  thread: count,
  event: count
    .nullable()
    .describe('Null for a grace period, and when a deadlock keeps it out of the picture.'),
  action: z
    .enum(['read', 'forward', 'write', 'update', 'grace'])
    .describe(
      'forward: reads from its own store buffer. The halves of an update are a read and a write where something came between. grace: a grace period ends.',
    ),
  text: z.string(),
  line,
  location: z.string().nullable().describe('Null for a grace period.'),
  read: value,
  written: value,
  ahead: z.array(count).describe('Earlier accesses of its thread that are still to perform.'),
});

const stuck = z.strictObject({
  thread: z.string(),
  line,
  text: z.string(),
  waitsFor: z
    .strictObject({ location: z.string(), value: z.string() })
    .nullable()
    .describe('What it waits at, and what that holds for good; null when it waits at no access.'),
  since: z
    .strictObject({ thread: z.string(), line, text: z.string() })
    .nullable()
    .describe('The step that left it so; null for the initial value.'),
});

const execution = z
  .strictObject({
    steps: z.array(step).describe('In the order of time.'),
    picture,
    final: z
      .record(z.string(), value)
      .describe("Each observable, as in herd7's output without brackets; null where the thread did not end."),
    stuck: z.array(stuck).describe('Who waits for what, in a deadlock.'),
  })
  .meta({ id: 'execution', description: 'One execution, a shortest one. It was replayed on the machine.' });

const fence = z.strictObject({
  text: z.string(),
  line,
  orders: z
    .union([z.strictObject({ before: accessKinds, after: accessKinds }), z.literal('context')])
    .nullable()
    .describe('What it does order; context: loads after branches and addresses; null: it is no instruction.'),
});

const reordering = z.strictObject({
  earlier: count.describe('The event that stands first in the program and performs last.'),
  later: count,
  half: z.literal('store').nullable().describe('Whether only the store of the earlier one was overtaken.'),
  fences: z.array(fence).describe('Those between the two, which do not order them.'),
});

const cycle = z.strictObject({
  kind: z
    .enum(['time', 'coherence', 'axiom'])
    .describe(
      'time: each would have to perform before itself; coherence: one location contradicts itself; axiom: it violates an axiom of the model.',
    ),
  axiom: z
    .strictObject({
      name: z.string().describe("As the model's text calls it."),
      gracePeriods: count,
      sections: count.describe('Read-side critical sections in the cycle.'),
      stretches: count
        .optional()
        .describe(
          'Stretches of program order in no section, which the grace periods of a machine count like one; absent for none.',
        ),
    })
    .optional()
    .describe('Present for the kind axiom.'),
  picture,
  edges: z.array(edge).describe('Each begins where the one before ends.'),
});

const deadlock = execution.nullable().describe('An execution that gets stuck, where there is one.');

const races = z
  .array(
    z.strictObject({
      ...dataRace.shape,
      events: z.tuple([count, count]).describe('The two accesses, in the picture of the execution.'),
      execution,
    }),
  )
  .describe(
    'Data races with an execution each, whatever state is explained; only models with a flag data-race have them.',
  );

const model = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('allowed'),
    execution,
    sequential: z.boolean().describe('SC allows it too: an ordinary race, in which nothing is reordered.'),
    reorderings: z.array(reordering),
    deadlock,
    races,
  }),
  z.strictObject({
    verdict: z.literal('forbidden'),
    cycles: z.array(cycle).describe('What executions that end so would close, at most two dozen.'),
    complete: z
      .boolean()
      .describe('Whether every execution is accounted for. The verdict does not depend on it.'),
    ruled: z
      .boolean()
      .describe("False when it is forbidden even without the model's rules and all barriers."),
    waiting: z
      .boolean()
      .describe('Whether it takes that a grace period waits for readers; then each cycle goes through one.'),
    impossible: z.array(z.string()).describe('Threads that end in no such way, whatever they read.'),
    deadlock,
    races,
  }),
  z.strictObject({
    verdict: z.literal('unknown'),
    reason: z.string().describe('Why it is unknown.'),
    deadlock,
    races,
  }),
]);

const file = z.strictObject({
  file: z.string(),
  name: z.string().nullable().describe('Null, as are the next two, when the file could not be understood.'),
  dialect: z.string().nullable(),
  state: z
    .string()
    .nullable()
    .describe('The state explained: the condition, --state, or for forall what refutes it.'),
  diagnostics: z.array(diagnostic),
  models: z.record(z.string(), model).describe('By the name that --model takes.'),
});

export const explainSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal('explain'),
    tool: z.strictObject({ name: z.literal('pinlitmus'), version: z.string() }),
    files: z.array(file),
    remarks,
  })
  .describe('The result of `pinlitmus explain --reporter json`.');

/** The whole document. */
export type ExplainDocument = z.infer<typeof explainSchema>;

/** The JSON Schema that is published beside the code. */
export function explainJsonSchema(): object {
  return { title: 'pinlitmus explain', ...z.toJSONSchema(explainSchema) };
}
