/** Compares two sets of outcomes: which tests changed their verdict, which states came and went, which tests only one has. */
import { deviationsOf } from '../reference/reference-states.js';
import type { Deviation } from '../result.js';
import { LOGGED_MODEL, type ModelOutcome, type OutcomeSet, type TestOutcome } from './outcome.js';

/** A test that is not the same on a model. */
export interface OutcomeChange {
  readonly name: string;
  readonly file: string | null;
  readonly size: TestOutcome['size'];
  /** The model of the second set, as `--model` takes it; of a log, that of the other set. Null where one has no result. */
  readonly model: string | null;
  readonly title: string | null;
  /** The verdicts. */
  readonly old: string;
  readonly now: string;
  readonly deviations: readonly Deviation[];
}

/** Changes of one kind on one model, the smallest test first. */
export interface ChangeGroup {
  readonly title: string | null;
  readonly old: string;
  readonly now: string;
  readonly changes: readonly OutcomeChange[];
}

/** What differs. */
export interface OutcomeComparison {
  readonly old: string;
  readonly now: string;
  /** Tests that both have. */
  readonly inBoth: number;
  /** Of these, the ones that are the same on all models. */
  readonly equal: number;
  /** Of the equal ones, those of which neither has a result. */
  readonly withoutResult: number;
  readonly groups: readonly ChangeGroup[];
  readonly onlyInOld: readonly TestOutcome[];
  readonly onlyInNow: readonly TestOutcome[];
  /** Titles of models that only one of the two was run on, and which nothing was compared on. */
  readonly uncompared: readonly string[];
  /** The names of two models that were compared with each other; undefined where each was compared with itself. */
  readonly models?: readonly [string, string];
}

/** The word for a test without a result. */
const NO_RESULT = 'no result';

/** Which models of two tests belong together; null where nothing does. */
export type Pairing = (
  old: readonly ModelOutcome[],
  now: readonly ModelOutcome[],
) => readonly (readonly [ModelOutcome, ModelOutcome])[];

/** Compares the second set with the first. `pairing` says which models are held against each other. */
export function compareOutcomes(
  old: OutcomeSet,
  now: OutcomeSet,
  pairing: Pairing = byName,
): OutcomeComparison {
  const keyOf = keyFor(old, now);
  const before = new Map(old.tests.map((test) => [keyOf(test), test]));
  const after = new Map(now.tests.map((test) => [keyOf(test), test]));
  const both = [...after].flatMap(([key, test]) => {
    const other = before.get(key);
    return other === undefined ? [] : [[other, test] as const];
  });
  const changes = both.map(([one, other]) => changesOf(one, other, pairing));
  const uncompared = new Set<string>();
  for (const [one, other] of both) {
    const met = new Set(pairing(one.models, other.models).flat());
    const isRun = one.models.length > 0 && other.models.length > 0;
    for (const model of isRun ? [...one.models, ...other.models] : [])
      if (!met.has(model)) uncompared.add(model.title ?? model.model);
  }
  return {
    old: old.name,
    now: now.name,
    inBoth: both.length,
    equal: changes.filter((each) => each.length === 0).length,
    withoutResult: both.filter(([one, other]) => one.models.length === 0 && other.models.length === 0).length,
    groups: grouped(changes.flat()),
    onlyInOld: [...before].filter(([key]) => !after.has(key)).map(([, test]) => test),
    onlyInNow: [...after].filter(([key]) => !before.has(key)).map(([, test]) => test),
    uncompared: [...uncompared],
  };
}

/** Whether anything differs. */
export function isChanged({ groups, onlyInOld, onlyInNow }: OutcomeComparison): boolean {
  return groups.length + onlyInOld.length + onlyInNow.length > 0;
}

/** Tests are known by their files, where both sets have files and some in common; else by their names. */
function keyFor(old: OutcomeSet, now: OutcomeSet): (test: TestOutcome) => string {
  const files = new Set(old.tests.map(({ file }) => file));
  const haveFiles = [...old.tests, ...now.tests].every(({ file }) => file !== null);
  const byFile = haveFiles && now.tests.some(({ file }) => files.has(file));
  return ({ file, name }) => (byFile ? (file ?? name) : name);
}

/** Models of one name. A log is of the kernel's model where the other test was run on that, else of the last one. */
export const byName: Pairing = (old, now) => {
  const [fromOld, fromNow] = [old, now].map(
    (models) => models.length === 1 && models[0].model === LOGGED_MODEL,
  );
  const loggedAs = (models: readonly ModelOutcome[]): ModelOutcome | undefined =>
    models.find(({ model }) => model === 'lkmm') ?? models.at(-1);
  const pairs = fromOld
    ? [[old[0], fromNow ? now[0] : loggedAs(now)] as const]
    : fromNow
      ? [[loggedAs(old), now[0]] as const]
      : old.map((one) => [one, now.find(({ model }) => model === one.model)] as const);
  return pairs.flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other]]));
};

function changesOf(old: TestOutcome, now: TestOutcome, pairing: Pairing): readonly OutcomeChange[] {
  const test = { name: now.name, file: now.file ?? old.file, size: now.size ?? old.size };
  if (old.models.length === 0 || now.models.length === 0) {
    const [before, after] = [old, now].map(({ models }) => (models.length === 0 ? NO_RESULT : 'a result'));
    return before === after
      ? []
      : [{ ...test, model: null, title: null, old: before, now: after, deviations: [] }];
  }
  return pairing(old.models, now.models).flatMap(([before, after]) => {
    const deviations = deviationsOf(before, after);
    const isSame = sameVerdict(before, after) && deviations.length === 0;
    const { model, title } = after.model === LOGGED_MODEL ? before : after;
    return isSame
      ? []
      : [{ ...test, model, title, old: before.verdict, now: wordOf(after, before), deviations }];
  });
}

/** herd7 has one word for a deadlock and for no final state of another kind. */
function sameVerdict(old: ModelOutcome, now: ModelOutcome): boolean {
  return old.verdict === wordOf(now, old);
}

function wordOf(one: ModelOutcome, other: ModelOutcome): string {
  const isEmpty = (verdict: string): boolean => verdict === 'None' || verdict === 'Deadlock';
  const isLog = one.model === LOGGED_MODEL || other.model === LOGGED_MODEL;
  return isLog && isEmpty(one.verdict) && isEmpty(other.verdict) ? other.verdict : one.verdict;
}

/** Changes of verdicts first, those of most tests first; in each group the smallest test first. */
function grouped(changes: readonly OutcomeChange[]): readonly ChangeGroup[] {
  const groups = new Map<string, OutcomeChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.title, change.old, change.now]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()]
    .map((each) => ({
      title: each[0].title,
      old: each[0].old,
      now: each[0].now,
      changes: [...each].sort(bySize),
    }))
    .sort(
      (a, b) => Number(a.old === a.now) - Number(b.old === b.now) || b.changes.length - a.changes.length || 0,
    );
}

function bySize(a: OutcomeChange, b: OutcomeChange): number {
  const [one, other] = [a, b].map(({ size }) => size ?? { threads: Infinity, instructions: Infinity });
  const byThreads = one.threads === other.threads ? 0 : one.threads - other.threads;
  const byInstructions = one.instructions === other.instructions ? 0 : one.instructions - other.instructions;
  const [first, second] = [a, b].map(({ file, name }) => file ?? name);
  return byThreads || byInstructions || first.length - second.length || (first < second ? -1 : 1);
}
