/** What the JSON reporters of all commands have in common: they collect, and write one document at the end. */
import { jsonText } from '../../text/visible.js';
import type { Reporter, ReportingCommand, Reports } from '../reporter.js';

/** How a command's document comes about. */
export interface DocumentForm<Command extends ReportingCommand, Part> {
  /** What becomes of a result. */
  readonly partOf: (result: Reports[Command]['result']) => Part;
  /** The whole of it. */
  readonly documentOf: (
    plan: Reports[Command]['plan'],
    parts: Part[],
    summary: Reports[Command]['summary'],
  ) => object;
  /** What the document is checked against before it is written. */
  readonly schema: { readonly parse: (document: unknown) => unknown };
}

/** A reporter that collects results and writes them at the end. */
export function collecting<Command extends ReportingCommand, Part>({
  partOf,
  documentOf,
  schema,
}: DocumentForm<Command, Part>): Reporter<Command> {
  const parts: Part[] = [];
  let plan: Reports[Command]['plan'];
  return {
    begin(begun) {
      plan = begun;
      return '';
    },
    async result(result) {
      parts.push(partOf(result));
      return '';
    },
    end: async (summary) => jsonText(schema.parse(documentOf(plan, parts, summary))),
  };
}
