/**
 * Goes through the code of a thread along one way, with values that are expressions over what was read. Where more than one
 * way leads on, it asks which to take (paths.ts).
 */

import { constant, type Expression, INT, negate, readsLoaded } from '../program/expression.js';
import type { Instruction, KernelTag, MemoryInstruction, UpdateInstruction } from '../program/program.js';
import { unreachable } from '../text/invariant.js';
import {
  type ControlSources,
  conditionSources,
  controlOf,
  openValue,
  type RegisterContent,
  taintOf,
} from './flow-state.js';
import { LoopWatch } from './loop-watch.js';
import { backAt, type Path, type PathEvent, type Role, type Sources } from './path.js';
import type { Choose, Knowledge, PathBuilder } from './path-builder.js';
import { joined, NO_SOURCES } from './sources.js';
import type { WalkedThread } from './walked-thread.js';
import { writtenPath } from './written-path.js';

/** How many instructions a path may be: more are a loop that only computes. */
export const LONGEST_PATH = 20_000;

/** The conditions of branches whose arms end at one place, while the path is in them. */
interface Arms extends ControlSources {
  /** Where the arms end; null where they never do. */
  readonly end: number | null;
}

/**
 * The path that the choices lead along; null when there is none. One `from` the head of a loop begins there, with registers that
 * hold anything, and ends as cut where it comes back.
 */
export function walk(
  thread: WalkedThread,
  knowledge: Knowledge,
  choose: Choose,
  from: number | null = null,
): Path | null {
  return writtenPath(thread, knowledge, choose, (path) => new Walker(thread, path, from).run());
}

class Walker {
  readonly #thread: WalkedThread;
  readonly #path: PathBuilder;
  readonly #from: number | null;
  readonly #registers: RegisterContent[];
  readonly #loops: LoopWatch;
  /** The locks that the thread holds. */
  readonly #held = new Set<number>();
  #arms: readonly Arms[] = [];
  /** How many RCU readers are open around where the path stands. */
  #readers = 0;

