/** A path while it is written: its events, what has to hold, and what its reads may give. */

import { type Expression, fold, type IntegerType, isSameType } from '../program/expression.js';
import type { Instruction } from '../program/program.js';
import { invariant } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import { isSameClaim, opposite, plainClaim } from './claim.js';
import { DEAD_END } from './dead-end.js';
import {
  NO_PICKS,
  type Path,
  type PathConstraint,
  type PathEnd,
  type PathEvent,
  type PathRead,
  type Role,
  type Sources,
} from './path.js';
import { type KnownOfMemory, readable } from './readable.js';
import { registersIn } from './shared-parts.js';
import { joined, NO_SOURCES } from './sources.js';
import { undoneIn } from './undone-rounds.js';
import { maySee } from './value-runs.js';
import { narrowed, type PossibleValues, possibleValues } from './values.js';
import type { WalkedThread } from './walked-thread.js';
import { comesBackTooOften, type KnownReads, type OtherAccesses } from './write-counts.js';

/** What an event needs to know of its instruction: its text, its tag, and its statement. */
export type OfInstruction = Pick<Instruction, 'span' | 'event'>;

/** Decides between ways: gives a number below `count`. */
export type Choose = (count: number) => number;

/** What is known of memory, and of other threads. */
export interface Knowledge {
  readonly memory: KnownOfMemory;
  /** Whether branches are taken even where the values that are known tell that they are not. */
  readonly lenient: boolean;
  /** Whether a thread may wait for ever where it waits for other threads. */
  readonly mayBlock: boolean;
  /** What other threads do; null where that is not looked at. */
  readonly others: OtherAccesses | null;
  /** Told of the events of each path, also of one that cannot be gone to its end, that goes round a loop further than the first paths. */
  readonly goneFurther?: (events: readonly PathEvent[]) => void;
}

const ADDRESS: IntegerType = { bits: 64, signed: false };

/** Writes one path. */
export class PathBuilder {
  readonly events: PathEvent[] = [];
  /** How many choices were made on the way. */
  choices = 0;
  /** Whether it has come round a loop more often than every path is looked at. */
  isFurther = false;
  end: PathEnd = { kind: 'complete' };
  readonly #thread: WalkedThread;
  readonly #knowledge: Knowledge;
  readonly #choose: Choose;
  readonly #reads: PathRead[] = [];
  readonly #constraints: PathConstraint[] = [];
  /** The same by the first read that occurs in each. */
  readonly #byRead = new Map<number, Expression[]>();
  /** What each read may give on this path. */
  readonly #values: PossibleValues[] = [];
  /** Of updates that are to come, whether they succeed; the innermost last. */
  readonly #foretold: boolean[] = [];
  #statement = 0;
  /** The number of the last statement in the code; -1 where the next access begins a new one in any case. */
  #inCode = -1;

  constructor(thread: WalkedThread, knowledge: Knowledge, choose: Choose) {
    this.#thread = thread;
    this.#knowledge = knowledge;
    this.#choose = choose;
  }

  /** Chooses whether an update that is to come succeeds. */
  foretell(): boolean {
    const holds = this.choose(2) === 0;
    this.#foretold.push(holds);
    return holds;
  }

  /** Whether the condition of an update holds, as it was foretold. */
  fulfil(value: Expression): boolean {
    return this.#take(value, this.#foretold.pop() ?? false);
  }

