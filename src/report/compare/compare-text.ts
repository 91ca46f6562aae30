/** What `pinlitmus compare` says to people: the sum first, then each kind of change with its smallest test; equal tests are not told of. */
import type { ChangeGroup, OutcomeChange, OutcomeComparison } from '../../check/compare/compare-outcomes.js';
import type { TestOutcome } from '../../check/compare/outcome.js';
import { visible } from '../../text/visible.js';
import { differenceText, explainCommand } from '../check/deviation-lines.js';
import type { Paint } from '../text/colour.js';
import { apart, indented, listed, plural, wrapped } from '../text/layout.js';

/** So many states of a test are shown, and so many tests of a group are named beside the smallest. */
const STATES = 4;
const NAMED = 8;

/** The whole as lines of at most `width`. */
export function comparisonLines(
  comparison: OutcomeComparison,
  width: number,
  paint: Paint,
): readonly string[] {
  const { old, now, groups, onlyInOld, onlyInNow, uncompared } = comparison;
  const models = uncompared.length === 0 ? '' : `not compared, for only one has it: ${listed(uncompared)}`;
  return apart([
    [
      ...wrapped(`${visible(old)} → ${visible(now)}: ${sumText(comparison)}`, width).map((line) =>
        paint.bold(line),
      ),
      ...wrapped(models, width),
    ],
    ...summaryLines(groups, width),
    ...groups.map((group) => groupLines(group, comparison, width, paint)),
    onlyLines(old, onlyInOld, width, paint),
    onlyLines(now, onlyInNow, width, paint),
  ]);
}

function sumText({
  inBoth,
  equal,
  withoutResult,
  onlyInOld,
  onlyInNow,
  old,
  now,
}: OutcomeComparison): string {
  const without = withoutResult === 0 ? '' : `, ${withoutResult} without a result in either`;
  const only = [
    ...(onlyInOld.length === 0 ? [] : [`${onlyInOld.length} only in ${visible(old)}`]),
    ...(onlyInNow.length === 0 ? [] : [`${onlyInNow.length} only in ${visible(now)}`]),
  ];
  const changed = inBoth - equal;
  const sum = `${plural(inBoth, 'test')} in both, ${changed === 0 ? 'all equal' : `${changed} changed`}`;
  return [`${sum}${without}`, ...only].join('; ');
}

/** A line a kind of change, where there are several. */
function summaryLines(groups: readonly ChangeGroup[], width: number): readonly (readonly string[])[] {
  if (groups.length < 2) return [];
  const lines = groups.map((group) => `${headText(group)}: ${plural(group.changes.length, 'test')}`);
  return [lines.flatMap((line) => indented(line, width))];
}

/** `LKMM, Never → Sometimes` */
function headText({ title, old, now, changes }: ChangeGroup): string {
  const same = changes.every(({ deviations }) => deviations.every(({ what }) => what !== 'state'))
    ? 'with other flags or deadlocks'
    : 'with other states';
  const what = old === now ? `${old}, ${same}` : `${old} → ${now}`;
  return title === null ? what : `${visible(title)}, ${what}`;
}

function groupLines(
  group: ChangeGroup,
  comparison: OutcomeComparison,
  width: number,
  paint: Paint,
): readonly string[] {
  const [smallest, ...others] = group.changes;
  const more = others.length - NAMED;
  return [
    ...wrapped(`${headText(group)}: ${plural(group.changes.length, 'test')}`, width).map((line) =>
      paint.bold(line),
    ),
    ...witnessLines(smallest, others.length > 0, comparison, width),
    ...others.slice(0, NAMED).flatMap((change) => indented(nameOf(change), width)),
    ...(more > 0 ? [`  … and ${more} more; --reporter json has all`] : []),
  ];
}

function witnessLines(
  change: OutcomeChange,
  isOneOfSeveral: boolean,
  comparison: OutcomeComparison,
  width: number,
): readonly string[] {
  const { size, deviations } = change;
  const large =
    size === null ? '' : ` (${plural(size.threads, 'thread')}, ${plural(size.instructions, 'instruction')})`;
  const most = isOneOfSeveral ? 'the smallest: ' : '';
  const more = deviations.length - STATES;
  const command = explainCommand(change.file, deviations, modelsOf(change, comparison));
  const below = [
    ...deviations.slice(0, STATES).map(differenceText),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(command === null ? [] : [command]),
  ];
  return [
    ...indented(`${most}${nameOf(change)}${large}`, width),
    ...below.flatMap((text) => wrapped(text, width - 4).map((line) => `    ${line}`)),
  ];
}

/** The models to explain a change on: of two models both. */
export function modelsOf(
  { model }: OutcomeChange,
  { models }: Pick<OutcomeComparison, 'models'>,
): readonly string[] {
  return models ?? (model === null ? [] : [model]);
}

function nameOf({ file, name }: Pick<TestOutcome, 'file' | 'name'>): string {
  return visible(file ?? name);
}

function onlyLines(
  where: string,
  tests: readonly TestOutcome[],
  width: number,
  paint: Paint,
): readonly string[] {
  if (tests.length === 0) return [];
  const more = tests.length - NAMED;
  return [
    ...wrapped(`only in ${visible(where)}: ${plural(tests.length, 'test')}`, width).map((line) =>
      paint.bold(line),
    ),
    ...tests.slice(0, NAMED).flatMap((test) => indented(nameOf(test), width)),
    ...(more > 0 ? [`  … and ${more} more; --reporter json has all`] : []),
  ];
}
