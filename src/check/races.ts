/** Data races in plain form, as reports have them: both accesses, the values, and which order is missing. */
import type { Program } from '../program/program.js';
import type { FoundRace, OrderGap, PlaceInExecution, RacingEvent } from '../query/found-race.js';
import { lineOf, positionAt, textOf } from '../text/source.js';
import type { OrderBound, RaceGap, RaceResult, RacingAccess } from './result.js';

/** A race as reports have it; `spell` gives a value's text. */
export function raceResult(
  { program, race: { location, first, second, values, gap } }: FoundRace,
  spell: (value: bigint) => string,
): RaceResult {
  const accessOf = ({ thread, span, kind, marking, value }: RacingEvent): RacingAccess => ({
    thread: program.threads[thread].name,
    ...positionAt(span.source, span.start),
    text: textOf(span),
    kind,
    marking,
    value: spell(value),
  });
  const { name, type } = program.locations[location];
  return {
    location: name,
    bytes: type.bits / 8,
    accesses: [accessOf(first), accessOf(second)],
    values: values.map(spell),
    gap: gap === null ? null : gapOf(program, first, second, gap),
  };
}

function gapOf(program: Program, first: RacingEvent, second: RacingEvent, gap: OrderGap): RaceGap {
  const boundAt = (bound: PlaceInExecution | null, { event }: RacingEvent): OrderBound | null => {
    if (bound === null || bound.event === event) return null;
    const { thread, span } = bound;
    return { thread: program.threads[thread].name, line: lineOf(span), text: textOf(span) };
  };
  return {
    missing: gap.missing,
    first: gap.first,
    second: gap.second,
    from: boundAt(gap.from, first),
    to: boundAt(gap.to, second),
  };
}
