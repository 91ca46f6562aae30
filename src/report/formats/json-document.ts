/**
 * What the JSON reporters of all commands have in common: one document, whose list grows as results come. Each is checked and
 * written at once, so that no more than one of thousands is in memory.
 */
import { jsonText } from '../../text/visible.js';
import type { Reporter, ReportingCommand, Reports } from '../reporter.js';
import { fitting } from './fitting.js';

/** How a command's document comes about: an object of what is known before, the list, and what is known behind. */
export interface DocumentForm<Command extends ReportingCommand, List extends string> {
  readonly headOf: (plan: Reports[Command]['plan']) => object;
  /** The property that lists what becomes of results. */
  readonly list: List;
  readonly partOf: (result: Reports[Command]['result']) => object;
  readonly tailOf: (summary: Reports[Command]['summary']) => object;
  /** What the document is checked against. */
  readonly schema: Checked & { readonly shape: { readonly [Name in List]: { readonly element: Checked } } };
}

interface Checked {
  readonly parse: (data: unknown) => unknown;
}

/** Where a property of the document begins, and an entry of the list. */
const PROPERTY = '\n  ';
const ENTRY = '\n    ';

/** A reporter that writes the document. */
export function jsonDocument<Command extends ReportingCommand, List extends string>(
  form: DocumentForm<Command, List>,
): Reporter<Command> {
  const { list, schema } = form;
  let head: object = {};
  let parts = 0;
  return {
    isWhole: true,
    begin(plan) {
      head = form.headOf(plan);
      return `{${propertiesOf(head)},${PROPERTY}"${list}": [`;
    },
    async result(result) {
      const part = schema.shape[list].element.parse(form.partOf(result));
      parts += 1;
      return fitting(
        result.file,
        () => `${parts === 1 ? '' : ','}${ENTRY}${jsonText(part).trimEnd().replaceAll('\n', ENTRY)}`,
      );
    },
    async end(summary) {
      const tail = form.tailOf(summary);
      schema.parse({ ...head, [list]: [], ...tail });
      const rest = Object.keys(tail).length === 0 ? '' : `,${propertiesOf(tail)}`;
      return `${parts === 0 ? '' : PROPERTY}]${rest}\n}\n`;
    },
  };
}

/** The properties of an object, each on lines of its own, as they stand within it. */
function propertiesOf(object: object): string {
  return jsonText(object).slice('{'.length, -'\n}\n'.length);
}
