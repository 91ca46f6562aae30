/** The data races of an explanation: each with an execution, in which both accesses are pointed at. */
import type { ExplainedRace, Explanation } from '../../explain/explanation.js';
import type { Paint } from '../text/colour.js';
import { groupedBy, listed, plural, wrapped } from '../text/layout.js';
import { adviceSentences, raceLines } from '../text/race-words.js';
import { finalLines } from './final-lines.js';
import { sourceLines } from './source-table.js';

/** So many are shown. */
const MOST = 3;

/** A section for each race, and what would be none; models with the same races share them. */
export function raceSections(
  explanation: Explanation,
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const racing = explanation.models.filter(({ races }) => races.length > 0);
  return groupedBy(racing, ({ races }) => JSON.stringify(races.map(({ race }) => race))).flatMap((same) => {
    const titles = listed(same.map(({ title }) => title));
    const [{ races }] = same;
    const shown = races.slice(0, MOST);
    const advice = adviceSentences(shown.map(({ race }) => race)).flatMap((text) => wrapped(text, width));
    const left = races.length - shown.length;
    const more = left === 0 ? [] : [`${plural(left, 'more race is', 'more races are')} in the JSON report.`];
    return [
      ...shown.map((race) => raceSection(explanation, titles, race, width, paint)),
      [...advice, ...more],
    ];
  });
}

function raceSection(
  explanation: Explanation,
  titles: string,
  { race, events, witness }: ExplainedRace,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...wrapped(`${titles}: a data race`, width).map((line) => paint.bold(line)),
    '',
    ...sourceLines(witness, width, paint, events),
    '',
    ...finalLines(explanation, witness, width),
    '',
    ...raceLines(race, width, ({ line }) => `on line ${line}`),
  ];
}
