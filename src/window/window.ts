/**
 * A thread's local state: its retired registers and its window, the instances it has fetched and not yet retired,
 * in program order. The writes in the window that have not performed are the thread's store buffer.
 *
 * Windows are values: every operation gives a new one. They are few (a thread's states, not the program's), are
 * interned by their encoding, and what can happen to each is worked out once (thread-space.ts), so clarity wins here and
 * the search pays nothing for it.
 */
import { unreachable } from '../text/invariant.js';
import { changed } from './instance.js';

/** Where an access goes when it is no location: the address is not known yet. */
export const UNKNOWN = -1;
/** The address is known and no location lies there. */
export const NOWHERE = -2;

/** One executed occurrence of an instruction. `pc` is its index in the thread's code. */
export type Instance =
  | { readonly kind: 'fence' | 'assume'; readonly pc: number }
  /** `value` is what the register is set to, where that was computed ahead (local-computation.ts); null for what the instruction says. */
  | { readonly kind: 'set'; readonly pc: number; readonly value: bigint | null }
  /** A conditional select, with the choice that fetching predicted; the prediction is idle once the condition is known. */
  | { readonly kind: 'select'; readonly pc: number; readonly taken: boolean }
  /** A store-conditional that is predicted to fail. */
  | { readonly kind: 'failed'; readonly pc: number }
  /** A branch whose condition is not known yet, with the prediction that fetching followed. */
  | {
      readonly kind: 'branch';
      readonly pc: number;
      readonly taken: boolean;
      /** The index of the first instance after its arms have met again, or null while they have not. */
      readonly scopeEnd: number | null;
      /** Fetching stopped behind it, at the unrolling bound (unroll.ts). */
      readonly isLast: boolean;
    }
  | ReadInstance
  | WriteInstance
  /** A read-modify-write that performs in one step; `value` is what it read, null until then. */
  | { readonly kind: 'update'; readonly pc: number; readonly value: bigint | null }
  /** A grace period: what is before it has performed when it begins, and nothing after it performs before it is over. */
  | { readonly kind: 'grace'; readonly pc: number; readonly performed: boolean };

/** A write; for a store-conditional, one that is predicted to succeed. */
export interface WriteInstance {
  readonly kind: 'write';
  readonly pc: number;
  readonly performed: boolean;
  /**
   * The write of a read-modify-write follows its read (`update`); a store-conditional pairs with the latest exclusive
   * read before it (`exclusive`), which may have retired.
   */
  readonly pair: 'none' | 'update' | 'exclusive';
}

/** A read, alone or the first half of a pair (its write is then the next instance). */
export interface ReadInstance {
  readonly kind: 'read';
  readonly pc: number;
  /**
   * `alone` for a plain read; a read-modify-write's is `writes` when its write follows, `fails` when the prediction
   * is that its condition does not hold.
   */
  readonly role: 'alone' | 'writes' | 'fails';
  /** The value read; null until it performs, and while it is bound (`isBound`). */
  readonly value: bigint | null;
  /** The index of the write of its own thread that it was forwarded from; null when it read memory, or that write has retired. */
  readonly from: number | null;
  /** It performed ahead of an earlier read that may be of the same location, and its value has been overwritten since. */
  readonly stale: boolean;
  /** A load-exclusive or load-reserved. */
  readonly exclusive: boolean;
  /** An exclusive read whose location another thread has written since: no store-conditional can pair with it. */
  readonly lost: boolean;
  /**
   * A compare-and-swap's register holds what it compared with, rather than what it read: the same value, but from elsewhere.
   * Only an explanation decides which (engine/window/execution/thread-run.ts); to the machine it is known as soon as either is.
   */
  readonly matched: boolean;
}

/** What a retired exclusive read leaves for a store-conditional to come. */
export interface Reservation {
  readonly location: number;
  /** Another thread has written the location since. */
  readonly lost: boolean;
}

/** A thread's local state. */
export interface Window {
  /** The registers' values before the first instance; dead ones are 0. */
  readonly registers: readonly bigint[];
  readonly instances: readonly Instance[];
  /** The next place to fetch. */
  readonly next: number;
  /** Null when no exclusive read has retired, or a store-conditional has used it. */
  readonly reservation: Reservation | null;
  /** How many RCU read-side sections are open after what has retired (standing.ts). */
  readonly nesting: number;
}

/** About what an instance occupies, with what is known of it apart from the registers, and a value of a register. */
const INSTANCE = 256;
const REGISTER = 8;

/** The bytes that a window occupies with what is known of it, nearly. */
export function bytesOf({ registers, instances }: Window): number {
  return instances.length * (INSTANCE + registers.length * REGISTER);
}

/** Whether an instance is a read or write of memory that has not performed, or a grace period that is not over. */
export function isPending(instance: Instance): boolean {
  switch (instance.kind) {
    case 'read':
      return instance.value === null && instance.from === null;
    case 'update':
      return instance.value === null;
    case 'write':
    case 'grace':
      return !instance.performed;
    default:
      return false;
  }
}

