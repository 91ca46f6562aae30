/**
 * A configuration file as a contract: files are checked against this, and config.schema.json, which editors read, is made
 * from it (`npm run schema`). The message of each part says what is expected there.
 */
import { z } from 'zod';
import { MODELS } from '../../models/index.js';
import { reportersOf } from '../../report/index.js';
import type { Configuration } from './configuration.js';

/** The reporters that a configuration may name. */
export const REPORTER_NAMES = reportersOf('check').map(({ name }) => name);
const MODEL_NAMES = MODELS.map(({ name }) => name);

const WHOLE = 'a whole number from 1 on';
const SECONDS = 'a number of seconds above 0';

const path = expecting('a path').regex(/^(?!-$)/, { error: "a path; '-', standard input, is none" });
const glob = expecting('a glob').regex(/^[^!]/, { error: "a glob, which does not begin with '!'" });
const globs = listOf(glob, 'globs, such as ["generated/**"]');
const whole = z.int({ error: WHOLE }).positive({ error: WHOLE });
const seconds = z.number({ error: SECONDS }).positive({ error: SECONDS });
const reporter = expecting('a reporter').regex(new RegExp(`^(?:${REPORTER_NAMES.join('|')})(?:=.+)?$`), {
  error: `a reporter, alone or with a file, such as "junit=report.xml": ${REPORTER_NAMES.join(', ')}`,
});

const testLimits = {
  states: whole.optional().describe('States at which a test on a model is stopped; as --max-states.'),
  timeout: seconds.optional().describe('Seconds after which a test on a model is stopped; as --timeout.'),
  memory: whole.optional().describe('Megabytes at which a test on a model is stopped; as --max-memory.'),
};

const test = {
  models: listOf(
    z.enum(MODEL_NAMES, { error: `a model: ${MODEL_NAMES.join(', ')}` }),
    'models, such as ["lkmm", "armv8"]',
  )
    .min(1, { error: 'at least one model' })
    .optional()
    .describe('The models that tests run on; as --model.'),
  atomics: z
    .enum(['lse', 'llsc'], { error: '"lse" or "llsc"' })
    .optional()
    .describe('Atomic instructions on Armv8; as --atomics.'),
  requireExpectations: z
    .boolean({ error: 'true or false' })
    .optional()
    .describe('Whether a test that expects nothing fails; as --require-expectations.'),
};

const override = objectOf({
  files: globs.min(1, { error: 'at least one glob' }).describe('Globs of the files that this holds for.'),
  ...test,
  limits: objectOf(testLimits).optional().describe('Limits of a test on a model.'),
});

export const configSchema = objectOf({
  $schema: expecting('the address of a schema').optional().describe('For editors.'),
  paths: listOf(path, 'paths, such as ["litmus"]')
    .min(1, { error: 'at least one path' })
    .optional()
    .describe('What is checked where the command line names nothing: files, directories, patterns.'),
  ignore: globs.optional().describe('Globs of what is left out below directories.'),
  ...test,
  limits: objectOf({
    ...testLimits,
    total: seconds.optional().describe('Seconds after which the run ends; as --total-timeout.'),
  })
    .optional()
    .describe('Limits of a test on a model, and of the run.'),
  reporters: listOf(reporter, 'reporters, such as ["pretty", "junit=report.xml"]')
    .min(1, { error: 'at least one reporter' })
    .optional()
    .describe('The reporters of check; as --reporter.'),
  cat: listOf(path, 'paths, such as ["models/mine.cat"]')
    .optional()
    .describe('Models of your own in the cat language; as --cat.'),
  bell: path.optional().describe('The tags that the models of cat name; as --bell.'),
  overrides: listOf(override, 'objects with files')
    .optional()
    .describe('What holds for some files; a later one wins over those before.'),
}).describe(
  'The configuration of pinlitmus. Paths and globs count from the directory of the file.',
) satisfies z.ZodType<Configuration>;

function expecting(error: string): z.ZodString {
  return z.string({ error }).min(1, { error });
}

function listOf<Item extends z.ZodType>(item: Item, what: string): z.ZodArray<Item> {
  return z.array(item, { error: `a list of ${what}` });
}

function objectOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: 'an object' });
}

/** The keys that an object may have, at a path of keys that leads to an object. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = configSchema;
  for (const key of path) {
    const whole = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    if (whole instanceof z.ZodObject) schema = whole.shape[String(key)];
    else if (whole instanceof z.ZodArray) schema = whole.element;
  }
  const found = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The JSON Schema that is published beside the code. */
export function configJsonSchema(): object {
  return { title: 'pinlitmus configuration', ...z.toJSONSchema(configSchema) };
}
