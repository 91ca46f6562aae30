/**
 * Data races in words, as KCSAN reports them (Documentation/dev-tools/kcsan.rst): both accesses with their places, the values, and
 * then what KCSAN cannot know: which order is missing, and what would mark the accesses.
 */
import type { OrderBound, RaceGap, RaceResult, RacingAccess } from '../../check/result.js';
import { unreachable } from '../../text/invariant.js';
import { hanging, indented, listed, plural } from './layout.js';

/** `write of 4 bytes to x`, `assert no writes of 4 bytes to x` */
function accessWords({ kind, marking }: RacingAccess, { location, bytes }: RaceResult): string {
  const size = `of ${plural(bytes, 'byte')}`;
  if (marking === 'assert-writer') return `assert no writes ${size} to ${location}`;
  if (marking === 'assert-access') return `assert no accesses ${size} to ${location}`;
  return `${kind} ${size} ${kind === 'write' ? 'to' : 'from'} ${location}`;
}

/** Both accesses, each with its source text below it, the values, and what is missing; two columns in. */
export function raceLines(
  race: RaceResult,
  width: number,
  placeOf: (access: RacingAccess) => string,
): readonly string[] {
  const accesses = race.accesses.flatMap((access) => {
    const { thread, marking, text } = access;
    const who = isAssertion(marking) ? thread : `${thread}, ${marking}`;
    return [
      ...hanging(`${accessWords(access, race)} ${placeOf(access)} (${who}):`, width - 2, 2),
      ...indented(text, width - 2).map((line) => `  ${line}`),
    ].map((line) => `  ${line}`);
  });
  return [...accesses, ...raceSentences(race).flatMap((text) => indented(text, width))];
}

/** The values, and what is missing. */
export function raceSentences(race: RaceResult): readonly string[] {
  return [valueWords(race), gapSentence(race)].filter((text) => text !== '');
}

/** `x changes: 0 -> 1; the read gives 0` */
function valueWords({ location, values, accesses }: RaceResult): string {
  const read = accesses.find(({ kind, marking }) => kind === 'read' && !isAssertion(marking));
  if (values.length === 1) return `${location} is ${values[0]}`;
  const given = read === undefined ? '' : `; the read gives ${read.value}`;
  return `${location} changes: ${values.join(' -> ')}${given}`;
}

/** `write of x (P0, line 8) and read (P1, line 15)` */
export function raceInShort(race: RaceResult): string {
  const [first, second] = race.accesses.map(({ thread, line, kind, marking }) => {
    return `${isAssertion(marking) ? 'assertion' : kind} (${thread}, line ${line})`;
  });
  return `${race.location}: ${first} and ${second}`;
}

/** What is missing between the two, in sentences; nothing where the model does not tell. */
function gapSentence({ gap, accesses: [first, second] }: RaceResult): string {
  if (gap === null) return '';
  const names: Names = [nameOf(first), nameOf(second)];
  const said = sentenceOf(gap, names);
  if (gap.first === first.kind && gap.second === second.kind) return said;
  const which = gap.first === first.kind ? 'second' : 'first';
  return `As writes the two are in order, but a plain write counts as a read too, and with the ${which} as a read they are not. ${said}`;
}

type Names = readonly [string, string];

function sentenceOf(gap: RaceGap, [first, second]: Names): string {
  const behind = `Nothing orders ${first} before a later marked access of its thread, as ${BEHIND[gap.first]} would.`;
  const before = `Nothing orders ${second} behind an earlier marked access of its thread, as ${BEFORE[gap.second]} would.`;
  switch (gap.missing) {
    case 'behind':
      return behind;
    case 'before':
      return before;
    case 'both':
      return `${behind} ${before}`;
    case 'chain':
      return chainSentence(gap, [first, second]);
    default:
      return unreachable(gap.missing);
  }
}

/**
 * Both are ordered with marked accesses of their threads, and nothing leads from the one of these to the other: what is written has
 * to be visible there, a read has to be executed before.
 */
function chainSentence({ first: kind, from, to }: RaceGap, [first, second]: Names): string {
  const until = from === null ? '' : `${first} is before ${boundName(from)}`;
  const since = to === null ? '' : `${second} is behind ${boundName(to)}`;
  const bounds = [until, since].filter((text) => text !== '').join(', and ');
  const [one, other] = [from?.text ?? first, to?.text ?? second];
  const order = kind === 'write' ? `${one} visible to ${other}` : `${one} execute before ${other}`;
  const nothing = `othing in this execution makes ${order}.`;
  return bounds === '' ? `N${nothing}` : `${bounds}; but n${nothing}`;
}

/** What bounds a plain access from behind, and from before, in the kernel's model. */
const BEHIND = {
  read: 'a release, a full barrier or smp_rmb()',
  write: 'a release, a full barrier or smp_wmb()',
} as const;
const BEFORE = {
  read: 'an acquire, a full barrier, smp_rmb() or an address dependency',
  write: 'an acquire, a full barrier, smp_wmb() or an address dependency',
} as const;

/** What would be no races: markings, which order nothing; or what an assertion asks for. */
export function adviceSentences(races: readonly RaceResult[]): readonly string[] {
  const [asserted, others] = [true, false].map((wanted) =>
    races.filter(({ accesses }) => accesses.some(({ marking }) => isAssertion(marking)) === wanted),
  );
  const assertions = asserted.flatMap(({ accesses }) =>
    accesses
      .filter(({ marking }) => isAssertion(marking))
      .map(({ marking, line }): string => {
        const what = marking === 'assert-writer' ? 'write' : 'access';
        return `The assertion on line ${line} says that there is no other ${what} at that time, marked or not.`;
      }),
  );
  const plain = others.flatMap(({ accesses }) => accesses.filter(({ marking }) => marking === 'plain'));
  const marks = (['write', 'read'] as const).flatMap((kind) => {
    const lines = plain.filter((each) => each.kind === kind).map(({ line }) => line);
    const distinct = [...new Set(lines)].toSorted((one, other) => one - other).map(String);
    const where = `${distinct.length === 1 ? 'line' : 'lines'} ${listed(distinct)}`;
    return distinct.length === 0 ? [] : [`${kind === 'write' ? 'WRITE_ONCE()' : 'READ_ONCE()'} on ${where}`];
  });
  const advice = `With ${listed(marks)} that would be no race, though no more in order; with data_race() it is none to report, where any value will do.`;
  return [...new Set([...assertions, ...(plain.length === 0 ? [] : [advice])])];
}

function isAssertion(marking: RacingAccess['marking']): boolean {
  return marking === 'assert-writer' || marking === 'assert-access';
}

/** `P0's write` */
function nameOf({ thread, kind, marking }: RacingAccess): string {
  return `${thread}'s ${isAssertion(marking) ? 'assertion' : kind}`;
}

function boundName({ thread, line, text }: OrderBound): string {
  return `${thread}'s ${text} (line ${line})`;
}
