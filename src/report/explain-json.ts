/** `pinlitmus explain` for programs: one document with the steps, events, and edges of every explanation. */

import { z } from 'zod';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { Explanation } from '../explain/explanation.js';
import { diagnosticOf } from './json.js';
import { oneLine } from './layout.js';

/** One file: its explanation, if it could be understood, and what is wrong with it. */
export interface ExplainedFile {
  readonly name: string;
  readonly explanation: Explanation | null;
  readonly diagnostics: readonly Diagnostic[];
}

const EVENT = z.object({
  id: z.int(),
  thread: z.int(),
  text: z.string(),
  line: z.int(),
  kind: z.enum(['read', 'write', 'update']),
  location: z.string(),
  read: z.string().nullable(),
  written: z.string().nullable(),
});
const EDGE = z.object({
  from: z.int().nullable(),
  to: z.int(),
  relation: z.enum(['po', 'rf', 'co', 'fr', 'fence', 'addr', 'data', 'ctrl', 'order']),
  reason: z.string(),
  lines: z.array(z.int()),
  texts: z.array(z.string()),
  highlighted: z.boolean(),
});
const PICTURE = z.object({
  threads: z.array(z.string()),
  events: z.array(EVENT),
  edges: z.array(EDGE),
});

/** What the document's pictures must be; the rest of an explanation is plain data of src/explain/explanation.ts. */
export const pictureSchema = PICTURE;

/** The document, with a newline at its end. */
export function explanationsText(version: string, files: readonly ExplainedFile[]): string {
  const document = {
    schemaVersion: 1,
    tool: { name: 'pinlitmus', version },
    explanations: files.map(({ name, explanation, diagnostics }) => ({
      file: name,
      name: explanation?.info.name ?? null,
      dialect: explanation?.info.dialect ?? null,
      state: explanation === null ? null : oneLine(explanation.state),
      observables: explanation?.info.observables ?? [],
      diagnostics: diagnostics.map(diagnosticOf),
      models: (explanation?.models ?? []).map(checked),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The model's explanation; its pictures are held against their schema before they are written. */
function checked(model: Explanation['models'][number]): Explanation['models'][number] {
  if (model.kind === 'allowed') PICTURE.parse(model.witness.picture);
  if (model.kind === 'forbidden') for (const { picture } of model.cycles) PICTURE.parse(picture);
  return model;
}
