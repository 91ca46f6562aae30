/** `pinlitmus explain` for programs: one JSON document, checked against explain-schema.ts before it is written. */
import type { ExplainedCycle, ExplainResult, ModelExplanation, Witness } from '../../explain/explanation.js';
import { unreachable } from '../../text/invariant.js';
import { oneLine } from '../../text/one-line.js';
import type { Plan, Reporter } from '../reporter.js';
import { limitText } from '../text/verdict-words.js';
import { diagnosticOf, internalError, raceOf, remarksOf } from './check-json.js';
import { explainSchema } from './explain-schema.js';
import { jsonDocument } from './json-document.js';

/** The reporter that writes the document of `explain`. */
export function jsonExplain(): Reporter<'explain'> {
  return jsonDocument({
    headOf,
    list: 'files',
    partOf: explainedFile,
    tailOf: remarksOf,
    schema: explainSchema,
  });
}

function headOf({ version }: Plan): object {
  return { schemaVersion: 1, kind: 'explain', tool: { name: 'pinlitmus', version } };
}

/** A file as the document has it. */
export function explainedFile({ file, explanation, diagnostics, crash, undecided }: ExplainResult): object {
  const { info, models = undecided } = explanation ?? {};
  const internal = crash === null ? [] : [internalError(file, crash)];
  return {
    file,
    name: info?.name ?? null,
    dialect: info?.dialect ?? null,
    state: explanation === null ? null : oneLine(explanation.state),
    diagnostics: [...diagnostics.map(diagnosticOf), ...internal],
    models: Object.fromEntries(models.map((model) => [model.model, modelOf(model, info?.observables ?? [])])),
  };
}

function modelOf(model: ModelExplanation, observables: readonly string[]): object {
  const { kind: verdict } = model;
  const common = {
    deadlock: model.deadlock === null ? null : executionOf(model.deadlock, observables),
    races: model.races.map(({ race, events, witness }) => ({
      ...raceOf(race),
      events: [...events],
      execution: executionOf(witness, observables),
    })),
  };
  switch (model.kind) {
    case 'allowed': {
      const { sequential, reorderings, witness } = model;
      return { verdict, execution: executionOf(witness, observables), sequential, reorderings, ...common };
    }
    case 'forbidden': {
      const { cycles, complete, ruled, waiting, impossible } = model;
      return { verdict, cycles: cycles.map(cycleOf), complete, ruled, waiting, impossible, ...common };
    }
    case 'unknown':
      return { verdict, reason: limitText(model.limit), ...common };
    default:
      return unreachable(model);
  }
}

/** The document calls a diagram a picture, as its schema says. */
function cycleOf({ kind, axiom, diagram, edges }: ExplainedCycle): object {
  return { kind, ...(axiom === null ? {} : { axiom }), picture: diagram, edges };
}

function executionOf({ steps, diagram, final, stuck }: Witness, observables: readonly string[]): object {
  const values = final.map((value, index) => [observables[index], value]);
  return { steps, picture: diagram, final: Object.fromEntries(values), stuck };
}
