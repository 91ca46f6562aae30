/** Verdicts in words, for every report: of a model on a test, of models on a state, and what kept one from being known. */
import { kindOfModel } from '../../check/model-kind.js';
import type { Incompleteness, JudgedModel, ModelResult } from '../../check/result.js';
import { hasRace, observationOf } from '../../check/verdict.js';
import type { Observation } from '../../program/test.js';
import type { OpenLoop } from '../../query/limits.js';
import { unreachable } from '../../text/invariant.js';
import { visible } from '../../text/visible.js';
import type { Paint } from './colour.js';
import { duration, grouped, groupedBy, listed, plural } from './layout.js';

/** The words for a model's answer about a state: whether the model allows it. */
export const STATE_WORDS = { allowed: 'allowed', forbidden: 'forbidden', unknown: 'undecided' } as const;

/** The words for a condition that must hold of every final state: the state in question is one that refutes it. */
export const FORALL_WORDS = {
  allowed: 'refuted',
  forbidden: 'true of every final state',
  unknown: STATE_WORDS.unknown,
} as const;

/** The words for one model's answer. */
export interface Said {
  readonly words: string;
  readonly title: string;
}

/**
 * `forbidden by the kernel's model and on SC, allowed on x86-TSO and Armv8`: models with the same words are named together. What the
 * kernel's model allows and no machine does is said in so many words: other machines may.
 */
export function saidOfModels(said: readonly Said[]): string {
  const groups = groupedBy(said, ({ words }) => words);
  if (isLkmmAlone(groups)) {
    const isAsked = said.some(({ title }) => title === 'POWER');
    return `allowed by the kernel's model, by no machine here${isAsked ? '' : ' (POWER may)'}`;
  }
  const clauses = groups.map((same) => `${same[0].words} ${whereOf(same)}`);
  // Commas between clauses would be mistaken for those within, but not where there are two.
  const isPlain = clauses.every((clause) => !clause.includes(' and ') && !clause.includes(', '));
  return clauses.join(clauses.length === 2 || isPlain ? ', ' : '; ');
}

/** Whether the kernel's model allows what all machines forbid, and there is one beside SC. */
function isLkmmAlone(groups: readonly (readonly Said[])[]): boolean {
  if (groups.length !== 2) return false;
  const [kernel, machines] = groups;
  return (
    kernel.length === 1 &&
    kindOfModel(kernel[0].title) === 'kernel' &&
    kernel[0].words === STATE_WORDS.allowed &&
    machines[0].words === STATE_WORDS.forbidden &&
    machines.some(({ title }) => kindOfModel(title) === 'hardware')
  );
}

/** `by the kernel's model and on SC and Armv8`. */
function whereOf(same: readonly Said[]): string {
  const machines = same.map(({ title }) => title).filter((title) => kindOfModel(title) !== 'kernel');
  const on = machines.length > 0 ? `on ${listed(machines)}` : null;
  if (machines.length === same.length) return `${on}`;
  const isAnswer = same[0].words === STATE_WORDS.allowed || same[0].words === STATE_WORDS.forbidden;
  const kernel = `${isAnswer ? 'by' : 'under'} the kernel's model`;
  return on === null ? kernel : `${kernel} and ${on}`;
}

/** The sentence for a file whose time was over before its test was understood. */
export function undecidedText(file: string, titles: readonly string[], reason: string): string {
  return `${file} is ${STATE_WORDS.unknown} on ${listed(titles)}: ${reason}.`;
}

/**
 * `Never, as expected`, `Sometimes, expected Never`, `Always, but it deadlocks`, `Unknown: stopped at 1,000,000 states`. A
 * state that was seen stays seen, and the text says so; that none was seen so far it leaves out, for that reads like Never.
 */
export function verdictText(model: JudgedModel): string {
  const { expected, possible, status } = model;
  const open = possible.length > 1 && (expected === null || possible.includes(expected));
  if (open || status === 'unknown')
    return (
      openText(model) + deadlockText(model) + raceText(model) + assertionText(model) + comparedText(model)
    );
  const compared =
    expected === null
      ? ''
      : possible.length === 1 && possible[0] === expected
        ? ', as expected'
        : `, expected ${wordsFor(expected)}`;
  // A race that the file announces is part of what it expects.
  const [before, after] =
    model.raceExpected && hasRace(model) ? [raceText(model), ''] : ['', raceText(model)];
  return (
    knownText(model) +
    before +
    compared +
    deadlockText(model) +
    after +
    assertionText(model) +
    comparedText(model)
  );
}

