/**
 * One way through the code of a thread, with the values of its reads still open: what it does to memory, what has to hold for it
 * to be gone, and what is in its registers at the end. Values are expressions over the reads of the path, in which a
 * `register` is a read by its number.
 */

import type { Expression, IntegerType } from '../program/expression.js';
import type { Fence, KernelTag, Order } from '../program/program.js';
import type { Span } from '../text/source.js';
import type { PossibleValues } from './values.js';

/** What an event is, with the names that herd7 gives lock accesses. */
export type Role =
  | 'read'
  | 'write'
  | 'fence'
  /** The two halves of taking a spinlock, and its release. */
  | 'lock-read'
  | 'lock-write'
  | 'unlock'
  /** A trylock that fails; spin_is_locked() that finds the lock taken, or free. */
  | 'lock-failed'
  | 'found-locked'
  | 'found-unlocked';

/** Events of the same path, by their indices in it, in increasing order. */
export type Sources = readonly number[];

/** What the instruction of an event says of it, in a program for a machine. */
export interface MachineMarks {
  /** What an access carries itself. */
  readonly order: Order;
  /** What a fence is; null for an access. */
  readonly fence: Fence | null;
  /** Whether it is of an atomic instruction, also of one that fails, or an exclusive access; null for any other event. */
  readonly atomic: 'instruction' | 'exclusive' | null;
  /** The read of an Armv8 atomic without a result. */
  readonly noReturn: boolean;
}

/**
 * The reads that decide a choice which hangs on them: a conditional select, the success of a compare-and-swap. Of the address,
 * of what is written or that it is, of branches before.
 */
export interface Picks {
  readonly address: Sources;
  readonly data: Sources;
  readonly control: Sources;
}

export const NO_PICKS: Picks = { address: [], data: [], control: [] };

/** One event of a path. */
export interface PathEvent {
  readonly role: Role;
  readonly tag: KernelTag;
  /** Whether it is in data_race(). */
  readonly racy: boolean;
  readonly span: Span;
  /** Which statement of the path it belongs to, in the order of time. */
  readonly statement: number;
  /** The index of the location in `Program.locations`; -1 for a fence without one. */
  readonly location: number;
  /** What a write puts there; null for any other event. */
  readonly data: Expression | null;
  /** The number of the read among the path's reads; -1 for any other event. */
  readonly read: number;
  /** For the write of a read-modify-write, the index of its read; else -1. */
  readonly pair: number;
  /** Whether it is half of a read-modify-write, or the read of one that failed; locks are not. */
  readonly rmw: boolean;
  /** The reads that its address, what it writes, and whether it happens depend on, as herd7 has dependencies. */
  readonly address: Sources;
  readonly dataFrom: Sources;
  readonly control: Sources;
  /** In a program for a machine, what the instruction says; null in one for the kernel's model. */
  readonly marks: MachineMarks | null;
  /** Nothing in a program for the kernel's model. */
  readonly picks: Picks;
  /** Events of the same statement that it uses something of, and so is behind. */
  readonly uses: Sources;
}

/** What has to hold on a path: an expression over its reads that is not 0. */
export interface PathConstraint {
  readonly expression: Expression;
  /** The reads that occur in it. */
  readonly reads: readonly number[];
}

/** A read of a path: the event, and the type that its value has. */
export interface PathRead {
  /** -1 for what a register held where a path begins in the middle of the code. */
  readonly event: number;
  readonly type: IntegerType;
}

/** Why a path ends before its thread does. */
export type PathEnd =
  | { readonly kind: 'complete' }
  /** It uses a value as an address that is no location's. */
  | {
      readonly kind: 'wild';
      readonly value: Expression;
      readonly bits: IntegerType['bits'];
      readonly span: Span;
    }
  /** It takes a lock that it holds, waits for its own reader, or goes round a loop that reads nothing: it waits for ever. */
  | { readonly kind: 'stuck'; readonly span: Span }
  /** It waits for ever for what another thread has: a lock, or with null the end of a reader of RCU (blocked-paths.ts). */
  | { readonly kind: 'blocked'; readonly lock: number | null; readonly span: Span }
  /** It waits for ever for a value: it would read the same again and again, at the events given by their indices (blocked-paths.ts). */
  | { readonly kind: 'waiting'; readonly reads: Sources; readonly span: Span }
  | CutEnd;

/** It has gone round a loop as often as is looked at. */
interface CutEnd {
  readonly kind: 'cut';
  /** The place of the loop's head, and how often it is looked at. */
  readonly head: number;
  readonly rounds: number;
  /** Whether more is known of how it may go on from there: not where it only computes. */
  readonly goesOn: boolean;
  /** The locations that the thread may write from there on; null where that is not known. */
  readonly later: readonly number[] | null;
}

/** The end of a path that began at the head of a loop and has come back there. */
export function backAt(head: number): CutEnd {
  return { kind: 'cut', head, rounds: 1, goesOn: true, later: null };
}

/** One way through the code of a thread. */
export interface Path {
  readonly events: readonly PathEvent[];
  readonly reads: readonly PathRead[];
  readonly constraints: readonly PathConstraint[];
  /** For each register of the thread, what it holds at the end. */
  readonly registers: readonly Expression[];
  /** What each read may give, by its number. */
  readonly possible: readonly PossibleValues[];
  readonly ending: PathEnd;
}

/** Whether a path ends where its thread waits for ever, whoever it waits for. */
export function waitsForEver({ ending: { kind } }: Pick<Path, 'ending'>): boolean {
  return kind === 'stuck' || kind === 'blocked' || kind === 'waiting';
}

/** Whether a path goes on round a loop further than was looked at. */
export function isCut({ ending }: Pick<Path, 'ending'>): boolean {
  return ending.kind === 'cut';
}

/** Whether the event reads memory. */
export function isRead({ read }: PathEvent): boolean {
  return read !== -1;
}

/** Whether the event writes memory. */
export function isWrite({ data }: PathEvent): boolean {
  return data !== null;
}

/** Whether an event is of an operation on a lock. */
export function isLockEvent({ role }: PathEvent): boolean {
  return role !== 'read' && role !== 'write' && role !== 'fence';
}

/**
 * Whether the paths of a combination, as far as they go, are the beginning of every execution that goes on from them: nobody reads what
 * those that were cut may write later. A model that only ever forbids by what is there then allows the beginning of what it allows.
 */
export function areBeginnings(paths: readonly Path[]): boolean {
  return paths.every(({ ending }, thread) => {
    if (ending.kind !== 'cut') return true;
    const { later } = ending;
    if (later === null) return false;
    return !paths.some(
      ({ events }, other) =>
        other !== thread && events.some((event) => isRead(event) && later.includes(event.location)),
    );
  });
}
