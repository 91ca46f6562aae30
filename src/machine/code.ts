/** A thread's code made ready for the machine: spins turned into waiting reads, control flow worked out. */
import type { Observable } from '../program/condition.js';
import type { IntegerType } from '../program/expression.js';
import { joins, liveness } from '../program/flow.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { withoutSpins } from '../program/spin.js';
import { footprints } from './footprint.js';
import type { Footprint } from './footprint.js';

/** What keeps the search small without changing any outcome; switched off only to test that claim. */
export interface Reductions {
  /** Pure spins become waiting reads (program/spin.ts). */
  readonly spins: boolean;
  /** Fetching stops where nothing that it brings could perform (stall.ts). */
  readonly stalls: boolean;
  /** An atomic without result performs in one step (fetch.ts, isLate). */
  readonly lateUpdates: boolean;
  /** Reads of one location perform in order (order.ts, readWaits). */
  readonly readsInOrder: boolean;
  /** Registers that nothing will read again are forgotten. */
  readonly deadRegisters: boolean;
  /** A step that no other thread can notice is taken at once (explore/explore.ts, takeEagerStep). */
  readonly eagerSteps: boolean;
}

export const ALL_REDUCTIONS: Reductions = {
  spins: true,
  stalls: true,
  lateUpdates: true,
  readsInOrder: true,
  deadRegisters: true,
  eagerSteps: true,
};
export const NO_REDUCTIONS: Reductions = {
  spins: false,
  stalls: false,
  lateUpdates: false,
  readsInOrder: false,
  deadRegisters: false,
  eagerSteps: false,
};

export interface Code {
  readonly thread: Thread;
  readonly instructions: readonly Instruction[];
  /** For each place, the place where a branch there stops holding back writes, or null for never. */
  readonly joins: readonly (number | null)[];
  /** For each place and the end, the registers that may still be read from there on. */
  readonly live: readonly ReadonlySet<number>[];
  /** For each place and the end, what may be touched from there on. */
  readonly ahead: readonly Footprint[];
  /** The location at an address, or undefined. */
  readonly locations: ReadonlyMap<bigint, number>;
  /** The type of each location's cell. */
  readonly cells: readonly IntegerType[];
  readonly reductions: Reductions;
}

/** Prepares thread number `index` of a program whose final states show `observables`. */
export function prepare(
  program: Program,
  index: number,
  observables: readonly Observable[],
  reductions: Reductions,
): Code {
  const observed = new Set(
    observables.flatMap((each) => (each.kind === 'register' && each.thread === index ? [each.register] : [])),
  );
  const written = program.threads[index];
  const thread = reductions.spins ? withoutSpins(written, observed) : written;
  const locations = new Map(program.locations.map((location, each) => [location.address, each]));
  return {
    thread,
    instructions: thread.code,
    joins: joins(thread.code),
    live: liveness(thread.code, observed),
    ahead: footprints(thread.code, locations),
    locations,
    reductions,
    cells: program.locations.map((location) => location.type),
  };
}