  #take(value: Expression, holds: boolean): boolean {
    this.demand(holds ? value : opposite(value));
    return holds;
  }

  /** Ends the path where the thread waits for others, if it is to end there. */
  mayBlock(lock: number | null, span: Span): boolean {
    if (!this.#knowledge.mayBlock || this.choose(2) === 0) return false;
    this.end = { kind: 'blocked', lock, span };
    return true;
  }

  /**
   * Ends the path where the thread would do the same for ever, having come round to `at`: where it reads something since `since`, if it
   * is to end there; where it reads nothing, in any case.
   */
  waits(since: number, at: Span): boolean {
    const reads = this.readsSince(since);
    if (reads.length === 0) {
      this.end = { kind: 'stuck', span: at };
      return true;
    }
    if (!this.#knowledge.mayBlock) return false;
    this.end = { kind: 'waiting', reads, span: this.events[reads[0]].span };
    return true;
  }

  /** The reads from an event on. */
  readsSince(since: number): Sources {
    return [...this.events.keys()].slice(since).filter((index) => this.events[index].read !== -1);
  }

  /** Whether the path is to end where the thread waits for a value. */
  mayWait(): boolean {
    return this.#knowledge.mayBlock && this.choose(2) === 1;
  }

  /** The path as it stands; `registers` are what the thread's registers hold. */
  finish(registers: readonly Expression[]): Path {
    return {
      events: this.events,
      reads: this.#reads,
      constraints: this.#constraints,
      registers,
      possible: this.#values,
      ending: this.end,
    };
  }

  /** Ends here where values have come back more often than they are written. */
  checkCounts(): void {
    const { others } = this.#knowledge;
    if (others === null) return;
    const known: KnownReads = { values: this.#values, differ: (one, other) => this.#differ(one, other) };
    if (comesBackTooOften(this.events, known, this.#thread.locations, others)) throw DEAD_END;
  }

  /** Whether what it reads can come in turn, tried with all values. */
  maySee(): boolean {
    const { others } = this.#knowledge;
    if (others === null) return true;
    const path = { events: this.events, constraints: this.#constraints, values: this.#values };
    return maySee(path, this.#thread.locations, others);
  }

  /**
   * So many rounds of a loop in a row as take back what they write are enough; infinite where some round is of another kind.
   * `starts` are the numbers of events at the beginning of each round.
   */
  undoneRoundsEnough(starts: readonly number[]): number {
    const { others } = this.#knowledge;
    if (others === null) return Number.POSITIVE_INFINITY;
    const ends = [...starts.slice(1), this.events.length];
    const written = new Set<number>();
    for (const [index, start] of starts.entries()) {
      const undone = undoneIn(this.events.slice(start, ends[index]), this.#values);
      if (undone === null) return Number.POSITIVE_INFINITY;
      for (const location of undone) written.add(location);
    }
    return 2 * [...written].reduce((sum, location) => sum + others.all(location), 0) + 2;
  }

  /** A value of which nothing is known. */
  anything(): Expression {
    this.#values.push(null);
    const read = this.#reads.push({ event: -1, type: ADDRESS }) - 1;
    return { kind: 'register', register: read };
  }

  /** Lets the next event begin a statement of its own, whatever its number in the code. */
  beginStatement(): void {
    this.#inCode = -1;
  }

  /** Adds an event of the instruction's statement; its number. */
  add(instruction: OfInstruction, role: Role, control: Sources, rest: Partial<PathEvent>): number {
    const { event, span } = instruction;
    invariant(event !== undefined, 'an access of a program for the kernel model has no event');
    if (event.statement !== this.#inCode) {
      this.#inCode = event.statement;
      this.#statement += 1;
    }
    const { address = NO_SOURCES, dataFrom = NO_SOURCES, pair = -1, marks = null } = rest;
    const operands = joined(joined(address, dataFrom), pair === -1 ? NO_SOURCES : [pair]);
    // An instruction of a machine that writes only where it finds something, as CMPXCHG without LOCK, is behind what it found.
    const used = marks === null ? operands : joined(operands, control);
    const index = this.events.push({
      role,
      tag: event.tag,
      racy: event.racy ?? false,
      span,
      statement: this.#statement,
      location: -1,
      data: null,
      read: -1,
      rmw: false,
      control,
      marks: null,
      picks: NO_PICKS,
      uses: used.filter((each) => this.events[each].statement === this.#statement),
      ...rest,
      address,
      dataFrom,
      pair,
    });
    return index - 1;
  }

  /** Lets an event be another one than was thought before it was known how its instruction ends. */
  amend(index: number, change: Partial<Pick<PathEvent, 'marks' | 'dataFrom'>>): void {
    this.events[index] = { ...this.events[index], ...change };
  }

  /** Adds a read of a location: the event, and its value in the type of the access. */
  open(
    instruction: OfInstruction & { readonly type: IntegerType },
    role: Role,
    location: number,
    control: Sources,
    rest: Partial<PathEvent>,
  ): { readonly event: number; readonly loaded: Expression } {
    const read = this.#reads.length;
    const { type } = this.#thread.locations[location];
    const event = this.add(instruction, role, control, { ...rest, location, read });
    this.#reads.push({ event, type });
    const { memory } = this.#knowledge;
    const isAmongWrites = this.#thread.amongWrites.has(instruction);
    this.#values.push(
      isAmongWrites ? memory.any(location) : readable(this.events, event, this.#values, memory),
    );
    const itself: Expression = { kind: 'register', register: read };
    const loaded: Expression = isSameType(type, instruction.type)
      ? itself
      : { kind: 'convert', type: instruction.type, operand: itself };
    return { event, loaded };
  }

  /** A value as a location holds it. */
  stored(value: Expression, location: number): Expression {
    const { type } = this.#thread.locations[location];
    if (value.kind === 'register' && isSameType(this.#reads[value.register].type, type)) return value;
    return fold({ kind: 'convert', type, operand: value });
  }

  /**
   * Whether an expression is not 0: known, or chosen and then taken for granted. What is known because it was taken for
   * granted before counts as a choice all the same, so that rounds of a loop stay counted.
   */
  decide(value: Expression): boolean {
    if (value.kind === 'constant') return value.value !== 0n;
    const granted = this.#granted(value);
    if (granted !== null) {
      this.choices += 1;
      return granted;
    }
    return this.#take(value, this.choose(2) === 0);
  }

  /** Whether two reads cannot have given the same. */
  #differ(one: number, other: number): boolean {
    const [left, right] = [one, other].map((register): Expression => ({ kind: 'register', register }));
    const { type } = this.#reads[one];
    if (!isSameType(type, this.#reads[other].type)) return false;
    return this.#granted({ kind: 'binary', operator: '==', type, left, right }) === false;
  }

  /** What was taken for granted before says of a claim: that it holds, that it does not, or nothing, null. */
  #granted(claim: Expression): boolean | null {
    const plain = plainClaim(claim);
    const alike = this.#byRead.get(firstRead(plain));
    if (alike === undefined) return null;
    const contrary = opposite(plain);
    for (const expression of alike) {
      if (isSameClaim(expression, plain)) return true;
      if (isSameClaim(expression, contrary)) return false;
    }
    return null;
  }

  /** Takes for granted that an expression is not 0. */
  demand(claim: Expression, isAddress = false): void {
    const expression = plainClaim(claim);
    if (expression.kind === 'constant') {
      if (expression.value === 0n) throw DEAD_END;
      return;
    }
    const granted = this.#granted(expression);
    if (granted === false) throw DEAD_END;
    if (granted) return;
    const reads = registersIn(expression);
    this.#constraints.push({ expression, reads });
    const first = firstRead(expression);
    this.#byRead.set(first, [...(this.#byRead.get(first) ?? []), expression]);
    if (this.#knowledge.lenient && !isAddress) return;
    const left = narrowed(expression, this.#values);
    if (left === null) throw DEAD_END;
    for (const [read, values] of left) this.#values[read] = values;
  }

  /** One of so many ways to go on. */
  choose(count: number): number {
    if (count === 0) throw DEAD_END;
    if (count === 1) return 0;
    this.choices += 1;
    return this.#choose(count);
  }

  /** The location of that width at an address; null when there is none, and the path ends. */
  locate(address: Expression, bits: IntegerType['bits'], span: PathEvent['span']): number | null {
    const all = this.#thread.ofWidth(bits);
    if (address.kind === 'constant') {
      const found = all.find((each) => this.#thread.locations[each].address === address.value);
      if (found !== undefined) return found;
    }
    const values = possibleValues(address, this.#values);
    const locations = all.filter((each) => values?.includes(this.#thread.locations[each].address) ?? true);
    const mayBeWild = values === null || locations.length < values.length;
    const chosen = this.choose(locations.length + (mayBeWild ? 1 : 0));
    if (chosen === locations.length) {
      for (const each of all) this.demand(this.#compared(address, '!=', each), true);
      this.end = { kind: 'wild', value: address, bits, span };
      return null;
    }
    this.demand(this.#compared(address, '==', locations[chosen]), true);
    return locations[chosen];
  }

  /** Whether an address is, or is not, that of a location. */
  #compared(left: Expression, operator: '==' | '!=', location: number): Expression {
    const right: Expression = { kind: 'constant', value: this.#thread.locations[location].address };
    return fold({ kind: 'binary', operator, type: ADDRESS, left, right });
  }
}

/** The first read that occurs in an expression, in the order of time: claims that say the same have the same; -1 where there is none. */
function firstRead(expression: Expression): number {
  return registersIn(expression).reduce((first, each) => (first === -1 || each < first ? each : first), -1);
}
