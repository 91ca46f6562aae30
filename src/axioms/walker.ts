/**
 * Goes through the code of a thread along one way, with values that are expressions over what was read, and notes events,
 * dependencies and what has to hold. Where more than one way leads on, it asks which to take (paths.ts).
 */

import {
  type Expression,
  INT,
  type IntegerType,
  isSameExpression,
  isSameType,
  negate,
  readsLoaded,
} from '../program/expression.js';
import type { Instruction, KernelTag, MemoryInstruction, UpdateInstruction } from '../program/program.js';
import { withLoaded } from '../program/substitute.js';
import { invariant, unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import {
  type ControlSources,
  conditionSources,
  controlOf,
  type Held,
  openValue,
  refold,
  taintOf,
} from './flow-state.js';
import type { Ending, Path, PathConstraint, PathEvent, PathRead, Role, Sources } from './path.js';
import { joined, NO_SOURCES } from './sources.js';
import { narrowed, possibleValues, readsIn, type Values } from './values.js';
import type { WalkedThread } from './walked-thread.js';

/** Decides between ways: gives a number below `count`. */
export type Choose = (count: number) => number;

/** How often a path may come back to the head of a loop with choices on the way round. */
export const ROUNDS = 6;

/** How many instructions a path may be: more are a loop that only computes. */
const LONGEST_PATH = 20_000;

/** What is known of memory. */
export interface Knowledge {
  /** What a location may hold. */
  readonly valuesOf: (location: number) => Values;
  /** Whether branches are taken even where the values that are known tell that they are not. */
  readonly lenient: boolean;
}

/** The condition of a branch, while the path is in its arms. */
interface Scope extends ControlSources {
  /** Where the arms end; null where they never do. */
  readonly end: number | null;
}

/** How things stood when the path came to the head of a loop. */
interface Arrival {
  readonly events: number;
  readonly choices: number;
  readonly registers: readonly Held[];
}

/** The path cannot be gone: what it takes for granted does not hold, or a shorter one stands for it. */
class DeadEnd extends Error {}

/** The path that the choices lead along; null when there is none. */
export function walk(thread: WalkedThread, knowledge: Knowledge, choose: Choose): Path | null {
  const walker = new Walker(thread, knowledge, choose);
  try {
    return walker.run();
  } catch (error) {
    if (error instanceof DeadEnd) return null;
    throw error;
  }
}

class Walker {
  readonly #thread: WalkedThread;
  readonly #knowledge: Knowledge;
  readonly #choose: Choose;
  readonly #events: PathEvent[] = [];
  readonly #reads: PathRead[] = [];
  readonly #constraints: PathConstraint[] = [];
  /** What each read may give on this path. */
  readonly #values: Values[] = [];
  readonly #registers: Held[];
  readonly #arrivals = new Map<number, Arrival[]>();
  readonly #held = new Set<number>();
  #scopes: readonly Scope[] = [];
  #statement = 0;
  /** The number of the last statement in the code; -1 where the next access begins a new one in any case. */
  #inCode = -1;
  #choices = 0;
  #ending: Ending = { kind: 'complete' };

  constructor(thread: WalkedThread, knowledge: Knowledge, choose: Choose) {
    this.#thread = thread;
    this.#knowledge = knowledge;
    this.#choose = choose;
    this.#registers = thread.thread.registers.map(({ initial }) => ({
      value: { kind: 'constant', value: initial },
      taint: NO_SOURCES,
      control: NO_SOURCES,
      access: null,
    }));
  }

  run(): Path {
    const { code } = this.#thread.thread;
    let next: number | null = 0;
    for (let steps = 0; next !== null && next < code.length; steps++) {
      if (steps > LONGEST_PATH) this.#ending = { kind: 'cut' };
      if (this.#ending.kind !== 'complete') break;
      if (this.#thread.heads.has(next)) this.#arrive(next);
      this.#leaveScopes(next);
      next = this.#step(next, code[next]);
    }
    return {
      events: this.#events,
      reads: this.#reads,
      constraints: this.#constraints,
      registers: this.#registers.map(({ value }) => value),
      ending: this.#ending,
    };
  }

  /** At the head of a loop: ends a path that has come round and changed nothing, and one that goes round too often. */
  #arrive(head: number): void {
    const arrivals = this.#arrivals.get(head) ?? [];
    this.#arrivals.set(head, arrivals);
    if (arrivals.some((earlier) => this.#isIdleSince(earlier, head))) throw new DeadEnd();
    const choosing = arrivals.filter(
      ({ choices }, index) => choices !== (arrivals[index + 1]?.choices ?? this.#choices),
    );
    if (choosing.length > ROUNDS) this.#ending = { kind: 'cut' };
    arrivals.push({ events: this.#events.length, choices: this.#choices, registers: [...this.#registers] });
  }

  /**
   * Whether the round since then leaves nothing behind. A model that only ever forbids by what is there allows what is
   * left of an execution without it: the path without the round stands for this one.
   */
  #isIdleSince({ events, registers }: Arrival, head: number): boolean {
    for (let index = events; index < this.#events.length; index++) {
      if (this.#events[index].data !== null || this.#events[index].tag.startsWith('rcu')) return false;
    }
    const live = this.#thread.live[head];
    return registers.every(
      ({ value }, register) =>
        !live.has(register) || isSameExpression(value, this.#registers[register].value),
    );
  }

  #leaveScopes(pc: number): void {
    if (this.#scopes.some(({ end }) => end === pc))
      this.#scopes = this.#scopes.filter(({ end }) => end !== pc);
  }

  #step(pc: number, instruction: Instruction): number {
    switch (instruction.kind) {
      case 'set':
        this.#set(instruction.target, instruction.value);
        return pc + 1;
      case 'read':
      case 'write':
      case 'update':
        this.#access(instruction);
        return pc + 1;
      case 'fence':
        this.#fence(instruction);
        return pc + 1;
      case 'jump':
        this.#inCode = -1;
        return instruction.destination;
      case 'assume':
        this.#demand(openValue(instruction.condition, this.#registers));
        return pc + 1;
      case 'branch':
        return this.#branch(pc, instruction);
      case 'select':
      case 'store-conditional':
        throw new Error(`pinlitmus bug: ${instruction.kind} in kernel C`);
      default:
        return unreachable(instruction);
    }
  }

  #set(target: number, expression: Expression): void {
    const taint = taintOf(expression, this.#registers);
    this.#registers[target] = {
      value: openValue(expression, this.#registers),
      taint,
      control: joined(joined(taint, controlOf(expression, this.#registers)), this.#carried()),
      access: null,
    };
  }

  #branch(pc: number, { condition, destination }: Instruction & { readonly kind: 'branch' }): number {
    const value = openValue(condition, this.#registers);
    const sources = conditionSources(condition, this.#registers);
    this.#scopes = [...this.#scopes, { ...sources, end: this.#thread.ends[pc] }];
    this.#inCode = -1;
    return this.#decide(value) ? destination : pc + 1;
  }

  /** Whether an expression is not 0: known, or chosen and then demanded. */
  #decide(value: Expression): boolean {
    if (value.kind === 'constant') return value.value !== 0n;
    this.#choices += 1;
    const holds = this.#choose(2) === 0;
    this.#demand(holds ? value : negate(value, INT));
    return holds;
  }

  /** Takes for granted that an expression is not 0. */
  #demand(expression: Expression, isAddress = false): void {
    if (expression.kind === 'constant') {
      if (expression.value === 0n) throw new DeadEnd();
      return;
    }
    this.#constraints.push({ expression, reads: readsIn(expression) });
    if (this.#knowledge.lenient && !isAddress) return;
    const left = narrowed(expression, this.#values);
    if (left === null) throw new DeadEnd();
    for (const [read, values] of left) this.#values[read] = values;
  }

  /** What everything here depends on by standing in arms. */
  #control(): Sources {
    return this.#scopes.reduce<Sources>((all, scope) => joined(all, scope.all), NO_SOURCES);
  }

  /** What of that a register assigned here carries on. */
  #carried(): Sources {
    return this.#scopes.reduce<Sources>((all, { carried }) => joined(all, carried), NO_SOURCES);
  }

  /** Adds an event of the instruction's statement. */
  #add(instruction: Instruction, role: Role, rest: Partial<PathEvent>): number {
    const { event, span } = instruction;
    invariant(event !== undefined, 'an access of a program for the kernel model has no event');
    if (event.statement !== this.#inCode) {
      this.#inCode = event.statement;
      this.#statement += 1;
    }
    const [address, dataFrom] = [rest.address ?? NO_SOURCES, rest.dataFrom ?? NO_SOURCES];
    const pair = rest.pair ?? -1;
    const used = joined(joined(address, dataFrom), pair === -1 ? NO_SOURCES : [pair]);
    const index = this.#events.push({
      role,
      tag: event.tag,
      span,
      statement: this.#statement,
      location: -1,
      data: null,
      read: -1,
      pair,
      rmw: false,
      control: this.#control(),
      uses: joined(used, rest.uses ?? NO_SOURCES).filter(
        (each) => this.#events[each].statement === this.#statement,
      ),
      ...rest,
      address,
      dataFrom,
    });
    return index - 1;
  }

  #fence(instruction: Instruction & { readonly kind: 'fence' }): void {
    if (instruction.event === undefined) return;
    const { domain } = instruction;
    const location = domain === undefined ? -1 : this.#locate(domain, 32, instruction.span);
    if (location !== null) this.#add(instruction, 'fence', { location });
  }

  /** The location at an address over registers; null when there is none, and the path ends. */
  #locate(expression: Expression, bits: IntegerType['bits'], span: Span): number | null {
    const address = openValue(expression, this.#registers);
    const values = possibleValues(address, this.#values);
    const all = this.#thread.ofWidth(bits);
    const locations = all.filter((each) => values?.includes(this.#thread.locations[each].address) ?? true);
    const mayBeWild = values === null || locations.length < values.length;
    const chosen = this.#chooseAmong(locations.length + (mayBeWild ? 1 : 0));
    if (chosen === locations.length) {
      for (const each of all) this.#demand(this.#compared(address, '!=', each), true);
      this.#ending = { kind: 'wild', value: address, bits, span };
      return null;
    }
    this.#demand(this.#compared(address, '==', locations[chosen]), true);
    return locations[chosen];
  }

  #chooseAmong(count: number): number {
    if (count === 0) throw new DeadEnd();
    if (count === 1) return 0;
    this.#choices += 1;
    return this.#choose(count);
  }

  /** Whether an address is, or is not, that of a location. */
  #compared(left: Expression, operator: '==' | '!=', location: number): Expression {
    const right: Expression = { kind: 'constant', value: this.#thread.locations[location].address };
    return refold({ kind: 'binary', operator, type: ADDRESS, left, right });
  }

  #access(instruction: Exclude<MemoryInstruction, { readonly kind: 'store-conditional' }>): void {
    const location = this.#locate(instruction.address, instruction.type.bits, instruction.span);
    if (location === null) return;
    switch (instruction.kind) {
      case 'read':
        this.#read(instruction, location);
        return;
      case 'write': {
        const dataFrom = taintOf(instruction.data, this.#registers);
        const address = taintOf(instruction.address, this.#registers);
        const data = this.#stored(openValue(instruction.data, this.#registers), location);
        const isUnlock = instruction.event?.tag === 'unlock';
        this.#add(instruction, isUnlock ? 'unlock' : 'write', { location, data, address, dataFrom });
        if (isUnlock) this.#held.delete(location);
        return;
      }
      case 'update':
        this.#update(instruction, location);
    }
  }

  /** A value as a location holds it. */
  #stored(value: Expression, location: number): Expression {
    const { type } = this.#thread.locations[location];
    return refold({ kind: 'convert', type, operand: value });
  }

  /** A new read of a location, and its value in the type of the access. */
  #open(
    instruction: Exclude<MemoryInstruction, { readonly kind: 'write' }>,
    role: Role,
    location: number,
    rest: Partial<PathEvent>,
  ) {
    const read = this.#reads.length;
    const { type } = this.#thread.locations[location];
    const event = this.#add(instruction, role, { ...rest, location, read });
    this.#reads.push({ event, type });
    this.#values.push(this.#knowledge.valuesOf(location));
    const itself: Expression = { kind: 'register', register: read };
    const loaded: Expression = isSameType(type, instruction.type)
      ? itself
      : { kind: 'convert', type: instruction.type, operand: itself };
    return { event, loaded };
  }

  #read(instruction: Instruction & { readonly kind: 'read' }, location: number): void {
    const address = taintOf(instruction.address, this.#registers);
    const isLock = instruction.event?.tag === 'is-locked';
    const taken = isLock && this.#chooseTaken(location);
    const role: Role = !isLock ? 'read' : taken ? 'found-locked' : 'found-unlocked';
    const { event, loaded } = this.#open(instruction, role, location, { address });
    if (isLock) this.#demand(taken ? loaded : negate(loaded, INT));
    if (instruction.awaits !== null) this.#demand(this.#over(instruction.awaits, loaded));
    this.#give(instruction.target, this.#over(instruction.result, loaded), [event], {
      read: isLock ? NO_SOURCES : [event],
      address,
    });
  }

  /** Whether spin_is_locked() finds the lock taken: always, where the thread itself holds it. */
  #chooseTaken(location: number): boolean {
    if (this.#held.has(location)) return true;
    this.#choices += 1;
    return this.#choose(2) === 0;
  }

  /** The value of an expression over registers and what was loaded. */
  #over(expression: Expression, loaded: Expression): Expression {
    return refold(withLoaded(openValue(expression, this.#registers), loaded));
  }

  #give(target: number | null, value: Expression, taint: Sources, access: Held['access']): void {
    if (target === null) return;
    this.#registers[target] = { value, taint, control: joined(taint, this.#carried()), access };
  }

  #update(instruction: UpdateInstruction, location: number): void {
    const tag = instruction.event?.tag;
    if (tag === 'lock' || tag === 'trylock') this.#lock(instruction, location, tag);
    else this.#modify(instruction, location);
  }

  #lock(instruction: UpdateInstruction, location: number, tag: KernelTag): void {
    const address = taintOf(instruction.address, this.#registers);
    const mayFail = tag === 'trylock';
    const isHeld = this.#held.has(location);
    if (isHeld && !mayFail) {
      this.#ending = { kind: 'stuck', span: instruction.span };
      return;
    }
    if (mayFail && !isHeld) this.#choices += 1;
    if (mayFail && (isHeld || this.#choose(2) === 1)) {
      const { event, loaded } = this.#open(instruction, 'lock-failed', location, { address });
      this.#demand(loaded);
      this.#give(instruction.target, loaded, [event], { read: NO_SOURCES, address });
      return;
    }
    const { event, loaded } = this.#open(instruction, 'lock-read', location, { address });
    this.#demand(negate(loaded, INT));
    const data = this.#stored(this.#over(instruction.data, loaded), location);
    this.#add(instruction, 'lock-write', { location, data, pair: event, address });
    this.#held.add(location);
    this.#give(instruction.target, { kind: 'constant', value: 0n }, NO_SOURCES, {
      read: NO_SOURCES,
      address,
    });
  }

  /**
   * A read-modify-write. An exchange, compared or not, has its address at both halves and no data from the one to the
   * other. An operation on what was read has its address at the read alone, and the read and its operand as data of the
   * write; what it gives depends on the operand too. One with a condition (atomic_add_unless) has its address at both,
   * and what is added counts as an address.
   */
  #modify(instruction: UpdateInstruction, location: number): void {
    const registers = this.#registers;
    const operates = readsLoaded(instruction.data);
    const conditional = instruction.condition !== null;
    const address = taintOf(instruction.address, registers);
    const operand = taintOf(instruction.data, registers);
    const { event, loaded } = this.#open(instruction, 'read', location, { address, rmw: true });
    if (instruction.awaits !== null) this.#demand(this.#over(instruction.awaits, loaded));
    const writes = instruction.condition === null || this.#decide(this.#over(instruction.condition, loaded));
    if (writes) {
      const data = this.#stored(this.#over(instruction.data, loaded), location);
      const dependencies = operates
        ? conditional
          ? { address: joined(address, operand), dataFrom: [event] }
          : { address: NO_SOURCES, dataFrom: joined([event], operand) }
        : { address, dataFrom: operand };
      this.#add(instruction, 'write', { location, data, pair: event, rmw: true, ...dependencies });
    }
    const taint = operates && !conditional ? joined([event], operand) : [event];
    this.#give(instruction.target, this.#over(instruction.result, loaded), taint, { read: taint, address });
  }
}

const ADDRESS: IntegerType = { bits: 64, signed: false };
