/** From a session's walk to what a reader sees of it: instances of windows become lines and texts, values are spelled. */

import { wordingOf } from '../explain/wording.js';
import { satisfies } from '../program/condition.js';
import { type FlagNames, flagWords } from '../program/flag-words.js';
import { definedBy } from '../program/flow.js';
import type { Register, Thread } from '../program/program.js';
import { addressesOf, flagText, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import {
  type AccessEffect,
  type Assumption,
  type BlockedAccess,
  type ExecutionEnd,
  type ExecutionPosition,
  type Obstacle,
  type OfferedStep,
  type OpenAccess,
  type PendingAccess,
  positionAfter,
  type ThreadPosition,
} from '../query/stepper.js';
import { lineOf, type Span, textOf } from '../text/source.js';
import type {
  BlockedBy,
  Effect,
  ListedAccess,
  Mark,
  Named,
  Screen,
  ScreenEnd,
  ScreenThread,
  ShownAssumption,
  ShownStep,
  SourceText,
} from './screen.js';
import { isSame, type StepSession } from './session.js';
import { isFrom, type SourceLine, sourceLines } from './source-lines.js';

/** How the walk of a session looks. */
export function screenOf(session: StepSession, test: Test): Screen {
  return new View(session, test).screen();
}

/** A step of a session's walk, spelled. */
export function shownStep(session: StepSession, test: Test, choice: OfferedStep): ShownStep {
  return new View(session, test).step(choice);
}

class View {
  readonly #session: StepSession;
  readonly #test: Test;
  readonly #position: ExecutionPosition;
  readonly #spell: (value: bigint) => string;
  readonly #flags: ReadonlyMap<string, FlagNames>;

  constructor(session: StepSession, test: Test) {
    this.#session = session;
    this.#test = test;
    this.#position = positionAfter(session.stepper, session.steps);
    this.#spell = speller(addressesOf(session.stepper.program));
    this.#flags = flagWords(session.stepper.program);
  }

  screen(): Screen {
    const { stepper, steps, model, hint } = this.#session;
    const { end, blocked, threads } = this.#position;
    const offered = end === null ? this.#position.offered : [];
    return {
      model: model.title,
      steps: steps.length,
      memory: this.#memory(),
      threads: stepper.program.threads.map((thread, index) => this.#thread(thread, index, threads[index])),
      offered: offered.map((choice) => ({
        ...this.step(choice),
        hint: hint !== null && isSame(choice, hint),
      })),
      blocked: withoutOwnHalves(blocked).map((each) => ({
        ...this.#listed(each),
        blockedBy: this.#blockedBy(each.obstacles[0], each),
      })),
      end: end === null ? null : this.#end(end),
    };
  }

  step(choice: OfferedStep): ShownStep {
    return {
      ...this.#listed(choice),
      effect: this.#effect(choice.action),
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

  /** A value as the word that holds it shows it, flags by their names. */
  #held(word: string, value: bigint): string {
    const flags = this.#flags.get(word);
    return flags === undefined ? this.#spell(value) : flagText(this.#spell(value), flags);
  }

  #listed(access: PendingAccess & { readonly assumes: readonly Assumption[] }): ListedAccess {
    const { thread, span, half, round, assumes } = access;
    return { ...placeOf(span), thread: this.#name(thread), half, round, assumes: assumes.map(assumption) };
  }

  #effect(action: AccessEffect): Effect {
    const location = this.#location(action.location);
    const { kind } = action;
    if (kind === 'fail') return { kind, location, read: null, written: null };
    const value = action.value === null ? null : this.#held(location, action.value);
    if (kind === 'write') return { kind, location, read: null, written: value };
    const written =
      kind === 'update' && action.written !== null ? this.#held(location, action.written) : null;
    return { kind, location, read: value, written };
  }

  #blockedBy(obstacle: Obstacle, { span }: PendingAccess): BlockedBy {
    switch (obstacle.kind) {
      case 'order': {
        const earlier = lineOf(obstacle.earlier);
        const why = wordingOf(obstacle.cause);
        const own = obstacle.earlier.start === span.start;
        return { kind: 'order', earlier, own, why, control: obstacle.cause.kind === 'control' };
      }
      case 'value': {
        const location = this.#location(obstacle.location);
        return { kind: 'value', location, content: this.#held(location, obstacle.content) };
      }
      case 'pair':
        return { kind: 'pair', thread: this.#name(obstacle.thread), at: placeOf(obstacle.span) };
      case 'prediction':
        return { kind: 'prediction', wrong: obstacle.wrong.map(assumption) };
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
      const value = this.#held(name, memory[location]);
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
      lines: sourceLines(thread, this.#test.language).map((source) => ({
        line: source.line,
        text: source.text,
        mark: this.#mark(source, index, position),
      })),
      assumes: position.assumes.map(assumption),
    };
  }

  /** The registers that the thread sets, temporaries apart. */
  #registers(thread: Thread, index: number, position: ThreadPosition): readonly Named[] {
    const set = new Set(thread.code.map(definedBy));
    return thread.registers.flatMap(({ name }: Register, register): readonly Named[] => {
      if (!set.has(register) || name.startsWith('%')) return [];
      const found = position.registers[register];
      const value = found === null ? null : this.#held(`${index}:${name}`, found);
      const observable = this.#test.question.observables.findIndex(
        (each) => each.kind === 'register' && each.thread === index && each.register === register,
      );
      return [{ name, label: this.#label(observable, name), value }];
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

  #end(end: ExecutionEnd): ScreenEnd {
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
function withoutOwnHalves(waiting: readonly BlockedAccess[]): readonly BlockedAccess[] {
  return waiting.filter(
    ({ half, thread, pc }) =>
      half !== 'write' ||
      !waiting.some((other) => other.half === 'read' && other.thread === thread && other.pc === pc),
  );
}

function markOf(access: OpenAccess | undefined): Mark {
  if (access === undefined) return 'none';
  return access.buffered ? 'buffered' : 'pending';
}

function placeOf(span: Span): SourceText {
  return { line: lineOf(span), text: textOf(span) };
}

function assumption(assumption: Assumption): ShownAssumption {
  const at = placeOf(assumption.span);
  switch (assumption.kind) {
    case 'branch':
      return { kind: 'branch', at, to: assumption.to === null ? null : placeOf(assumption.to) };
    case 'select':
      return { kind: 'select', at, first: assumption.first };
    case 'update':
      return { kind: 'update', at, writes: assumption.writes };
    case 'store-conditional':
      return { kind: 'store-conditional', at };
  }
}
