/** From a session's walk to what a reader sees of it: instances of windows become lines and texts, values are spelled. */

import { lineOf, textOf, wordingOf } from '../explain/cause.js';
import { satisfies } from '../program/condition.js';
import { definedBy } from '../program/flow.js';
import type { Register, Thread } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type {
  Access,
  Action,
  Assumption,
  Choice,
  End,
  Obstacle,
  OpenAccess,
  Position,
  ThreadPosition,
  Waiting,
} from '../query/stepper.js';
import type { Span } from '../text/source.js';
import { positionOf } from './history.js';
import type {
  Deed,
  Hindrance,
  Listed,
  Mark,
  Named,
  Place,
  Presumption,
  Screen,
  ScreenEnd,
  ScreenThread,
  Step,
} from './screen.js';
import { isSame, type Session } from './session.js';
import { isFrom, type SourceLine, sourceLines } from './source-lines.js';

/** How the walk of a session looks. */
export function screenOf(session: Session, test: Test): Screen {
  return new View(session, test).screen();
}

/** A step of a session's walk, spelled. */
export function spelledStep(session: Session, test: Test, choice: Choice): Step {
  return new View(session, test).step(choice);
}

class View {
  readonly #session: Session;
  readonly #test: Test;
  readonly #position: Position;
  readonly #spell: (value: bigint) => string;

  constructor(session: Session, test: Test) {
    this.#session = session;
    this.#test = test;
    this.#position = positionOf(session.stepper, session.steps);
    this.#spell = speller(addressesOf(session.stepper.program));
  }

  screen(): Screen {
    const { stepper, steps, model, hint } = this.#session;
    const { end, waiting, threads } = this.#position;
    const choices = end === null ? this.#position.choices : [];
    return {
      model: model.title,
      steps: steps.length,
      memory: this.#memory(),
      threads: stepper.program.threads.map((thread, index) => this.#thread(thread, index, threads[index])),
      choices: choices.map((choice) => ({
        ...this.step(choice),
        hint: hint !== null && isSame(choice, hint),
      })),
      waiting: withoutOwnHalves(waiting).map((each) => ({
        ...this.#listed(each),
        hindrance: this.#hindrance(each.obstacles[0], each),
      })),
      end: end === null ? null : this.#end(end),
    };
  }

  step(choice: Choice): Step {
    return {
      ...this.#listed(choice),
      deed: this.#deed(choice.action),
      ahead: [...new Set(choice.ahead.map(lineOf))],
      breaks: choice.breaks.map((thread) => this.#name(thread)),
    };
  }

  #name(thread: number): string {
    return this.#session.stepper.program.threads[thread].name;
  }

  #location(location: number): string {
    return this.#session.stepper.program.locations[location].name;
  }

  #listed(access: Access & { readonly assumes: readonly Assumption[] }): Listed {
    const { thread, span, half, round, assumes } = access;
    return { ...placeOf(span), thread: this.#name(thread), half, round, assumes: assumes.map(presumption) };
  }

