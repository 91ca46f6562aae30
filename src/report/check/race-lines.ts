/** The data races that a model flags: in full for a test that is shown in full, in a line beside a test of many. */
import type { ModelResult } from '../../check/result.js';
import { hasRace } from '../../check/verdict.js';
import { apart, groupedBy, listed, plural, wrapped } from '../text/layout.js';
import { adviceSentences, raceInShort, raceLines } from '../text/race-words.js';

/** So many races of a test are shown. */
const MOST = 4;

/** Every race with its accesses, its values and what is missing; models that have the same share them. */
export function raceParagraphs(
  file: string,
  models: readonly ModelResult[],
  width: number,
): readonly string[] {
  const racing = models.filter(({ races }) => races.length > 0);
  const groups = groupedBy(racing, ({ races }) => JSON.stringify(races));
  return apart(groups.flatMap((same) => paragraphsOf(file, same, width)));
}

function paragraphsOf(
  file: string,
  same: readonly ModelResult[],
  width: number,
): readonly (readonly string[])[] {
  const [{ model, races }] = same;
  const titles = listed(same.map(({ title }) => title));
  const shown = races
    .slice(0, MOST)
    .map((race) => [
      ...wrapped(`Data race on ${titles}:`, width),
      ...raceLines(race, width, ({ line }) => `at ${file}:${line}`),
    ]);
  const more =
    races.length > MOST
      ? ` There ${races.length - MOST === 1 ? 'is' : 'are'} ${plural(races.length - MOST, 'more race')}.`
      : '';
  const command =
    file === '<stdin>' ? '' : `"pinlitmus explain -m ${model} ${file}" shows it in an execution.`;
  const advice = adviceSentences(races.slice(0, MOST)).flatMap((text) => wrapped(text, width));
  return [...shown, advice, wrapped(command + more, width), wrapped(announcement(same), width)];
}

/** What a race does to a test that does not announce it. */
function announcement(models: readonly ModelResult[]): string {
  const isFine = ({ raceExpected, expected, hasResult = false }: ModelResult): boolean =>
    raceExpected || (expected === null && !hasResult);
  if (models.every(isFine)) return '';
  return 'A data race fails a test that expects a verdict, unless it is announced: by "+race" behind a verdict of "Expect=", or by "DATARACE" behind that of "Result:".';
}

/** A line for the models of a test that have a race. */
export function raceNotes(models: readonly ModelResult[], width: number): readonly string[] {
  const racing = models.filter(({ races }) => races.length > 0);
  return groupedBy(racing, raceInBrief).flatMap((same) => {
    const announced = same.every(({ raceExpected }) => raceExpected) ? ', as expected' : '';
    const titles = listed(same.map(({ title }) => title));
    return wrapped(`Data race on ${titles}${announced}: ${raceInBrief(same[0])}.`, width);
  });
}

/** The first race of a model in short, and how many more there are; nothing where it has none. */
export function raceInBrief({ races, flags }: Pick<ModelResult, 'races' | 'flags'>): string {
  if (races.length === 0 || !hasRace({ flags })) return '';
  const more = races.length > 1 ? `, and ${races.length - 1} more` : '';
  return raceInShort(races[0]) + more;
}
