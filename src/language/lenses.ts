/** What stands above the condition: the verdict of each model. */
import type { JudgedModel, JudgedTest } from '../check/result.js';
import { observationText, verdictText } from '../report/text/verdict-words.js';
import type { TextRange } from '../syntax/lexer.js';
import type { TextOutline } from './outline.js';

/** The verdict of a model, as a few words. */
export interface VerdictLens extends TextRange {
  /** As `--model` takes it. */
  readonly model: string;
  /** `Armv8 Sometimes`, `Armv8 Sometimes, expected Never`. */
  readonly text: string;
  /** Whether it is other than the file says, or undecided. */
  readonly isWrong: boolean;
}

/** Where the condition stands, with its quantifier; the test's name where it has none. */
export function conditionOf({ header, tokens, regions }: TextOutline): TextRange | null {
  const question = regions.find(({ kind }) => kind === 'question');
  if (question === undefined) return header && { start: header.name.span.start, end: header.name.span.end };
  let at = question.from;
  for (let each = question.from; each < question.to; each += 1)
    if (/^(?:exists|forall|final)$/.test(tokens[each].text)) at = each;
  const isNegated = at > question.from && ['~', '!', 'not'].includes(tokens[at - 1].text);
  return { start: tokens[isNegated ? at - 1 : at].span.start, end: tokens[question.to - 1].span.end };
}

/** The verdicts above the condition, in the order of the models; none where there is no answer. */
export function lensesOf(
  outline: TextOutline,
  { models }: Pick<JudgedTest, 'models'>,
): readonly VerdictLens[] {
  const place = conditionOf(outline);
  if (place === null) return [];
  return models.map((model) => ({
    ...place,
    model: model.model,
    text: `${model.title} ${lensText(model)}`,
    isWrong: model.status === 'fail' || model.status === 'unknown',
  }));
}

function lensText(model: JudgedModel): string {
  return model.status === 'pass' ? observationText(model) : verdictText(model);
}
