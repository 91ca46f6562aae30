/**
 * A thread's local state: its retired registers and its window, the instances it has fetched and not yet retired,
 * in program order. The writes in the window that have not performed are the thread's store buffer.
 *
 * Windows are values: every operation gives a new one. They are few (a thread's states, not the program's), are
 * interned by their encoding, and what can happen to each is worked out once (thread.ts), so clarity wins here and
 * the search pays nothing for it.
 */
import { unreachable } from '../diagnostic/invariant.js';

/** One executed occurrence of an instruction. `place` is its index in the thread's code. */
export type Instance =
  | { readonly kind: 'set' | 'fence' | 'assume'; readonly place: number }
  /** A branch whose condition is not known yet, with the prediction that fetching followed. */
  | {
      readonly kind: 'branch';
      readonly place: number;
      readonly taken: boolean;
      /** The index of the first instance after its arms have met again, or null while they have not. */
      readonly scopeEnd: number | null;
    }
  | ReadInstance
  | { readonly kind: 'write'; readonly place: number; readonly performed: boolean; readonly paired: boolean }
  /** A read-modify-write that performs in one step; `value` is what it read, null until then. */
  | { readonly kind: 'update'; readonly place: number; readonly value: bigint | null };

/** A read, alone or the first half of a pair (its write is then the next instance). */
export interface ReadInstance {
  readonly kind: 'read';
  readonly place: number;
  /**
   * `alone` for a plain read; a read-modify-write's is `writes` when its write follows, `fails` when the prediction
   * is that its condition does not hold.
   */
  readonly role: 'alone' | 'writes' | 'fails';
  /** The value read; null until it performs. */
  readonly value: bigint | null;
  /** The index of the write of its own thread that it was forwarded from; null when it read memory, or that write has retired. */
  readonly from: number | null;
  /** It performed ahead of an earlier read that may be of the same location, and its value has been overwritten since. */
  readonly stale: boolean;
}

/** A thread's local state. */
export interface Window {
  /** The registers' values before the first instance; dead ones are 0. */
  readonly registers: readonly bigint[];
  readonly instances: readonly Instance[];
  /** The next place to fetch. */
  readonly next: number;
}

/** Whether an instance is a read or write of memory that has not performed. */
export function isPending(instance: Instance): boolean {
  switch (instance.kind) {
    case 'read':
    case 'update':
      return instance.value === null;
    case 'write':
      return !instance.performed;
    default:
      return false;
  }
}

/** Whether an instance reads memory. */
export function isRead(instance: Instance): instance is Extract<Instance, { kind: 'read' | 'update' }> {
  return instance.kind === 'read' || instance.kind === 'update';
}

/** The window with one instance replaced. */
export function withInstance(window: Window, index: number, instance: Instance): Window {
  return { ...window, instances: window.instances.with(index, instance) };
}

/** The window without the instance at `index`; references to later instances move along. */
export function without(window: Window, index: number): Window {
  const instances = window.instances.filter((_, each) => each !== index).map((each) => shifted(each, index));
  return { ...window, instances };
}

function shifted(instance: Instance, removed: number): Instance {
  if (instance.kind === 'read' && instance.from !== null && instance.from >= removed) {
    return { ...instance, from: instance.from === removed ? null : instance.from - 1 };
  }
  if (instance.kind === 'branch' && instance.scopeEnd !== null && instance.scopeEnd > removed) {
    return { ...instance, scopeEnd: instance.scopeEnd - 1 };
  }
  return instance;
}

/**
 * The window as a sequence of numbers that is equal for equal windows only. `intern` numbers values. Layout: next,
 * the registers, then for each instance its place, a word of kind and flags, and its value, source or scope.
 */
export function encode(window: Window, intern: (value: bigint) => number): readonly number[] {
  const words = [window.next];
  for (const value of window.registers) words.push(intern(value));
  for (const instance of window.instances) words.push(instance.place, ...encodeInstance(instance, intern));
  return words;
}

function encodeInstance(instance: Instance, intern: (value: bigint) => number): readonly number[] {
  switch (instance.kind) {
    case 'set':
    case 'fence':
    case 'assume':
      return [0];
    case 'branch':
      return [instance.taken ? 2 : 1, instance.scopeEnd ?? -1];
    case 'read': {
      const role = instance.role === 'alone' ? 0 : instance.role === 'writes' ? 1 : 2;
      if (instance.value === null) return [3 + role];
      return [6 + role + (instance.stale ? 3 : 0), intern(instance.value), instance.from ?? -1];
    }
    case 'write':
      return [instance.performed ? 13 : 12];
    case 'update':
      return instance.value === null ? [14] : [15, intern(instance.value)];
    default:
      return unreachable(instance);
  }
}
