/** The tests or files of the JSON document of a command, a line each as they finish, and a last line that sums up. */
import { jsonLine } from '../../text/visible.js';
import type { Reporter, ReportingCommand, Reports } from '../reporter.js';
import { auditedFile } from './barriers-json.js';
import { barriersSchema } from './barriers-schema.js';
import { remarksOf, runOf, summaryOf, testOf } from './check-json.js';
import { summaryLineSchema, testSchema } from './check-schema.js';
import { explainedFile } from './explain-json.js';
import { explainSchema } from './explain-schema.js';
import { fitting } from './fitting.js';

/** The reporter of `check`. */
export function jsonLines(): Reporter<'check'> {
  return lines({
    lineOf: (result) => ({ type: 'test', ...testSchema.parse(testOf(result)) }),
    lastOf: (plan, summary) =>
      summaryLineSchema.parse({ type: 'summary', ...runOf(plan), summary: summaryOf(summary) }),
  });
}

/** The reporter of `explain`. */
export function jsonLinesExplain(): Reporter<'explain'> {
  return fileLines('explain', explainSchema, explainedFile);
}

/** The reporter of `barriers`. */
export function jsonLinesBarriers(): Reporter<'barriers'> {
  return fileLines('barriers', barriersSchema, auditedFile);
}

/** The lines of a command whose document has files and no sums. */
function fileLines<Command extends 'explain' | 'barriers'>(
  kind: Command,
  { shape }: typeof explainSchema | typeof barriersSchema,
  fileOf: (result: Reports[Command]['result']) => object,
): Reporter<Command> {
  const schemaVersion = shape.schemaVersion.value;
  let files = 0;
  return lines({
    lineOf(result) {
      files += 1;
      return { type: 'file', ...shape.files.element.parse(fileOf(result)) };
    },
    lastOf: ({ version }, { milliseconds, remarks }) => ({
      type: 'summary',
      schemaVersion,
      kind,
      tool: { name: 'pinlitmus', version },
      summary: { files, timeMs: milliseconds, ...remarksOf({ remarks }) },
    }),
  });
}

/** What the lines of a command are made of. */
interface LineForm<Command extends ReportingCommand> {
  readonly lineOf: (result: Reports[Command]['result']) => object;
  readonly lastOf: (plan: Reports[Command]['plan'], summary: Reports[Command]['summary']) => object;
}

function lines<Command extends ReportingCommand>({ lineOf, lastOf }: LineForm<Command>): Reporter<Command> {
  let planned: Reports[Command]['plan'] | null = null;
  return {
    begin(plan) {
      planned = plan;
      return '';
    },
    result: async (result) => fitting(result.file, () => jsonLine(lineOf(result))),
    end: async (summary) => (planned === null ? '' : jsonLine(lastOf(planned, summary))),
  };
}