/**
 * Whether an instance is a read that has performed without its value: it has taken that of a write of its own thread which is
 * still to be computed (transition.ts).
 */
export function isBound(instance: Instance): boolean {
  return instance.kind === 'read' && instance.value === null && instance.from !== null;
}

/** Whether an instance reads memory. */
export function isRead(instance: Instance): instance is Extract<Instance, { kind: 'read' | 'update' }> {
  return instance.kind === 'read' || instance.kind === 'update';
}

/** Whether an instance writes memory. */
export function isWrite(instance: Instance): instance is Extract<Instance, { kind: 'write' | 'update' }> {
  return instance.kind === 'write' || instance.kind === 'update';
}

/** Whether an instance is a branch, or an assumption, that holds back a later write at `index` while it is unresolved. */
export function holds(instance: Instance, index: number): boolean {
  if (instance.kind !== 'branch') return instance.kind === 'assume';
  return instance.scopeEnd === null || index < instance.scopeEnd;
}

/** A copy with another element at one place. `Array.prototype.with` is many times slower where an array may have holes. */
export function replacing<Element>(array: readonly Element[], index: number, element: Element): Element[] {
  const copy = array.slice();
  copy[index] = element;
  return copy;
}

/** The window with one instance replaced. */
export function withInstance(window: Window, index: number, instance: Instance): Window {
  const { registers, instances, next, reservation, nesting } = window;
  return { registers, instances: replacing(instances, index, instance), next, reservation, nesting };
}

/** The elements at which `keep` is true, and those beyond its end. */
export function kept<Element>(array: readonly Element[], keep: readonly boolean[]): Element[] {
  const result: Element[] = [];
  for (let index = 0; index < array.length; index++) if (keep[index] ?? true) result.push(array[index]);
  return result;
}

/** The window with only the instances at which `keep` is true; references to others move along, or to null. */
export function keeping(window: Window, keep: readonly boolean[]): Window {
  const moved: number[] = [];
  let count = 0;
  for (const stays of keep) {
    moved.push(count);
    if (stays) count += 1;
  }
  moved.push(count);
  const instances = kept(window.instances, keep).map((instance) => {
    if (instance.kind === 'read' && instance.from !== null) {
      return changed(instance, { from: keep[instance.from] ? moved[instance.from] : null });
    }
    if (instance.kind === 'branch' && instance.scopeEnd !== null) {
      return changed(instance, { scopeEnd: moved[instance.scopeEnd] });
    }
    return instance;
  });
  const { registers, next, reservation, nesting } = window;
  return { registers, instances, next, reservation, nesting };
}

/**
 * The window as a sequence of numbers that is equal for equal windows only. `intern` numbers values. Layout: how deep
 * it is in readers, where it is, after a mark; next, the reservation, the registers, then for each instance its place, a word of kind and flags, and its value, source or scope.
 */
export function encode(window: Window, intern: (value: bigint) => number): readonly number[] {
  const { reservation, nesting } = window;
  const words = [
    ...(nesting === 0 ? [] : [-1, nesting]),
    window.next,
    reservation === null ? -1 : reservation.location * 2 + (reservation.lost ? 1 : 0),
  ];
  for (const value of window.registers) words.push(intern(value));
  for (const instance of window.instances) {
    words.push(instance.pc);
    encodeInstance(instance, intern, words);
  }
  return words;
}

function encodeInstance(instance: Instance, intern: (value: bigint) => number, words: number[]): void {
  switch (instance.kind) {
    case 'set':
      if (instance.value === null) words.push(0);
      else words.push(19, intern(instance.value));
      return;
    case 'fence':
    case 'assume':
      words.push(0);
      return;
    case 'branch':
      words.push((instance.taken ? 2 : 1) + (instance.isLast ? 24 : 0), instance.scopeEnd ?? -1);
      return;
    case 'select':
      words.push(instance.taken ? 17 : 16);
      return;
    case 'failed':
      words.push(18);
      return;
    case 'read':
      encodeRead(instance, intern, words);
      return;
    case 'write':
      words.push(instance.performed ? 13 : 12);
      return;
    case 'update':
      if (instance.value === null) words.push(14);
      else words.push(15, intern(instance.value));
      return;
    case 'grace':
      words.push(instance.performed ? 21 : 20);
      return;
    default:
      unreachable(instance);
  }
}

function encodeRead(read: ReadInstance, intern: (value: bigint) => number, words: number[]): void {
  const role = ROLES.indexOf(read.role);
  if (read.value === null && read.from !== null) words.push(22 + role, read.from);
  else if (read.value === null) words.push(3 + role);
  else {
    const marks = (read.stale ? 1 : 0) + (read.lost ? 2 : 0);
    words.push(6 + role, marks, intern(read.value), read.from ?? -1);
  }
}

const ROLES: readonly ReadInstance['role'][] = ['alone', 'writes', 'fails'];
