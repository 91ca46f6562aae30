/**
 * Goes through the code of a thread of a program for a machine, along one way, as walker.ts does for the kernel's model. What
 * depends on what is here what the manuals say: Arm ARM DDI 0487, B2.3; RVWMO, "Syntactic Dependencies"; of branches
 * machine-arms.ts.
 */

import { constant, type Expression, INT, negate, readsLoaded } from '../program/expression.js';
import { mechanismOf } from '../program/mechanism.js';
import type {
  Instruction,
  KernelTag,
  MemoryInstruction,
  Order,
  StoreConditionalInstruction,
  UpdateInstruction,
} from '../program/program.js';
import { unreachable } from '../text/invariant.js';
import { afterFailure, comparedIn } from './compare-and-swap.js';
import { DEAD_END } from './dead-end.js';
import { LoopWatch } from './loop-watch.js';
import { MachineArms } from './machine-arms.js';
import type { DependencyRules } from './machine-events.js';
import { type MachineFlow, MachineRegisters } from './machine-registers.js';
import type { Role, Sources } from './path.js';
import { backAt, type MachineMarks, type Path, type PathEvent, type Picks } from './path.js';
import type { Choose, Knowledge, PathBuilder } from './path-builder.js';
import { joined, NO_SOURCES } from './sources.js';
import type { WalkedThread } from './walked-thread.js';
import { LONGEST_PATH } from './walker.js';
import { writtenPath } from './written-path.js';

const PLAIN: MachineMarks = { order: 'plain', fence: null, atomic: null, noReturn: false };

/** The path that the choices lead along, or null; one `from` the head of a loop is as in walker.ts. */
export function walkMachine(
  thread: WalkedThread,
  rules: DependencyRules,
  knowledge: Knowledge,
  choose: Choose,
  from: number | null = null,
): Path | null {
  return writtenPath(thread, knowledge, choose, (path) => new MachineWalker(thread, rules, path, from).run());
}

class MachineWalker {
  readonly #thread: WalkedThread;
  readonly #rules: DependencyRules;
  readonly #path: PathBuilder;
  readonly #from: number | null;
  readonly #loops: LoopWatch;
  readonly #registers: MachineRegisters;
  /** The latest exclusive read that no store-conditional has used. */
  #reserved: { readonly event: number; readonly location: number } | null = null;
  readonly #arms: MachineArms;
  /** The place of the last instruction that had an event, and the number of the statement that it is of. */
  #last: { readonly pc: number; readonly instruction: Instruction } | null = null;
  #statement = 0;
  /** How many readers of RCU the path is in. */
  #readers = 0;

  constructor(thread: WalkedThread, rules: DependencyRules, path: PathBuilder, from: number | null) {
    this.#thread = thread;
    this.#rules = rules;
    this.#path = path;
    this.#from = from;
    this.#loops = new LoopWatch(thread, path);
    this.#arms = new MachineArms(thread);
    this.#registers = new MachineRegisters(thread.thread, (initial) =>
      from === null ? constant(initial) : path.anything(),
    );
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
      if (this.#thread.heads.has(next) && this.#loops.arrive(next, this.#registers.contents)) break;
      if (steps > LONGEST_PATH) this.#loops.cut(next);
      for (const { register, decides } of this.#arms.leave(next)) this.#registers.decide(register, decides);
      next = this.#step(next, code[next]);
    }
    return this.#path.finish(this.#registers.values);
  }

