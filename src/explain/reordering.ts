/** Which accesses of an execution took effect in the other order than the program has them, where that is what made it weak. */

import type { AccessEvent, Execution } from '../execution/execution.js';
import { isAccess, otherHalf } from '../execution/execution.js';
import { sequentialCycle } from '../execution/sequential.js';
import type { Fence, Instruction, Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import { lineOf, type Span, textOf } from '../text/source.js';
import type { IdleFence, Reordering } from './explanation.js';

/** The reordered pairs of the shortest cycle that no interleaving has; `numbers` give the events' places in the diagram. */
export function reorderingsOf(
  test: Test,
  program: Program,
  execution: Execution,
  numbers: readonly number[],
): readonly Reordering[] {
  const cycle = sequentialCycle(execution);
  if (cycle === null) return [];
  const steps = execution.schedule ?? [];
  const times = new Map(steps.map(({ event }, time) => [event, time]));
  const time = (event: number): number => times.get(event) ?? 0;
  return cycle.flatMap(({ from, to }): readonly Reordering[] => {
    const [a, b] = [execution.events[from], execution.events[to]];
    if (!isAccess(a) || !isAccess(b) || a.thread !== b.thread) return [];
    if (time(b.id) >= time(a.id) || numbers[a.id] === numbers[b.id]) return [];
    const half = a.kind === 'write' ? otherHalf(execution, a.id) : null;
    return [
      {
        earlier: numbers[a.id],
        later: numbers[b.id],
        half: half !== null && time(half) < time(b.id) ? 'store' : null,
        fences: fencesBetween(test, program, execution, a, b),
      },
    ];
  });
}

/**
 * The fences between two accesses of a thread: those that were executed, and those that stand in the source between them
 * and are no instruction on this machine, but one on Armv8, whose port makes one of every barrier that orders anything.
 */
function fencesBetween(
  test: Test,
  { threads }: Program,
  { events, po }: Execution,
  earlier: AccessEvent,
  later: AccessEvent,
): readonly IdleFence[] {
  const executed = events.flatMap((each) =>
    each.kind === 'fence' && po.has(earlier.id, each.id) && po.has(each.id, later.id)
      ? [idle(each.span, each.fence)]
      : [],
  );
  const own = barriersOf(threads[earlier.thread].code);
  const written = barriersOf(test.programFor('armv8-lse').threads[earlier.thread].code)
    .filter(({ start, end }) => start >= earlier.span.end && end <= later.span.start)
    .filter(({ start }) => !own.some((each) => each.start === start))
    .map((span) => ({ text: textOf(span), line: lineOf(span), orders: null }));
  return [...executed, ...written].sort((a, b) => a.line - b.line);
}

function idle(span: Span, fence: Fence): IdleFence {
  const orders = fence.kind === 'access' ? { before: fence.before, after: fence.after } : 'context';
  return { text: textOf(span), line: lineOf(span), orders };
}

function barriersOf(code: readonly Instruction[]): readonly Span[] {
  return code.flatMap((each) => (each.kind === 'fence' ? [each.span] : []));
}
