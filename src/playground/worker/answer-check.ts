/** A test checked: the report as the terminal has it, and a word for each model. */
import { checkAnswer } from '../../api/named.js';
import { checkSource } from '../../check/check-source.js';
import { corrected, expecting } from '../../check/corrected.js';
import type { ModelResult, TestResult } from '../../check/result.js';
import { ownModels } from '../../dialects/parse.js';
import { MODELS } from '../../models/index.js';
import { prettyCheck } from '../../report/check/check-reporter.js';
import { answer } from '../../report/check/sentence.js';
import { observationText, verdictText } from '../../report/text/verdict-words.js';
import type { Source } from '../../text/source.js';
import type { CheckPanel, ModelVerdict, NamedModel, PlaygroundQuestion, TaskFollower } from '../protocol.js';
import { canvasOf, settingsOf, sourceOf } from './asked.js';

/** More states than these nobody chooses from. */
const MOST_STATES = 40;

/** Checks a test. */
export async function checkPanel(
  question: PlaygroundQuestion,
  { onModel, onVerdict }: TaskFollower,
): Promise<CheckPanel> {
  const source = sourceOf(question);
  const begin = performance.now();
  const result = checkSource(source, settingsOf(question), {
    onModel: (name) => onModel(titleOf(name)),
    onResult: (model) => onVerdict(modelVerdict(model)),
  });
  const milliseconds = performance.now() - begin;
  const reporter = prettyCheck(canvasOf(question));
  reporter.begin({ files: [question.file], version: '', models: [] });
  return {
    report: await reporter.result(result),
    verdicts: result.models.map(modelVerdict),
    answer: result.info === null || result.models.length === 0 ? null : answer(result, result.info),
    available: availableFor(source),
    states: statesOf(result),
    correctable: isCorrectable(result, source),
    milliseconds,
    facts: checkAnswer(result),
  };
}

function modelVerdict(result: ModelResult): ModelVerdict {
  return {
    name: result.model,
    title: result.title,
    word: observationText(result),
    sentence: verdictText(result),
    status: result.status,
  };
}

/** The changed text with its verdicts: all of them, or those that the question's text has. */
export function expectedText(question: PlaygroundQuestion, changed: string, whole: boolean): string {
  const source = { name: question.file, text: changed };
  const settings = settingsOf(question);
  if (!whole)
    return expecting(checkSource(sourceOf(question), { ...settings, verdictOnly: true }), source, settings);
  return corrected(checkSource(source, settings), changed)?.text ?? changed;
}

/** Final states as propositions. */
function statesOf({ info, rows }: TestResult): readonly string[] {
  const names = info?.observables ?? [];
  if (names.length === 0 || names.some((name) => name.includes('['))) return [];
  return rows
    .filter(({ values }) => !values.includes(null))
    .slice(0, MOST_STATES)
    .map(({ values }) => values.map((value, index) => `${names[index]}=${value}`).join(' /\\ '));
}

function isCorrectable(result: TestResult, { text }: Source): boolean {
  const known = result.models.every(({ incomplete }) => incomplete === null);
  const correction = known && result.models.length > 0 ? corrected(result, text) : null;
  return correction !== null && correction.text !== text;
}

function titleOf(name: string): string {
  return MODELS.find((model) => model.name === name)?.title ?? name;
}

/** The models that a text is run on. */
function availableFor(source: Source): readonly NamedModel[] {
  const names = ownModels(source);
  return MODELS.filter(({ name }) => names.includes(name)).map(({ name, title }) => ({ name, title }));
}
