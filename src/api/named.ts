/** Results with their final states as objects, a value by the name of each observable: what the API gives. */
import type { ModelResult, TestResult } from '../check/result.js';
import type {
  ExplainedRace,
  ExplainResult,
  Explanation,
  ModelExplanation,
  Witness,
} from '../explain/explanation.js';

/** A final state: values as herd7 prints them, by the names of observables: `{ '0:r0': '1', x: '2' }`. */
export type StateByName = Readonly<Record<string, string>>;

/** One test on one model. */
export interface CheckedModel extends Omit<ModelResult, 'states'> {
  /** The final states that pass the filter. */
  readonly states: readonly StateByName[];
}

/** What `check` gives of a test. */
export interface CheckAnswer extends Omit<TestResult, 'models' | 'rows'> {
  readonly models: readonly CheckedModel[];
}

/** An execution, with its final state by names; where it does not end, with what is known of that. */
export interface NamedWitness extends Omit<Witness, 'final'> {
  readonly final: StateByName;
}

/** A data race, and an execution that has it. */
export interface NamedRace extends Omit<ExplainedRace, 'witness'> {
  readonly witness: NamedWitness;
}

type Named<Model> = Model extends ModelExplanation
  ? Omit<Model, 'deadlock' | 'races' | 'witness'> & {
      readonly deadlock: NamedWitness | null;
      readonly races: readonly NamedRace[];
    } & (Model extends { readonly witness: Witness } ? { readonly witness: NamedWitness } : unknown)
  : never;

/** What one model makes of the state. */
export type ExplainedModel = Named<ModelExplanation>;

/** What `explain` gives of a test. */
export interface ExplainAnswer extends Omit<ExplainResult, 'explanation' | 'undecided'> {
  /** The state that is explained, as the user wrote it; null where the test could not be understood. */
  readonly state: string | null;
  readonly info: Explanation['info'] | null;
  readonly models: readonly ExplainedModel[];
}

/** A result of `check` with its states by names. */
export function checkAnswer({ rows: _rows, models, ...result }: TestResult): CheckAnswer {
  const observables = result.info?.observables ?? [];
  return {
    ...result,
    models: models.map((model) => ({
      ...model,
      states: model.states.map((state) => named(observables, state)),
    })),
  };
}

/** A result of `explain` with its states by names. */
export function explainAnswer({ explanation, undecided, ...result }: ExplainResult): ExplainAnswer {
  const observables = explanation?.info.observables ?? [];
  return {
    ...result,
    state: explanation?.state ?? null,
    info: explanation?.info ?? null,
    models: (explanation?.models ?? undecided).map((model) => namedModel(observables, model)),
  };
}

function namedModel(observables: readonly string[], model: ModelExplanation): ExplainedModel {
  const deadlock = model.deadlock === null ? null : namedWitness(observables, model.deadlock);
  const races = model.races.map((race) => ({ ...race, witness: namedWitness(observables, race.witness) }));
  if (model.kind !== 'allowed') return { ...model, deadlock, races };
  return { ...model, deadlock, races, witness: namedWitness(observables, model.witness) };
}

function namedWitness(observables: readonly string[], { final, ...witness }: Witness): NamedWitness {
  return { ...witness, final: named(observables, final) };
}

function named(observables: readonly string[], values: readonly (string | null)[]): StateByName {
  return Object.fromEntries(
    values.flatMap((value, index) => (value === null ? [] : [[observables[index], value]])),
  );
}
