/** What is known of tests from one run, or from a log: what two of them are compared by. */
import type { HerdEntry } from '../reference/herd-log.js';
import { type KnownStates, knownStatesOf } from '../reference/reference-states.js';
import type { ModelResult, TestResult } from '../result.js';
import { observationOf } from '../verdict.js';

/** One test on one model. */
export interface ModelOutcome extends KnownStates {
  /** As `--model` takes it. */
  readonly model: string;
  /** Null where it need not be said. */
  readonly title: string | null;
  /** The verdict in a word: an observation, `Deadlock`, or `Unknown`. */
  readonly verdict: string;
}

/** One test. */
export interface TestOutcome {
  readonly name: string;
  /** Null where only the name is known. */
  readonly file: string | null;
  /** How large it is; null where that is not known. */
  readonly size: { readonly threads: number; readonly instructions: number } | null;
  /** None where there is no result: it is malformed, or not supported. */
  readonly models: readonly ModelOutcome[];
}

/** The tests of a run. */
export interface OutcomeSet {
  /** What people call it: the file, or the model. */
  readonly name: string;
  readonly tests: readonly TestOutcome[];
}

/** The model of a log, which does not say which it is. */
export const LOGGED_MODEL = 'herd';

/** The outcome of a test that was run. */
export function outcomeOf(result: TestResult): TestOutcome {
  const { info, file, models } = result;
  return {
    name: info?.name ?? file,
    file,
    size: info === null ? null : { threads: info.threads, instructions: info.instructions },
    models: models.map((model) => ({
      ...knownStatesOf(result, model),
      model: model.model,
      title: model.title,
      verdict: verdictWord(model),
    })),
  };
}

function verdictWord(model: ModelResult): string {
  const observation = observationOf(model);
  if (observation === null) return 'Unknown';
  return observation === 'None' && (model.deadlocks ?? 0) > 0 ? 'Deadlock' : observation;
}

/** The outcome of a test in a log. herd7 says Never where there is no final state, and never of a deadlock. */
export function outcomeOfEntry(entry: HerdEntry): TestOutcome {
  const { name, states, complete, deadlock, flags, observation } = entry;
  const verdict = observation ?? (states.length === 0 ? 'None' : 'Unknown');
  const known = { states, complete, deadlock, flags };
  return {
    name,
    file: null,
    size: null,
    models: [{ ...known, model: LOGGED_MODEL, title: 'herd7', verdict }],
  };
}
