/** What stands above the condition: the verdict of each model, in one line. */
import type { JudgedModel, JudgedTest } from '../check/result.js';
import { observationText, verdictText } from '../report/text/verdict-words.js';
import type { TextRange } from '../syntax/lexer.js';
import type { TextOutline } from './outline.js';

/** The verdicts, as one line. */
export interface VerdictLens extends TextRange {
  /** `LKMM Never · x86-TSO Never · Armv8 Sometimes, expected Never`. */
  readonly text: string;
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

/** The verdicts above the condition, in the order of the models; null where there is no answer. */
export function lensOf(outline: TextOutline, { models }: Pick<JudgedTest, 'models'>): VerdictLens | null {
  const place = conditionOf(outline);
  if (place === null || models.length === 0) return null;
  return { ...place, text: models.map((model) => `${model.title} ${lensText(model)}`).join(' · ') };
}

function lensText(model: JudgedModel): string {
  return model.status === 'pass' ? observationText(model) : verdictText(model);
}
