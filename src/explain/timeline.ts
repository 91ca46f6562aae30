/** An execution step by step, as plain data. */

import { type Execution, eventsWith, isAccess, type ScheduledStep } from '../execution/execution.js';
import type { Program } from '../program/program.js';
import { spelledAt } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type { StuckAccess } from '../query/found-execution.js';
import { lineOf } from '../text/source.js';
import type { Drawn } from './diagram.js';
import type { StuckAt, Witness, WitnessStep } from './explanation.js';
import { accessText } from './wording.js';

/** What a timeline is made from. */
export interface TimelineOf {
  readonly test: Test;
  readonly program: Program;
  readonly execution: Execution;
  /** Who waits for what at its end. */
  readonly stuck: readonly StuckAccess[];
  /** A value's text. */
  readonly spell: (value: bigint) => string;
}

/** The timeline of an execution that has a schedule; `drawn` is its diagram. */
export function timelineOf(of: TimelineOf, drawn: Drawn): Witness {
  const steps = of.execution.schedule ?? [];
  return {
    steps: joined(stepsOf(of, steps, drawn)),
    diagram: drawn.diagram,
    final: finalOf(of, steps),
    stuck: of.stuck.map((stuck) => stuckAt(of, steps, stuck)),
  };
}

function stepsOf(
  { program, execution, spell }: TimelineOf,
  steps: readonly ScheduledStep[],
  { numbers }: Drawn,
): readonly WitnessStep[] {
  const performed = new Set<number>();
  const accesses = eventsWith(execution, isAccess);
  const before = execution.po.restricted(accesses, accesses).inverse();
  return steps.map((step): WitnessStep => {
    const { event } = step;
    const earlier = event === null ? [] : before.from(event);
    const ahead = earlier.filter((each) => !performed.has(each)).map((each) => numbers[each]);
    if (event !== null) performed.add(event);
    const number = event === null ? null : numbers[event];
    const spelled = spelledAt(program, step.location, spell);
    return {
      thread: step.thread,
      event: number,
      action: step.action,
      text: accessText(step.span),
      line: lineOf(step.span),
      location: step.location === null ? null : program.locations[step.location].name,
      read: step.read === null ? null : spelled(step.read),
      written: step.written === null ? null : spelled(step.written),
      ahead: [...new Set(ahead)].filter((each) => each !== number),
    };
  });
}

/** The two halves of an atomic as one step where nothing comes between them. */
function joined(steps: readonly WitnessStep[]): readonly WitnessStep[] {
  const isLoad = (index: number): boolean => {
    const [load, store] = [steps[index], steps[index + 1]];
    const isPair = load?.event !== null && load?.event === store?.event;
    return isPair && load.action === 'read' && store.action === 'write';
  };
  return steps.flatMap((step, index): readonly WitnessStep[] => {
    if (isLoad(index)) return [];
    return isLoad(index - 1) ? [{ ...step, action: 'update', read: steps[index - 1].read }] : [step];
  });
}

function finalOf(
  { test, program, execution, spell }: TimelineOf,
  steps: readonly ScheduledStep[],
): Witness['final'] {
  const { observables, shown } = test.question;
  return observables.slice(0, shown).map((observable) => {
    if (observable.kind === 'location') {
      const { location } = observable;
      const content = execution.schedule === null ? lastInOrder(execution, location) : null;
      return spell(content ?? contentAfter(program, steps, location));
    }
    const value = execution.registers[observable.thread]?.[observable.register] ?? null;
    return value === null ? null : spell(value);
  });
}

/** What the last write of a location in coherence order leaves there; null where it is not decided which is last. */
function lastInOrder({ events, co }: Execution, location: number): bigint | null {
  const last = events.filter(
    (event) =>
      event.kind !== 'fence' &&
      event.location === location &&
      event.written !== null &&
      co.from(event.id).length === 0,
  );
  const [only] = last;
  return last.length === 1 && only.kind !== 'fence' ? only.written : null;
}

/** What a location holds after some steps. */
function contentAfter({ locations }: Program, steps: readonly ScheduledStep[], location: number): bigint {
  return lastWrite(steps, location)?.written ?? locations[location].initial;
}

function lastWrite(steps: readonly ScheduledStep[], location: number): ScheduledStep | undefined {
  return steps.findLast((step) => step.location === location && step.written !== null);
}

/** What a thread waits for, and who left it so. */
function stuckAt(
  { program, spell }: TimelineOf,
  steps: readonly ScheduledStep[],
  { thread, span, location }: StuckAccess,
): StuckAt {
  const common = { thread, line: lineOf(span), text: accessText(span) };
  if (location === null) return { ...common, waitsFor: null, since: null };
  const last = lastWrite(steps, location);
  return {
    ...common,
    waitsFor: {
      location: program.locations[location].name,
      value: spelledAt(program, location, spell)(contentAfter(program, steps, location)),
    },
    since:
      last === undefined
        ? null
        : {
            thread: program.threads[last.thread].name,
            line: lineOf(last.span),
            text: accessText(last.span),
          },
  };
}
