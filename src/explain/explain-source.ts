/** From the text of a test to its explanation, whatever goes wrong on the way: what `pinlitmus explain` does with a file. */
import { mostTime, namesOf } from '../check/check-source.js';
import { crashOf } from '../check/empty-result.js';
import type { Settings } from '../check/result.js';
import { loadTest, loadTestAsking } from '../dialects/load.js';
import { withGrace, within } from '../query/cut-off.js';
import { byPosition, hasErrors } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import type { ExplainResult } from './explanation.js';
import { explainTest } from './index.js';

/**
 * Explains one text; `state` is a proposition in place of the text's own condition, `others` how many more executions are
 * looked for (index.ts). Faults of the text are in the result; an
 * exception is a bug and is kept there as well. What takes longer than the limits let it is cut off.
 */
export function explainSource(
  source: Source,
  settings: Settings,
  state: Source | null,
  others = 0,
): ExplainResult {
  const { milliseconds } = settings.limits;
  // What SC says is asked for even where it is none of the models.
  const most = mostTime(source, settings) + withGrace(milliseconds);
  const empty = emptyExplanation(source.name);
  try {
    const done = within(most, () => explained(source, settings, state, others));
    if (done.kind === 'done') return { ...empty, ...done.result };
    const limit = { kind: 'time', milliseconds } as const;
    const undecided = namesOf(source, settings).map(
      (model) => ({ ...model, kind: 'unknown', limit, deadlock: null, races: [] }) as const,
    );
    return { ...empty, undecided };
  } catch (error) {
    return { ...empty, crash: crashOf(error) };
  }
}

function explained(
  source: Source,
  settings: Settings,
  state: Source | null,
  others: number,
): Pick<ExplainResult, 'explanation' | 'diagnostics'> {
  const { test, diagnostics } = state === null ? loadTest(source) : loadTestAsking(source, state);
  const sorted = [...diagnostics].sort(byPosition);
  if (test === null || hasErrors(sorted)) return { explanation: null, diagnostics: sorted };
  const explanation = explainTest(test, settings, others);
  const all = [...sorted, ...explanation.strays];
  return { explanation: hasErrors(all) ? null : explanation, diagnostics: all };
}

/** A result that says nothing but where it belongs. */
export function emptyExplanation(file: string): ExplainResult {
  return { file, explanation: null, diagnostics: [], undecided: [], crash: null };
}
