/**
 * The law of commands: what `check` says of a test, explain, barriers and step say too. Explaining goes its own way to a
 * reason, and throws where that contradicts the verdict, which breaks the law as well.
 */
import { baseAnswers } from '../../src/barriers/index.js';
import type { ModelResult, Settings, TestResult } from '../../src/check/result.js';
import { runTest } from '../../src/check/run.js';
import { steppedTest } from '../../src/cli/commands/run-step.js';
import { explainTest } from '../../src/explain/index.js';
import { MACHINES, MODELS } from '../../src/models/index.js';
import type { Test } from '../../src/program/test.js';
import type { Limits } from '../../src/query/limits.js';
import { paintAt } from '../../src/report/text/colour.js';
import type { CommandResult } from '../../src/step/session.js';
import { hasErrors } from '../../src/text/diagnostic.js';

/** What a command says of the state that the condition is about; null when it cannot tell. */
type Said = 'allowed' | 'forbidden' | null;

/** What a law about all commands is told of a test. */
export interface Asking {
  readonly models: readonly string[];
  readonly limits: Limits;
  /** Whether step is asked too: it goes the way by hand, so to speak, which takes long where threads run ahead. */
  readonly step: boolean;
}

/** What is wrong with the answers of the commands, or null. `checked` is what `check` said, if that is known. */
export function commandsAgree(
  test: Test,
  { models, limits, step }: Asking,
  checked?: TestResult,
): string | null {
  const settings: Settings = { models, atomics: 'lse', limits };
  const result = checked ?? runTest(test, settings);
  const explained = explainTest(test, settings);
  const asked = MODELS.filter(({ name }) => models.includes(name));
  const machines = MACHINES.map(({ name }) => name);
  const audited = baseAnswers(test, asked, settings);
  const complete = result.models.every(({ incomplete }) => incomplete === null);
  const isRefused = result.status === 'error' || result.status === 'unsupported';
  const errors = [isRefused, hasErrors(explained.strays), hasErrors(audited.strays)];
  // A search that was cut short may not have come to the address that is wrong.
  if (complete && new Set(errors).size > 1)
    return `an error says ${['check', 'explain', 'barriers'].filter((_, each) => errors[each]).join(' and ')} alone`;
  if (errors.includes(true)) return null;
  for (const [index, { name }] of asked.entries()) {
    const said: Readonly<Record<string, Said>> = {
      check: saidBy(
        test,
        result.models.find(({ model }) => model === name),
      ),
      explain: known(explained.models.find(({ model }) => model === name)?.kind),
      barriers: known(audited.answers[index].kind),
      ...(step && machines.includes(name) ? { step: witnessed(test, name) } : {}),
    };
    if (Object.values(said).includes('allowed') && Object.values(said).includes('forbidden'))
      return `${name}: ${JSON.stringify(said)}`;
  }
  return null;
}

function saidBy({ question }: Test, { holds }: Partial<ModelResult> = {}): Said {
  if (holds === undefined || holds === null) return null;
  return holds === (question.quantifier === 'exists') ? 'allowed' : 'forbidden';
}

function known(kind: string | undefined): Said {
  return kind === 'allowed' || kind === 'forbidden' ? kind : null;
}

const NOTES: Partial<Readonly<Record<CommandResult['kind'], Said>>> = {
  taken: 'allowed',
  // The witness has no steps.
  'at-end': 'allowed',
  'no-witness': 'forbidden',
};

/** How many local states a thread may begin in: a walk keeps all of them at a time. */
const LOCALS = 30;

function witnessed(test: Test, model: string): Said {
  const { session, strays } = steppedTest(test, { model, atomics: 'lse', seed: 1 }, paintAt(0));
  const ahead = session.stepper.start.threads.some(({ open }) => open.length > LOCALS);
  if (hasErrors(strays) || ahead) return null;
  return NOTES[session.do({ kind: 'witness', steps: null }).kind] ?? null;
}