  #deed(action: Action): Deed {
    const location = this.#location(action.location);
    const { kind } = action;
    if (kind === 'fail') return { kind, location, read: null, written: null };
    const value = this.#spell(action.value);
    if (kind === 'write') return { kind, location, read: null, written: value };
    const written = kind === 'update' && action.written !== null ? this.#spell(action.written) : null;
    return { kind, location, read: value, written };
  }

  #hindrance(obstacle: Obstacle, { span }: Access): Hindrance {
    switch (obstacle.kind) {
      case 'order': {
        const earlier = lineOf(obstacle.earlier);
        const why = wordingOf(obstacle.cause);
        const own = obstacle.earlier.start === span.start;
        return { kind: 'order', earlier, own, why, control: obstacle.cause.kind === 'control' };
      }
      case 'value': {
        const { location, content } = obstacle;
        return { kind: 'value', location: this.#location(location), content: this.#spell(content) };
      }
      case 'pair':
        return { kind: 'pair', thread: this.#name(obstacle.thread), at: placeOf(obstacle.span) };
      case 'prediction':
        return { kind: 'prediction', wrong: obstacle.wrong.map(presumption) };
      case 'overtaken':
        return { kind: 'overtaken', by: obstacle.by === null ? null : lineOf(obstacle.by) };
      case 'nowhere':
        return obstacle;
    }
  }

  /** The locations that some thread may touch, or that the test asks about. */
  #memory(): readonly Named[] {
    const { program, mayAccess } = this.#session.stepper;
    const { observables } = this.#test.question;
    const { memory } = this.#position;
    return program.locations.flatMap(({ name }, location) => {
      const observable = observables.findIndex(
        (each) => each.kind === 'location' && each.location === location,
      );
      if (!mayAccess.has(location) && observable === -1) return [];
      const value = this.#spell(memory[location]);
      return [{ name, label: this.#label(observable, name), value }];
    });
  }

  #label(observable: number, name: string): string | null {
    const label = this.#test.names.find((each) => each.observable === observable)?.label ?? null;
    return label === name ? null : label;
  }

  #thread(thread: Thread, index: number, position: ThreadPosition): ScreenThread {
    return {
      name: thread.name,
      done: position.done,
      registers: this.#registers(thread, index, position),
      lines: sourceLines(thread, this.#test.dialect).map((source) => ({
        line: source.line,
        text: source.text,
        mark: this.#mark(source, index, position),
      })),
      assumes: position.assumes.map(presumption),
    };
  }

  /** The registers that the thread sets, temporaries apart. */
  #registers(thread: Thread, index: number, position: ThreadPosition): readonly Named[] {
    const set = new Set(thread.code.map(definedBy));
    return thread.registers.flatMap(({ name }: Register, register): readonly Named[] => {
      if (!set.has(register) || name.startsWith('%')) return [];
      const value = position.registers[register];
      const observable = this.#test.question.observables.findIndex(
        (each) => each.kind === 'register' && each.thread === index && each.register === register,
      );
      return [
        { name, label: this.#label(observable, name), value: value === null ? null : this.#spell(value) },
      ];
    });
  }

  #mark({ spans }: SourceLine, thread: number, position: ThreadPosition): Mark {
    const open = position.open.map((accesses) => markOf(accesses.find((each) => isFrom(each, spans))));
    if (open.some((each) => each !== 'none')) {
      return open.every((each) => each === 'buffered') ? 'buffered' : 'pending';
    }
    const performed = this.#session.steps.some((step) => step.thread === thread && isFrom(step, spans));
    return performed ? 'performed' : 'none';
  }

  #end(end: End): ScreenEnd {
    switch (end.kind) {
      case 'final': {
        const { shown, proposition } = this.#test.question;
        const values = end.values.slice(0, shown).map((value) => this.#spell(value));
        return { kind: 'final', values, counts: end.counts, satisfies: satisfies(proposition, end.values) };
      }
      case 'fault': {
        const { thread, span, address } = end;
        return {
          kind: 'fault',
          thread: this.#name(thread),
          line: lineOf(span),
          address: this.#spell(address),
        };
      }
      default:
        return end;
    }
  }
}

/** Those that wait, without the write of a read-modify-write whose read waits as well. */
function withoutOwnHalves(waiting: readonly Waiting[]): readonly Waiting[] {
  return waiting.filter(
    ({ half, thread, place }) =>
      half !== 'write' ||
      !waiting.some((other) => other.half === 'read' && other.thread === thread && other.place === place),
  );
}

function markOf(access: OpenAccess | undefined): Mark {
  if (access === undefined) return 'none';
  return access.buffered ? 'buffered' : 'pending';
}

function placeOf(span: Span): Place {
  return { line: lineOf(span), text: textOf(span) };
}

function presumption(assumption: Assumption): Presumption {
  const at = placeOf(assumption.span);
  switch (assumption.kind) {
    case 'branch':
      return { kind: 'branch', at, to: assumption.to === null ? null : placeOf(assumption.to) };
    case 'select':
      return { kind: 'select', at, first: assumption.first };
    case 'update':
      return { kind: 'update', at, writes: assumption.writes };
    case 'conditional':
      return { kind: 'conditional', at };
  }
}