  constructor(thread: WalkedThread, path: PathBuilder, from: number | null) {
    this.#thread = thread;
    this.#path = path;
    this.#from = from;
    this.#loops = new LoopWatch(thread, path);
    this.#registers = thread.thread.registers.map(({ initial }) => ({
      value: from === null ? constant(initial) : path.anything(),
      taint: NO_SOURCES,
      control: NO_SOURCES,
      access: null,
    }));
  }

  run(): Path {
    const { code } = this.#thread.thread;
    const from = this.#from;
    let next = from ?? 0;
    for (let steps = 0; next < code.length && this.#path.end.kind === 'complete'; steps++) {
      if (next === from && steps > 0) {
        this.#path.end = backAt(from);
        break;
      }
      if (this.#thread.heads.has(next) && this.#loops.arrive(next, this.#registers)) break;
      if (this.#thread.passed[next] && this.#loops.pass(next, this.#registers)) break;
      if (steps > LONGEST_PATH) this.#loops.cut(next);
      if (this.#arms.some(({ end }) => end === next)) {
        this.#arms = this.#arms.filter(({ end }) => end !== next);
      }
      next = this.#step(next, code[next]);
    }
    return this.#path.finish(this.#registers.map(({ value }) => value));
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
        this.#path.beginStatement();
        return instruction.destination;
      case 'assume':
        this.#path.demand(openValue(instruction.condition, this.#registers));
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

  #branch(
    pc: number,
    { condition, destination, foretells }: Instruction & { readonly kind: 'branch' },
  ): number {
    if (foretells) return this.#path.foretell() ? pc + 1 : destination;
    const value = openValue(condition, this.#registers);
    const sources = conditionSources(condition, this.#registers);
    this.#enter(sources, this.#thread.ends[pc]);
    this.#path.beginStatement();
    return this.#path.decide(value) ? destination : pc + 1;
  }

  /** Enters the arms of a branch. Those that end where others do, as each round of a loop has some, are one with them. */
  #enter({ all, carried }: ControlSources, end: number | null): void {
    const like = this.#arms.find((each) => each.end === end);
    const both = {
      all: joined(like?.all ?? NO_SOURCES, all),
      carried: joined(like?.carried ?? NO_SOURCES, carried),
    };
    this.#arms = [...this.#arms.filter((each) => each !== like), { ...both, end }];
  }

  /** What everything here depends on by standing in arms. */
  #control(): Sources {
    return this.#arms.reduce<Sources>((all, arms) => joined(all, arms.all), NO_SOURCES);
  }

  /** What of that a register assigned here carries on. */
  #carried(): Sources {
    return this.#arms.reduce<Sources>((all, { carried }) => joined(all, carried), NO_SOURCES);
  }

  #add(instruction: Instruction, role: Role, rest: Partial<PathEvent>): number {
    return this.#path.add(instruction, role, this.#control(), rest);
  }

  #open(
    instruction: Instruction & { readonly kind: 'read' | 'update' },
    role: Role,
    location: number,
    rest: Partial<PathEvent>,
  ) {
    return this.#path.open(instruction, role, location, this.#control(), rest);
  }

  #fence(instruction: Instruction & { readonly kind: 'fence' }): void {
    if (instruction.event === undefined) return;
    const { domain, span, event } = instruction;
    if (event.tag === 'rcu-lock') this.#readers += 1;
    if (event.tag === 'rcu-unlock') this.#readers = Math.max(0, this.#readers - 1);
    // A grace period waits for the reader that it is in.
    if (event.tag === 'sync-rcu' && this.#readers > 0) {
      this.#path.end = { kind: 'stuck', span };
      return;
    }
    if (event.tag === 'sync-rcu' && this.#path.mayBlock(null, span)) return;
    if (domain === undefined) {
      this.#add(instruction, 'fence', {});
      return;
    }
    const location = this.#path.locate(openValue(domain, this.#registers), INT.bits, span);
    if (location !== null) this.#add(instruction, 'fence', { location });
  }

  #access(instruction: Exclude<MemoryInstruction, { readonly kind: 'store-conditional' }>): void {
    const place = openValue(instruction.address, this.#registers);
    const location = this.#path.locate(place, instruction.type.bits, instruction.span);
    if (location === null) return;
    const tag = instruction.event?.tag;
    if (instruction.kind === 'read') {
      if (tag === 'is-locked') this.#look(instruction, location);
      else this.#read(instruction, location);
    } else if (instruction.kind === 'write') this.#write(instruction, location);
    else if (tag === 'lock' || tag === 'trylock') this.#lock(instruction, location, tag);
    else this.#modify(instruction, location);
  }

  #write(instruction: Instruction & { readonly kind: 'write' }, location: number): void {
    const isUnlock = instruction.event?.tag === 'unlock';
    this.#add(instruction, isUnlock ? 'unlock' : 'write', {
      location,
      data: this.#path.stored(openValue(instruction.data, this.#registers), location),
      address: taintOf(instruction.address, this.#registers),
      dataFrom: taintOf(instruction.data, this.#registers),
    });
    if (isUnlock) this.#held.delete(location);
  }

  #read(instruction: Instruction & { readonly kind: 'read' }, location: number): void {
    const address = taintOf(instruction.address, this.#registers);
    const { event, loaded } = this.#open(instruction, 'read', location, { address });
    if (this.#waits(instruction, event, loaded)) return;
    this.#give(instruction.target, this.#over(instruction.result, loaded), [event], {
      read: [event],
      address,
    });
  }

  /** Whether the path ends at an access since it waits there; else what it waits for has come. */
  #waits({ awaits }: Pick<UpdateInstruction, 'awaits'>, event: number, loaded: Expression): boolean {
    if (awaits === null) return false;
    const condition = this.#over(awaits, loaded);
    const ends = this.#path.mayWait();
    this.#path.demand(ends ? negate(condition, INT) : condition);
    return ends && this.#path.waits(event, this.#path.events[event].span);
  }

  /** spin_is_locked(), which finds the lock taken in any case where the thread itself holds it. */
  #look(instruction: Instruction & { readonly kind: 'read' }, location: number): void {
    const address = taintOf(instruction.address, this.#registers);
    const taken = this.#held.has(location) || this.#path.choose(2) === 0;
    const role: Role = taken ? 'found-locked' : 'found-unlocked';
    const { event, loaded } = this.#open(instruction, role, location, { address });
    this.#path.demand(taken ? loaded : negate(loaded, INT));
    const value = this.#over(instruction.result, loaded);
    this.#give(instruction.target, value, [event], { read: NO_SOURCES, address });
  }

  /** The value of an expression over registers and what was loaded. */
  #over(expression: Expression, loaded: Expression): Expression {
    return openValue(expression, this.#registers, loaded);
  }

  #give(target: number | null, value: Expression, taint: Sources, access: RegisterContent['access']): void {
    if (target === null) return;
    this.#registers[target] = { value, taint, control: joined(taint, this.#carried()), access };
  }

  #lock(instruction: UpdateInstruction, location: number, tag: KernelTag): void {
    const address = taintOf(instruction.address, this.#registers);
    const isHeld = this.#held.has(location);
    const access = { read: NO_SOURCES, address };
    if (tag === 'trylock' && (isHeld || this.#path.choose(2) === 1)) {
      const { event, loaded } = this.#open(instruction, 'lock-failed', location, { address });
      this.#path.demand(loaded);
      this.#give(instruction.target, loaded, [event], access);
      return;
    }
    if (isHeld) {
      this.#path.end = { kind: 'stuck', span: instruction.span };
      return;
    }
    if (tag === 'lock' && this.#path.mayBlock(location, instruction.span)) return;
    const { event, loaded } = this.#open(instruction, 'lock-read', location, { address });
    this.#path.demand(negate(loaded, INT));
    const data = this.#path.stored(this.#over(instruction.data, loaded), location);
    this.#add(instruction, 'lock-write', { location, data, pair: event, address });
    this.#held.add(location);
    this.#give(instruction.target, constant(0n), NO_SOURCES, access);
  }

  /** A read-modify-write. One that fails is its read alone. */
  #modify(instruction: UpdateInstruction, location: number): void {
    const address = taintOf(instruction.address, this.#registers);
    const { event, loaded } = this.#open(instruction, 'read', location, { address, rmw: true });
    if (this.#waits(instruction, event, loaded)) return;
    if (this.#succeeds(instruction, loaded)) {
      const data = this.#path.stored(this.#over(instruction.data, loaded), location);
      const dependencies = this.#ofWrite(instruction, event, address);
      this.#add(instruction, 'write', { location, data, pair: event, rmw: true, ...dependencies });
    }
    // What an operation gives depends on its operand too.
    const operates = readsLoaded(instruction.data) && instruction.condition === null;
    const taint = operates ? joined([event], taintOf(instruction.data, this.#registers)) : [event];
    this.#give(instruction.target, this.#over(instruction.result, loaded), taint, { read: taint, address });
  }

  #succeeds({ condition, foretold }: UpdateInstruction, loaded: Expression): boolean {
    if (condition === null) return true;
    const value = this.#over(condition, loaded);
    return foretold ? this.#path.fulfil(value) : this.#path.decide(value);
  }

  /**
   * What the write of a read-modify-write depends on. An exchange, compared or not, has its address at both halves and no data
   * from the one to the other. An operation on what was read has its address at the read alone, and the read and its
   * operand as data. One with a condition (atomic_add_unless) has its address at both, and what is added counts as one.
   */
  #ofWrite(
    { data, condition }: UpdateInstruction,
    read: number,
    address: Sources,
  ): Pick<PathEvent, 'address' | 'dataFrom'> {
    const operand = taintOf(data, this.#registers);
    if (!readsLoaded(data)) return { address, dataFrom: operand };
    if (condition === null) return { address: NO_SOURCES, dataFrom: joined([read], operand) };
    return { address: joined(address, operand), dataFrom: [read] };
  }
}
