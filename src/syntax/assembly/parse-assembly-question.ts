/**
 * The question of an assembly test: what C's has, and what was usual before herd7. Then a test said `final (…)` and, after
 * `with`, which quantifier each model of the day gives it; blocks of commands for other tools, `<< … >>`, follow.
 */

import type { Quantifier } from '../../program/condition.js';
import type { Cursor } from '../cursor.js';
import {
  failCondition,
  proposition,
  type QuestionTree,
  quantifierWord,
  questionUpTo,
} from '../parse-question.js';
import type { ConditionTree } from '../tree.js';

/** Reads everything from the first word of the question to the end of the file; null when that fails. */
export function assemblyQuestion(cursor: Cursor): QuestionTree | null {
  return questionUpTo(cursor, () => isOver(cursor), condition);
}

function isOver(cursor: Cursor): boolean {
  return cursor.atEnd || cursor.at('<<');
}

function condition(cursor: Cursor): ConditionTree {
  const old = cursor.eat('final') !== null;
  const first = old ? 'exists' : quantifierWord(cursor);
  const asked = proposition(cursor);
  cursor.eat(';');
  const quantifier = old && cursor.eat('with') ? usualQuantifier(cursor) : first;
  if (!isOver(cursor)) failCondition(cursor);
  return { quantifier, proposition: asked, span: asked.span };
}

/** `tso: ~exists; default: exists;`: the default one, else the first. */
function usualQuantifier(cursor: Cursor): Quantifier {
  let usual: Quantifier | null = null;
  do {
    const model = cursor.identifier('the name of a model');
    cursor.expect(':');
    const quantifier = quantifierWord(cursor);
    if (usual === null || model.text === 'default') usual = quantifier;
    cursor.eat(';');
  } while (!isOver(cursor));
  return usual;
}
