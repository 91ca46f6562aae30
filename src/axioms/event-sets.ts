/**
 * The sets and relations over the events of a skeleton that do not hang on who reads from whom, by the names that the kernel's
 * model gives them (tools/memory-model/linux-kernel.bell and .cat, lock.cat).
 */
import type { KernelTag } from '../program/program.js';
import { setBit } from './bit-rows.js';
import { isRead, isWrite } from './path.js';
import type { PlacedEvent, Skeleton } from './skeleton.js';

/** Which events a set holds. */
const SETS: Readonly<Record<string, (event: PlacedEvent) => boolean>> = {
  _: () => true,
  M: (event) => isRead(event) || isWrite(event),
  R: isRead,
  W: isWrite,
  F: ({ role, tag }) => role === 'fence' && tag !== 'sync-srcu',
  RMW: ({ rmw }) => rmw,
  Racy: ({ racy }) => racy,
  LKR: ({ role }) => role === 'lock-read',
  LKW: ({ role }) => role === 'lock-write',
  UL: ({ role }) => role === 'unlock',
  // A lock that is found taken counts as one that could not be taken.
  LF: ({ role }) => role === 'lock-failed' || role === 'found-locked',
  RL: ({ role }) => role === 'found-locked',
  RU: ({ role }) => role === 'found-unlocked',
  // Initial writes are no events.
  IW: () => false,
  FW: () => false,
  ...tagged('once', 'ONCE'),
  ...tagged('acquire', 'ACQUIRE'),
  ...tagged('release', 'RELEASE'),
  ...tagged('noreturn', 'NORETURN'),
  ...tagged('mb', 'MB'),
  ...tagged('assert-writer', 'Assert-writer'),
  ...tagged('assert-access', 'Assert-access'),
  ...tagged('rmb', 'Rmb'),
  ...tagged('wmb', 'Wmb'),
  ...tagged('barrier', 'Barrier'),
  ...tagged('before-atomic', 'Before-atomic'),
  ...tagged('after-atomic', 'After-atomic'),
  ...tagged('after-spinlock', 'After-spinlock'),
  ...tagged('after-unlock-lock', 'After-unlock-lock'),
  ...tagged('after-srcu-read-unlock', 'After-srcu-read-unlock'),
  ...tagged('rcu-lock', 'Rcu-lock'),
  ...tagged('rcu-unlock', 'Rcu-unlock'),
  ...tagged('sync-rcu', 'Sync-rcu'),
  ...tagged('srcu-lock', 'Srcu-lock'),
  ...tagged('srcu-unlock', 'Srcu-unlock'),
  ...tagged('sync-srcu', 'Sync-srcu'),
};

/** The names of the sets that there are. */
export const SET_NAMES: readonly string[] = Object.keys(SETS);

function tagged(tag: KernelTag, name: string): Record<string, (event: PlacedEvent) => boolean> {
  return { [name]: (event) => event.tag === tag };
}

/** The events of a set, as a row of bits; null where there is no set of that name. */
export function setNamed({ events, words }: Skeleton, name: string): Int32Array | null {
  const holds = SETS[name];
  if (holds === undefined) return null;
  const row = new Int32Array(words);
  for (const [number, event] of events.entries()) if (holds(event)) setBit(row, words, 0, number);
  return row;
}

/** A relation, as rows of bits; null where there is none of that name. */
export function relationNamed(skeleton: Skeleton, name: string): Int32Array | null {
  const { size, words, events, po } = skeleton;
  const rows = new Int32Array(size * words);
  const pairs = (holds: (one: PlacedEvent, other: PlacedEvent) => boolean): Int32Array => {
    for (const [from, one] of events.entries()) {
      for (const [to, other] of events.entries()) if (holds(one, other)) setBit(rows, words, from, to);
    }
    return rows;
  };
  const into = (sources: (event: PlacedEvent) => readonly number[]): Int32Array => {
    for (const [to, event] of events.entries()) {
      for (const from of sources(event)) setBit(rows, words, event.base + from, to);
    }
    return rows;
  };
  switch (name) {
    case 'po':
      return po;
    case 'id':
      return pairs((one, other) => one === other);
    case 'loc':
      return pairs((one, other) => one.location === other.location && one.location !== -1);
    case 'int':
      return pairs((one, other) => one.thread === other.thread);
    case 'ext':
      return pairs((one, other) => one.thread !== other.thread);
    case 'addr':
      return into(({ address }) => address);
    case 'data':
      return into(({ dataFrom }) => dataFrom);
    case 'ctrl':
      return into(({ control }) => control);
    case 'rmw':
      return into(({ pair }) => (pair === -1 ? [] : [pair]));
    default:
      return null;
  }
}
