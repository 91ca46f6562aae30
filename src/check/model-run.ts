/**
 * What the search on one model finds of a test: its final states, filtered and cut down to what is shown, the verdict over them
 * and the assertions that fail; or the verdict alone.
 */
import { type Decision, decide } from '../engine/decide.js';
import { explore } from '../engine/explore-query.js';
import { mayMix } from '../lower/access-targets.js';
import type { Model } from '../models/model.js';
import { type Asserted, narrowed, type Proposition, type Question, satisfies } from '../program/condition.js';
import type { Program } from '../program/program.js';
import type { State } from '../program/state.js';
import type { Test } from '../program/test.js';
import { inTime } from '../query/cut-off.js';
import { elapsedSince } from '../query/elapsed.js';
import type { Exploration } from '../query/exploration.js';
import type { ModelResult, Settings, Verdict } from './result.js';
import { verdictOf } from './verdict.js';

/** What a report says of a search. */
type Searched = Pick<Exploration, 'races' | 'flags' | 'stuck' | 'explored' | 'limit' | 'badAddresses'> &
  Pick<ModelResult, 'deadlocks'>;

/** One model's exploration with what the report needs beside it. */
export interface ModelRun {
  readonly model: Model;
  readonly exploration: Searched;
  readonly milliseconds: number;
  readonly states: readonly State[];
  readonly verdict: Verdict;
  /** The assertions that fail in some final state; null where nobody looked. */
  readonly failing: readonly Failing[] | null;
  /** Where no states are listed, whether there is one that satisfies the proposition, and one that does not. */
  readonly answers: readonly Decision['kind'][];
}

/** Runs a test on a model, within its limits. */
export function runOn(test: Test, model: Model, settings: Settings): ModelRun {
  const begin = performance.now();
  const { milliseconds } = settings.limits;
  const limits = { ...settings.limits, until: begin + milliseconds };
  const found = inTime(test.source.text, milliseconds, () => search(test, model, { ...settings, limits }));
  return {
    model,
    ...(found ?? nothingFound(test.question, settings)),
    milliseconds: elapsedSince(begin),
  };
}

function search(test: Test, model: Model, settings: Settings): Found {
  const program = test.programFor(model.architecture(settings.atomics));
  // Where some execution may make an access of mixed size, the search visits all of them.
  return settings.verdictOnly && !mayMix(program)
    ? verdictAlone(test.question, program, model, settings)
    : enumerate(test.question, program, model, settings);
}

type Found = Pick<ModelRun, 'exploration' | 'states' | 'verdict' | 'failing' | 'answers'>;

/** What is known of a search that was cut off. */
function nothingFound({ quantifier }: Question, { limits, verdictOnly }: Settings): Found {
  const limit = { kind: 'time', milliseconds: limits.milliseconds } as const;
  const deadlocks = verdictOnly ? null : 0;
  const exploration = { states: [], deadlocks, stuck: [], explored: 0, limit, badAddresses: [], flags: [] };
  const verdict = verdictOf(quantifier, { positive: 0, negative: 0, complete: false });
  return { exploration, states: [], verdict, failing: verdictOnly ? null : [], answers: [] };
}

/** All final states, and the verdict over them. */
function enumerate(question: Question, program: Program, model: Model, { limits }: Settings): Found {
  const asserted = question.filter === null ? question.assertions.map(({ observable }) => observable) : [];
  const exploration = explore({ program, model, target: { ...question, asserted }, limits });
  const states = counted(question, exploration.states);
  const positive = states.filter((state) => satisfies(question.proposition, state)).length;
  const complete = exploration.limit === null;
  const verdict = verdictOf(question.quantifier, { positive, negative: states.length - positive, complete });
  return { exploration, states, verdict, failing: failingIn(question, exploration), answers: [] };
}

/**
 * The verdict alone: a search for one final state that satisfies the proposition, and one for a state that does not.
 * Each stops at the first, and leaves out what cannot lead to one, deadlocks among it. Where there is no final state at
 * all, which is hardly meant, the whole search says why.
 */
function verdictAlone(question: Question, program: Program, model: Model, settings: Settings): Found {
  const search = (proposition: Proposition): Decision =>
    decide({ program, model, target: narrowed(question, proposition), limits: settings.limits });
  const witness = search(question.proposition);
  const counter = search({ kind: 'not', operand: question.proposition });
  const [positive, negative] = [witness, counter].map(({ kind }) => (kind === 'allowed' ? 1 : 0));
  const open = [witness, counter].find(({ kind }) => kind === 'unknown');
  const answers = [witness.kind, counter.kind];
  if (positive + negative === 0 && open === undefined)
    return { ...enumerate(question, program, model, settings), answers };
  const verdict = verdictOf(question.quantifier, { positive, negative, complete: open === undefined });
  const exploration = {
    deadlocks: null,
    stuck: [],
    explored: witness.explored + counter.explored,
    limit: open?.kind === 'unknown' ? open.limit : null,
    badAddresses: [...witness.badAddresses, ...counter.badAddresses],
    flags: [],
  };
  return { exploration, states: [], verdict, failing: null, answers };
}

/** The assertions that have fired in some of the states that count, or where others wait for ever. */
function failingIn(
  { assertions, filter }: Question,
  { states, firedWhileStuck = [] }: Exploration,
): readonly Failing[] {
  return assertions.flatMap((each) => {
    const { observable } = each;
    if (states.some((state) => state[observable] !== 0n && (filter === null || satisfies(filter, state))))
      return [each];
    return firedWhileStuck.includes(observable) ? [{ ...each, stuck: true } as const] : [];
  });
}

/** An assertion that fails; `stuck` where that is only in executions in which others wait for ever. */
export interface Failing extends Asserted {
  readonly stuck?: true;
}

/** The states that pass the filter, without what only the filter reads. They stay sorted: `shown` is a prefix. */
function counted(question: Question, states: readonly State[]): readonly State[] {
  const { filter, shown } = question;
  const kept = filter === null ? states : states.filter((state) => satisfies(filter, state));
  if (shown === question.observables.length) return kept;
  const seen = new Map<string, State>();
  for (const state of kept) seen.set(state.slice(0, shown).join(), state.slice(0, shown));
  return [...seen.values()];
}
