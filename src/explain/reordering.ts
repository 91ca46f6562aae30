/** Which accesses of an execution took effect in the other order than the program has them, where that is what made it weak. */

import type { Fence, Thread } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Span } from '../text/source.js';
import { lineOf, textOf } from './cause.js';
import type { Event } from './event.js';
import type { IdleFence, Reordering } from './explanation.js';
import { sequentialCycle } from './sequential.js';
import type { Happened } from './witness.js';

/** The reordered pairs of the shortest cycle that no interleaving has; `numbers` give the events' places in the picture. */
export function reorderingsOf(
  test: Test,
  { candidate, steps }: Happened,
  numbers: readonly number[],
): readonly Reordering[] {
  const cycle = sequentialCycle(candidate);
  if (cycle === null) return [];
  const times = new Map(
    steps.flatMap(({ event }, time) => (event === null ? [] : [[event.id, time] as const])),
  );
  const time = (event: number): number => times.get(event) ?? 0;
  const turned = cycle.edges.filter(({ from, to }) => {
    const [a, b] = [candidate.events[from], candidate.events[to]];
    return a.thread === b.thread && time(b.id) < time(a.id) && numbers[a.id] !== numbers[b.id];
  });
  return turned.map(({ from, to }) => {
    const [a, b] = [candidate.events[from], candidate.events[to]];
    const isStore = a.kind === 'write' && a.pair !== null && time(a.pair) < time(to);
    return {
      earlier: numbers[from],
      later: numbers[to],
      half: isStore ? 'store' : null,
      fences: fencesBetween(test, candidate, a, b),
    };
  });
}

/**
 * The fences between two accesses of a thread: those that were executed, and those that stand in the source between them
 * and are no instruction on this machine, but one on Armv8, whose port makes one of every barrier that orders anything.
 */
function fencesBetween(
  test: Test,
  { runs }: Happened['candidate'],
  earlier: Event,
  later: Event,
): readonly IdleFence[] {
  const run = runs[earlier.thread];
  if (run === null) return [];
  const executed = run.window.instances
    .slice(earlier.instance, later.instance)
    .map((each) => run.code.instructions[each.place])
    .flatMap((each) => (each.kind === 'fence' ? [idle(each.span, each.fence)] : []));
  const written = barriersOf(test.programFor('armv8-lse').threads[earlier.thread])
    .filter(({ start, end }) => start >= earlier.span.end && end <= later.span.start)
    .filter(
      (span) =>
        !run.code.instructions.some((each) => each.kind === 'fence' && each.span.start === span.start),
    )
    .map((span) => ({ text: textOf(span), line: lineOf(span), orders: null }));
  return [...executed, ...written].sort((a, b) => a.line - b.line);
}

function idle(span: Span, fence: Fence): IdleFence {
  const orders = fence.kind === 'access' ? { before: fence.before, after: fence.after } : 'context';
  return { text: textOf(span), line: lineOf(span), orders };
}

function barriersOf({ code }: Thread): readonly Span[] {
  return code.flatMap((each) => (each.kind === 'fence' ? [each.span] : []));
}
