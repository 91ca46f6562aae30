/** Data races with an execution each, drawn: what `check` flags, shown. */
import { raceResult } from '../check/races.js';
import { explore } from '../engine/explore-query.js';
import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Query } from '../query/query.js';
import { draw } from './diagram.js';
import type { ExplainedRace } from './explanation.js';
import { timelineOf } from './timeline.js';

/** More races than this are not worth drawing. */
const MOST_RACES = 8;

/** The races of a test under a model, in the order of the text; `query` is about all executions that count. */
export function racesUnder(
  test: Test,
  query: Query,
  spell: (value: bigint) => string,
): readonly ExplainedRace[] {
  if (query.model.engine !== 'axioms' || !query.program.threads.some(mayRace)) return [];
  const { races = [] } = explore(query);
  return races.slice(0, MOST_RACES).map((found): ExplainedRace => {
    const { program, execution, race } = found;
    const drawn = draw(program, execution, null, spell);
    return {
      race: raceResult(found, spell),
      events: [drawn.numbers[race.first.event], drawn.numbers[race.second.event]],
      witness: timelineOf({ test, program, execution, stuck: [], spell }, drawn),
    };
  });
}

/** Whether a thread has what a race takes, an access that is plain or an assertion about others. */
function mayRace({ code }: Program['threads'][number]): boolean {
  return code.some(({ event }) => event !== undefined && RACING.has(event.tag));
}

const RACING: ReadonlySet<string> = new Set(['plain', 'assert-writer', 'assert-access']);
