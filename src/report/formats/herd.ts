/**
 * What herd7 prints of a test, for scripts that read its logs: judgelitmus.sh and checklitmus.sh of the kernel, mcompare7, msum7. It
 * is of one model, the kernel's where the test is run on it, else the first. The form is that of herd/top_herd.ml in
 * herdtools7. Where that counts executions, the counts here are of final states. A test that is malformed or undecided has no
 * entry, as herd7 has none of one that it did not finish.
 */

import { kindOfModel } from '../../check/model-kind.js';
import type { ModelResult, TestInfo, TestResult } from '../../check/result.js';
import { observationOf } from '../../check/verdict.js';
import { oneLine } from '../../text/one-line.js';
import { visible } from '../../text/visible.js';
import type { Reporter } from '../reporter.js';
import { shownStates } from '../text/final-state.js';

/** The word for what a condition asks, by its quantifier. */
const KINDS = { exists: 'Allowed', '~exists': 'Forbidden', forall: 'Required' } as const;

/** The reporter of `check`. */
export function herdCheck(): Reporter<'check'> {
  return {
    begin: () => '',
    async result(result) {
      const index = indexOf(result.models);
      if (result.info === null || index === -1) return '';
      // What is undecided would read as Never.
      const isKnown = observationOf(result.models[index]) !== null;
      return !isKnown ? '' : `${entryLines(result, result.info, index).join('\n')}\n\n`;
    },
    end: async () => '',
  };
}

/** The number of the model that the entry is of; -1 where there is none. */
function indexOf(models: readonly ModelResult[]): number {
  const kernel = models.findIndex(({ title }) => kindOfModel(title) === 'kernel');
  return kernel === -1 && models.length > 0 ? 0 : kernel;
}

function entryLines(result: TestResult, info: TestInfo, index: number): readonly string[] {
  const model = result.models[index];
  const { quantifier, text } = info.question;
  const name = visible(info.name);
  const found = result.rows.filter(({ cells }) => cells[index] === 'allowed');
  const positive = found.filter(({ satisfies }) => satisfies).length;
  const negative = found.length - positive;
  const witnesses = quantifier === '~exists' ? [negative, positive] : [positive, negative];
  return [
    `Test ${name} ${KINDS[quantifier]}`,
    `States ${model.states.length}`,
    ...statesOf(info, model),
    `${model.incomplete === null ? '' : 'Loop '}${model.holds ? 'Ok' : 'No'}`,
    'Witnesses',
    `Positive: ${witnesses[0]} Negative: ${witnesses[1]}`,
    ...model.flags.map((flag) => `Flag ${flag}`),
    `Condition ${quantifier} (${visible(withoutParentheses(oneLine(text)))})`,
    `Observation ${name} ${observed(model)} ${positive} ${negative}`,
    `Time ${name} ${(model.milliseconds / 1000).toFixed(2)}`,
  ];
}

/** `0:r0=1; [x]=2;` */
function statesOf(info: TestInfo, { states }: ModelResult): readonly string[] {
  const shown = shownStates({ ...info, names: [] }, states);
  const labels = shown.spelling.map(({ label }) => (/^\d+:|=/.test(label) ? label : `[${label}]`));
  return shown.states.map((state) => state.map((value, at) => `${labels[at]}=${value};`).join(' '));
}

/** herd7 says Never where there is no final state. */
function observed(model: ModelResult): string {
  const observation = observationOf(model);
  return observation === null || observation === 'None' ? 'Never' : observation;
}

/** A proposition without parentheses around all of it. */
function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at++) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0) return text;
  }
  return text.slice(1, -1).trim();
}