/** What other states than those that were kept do to a verdict. */
function comparedText({ compared }: JudgedModel): string {
  return (compared?.deviations.length ?? 0) > 0 ? ', but with other states' : '';
}

/** What is known of an undecided verdict. */
function openText(model: JudgedModel): string {
  if (model.incomplete === null) return 'Unknown';
  return model.possible.includes('Never')
    ? `Unknown: ${limitText(model.incomplete)}`
    : `${knownText(model)}, but ${limitText(model.incomplete)}`;
}

/** What a deadlock, or that there is none, does to a verdict; one that was announced and comes does nothing. */
function deadlockText({ announced, deadlocks, incomplete, possible }: JudgedModel): string {
  if (deadlocks === null) return '';
  if (deadlocks === 0) return announced === 'Expect' && incomplete === null ? ', expected a deadlock' : '';
  return announced === null && String(possible) !== 'None' ? ', but it deadlocks' : '';
}

/** What a data race, or that there is none, does to a verdict. */
function raceText(model: JudgedModel): string {
  const { raceExpected, deadlocks, incomplete, expected, hasResult = false } = model;
  if (!hasRace(model)) {
    const isMissed = raceExpected && deadlocks !== null && incomplete === null;
    return isMissed ? ', expected a data race' : '';
  }
  return raceExpected || (expected === null && !hasResult) ? ', with a data race' : ', but with a data race';
}

/** What an assertion that fails, or that none does, does to a verdict. */
function assertionText({ failing, failureExpected, incomplete }: JudgedModel): string {
  if (failing === null) return '';
  if (failing.length > 0) return failureExpected ? '' : ', but an assertion fails';
  return failureExpected && incomplete === null ? ', expected an assertion to fail' : '';
}

/** `Never`, `Sometimes`, `Always`, or what is left of them: a failed model may be known only by half. */
function knownText(model: JudgedModel): string {
  if (isStuck(model)) return 'Deadlock';
  return model.possible.map(wordsFor).join(' or ');
}

function wordsFor(observation: Observation): string {
  return observation === 'None' ? 'no final state' : observation;
}

/** Whether no execution ends, and some get stuck. */
function isStuck(model: JudgedModel): boolean {
  return observationOf(model) === 'None' && model.deadlocks !== null && model.deadlocks > 0;
}

/** The observation in one word. */
export function observationText(model: JudgedModel): string {
  return isStuck(model) ? 'Deadlock' : (observationOf(model) ?? 'Unknown');
}

function loopText(loop: OpenLoop | undefined): string {
  return loop === undefined ? 'a loop' : `${visible(loop.thread)}'s loop at line ${loop.line}`;
}

function countingText(loop: OpenLoop | undefined): string {
  return loop === undefined ? '' : `; ${visible(loop.thread)} may count for ever at line ${loop.line}`;
}

/** Why an exploration ended early, as a clause: `stopped at 1,000,000 states`. */
export function limitText(incomplete: Incompleteness): string {
  switch (incomplete.kind) {
    case 'states':
      return `stopped at ${plural(incomplete.bound, 'state')}${countingText(incomplete.loop)}`;
    case 'time':
      return `stopped after ${duration(incomplete.milliseconds)}${countingText(incomplete.loop)}`;
    case 'memory':
      return `stopped at ${grouped(incomplete.megabytes)} MB${countingText(incomplete.loop)}`;
    case 'unrolling':
      return `${loopText(incomplete.loop)} still open after ${plural(incomplete.bound, 'round')}`;
    case 'unmodelled':
      return incomplete.what === 'assembly'
        ? 'this model speaks of C alone'
        : `${incomplete.what} is not part of this machine yet`;
    case 'endless':
      return `the recursion of '${visible(incomplete.relation)}' in the model comes to no end`;
    case 'interrupted':
      return 'interrupted';
    case 'died':
      return incomplete.reason;
    default:
      return unreachable(incomplete);
  }
}

/** The colour of a verdict. */
export function verdictPaint(model: ModelResult, paint: Paint): (text: string) => string {
  switch (model.status) {
    case 'pass':
      return paint.green;
    case 'fail':
    case 'error':
    case 'unsupported':
      return paint.red;
    case 'unknown':
      return paint.magenta;
    case 'none':
      return (text) => text;
    default:
      return unreachable(model.status);
  }
}