  #step(pc: number, instruction: Instruction): number {
    switch (instruction.kind) {
      case 'set': {
        const { target, value } = instruction;
        this.#registers.set(target, { value: this.#open(value), ...this.#flow(value) });
        return pc + 1;
      }
      case 'select':
        this.#select(instruction);
        return pc + 1;
      case 'read':
      case 'write':
      case 'update':
      case 'store-conditional':
        this.#begin(pc, instruction);
        this.#access(instruction);
        return pc + 1;
      case 'fence':
        this.#begin(pc, instruction);
        this.#fence(instruction);
        return pc + 1;
      case 'jump':
        return instruction.destination;
      case 'assume':
        this.#arms.branch(null, this.#flow(instruction.condition));
        this.#path.demand(this.#open(instruction.condition));
        return pc + 1;
      case 'branch':
        this.#arms.branch(pc, this.#flow(instruction.condition));
        return this.#decide(this.#open(instruction.condition)) ? instruction.destination : pc + 1;
      default:
        return unreachable(instruction);
    }
  }

  /** Accesses of one instruction of assembly, such as those of a pair, are of one statement. */
  #begin(pc: number, instruction: Instruction): void {
    const last = this.#last;
    const isSame =
      !this.#thread.controlsArms &&
      last !== null &&
      last.pc < pc &&
      last.instruction.span.source === instruction.span.source &&
      last.instruction.span.start === instruction.span.start;
    if (!isSame) this.#statement += 1;
    this.#last = { pc, instruction };
  }

  #open(expression: Expression): Expression {
    return this.#registers.open(expression);
  }

  #flow(expression: Expression): MachineFlow {
    return this.#registers.flow(expression);
  }

  /** Whether an expression is not 0: known, or chosen and then taken for granted. */
  #decide(value: Expression): boolean {
    if (value.kind === 'constant') return value.value !== 0n;
    const holds = this.#path.choose(2) === 0;
    this.#path.demand(holds ? value : negate(value, INT));
    return holds;
  }

  #select(instruction: Instruction & { readonly kind: 'select' }): void {
    const { target, condition, then: chosen, otherwise } = instruction;
    const by = this.#flow(condition);
    const value = this.#decide(this.#open(condition)) ? chosen : otherwise;
    const { taint, pick } = this.#flow(value);
    const decides = joined(by.taint, by.pick);
    this.#registers.set(target, { value: this.#open(value), taint, pick: joined(pick, decides) });
  }

  #add(instruction: Instruction, role: Role, rest: Partial<PathEvent>, address: Sources): number {
    return this.#path.add(this.#placed(instruction), role, this.#arms.controlling, {
      picks: this.#picks(address, NO_SOURCES),
      ...rest,
    });
  }

  /** What belongs to RCU is told by its tag on every machine; all else by its marks. */
  #placed({ span, event }: Instruction) {
    const tag: KernelTag = event !== undefined && mechanismOf(event.tag) !== null ? event.tag : 'plain';
    return { span, event: { tag, statement: this.#statement } } as const;
  }

  /** A barrier, the end of a reader, or a grace period, which waits for the reader that it is in. */
  #fence(instruction: Instruction & { readonly kind: 'fence' }): void {
    const { domain, span, event, fence } = instruction;
    const marks: MachineMarks = { ...PLAIN, fence };
    if (event?.tag === 'rcu-lock') this.#readers += 1;
    if (event?.tag === 'rcu-unlock') this.#readers = Math.max(0, this.#readers - 1);
    if (event?.tag === 'sync-rcu' && this.#readers > 0) {
      this.#path.end = { kind: 'stuck', span };
      return;
    }
    if (event?.tag === 'sync-rcu' && this.#path.mayBlock(null, span)) return;
    const location = domain === undefined ? null : this.#path.locate(this.#open(domain), INT.bits, span);
    if (domain !== undefined && location === null) return;
    this.#add(instruction, 'fence', { marks, ...(location !== null && { location }) }, NO_SOURCES);
  }

  /** Whether the path ends at an access since it waits there; else what it waits for has come. */
  #waits({ awaits }: Pick<UpdateInstruction, 'awaits'>, event: number, loaded: Expression): boolean {
    if (awaits === null) return false;
    const condition = this.#registers.over(awaits, loaded);
    const ends = this.#path.mayWait();
    this.#path.demand(ends ? negate(condition, INT) : condition);
    return ends && this.#path.waits(event, this.#path.events[event].span);
  }

  #picks(address: Sources, data: Sources): Picks {
    return { address, data, control: this.#arms.control.pick };
  }

  #access(instruction: MemoryInstruction): void {
    // One that fails accesses nothing.
    if (instruction.kind === 'store-conditional' && !this.#succeeds(instruction)) return;
    const { address, type, span } = instruction;
    const location = this.#path.locate(this.#open(address), type.bits, span);
    if (location === null) return;
    if (instruction.kind === 'read') this.#read(instruction, location);
    else if (instruction.kind === 'write') this.#write(instruction, location, {});
    else if (instruction.kind === 'update') this.#modify(instruction, location);
    else this.#storeConditionally(instruction, location);
  }

  /** Adds a read. */
  #load(
    instruction: Instruction & { readonly kind: 'read' | 'update' },
    location: number,
    marks: MachineMarks,
    rest: Partial<PathEvent> = {},
  ): { readonly event: number; readonly loaded: Expression; readonly pick: Sources } {
    const { taint, pick } = this.#flow(instruction.address);
    const placed = { ...this.#placed(instruction), type: instruction.type };
    const picks = this.#picks(pick, NO_SOURCES);
    const read = this.#path.open(placed, 'read', location, this.#arms.controlling, {
      ...{ address: taint, marks, picks },
      ...rest,
    });
    return { ...read, pick };
  }

  #read(instruction: Instruction & { readonly kind: 'read' }, location: number): void {
    const { order, exclusive, target, result } = instruction;
    const marks: MachineMarks = { ...PLAIN, order, atomic: exclusive ? 'exclusive' : null };
    const { event, loaded, pick } = this.#load(instruction, location, marks);
    if (exclusive) this.#reserved = { event, location };
    if (this.#waits(instruction, event, loaded)) return;
    this.#registers.give(target, result, loaded, { taint: [event], pick });
  }

  #write(
    instruction: (Instruction & { readonly kind: 'write' }) | StoreConditionalInstruction,
    location: number,
    rest: Partial<PathEvent>,
  ): number {
    const [to, what] = [this.#flow(instruction.address), this.#flow(instruction.data)];
    return this.#add(
      instruction,
      'write',
      {
        location,
        data: this.#path.stored(this.#open(instruction.data), location),
        address: to.taint,
        dataFrom: what.taint,
        marks: { ...PLAIN, order: instruction.order },
        picks: this.#picks(to.pick, what.pick),
        ...rest,
      },
      to.pick,
    );
  }

  /** Chooses whether a store-conditional succeeds; it cannot without a reservation. */
  #succeeds({ status, failure }: StoreConditionalInstruction): boolean {
    if (this.#reserved !== null && this.#path.choose(2) === 0) return true;
    this.#reserved = null;
    this.#setStatus(status, failure, NO_SOURCES);
    return false;
  }

  #storeConditionally(instruction: StoreConditionalInstruction, location: number): void {
    const reserved = this.#reserved;
    this.#reserved = null;
    if (reserved?.location !== location) throw DEAD_END;
    const { order, status, success } = instruction;
    const marks: MachineMarks = { ...PLAIN, order, atomic: 'exclusive' };
    const event = this.#write(instruction, location, { marks, pair: reserved.event, rmw: true });
    this.#setStatus(status, success, this.#rules.statusIsWritten ? [event] : NO_SOURCES);
  }

  #setStatus(status: number | null, value: bigint, taint: Sources): void {
    if (status === null) return;
    this.#registers.set(status, { value: constant(value), taint, pick: NO_SOURCES });
  }

  /** A read-modify-write. One that fails is its read alone. */
  #modify(instruction: UpdateInstruction, location: number): void {
    const { readOrder, writeOrder, noReturn, loop, bare, condition, data, target, result } = instruction;
    const atomic = bare ? null : loop ? 'exclusive' : 'instruction';
    const marksOf = (order: Order): MachineMarks => ({ ...PLAIN, order, atomic });
    const { event, loaded, pick } = this.#load(
      instruction,
      location,
      { ...marksOf(readOrder), noReturn },
      { rmw: true },
    );
    if (this.#waits(instruction, event, loaded)) return;
    const writes = condition === null || this.#decide(this.#registers.over(condition, loaded));
    if (!writes) this.#fail(instruction, event);
    if (writes) {
      const [to, what] = [this.#flow(instruction.address), this.#flow(data)];
      const decided = condition === null ? NO_SOURCES : this.#decidedBy(condition, event);
      const own = readsLoaded(data) ? [event] : NO_SOURCES;
      this.#add(
        instruction,
        'write',
        {
          location,
          data: this.#path.stored(this.#registers.over(data, loaded), location),
          pair: event,
          rmw: true,
          address: to.taint,
          dataFrom: joined(own, what.taint),
          marks: marksOf(writeOrder),
          picks: this.#picks(to.pick, joined(what.pick, decided)),
        },
        to.pick,
      );
    }
    const compared = writes && this.#rules.comparesByChoice ? comparedIn(instruction) : null;
    const flow = compared === null ? null : this.#flow(compared);
    // What it compared with is the same value: the register takes it from there, or from memory, whichever comes first.
    const isCompared = flow !== null && (flow.taint.length === 0 || this.#path.choose(2) === 0);
    if (!isCompared) this.#registers.give(target, result, loaded, { taint: [event], pick });
    else
      this.#registers.give(target, result, loaded, {
        taint: flow.taint,
        pick: joined(joined(flow.pick, pick), [event]),
      });
  }

  /** What is left of a read-modify-write that does not write. */
  #fail({ looksFirst, loop, condition, data, readOrder }: UpdateInstruction, event: number): void {
    if (looksFirst) this.#path.amend(event, { marks: PLAIN });
    if (!this.#rules.failsAsAtomic || loop || condition === null) return;
    const dataFrom = joined(this.#flow(condition).taint, this.#flow(data).taint);
    this.#path.amend(event, { marks: afterFailure(readOrder), dataFrom });
  }

  /** What decides whether a read-modify-write with a condition writes. */
  #decidedBy(condition: Expression, read: number): Sources {
    const { taint, pick } = this.#flow(condition);
    return joined([read], joined(taint, pick));
  }
}
