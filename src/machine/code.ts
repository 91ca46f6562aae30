/** A thread's code made ready for the machine: spins turned into waiting reads, control flow worked out. */
import type { Observable } from '../program/condition.js';
import type { IntegerType } from '../program/expression.js';
import { joins, liveness } from '../program/flow.js';
import type { Instruction, Program, Thread } from '../program/program.js';
import { withoutSpins } from '../program/spin.js';

export interface Code {
  readonly thread: Thread;
  readonly instructions: readonly Instruction[];
  /** For each place, the place where a branch there stops holding back writes, or null for never. */
  readonly joins: readonly (number | null)[];
  /** For each place and the end, the registers that may still be read from there on. */
  readonly live: readonly ReadonlySet<number>[];
  /** The location at an address, or undefined. */
  readonly locations: ReadonlyMap<bigint, number>;
  /** The type of each location's cell. */
  readonly cells: readonly IntegerType[];
}

/** Prepares thread number `index` of a program whose final states show `observables`. */
export function prepare(program: Program, index: number, observables: readonly Observable[]): Code {
  const observed = new Set(
    observables.flatMap((each) => (each.kind === 'register' && each.thread === index ? [each.register] : [])),
  );
  const thread = withoutSpins(program.threads[index], observed);
  return {
    thread,
    instructions: thread.code,
    joins: joins(thread.code),
    live: liveness(thread.code, observed),
    locations: new Map(program.locations.map((location, each) => [location.address, each])),
    cells: program.locations.map((location) => location.type),
  };
}
