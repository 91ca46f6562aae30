/** An execution told step by step, as plain data. */

import type { Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import type { Trace } from '../search/shortest-path.js';
import { isPending } from '../window/window.js';
import { accessText, lineOf } from './cause.js';
import type { Drawn } from './diagram.js';
import type { StuckAt, Witness, WitnessStep } from './explanation.js';
import type { Happened, Happening } from './witness.js';

/** What a story is told of. */
export interface Told {
  readonly test: Test;
  readonly program: Program;
  /** A value's text. */
  readonly spell: (value: bigint) => string;
}

/** The story of an execution; `drawn` is its picture, `trace` how the search came to it. */
export function storyOf(told: Told, happened: Happened, drawn: Drawn, trace: Trace): Witness {
  return {
    steps: joined(stepsOf(told, happened, drawn)),
    picture: drawn.picture,
    final: finalOf(told, happened),
    stuck: stuckIn(told, happened.steps, trace),
  };
}

function stepsOf(
  { program, spell }: Told,
  { candidate, steps }: Happened,
  { numbers }: Drawn,
): readonly WitnessStep[] {
  const performed = new Set<number>();
  return steps.map((step): WitnessStep => {
    const { event } = step;
    const own = candidate.events.filter(
      (each) => event !== null && each.thread === event.thread && each.instance < event.instance,
    );
    const ahead = own.filter((each) => !performed.has(each.id)).map(({ id }) => numbers[id]);
    if (event !== null) performed.add(event.id);
    const number = event === null ? null : numbers[event.id];
    return {
      thread: step.thread,
      event: number,
      action: step.action,
      text: accessText(step.span),
      line: lineOf(step.span),
      location: program.locations[step.location].name,
      read: step.read === null ? null : spell(step.read),
      written: step.written === null ? null : spell(step.written),
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

function finalOf({ test, program, spell }: Told, { candidate, steps }: Happened): Witness['final'] {
  const memory = program.locations.map((location) => location.initial);
  for (const { location, written } of steps) if (written !== null) memory[location] = written;
  const { observables, shown } = test.question;
  return observables.slice(0, shown).map((observable) => {
    if (observable.kind === 'location') return spell(memory[observable.location]);
    const run = candidate.runs[observable.thread];
    if (run === null || run.window.next < run.code.instructions.length) return null;
    const value = run.view.registers[run.window.instances.length][observable.register];
    return value === null ? null : spell(value);
  });
}

/** Who waits for what at the end of a trace that ends in a deadlock. */
function stuckIn(told: Told, steps: readonly Happening[], trace: Trace): readonly StuckAt[] {
  const { program, spell } = told;
  return trace.stuck.map(({ thread, span }) => {
    const index = program.threads.findIndex(({ name }) => name === thread);
    const { window, view } = trace.last[index].scene;
    const location = view.locations[window.instances.findIndex(isPending)] ?? -1;
    const common = { thread, line: lineOf(span), text: accessText(span) };
    if (location < 0) return { ...common, waitsFor: null, since: null };
    const { name, initial } = program.locations[location];
    const last = steps.findLast((step) => step.location === location && step.written !== null);
    return {
      ...common,
      waitsFor: { location: name, value: spell(last?.written ?? initial) },
      since:
        last === undefined
          ? null
          : {
              thread: program.threads[last.thread].name,
              line: lineOf(last.span),
              text: accessText(last.span),
            },
    };
  });
}
