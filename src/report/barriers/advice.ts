/** Advice as text: what each alternative changes, and its patch, as it is to be applied. */
import type { Alternative, BarrierResult, Change } from '../../barriers/barrier-result.js';
import { unreachable } from '../../text/invariant.js';
import { visibleLines } from '../../text/visible.js';
import type { Paint } from '../text/colour.js';
import { apart, hanging, listed, plural, wrapped } from '../text/layout.js';
import { reasonText } from './finding.js';

/** Advice as text, apart: what comes before the alternatives, each of them, and what is left to say. */
export interface AdviceParts {
  readonly lead: readonly string[];
  readonly alternatives: readonly (readonly string[])[];
  readonly rest: readonly string[];
}

/** The section on advice; empty where none is needed. `state` is the condition as the report quotes it. */
export function adviceLines(
  result: BarrierResult,
  state: string,
  width: number,
  paint: Paint,
): readonly string[] {
  const { lead, alternatives, rest } = adviceParts(result, state, width, paint);
  return apart([lead, ...alternatives, rest]);
}

/** The same in its parts. */
export function adviceParts(
  { advice, models, info }: BarrierResult,
  state: string,
  width: number,
  paint: Paint,
): AdviceParts {
  // The advice claims nothing of models that are undecided.
  const all = models.flatMap(({ title, answer }) => (answer.kind === 'unknown' ? [] : [title]));
  const forall = info?.question.quantifier === 'forall';
  const only = (text: string): AdviceParts => ({ lead: wrapped(text, width), alternatives: [], rest: [] });
  switch (advice.kind) {
    case 'none-needed':
      return { lead: [], alternatives: [], rest: [] };
    case 'not-a-barrier-bug':
      return only(
        `This is not a barrier bug: SC ${forall ? 'refutes' : 'allows'} ${state}. Some order of the threads' steps leads there, and all that barriers do is keep each thread's steps in order. What helps is another algorithm, or a lock.`,
      );
    case 'no-help': {
      const titles = models.filter(({ model }) => advice.models.includes(model)).map(({ title }) => title);
      return only(
        `No barrier between accesses of this test, and no acquire or release, ${forall ? 'makes it true' : 'forbids it'} on ${listed(titles)}, not even all of them together.`,
      );
    }
    case 'unknown':
      return only(`No advice: ${reasonText(advice.reason)}.`);
    case 'alternatives': {
      const { alternatives, complete, searches } = advice;
      const open = complete
        ? []
        : wrapped(
            `The search for advice stopped after ${plural(searches, 'search', 'searches')}: cheaper ones may exist.`,
            width,
          );
      if (alternatives.length === 0) return { lead: open, alternatives: [], rest: [] };
      const ways = alternatives.length === 1 ? 'The cheapest way' : 'The cheapest ways';
      return {
        lead: wrapped(
          `${ways} to ${forall ? 'make it true' : 'forbid it'} on ${listed(all)}, checked from the patched text:`,
          width,
        ),
        alternatives: alternatives.map((alternative, index) =>
          alternativeLines(alternative, index + 1, width, paint),
        ),
        rest: open,
      };
    }
    default:
      return unreachable(advice);
  }
}

function alternativeLines(
  { changes, cost, patch }: Alternative,
  index: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const what = `${index}. ${changes.map(changeText).join('; ')} (cost ${cost})`;
  const lines = visibleLines(patch).replace(/\n$/, '').split('\n');
  return [
    ...hanging(what, width, 3).map((line) => paint.bold(line)),
    ...lines.map((line) => painted(line, paint)),
  ];
}

/** A line of a patch. Where a person looks, a file's CR at its end says nothing. */
function painted(line: string, paint: Paint): string {
  return paint.level === 0 ? line : diffPaint(line, paint)(line.replace(/\r$/, ''));
}

function diffPaint(line: string, paint: Paint): (text: string) => string {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('@@')) return paint.dim;
  if (line.startsWith('+')) return paint.green;
  return line.startsWith('-') ? paint.red : (text) => text;
}

/** `smp_wmb() before line 14 in P0` */
export function changeText(change: Change): string {
  switch (change.kind) {
    case 'insert':
      return `${change.barrier} before line ${change.line} in ${change.within}`;
    case 'replace':
      return `${change.by} for ${change.old} on line ${change.line} in ${change.within}`;
    default:
      return unreachable(change);
  }
}
