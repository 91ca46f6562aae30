/**
 * The sets and relations over the events of a skeleton that do not hang on who reads from whom, by the names that the kernel's
 * model gives them (tools/memory-model/linux-kernel.bell and .cat, lock.cat).
 */
import { mechanismOf } from '../program/mechanism.js';
import type { KernelTag } from '../program/program.js';
import { setBit } from './bit-rows.js';
import { MACHINE_EVENTS, type MachineEvents } from './machine-events.js';
import { OneEvent } from './one-event.js';
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
export function setNamed(skeleton: Skeleton, name: string): Int32Array | null {
  const { instructions, events, words } = skeleton;
  const machine = instructions === null ? undefined : MACHINE_EVENTS.get(instructions);
  const holds = machine === undefined ? SETS[name] : machineSet(machine, name);
  if (holds === undefined) return null;
  const row = new Int32Array(words);
  for (const [number, event] of events.entries()) if (holds(event)) setBit(row, words, 0, number);
  return oneEvent(skeleton).joinSet(row);
}

/** Whether an event of a machine is in a set. */
function machineSet({ sets, fenceSet }: MachineEvents, name: string): (event: PlacedEvent) => boolean {
  const holds = sets[name];
  return (event) => {
    const { marks } = event;
    if (mechanismOf(event.tag) !== null && (SETS[name]?.(event) ?? false)) return true;
    if (marks === null) return false;
    if (marks.fence !== null && fenceSet(marks.fence.name) === name) return true;
    return holds?.(event, marks) ?? false;
  };
}

/** A relation, as rows of bits; null where there is none of that name. */
export function relationNamed(skeleton: Skeleton, name: string): Int32Array | null {
  const rows = ownRelation(skeleton, name);
  if (rows === null || REFLEXIVE.has(name)) return rows;
  return oneEvent(skeleton).joinRelation(name === 'po' ? rows.slice() : rows);
}

/** Relations that an event has to itself, and so the halves of one to each other. */
const REFLEXIVE: ReadonlySet<string> = new Set(['id', 'loc', 'int', 'ext', 'same-instance']);

/** What is one event to models in a skeleton. */
export function oneEvent(skeleton: Skeleton): OneEvent {
  const machine = MACHINE_EVENTS.get(skeleton.instructions ?? '');
  return new OneEvent(skeleton, machine?.atomicsAreOne ?? false);
}

/** A relation over the halves of atomic instructions. */
function ownRelation(skeleton: Skeleton, name: string): Int32Array | null {
  const { size, words, events, po } = skeleton;
  const rows = new Int32Array(size * words);
  const pairs = (holds: (one: PlacedEvent, other: PlacedEvent) => boolean): Int32Array => {
    for (const [from, one] of events.entries()) {
      for (const [to, other] of events.entries()) if (holds(one, other)) setBit(rows, words, from, to);
    }
    return rows;
  };
  const isOwn = (event: PlacedEvent, from: number): boolean =>
    event.marks !== null && events[event.base + from].statement === event.statement;
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
      return into((event) => event.dataFrom.filter((from) => !isOwn(event, from)));
    case 'ctrl':
      return into(({ control }) => control);
    case 'rmw':
      return into(({ pair }) => (pair === -1 ? [] : [pair]));
    case 'amo':
      return into(({ pair, marks }) => (pair === -1 || marks?.atomic !== 'instruction' ? [] : [pair]));
    case 'same-instance':
      return pairs((one, other) => one.thread === other.thread && one.statement === other.statement);
    case 'pick-addr':
      return into(({ picks }) => picks.address);
    case 'pick-data':
      return into((event) => event.picks.data.filter((from) => !isOwn(event, from)));
    case 'inner-data':
      return into((event) => event.dataFrom.filter((from) => isOwn(event, from)));
    case 'inner-pick':
      return into((event) => event.picks.data.filter((from) => isOwn(event, from)));
    case 'pick-ctrl':
      return into(({ picks }) => picks.control);
    default:
      return null;
  }
}
