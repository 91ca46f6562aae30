/** From a session's walk to what a reader sees of it: instances of windows become lines and texts, values are spelled. */

import { lineOf, textOf, wordingOf } from '../explain/cause.js';
import { satisfies } from '../program/condition.js';
import { definedBy } from '../program/flow.js';
import type { Register, Thread } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type { Span } from '../text/source.js';
import type { LocalState } from '../window/thread-space.js';
import { isPending } from '../window/window.js';
import { type Assumption, shared } from './assumption.js';
import { positionOf } from './history.js';
import type { Position } from './local-states.js';
import type { Access, Action, Choice, End, Obstacle, Waiting } from './offer.js';
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
import { waitsOf } from './why-waiting.js';

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
    this.#position = positionOf(session.walker, session.walk);
    this.#spell = speller(addressesOf(session.walker.program));
  }

  screen(): Screen {
    const { walker, walk, model, hint } = this.#session;
    const end = walker.end(this.#position);
    const choices = end === null ? walker.choices(this.#position) : [];
    return {
      model: model.title,
      steps: walk.length,
      memory: this.#memory(),
      threads: walker.program.threads.map((thread, index) => this.#thread(thread, index)),
      choices: choices.map((choice) => ({
        ...this.step(choice),
        hint: hint !== null && isSame(choice, hint),
      })),
      waiting: withoutOwnHalves(walker.waiting(this.#position)).map((each) => ({
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
    return this.#session.walker.program.threads[thread].name;
  }

  #location(location: number): string {
    return this.#session.walker.program.locations[location].name;
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
    const { walker } = this.#session;
    const { observables } = this.#test.question;
    return walker.program.locations.flatMap(({ name }, location) => {
      const observable = observables.findIndex(
        (each) => each.kind === 'location' && each.location === location,
      );
      const touched = walker.spaces.some((space) =>
        space.initial.some((local) => space.states[local].footprint[location] !== 0),
      );
      if (!touched && observable === -1) return [];
      const value = this.#spell(walker.values.valueOf(this.#position.memory[location]));
      return [{ name, label: this.#label(observable, name), value }];
    });
  }

  #label(observable: number, name: string): string | null {
    const label = this.#test.names.find((each) => each.observable === observable)?.label ?? null;
    return label === name ? null : label;
  }

  #thread(thread: Thread, index: number): ScreenThread {
    const locals = this.#session.walker.locals(this.#position, index);
    return {
      name: thread.name,
      done: locals.every(({ done }) => done),
      registers: this.#registers(thread, index, locals),
      lines: sourceLines(thread, this.#test.dialect).map((source) => ({
        line: source.line,
        text: source.text,
        mark: this.#mark(source, index, locals),
      })),
      assumes: [...shared(locals).values()].map(presumption),
    };
  }

  /** The registers that the thread sets, temporaries apart. */
  #registers(thread: Thread, index: number, locals: readonly LocalState[]): readonly Named[] {
    const set = new Set(thread.code.map(definedBy));
    return thread.registers.flatMap(({ name }: Register, register): readonly Named[] => {
      if (!set.has(register) || name.startsWith('%')) return [];
      const values = locals.map(({ scene }) => scene.view.registers.at(-1)?.[register] ?? null);
      const [value] = values;
      const known = value !== null && values.every((each) => each === value);
      const observable = this.#test.question.observables.findIndex(
        (each) => each.kind === 'register' && each.thread === index && each.register === register,
      );
      return [{ name, label: this.#label(observable, name), value: known ? this.#spell(value) : null }];
    });
  }

  #mark({ spans }: SourceLine, thread: number, locals: readonly LocalState[]): Mark {
    const open = locals.map((local) => openAt(local, spans));
    if (open.some((each) => each !== 'none')) {
      return open.every((each) => each === 'buffered') ? 'buffered' : 'pending';
    }
    const performed = this.#session.walk.some((step) => step.thread === thread && isFrom(step, spans));
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

/**
 * Whether a part of the source has an access that has not performed, and whether that is a store in the store buffer: it
 * is known what goes where, and only other stores keep it from going.
 */
function openAt({ scene }: LocalState, spans: readonly Span[]): Mark {
  const { code, window, view } = scene;
  const index = window.instances.findIndex(
    (each) => isPending(each) && isFrom(code.instructions[each.place], spans),
  );
  if (index === -1) return 'none';
  const known = view.locations[index] >= 0 && view.data[index] !== null;
  if (window.instances[index].kind !== 'write' || !known) return 'pending';
  const onlyStores = waitsOf(scene, index).every(({ earlier }) => window.instances[earlier].kind === 'write');
  return onlyStores ? 'buffered' : 'pending';
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
