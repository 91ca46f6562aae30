/**
 * What herd7 prints of a test, for scripts that read its logs: judgelitmus.sh and checklitmus.sh of the kernel, mcompare7, msum7. It
 * is of one model, the kernel's where the test is run on it, else the first. The form is that of herd/top_herd.ml in
 * herdtools7. Where that counts executions, the counts here are of final states. Its line `Hash=` is there where the hash is known
 * (dialects/herd-hash.ts). A test that is malformed or undecided has no entry, as herd7 has none of one that it did not finish, but a
 * warning in its place, as all that herd7 would say on standard error: those who read logs pass such lines over.
 */

import { kindOfModel } from '../../check/model-kind.js';
import type { ModelResult, TestInfo, TestResult } from '../../check/result.js';
import { observationOf } from '../../check/verdict.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { positionAt } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import { portFaults } from '../check/sentence.js';
import type { Reporter } from '../reporter.js';
import { crashText } from '../text/diagnostic-lines.js';
import { shownStates } from '../text/final-state.js';
import { messageOf } from '../text/message.js';
import { verdictText } from '../text/verdict-words.js';
import { herdCondition, herdObservable } from './herd-condition.js';

/** The word for what a condition asks, by its quantifier. */
const KINDS = { exists: 'Allowed', '~exists': 'Forbidden', forall: 'Required' } as const;

/** The reporter of `check`. */
export function herdCheck(): Reporter<'check'> {
  return {
    begin: () => '',
    async result(result) {
      const index = indexOf(result.models);
      const model = result.models.at(index);
      // What is undecided would read as Never.
      const isKnown = result.info !== null && model !== undefined && observationOf(model) !== null;
      const entry = isKnown && result.info !== null ? [...entryLines(result, result.info, index), ''] : [];
      return [...warnings(result, isKnown ? undefined : model), ...entry].map((line) => `${line}\n`).join('');
    },
    end: async () => '',
  };
}

/** What keeps a test from having an entry, and what is to be said of one that has; `open` is a model that is undecided. */
function warnings(result: TestResult, open: ModelResult | undefined): readonly string[] {
  const { file, diagnostics, crash } = result;
  // herd7 stops at the first.
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const texts = [
    ...(error === undefined ? [] : [faultText(error)]),
    ...[...(crash === null ? [] : [crashText(file, crash)]), ...portFaults(result)].map(
      (text) => `"${visible(file)}": ${visible(text)}`,
    ),
    ...(open === undefined ? [] : [`"${visible(file)}": ${visible(verdictText(open))}`]),
  ];
  return texts.map((text) => `Warning: File ${text}`);
}

/** Where a text has a fault, and what it is. What the kernel's scripts look for is in herd7's own words. */
function faultText(diagnostic: Diagnostic): string {
  const { source, start, end } = diagnostic.span;
  const { line, column } = positionAt(source, start);
  const last = column - 1 + Math.max(end - start, 1);
  const message =
    diagnostic.code === 'unknown-function'
      ? `Unknown macro ${visible(diagnostic.name)}`
      : messageOf(diagnostic);
  return `"${visible(source.name)}", line ${line}, characters ${column - 1}-${last}: ${message} (User error)`;
}

/** The number of the model that the entry is of; -1 where there is none. */
function indexOf(models: readonly ModelResult[]): number {
  const kernel = models.findIndex(({ title }) => kindOfModel(title) === 'kernel');
  return kernel === -1 && models.length > 0 ? 0 : kernel;
}

function entryLines(result: TestResult, info: TestInfo, index: number): readonly string[] {
  const model = result.models[index];
  const { quantifier } = info.question;
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
    `Condition ${herdCondition(info)}`,
    `Observation ${name} ${observed(model)} ${positive} ${negative}`,
    `Time ${name} ${(model.milliseconds / 1000).toFixed(2)}`,
    ...(info.hash === undefined ? [] : [`Hash=${visible(info.hash)}`]),
  ];
}

/** `0:r0=1; [x]=2;` */
function statesOf(info: TestInfo, { states }: ModelResult): readonly string[] {
  const shown = shownStates({ ...info, names: [] }, states);
  const labels = shown.spelling.map(({ label }) => herdObservable(label));
  return shown.states.map((state) => state.map((value, at) => `${labels[at]}=${value};`).join(' '));
}

/** herd7 says Never where there is no final state. */
function observed(model: ModelResult): string {
  const observation = observationOf(model);
  return observation === null || observation === 'None' ? 'Never' : observation;
}
