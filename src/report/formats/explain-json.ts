/** `pinlitmus explain` for programs: one JSON document, checked against explain-schema.ts before it is written. */
import type { Crash } from '../../check/result.js';
import type { Explanation, ModelExplanation, Witness } from '../../explain/explanation.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { unreachable } from '../../text/invariant.js';
import { oneLine } from '../../text/one-line.js';
import { jsonText } from '../../text/visible.js';
import { limitText } from '../check/verdict-words.js';
import { diagnosticOf, internalError } from './check-json.js';
import { explainSchema } from './explain-schema.js';

/** One file: its explanation, if it could be understood, and what is wrong with it. */
export interface ExplainedFile {
  readonly name: string;
  readonly explanation: Explanation | null;
  readonly diagnostics: readonly Diagnostic[];
  /** An exception, which is a bug of pinlitmus; null otherwise. */
  readonly crash: Crash | null;
  /** What is said of the models where there was no time for an explanation. */
  readonly late: readonly ModelExplanation[];
}

/** The document's text. */
export function explainDocument(files: readonly ExplainedFile[], version: string): string {
  const document = {
    schemaVersion: 1,
    kind: 'explain',
    tool: { name: 'pinlitmus', version },
    files: files.map(fileOf),
  };
  return jsonText(explainSchema.parse(document));
}

function fileOf({ name, explanation, diagnostics, crash, late }: ExplainedFile): object {
  const { info, models = late } = explanation ?? {};
  const internal = crash === null ? [] : [internalError(name, crash)];
  return {
    file: name,
    name: info?.name ?? null,
    dialect: info?.dialect ?? null,
    state: explanation === null ? null : oneLine(explanation.state),
    diagnostics: [...diagnostics.map(diagnosticOf), ...internal],
    models: Object.fromEntries(models.map((model) => [model.model, modelOf(model, info?.observables ?? [])])),
  };
}

function modelOf(model: ModelExplanation, observables: readonly string[]): object {
  const { kind: verdict } = model;
  const deadlock = model.deadlock === null ? null : executionOf(model.deadlock, observables);
  switch (model.kind) {
    case 'allowed': {
      const { sequential, reorderings, witness } = model;
      return { verdict, execution: executionOf(witness, observables), sequential, reorderings, deadlock };
    }
    case 'forbidden': {
      const { cycles, complete, ruled, impossible } = model;
      return { verdict, cycles, complete, ruled, impossible, deadlock };
    }
    case 'unknown':
      return { verdict, reason: limitText(model.limit), deadlock };
    default:
      return unreachable(model);
  }
}

function executionOf({ steps, picture, final, stuck }: Witness, observables: readonly string[]): object {
  const values = final.map((value, index) => [observables[index], value]);
  return { steps, picture, final: Object.fromEntries(values), stuck };
}
