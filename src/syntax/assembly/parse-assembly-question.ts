/**
 * The question of an assembly test: what C's has, and what was usual before herd7. Then a test said `final (…)` and, after
 * `with`, which quantifier each model of the day gives it; blocks of commands for other tools, `<< … >>`, follow.
 */

import type { Quantifier } from '../../program/condition.js';
import type { Cursor } from '../cursor.js';
import { locationList, proposition, type QuestionTree, quantifierWord } from '../parse-question.js';
import type { ConditionTree, LocationsItem, PropositionTree } from '../tree.js';

/** Reads everything from the first word of the question to the end of the file; null when that fails. */
export function assemblyQuestion(cursor: Cursor): QuestionTree | null {
  cursor.restartLinks();
  return cursor.recover(
    () => sections(cursor),
    () => cursor.skipAll(),
  );
}

function sections(cursor: Cursor): QuestionTree {
  const locations: LocationsItem[] = [];
  let filter: PropositionTree | null = null;
  while (cursor.atAny('locations', 'filter')) {
    if (cursor.next().text === 'filter') filter = proposition(cursor);
    else locations.push(...locationList(cursor));
    cursor.eat(';');
  }
  return { locations, filter, condition: cursor.atEnd || cursor.at('<<') ? null : condition(cursor) };
}

function condition(cursor: Cursor): ConditionTree {
  const old = cursor.eat('final') !== null;
  const first = old ? 'exists' : quantifierWord(cursor);
  const asked = proposition(cursor);
  cursor.eat(';');
  const quantifier = old && cursor.eat('with') ? usualQuantifier(cursor) : first;
  if (!cursor.atEnd && !cursor.at('<<')) cursor.unexpected("'/\\', '\\/' or the end of the condition");
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
  } while (!cursor.atEnd && !cursor.at('<<'));
  return usual;
}
