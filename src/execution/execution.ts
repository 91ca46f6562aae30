/**
 * One execution of a program, complete or as far as it was decided: its events and how they are related, in the field's terms
 * (Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 36(2), 2014). Explanations, diagrams, timelines and tests read
 * executions and nothing else, so that every engine can be explained which gives them.
 */
import type { Fence, Order } from '../program/program.js';
import type { Span } from '../text/source.js';
import type { Edge } from './edge.js';
import { EventSet } from './event-set.js';
import { Relation } from './relation.js';

/** The initial value of a location, written before everything else and by no thread. */
export interface InitialWrite {
  readonly id: number;
  readonly kind: 'init';
  readonly location: number;
  readonly written: bigint;
}

/** What an event of a thread has whatever it does. */
interface ThreadEvent {
  /** Its number among the execution's events: the initial writes first, then by thread in program order. */
  readonly id: number;
  readonly thread: number;
  /** How many events of its thread stand before it in program order. */
  readonly index: number;
  readonly span: Span;
}

/** An access of memory by a thread. The two halves of a read-modify-write are two of them, unless its model makes it one step. */
export interface AccessEvent extends ThreadEvent {
  /** `update`: a read-modify-write in one step. */
  readonly kind: 'read' | 'write' | 'update';
  readonly location: number;
  /** The value read, as the instruction sees it; null for a write. */
  readonly read: bigint | null;
  /** What the location holds afterwards; null for a read, and for an update whose condition did not hold. */
  readonly written: bigint | null;
  /** What the access is annotated with; of an update what its read is. */
  readonly order: Order;
}

/** A fence that a thread executed. */
export interface FenceEvent extends ThreadEvent {
  readonly kind: 'fence';
  readonly fence: Fence;
}

/** Something that happened in an execution. */
export type Event = InitialWrite | AccessEvent | FenceEvent;

/** A step of an engine that has time: an access, or one half of it, takes effect; or a grace period ends. */
export interface ScheduledStep {
  /** The number of its event; null for a grace period, and when its thread never ends and the access lies beyond what it does. */
  readonly event: number | null;
  readonly thread: number;
  /** Null for a grace period. */
  readonly location: number | null;
  readonly span: Span;
  /** `forward`: the value comes from the thread's own store buffer. */
  readonly action: 'read' | 'forward' | 'write' | 'update' | 'grace';
  readonly read: bigint | null;
  /** What memory holds from now on; null when the step does not write. */
  readonly written: bigint | null;
}

/** An execution. Everything that was not decided is missing from its relations. */
export interface Execution {
  readonly events: readonly Event[];
  /** Program order, transitive: within each thread. */
  readonly po: Relation;
  /** Reads-from: from a write, or the initial value, to the reads that take their value from it. */
  readonly rf: Relation;
  /** Coherence order, transitive: the writes of each location, the initial value first. */
  readonly co: Relation;
  /** From-read: from a read to the writes that overwrite what it read. */
  readonly fr: Relation;
  /** From the read of a read-modify-write to its write, where these are two events. */
  readonly rmw: Relation;
  /**
   * Dependencies start at reads, and at store-conditionals where their status is such a value. From one to the accesses whose
   * address depends on it.
   */
  readonly addr: Relation;
  /** To the writes whose value depends on it. */
  readonly data: Relation;
  /** To the events that come after a branch which depends on it, as far as that branch orders anything. */
  readonly ctrl: Relation;
  /** What the model preserves of program order, with the causes. */
  readonly preserved: readonly Edge[];
  /** By thread, the values of its registers at its end; null when it does not end. */
  readonly registers: readonly (readonly (bigint | null)[] | null)[];
  /** The steps in the order of time, where the engine has time. */
  readonly schedule: readonly ScheduledStep[] | null;
}

/** Whether an event is an access of memory by a thread. */
export function isAccess(event: Event): event is AccessEvent {
  return event.kind !== 'init' && event.kind !== 'fence';
}

/** Whether an event reads its location. */
export function reads(event: Event): event is AccessEvent {
  return event.kind === 'read' || event.kind === 'update';
}

/** Whether an event writes its location. */
export function writes(event: Event): event is InitialWrite | AccessEvent {
  return event.kind !== 'fence' && event.written !== null;
}

/** The thread of an event; null for an initial write. */
function threadOf(event: Event): number | null {
  return event.kind === 'init' ? null : event.thread;
}

/** The location of an event; null for a fence. */
export function locationOf(event: Event): number | null {
  return event.kind === 'fence' ? null : event.location;
}

/** The events for which something holds. */
export function eventsWith({ events }: Execution, holds: (event: Event) => boolean): EventSet {
  return EventSet.of(
    events.length,
    events.filter(holds).map(({ id }) => id),
  );
}

/** The pairs of a relation whose events are of different threads: `r & ext`. Initial writes are of no thread. */
export function external({ events }: Execution, relation: Relation): Relation {
  return relation.filtered((from, to) => threadOf(events[from]) !== threadOf(events[to]));
}

/** Communication: `rf | co | fr`. */
export function communication({ rf, co, fr }: Execution): Relation {
  return rf.union(co, fr);
}

/** From the write of a read-modify-write to what overwrites, from another thread, the value that its read took: that comes after it. */
export function afterPair(execution: Execution): Relation {
  return execution.rmw.inverse().sequence(external(execution, execution.fr));
}

/** The preserved program order as a relation. */
export function preservedOrder({ events, preserved }: Execution): Relation {
  return Relation.of(
    events.length,
    preserved.map(({ from, to }) => [from, to] as const),
  );
}

/**
 * What must come before what in time, where every access takes effect for all threads at once: what the model preserves of
 * program order, communication between threads, and that nothing comes between the halves of a read-modify-write.
 */
export function orderOfTime(execution: Execution): Relation {
  return preservedOrder(execution).union(external(execution, communication(execution)), afterPair(execution));
}

/** The other half of a read-modify-write that is two events; null for everything else. */
export function otherHalf({ rmw, events }: Execution, id: number): number | null {
  const [write] = rmw.from(id);
  return write ?? events.find((event) => rmw.has(event.id, id))?.id ?? null;
}
