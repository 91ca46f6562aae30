/** What is wrong with a test that was checked, one item a problem. Models with the same problem share an item. */
import type { JudgedModel, JudgedTest } from '../../check/result.js';
import { hasRace, isWrong } from '../../check/verdict.js';
import type { Position } from '../../text/source.js';
import { faultsOf, type ProblemRule, problemOf, type ReportedProblem } from '../reported-problem.js';
import { groupedBy } from '../text/layout.js';
import { quotedForShell } from '../text/shell.js';
import { verdictText } from '../text/verdict-words.js';
import { assertionInBrief } from './assertion-lines.js';
import { deviationInBrief, explainCommand, modelOptions } from './deviation-lines.js';
import { raceInBrief } from './race-lines.js';
import { portFaults } from './sentence.js';
import { waitText } from './single.js';

/** The problems of a test, faults of its text first. */
export function problemsOf(result: JudgedTest): readonly ReportedProblem[] {
  const { file, diagnostics, models, crash, expectsNothing } = result;
  const start = placeOf(result);
  return [
    ...faultsOf(file, diagnostics, crash).map((fault) =>
      result.status === 'unsupported' ? { ...fault, level: 'warning' as const } : fault,
    ),
    ...groupedBy(models.filter(isWrong), sayingOf).map((alike) => ofModels(result, alike)),
    ...groupedBy(models.filter(isRacy), sayingOf).map((alike) => ({
      ...ofModels(result, alike),
      level: 'warning' as const,
    })),
    ...(expectsNothing ? [problemOf(file, 'expects-nothing', 'it expects nothing', { start })] : []),
    ...portFaults(result).map((fault) =>
      problemOf(file, 'port-fault', fault.replace(/\.$/, ''), {
        level: 'warning',
        start,
        command: `pinlitmus explain ${quotedForShell(file)}`,
      }),
    ),
  ];
}

/** Whether a model finds a data race that nobody asks about: in a test that expects nothing of it. */
function isRacy(model: JudgedModel): boolean {
  return !isWrong(model) && hasRace(model) && !model.raceExpected;
}

/** The verdict, and of a deadlock who waits where, of a data race what races. */
function sayingOf(model: JudgedModel): string {
  const details = [
    model.stuck.length === 0 ? '' : waitText(model),
    raceInBrief(model),
    assertionInBrief(model),
    deviationInBrief(model),
  ];
  const told = details.filter((text) => text !== '').join('; ');
  return told === '' ? verdictText(model) : `${verdictText(model)} (${told})`;
}

function ofModels(result: JudgedTest, alike: readonly JudgedModel[]): ReportedProblem {
  const [first] = alike;
  const names = alike.map(({ model }) => model);
  const rule = ruleOf(first);
  const place = { start: first.expectedAt?.start ?? placeOf(result), end: first.expectedAt?.end ?? null };
  return problemOf(result.file, rule, sayingOf(first), {
    ...place,
    ...placesOf(rule, first),
    models: alike.map(({ title }) => title),
    command:
      (rule === 'unexpected-states'
        ? explainCommand(result.file, first.compared?.deviations ?? [], names)
        : null) ?? `pinlitmus explain ${modelOptions(names)} ${quotedForShell(result.file)}`,
  });
}

/** Where it comes from, where that is known better than who expects something else. */
function placesOf(rule: ProblemRule, model: JudgedModel): Partial<ReportedProblem> {
  if (rule === 'data-race') return racePlaces(model);
  if (rule === 'deadlock') return waitPlaces(model);
  return rule === 'assertion' ? assertionPlaces(model) : {};
}

/** The first assertion that fails, and the others. */
function assertionPlaces({ failing }: JudgedModel): Partial<ReportedProblem> {
  const [first, ...others] = (failing ?? []).map(({ thread, line, column, text }) => ({
    start: { line, column },
    message: `${thread}'s ${text} fails`,
  }));
  return first === undefined ? {} : { start: first.start, end: null, related: others };
}

/** The accesses of the first race: the problem is at one, and has to do with the other. */
function racePlaces({ races }: JudgedModel): Partial<ReportedProblem> {
  if (races.length === 0) return {};
  const [one, other] = races[0].accesses.map(({ thread, line, column, kind, text }) => ({
    start: { line, column },
    message: `${thread}'s ${kind}: ${text}`,
  }));
  return { start: one.start, end: null, related: [other] };
}

/** Where the threads of the first deadlock wait. */
function waitPlaces({ stuck }: JudgedModel): Partial<ReportedProblem> {
  return {
    related: stuck.map(({ thread, line }) => ({
      start: { line, column: 1 },
      message: `${thread} waits for ever`,
    })),
  };
}

/** What made a model's status what it is: the verdict, or what came with one that was as expected. */
function ruleOf(model: JudgedModel): ProblemRule {
  const { status, expected, possible, deadlocks, announced, failing, failureExpected } = model;
  if (status === 'unknown') return 'undecided';
  if (expected !== null && !possible.includes(expected)) return 'unexpected-verdict';
  if ((model.compared?.deviations.length ?? 0) > 0) return 'unexpected-states';
  const isStuck = deadlocks !== null && deadlocks > 0;
  if (isStuck !== (announced !== null)) return 'deadlock';
  if (failing !== null && failing.length > 0 !== failureExpected) return 'assertion';
  return hasRace(model) || model.raceExpected ? 'data-race' : 'unexpected-verdict';
}

/** The line of the condition. */
function placeOf({ info }: JudgedTest): Position | null {
  return info === null ? null : { line: info.line, column: 1 };
}
