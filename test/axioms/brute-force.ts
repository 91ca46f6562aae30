/**
 * Final states and flags under an axiomatic model the slow way: every combination of paths, every source for every read,
 * every order of the writes of every location, and the model asked about each complete execution. It shares the paths and the
 * static sets with src/axioms, and nothing of the search.
 */
import { relationNamed, setNamed } from '../../src/axioms/event-sets.js';
import { isLockEvent, type Path } from '../../src/axioms/path.js';
import { pathsOf } from '../../src/axioms/paths.js';
import { INITIAL, Skeleton } from '../../src/axioms/skeleton.js';
import { CatInstance } from '../../src/cat/cat-instance.js';
import type { CatModel } from '../../src/cat/cat-model.js';
import { satisfies, type Target } from '../../src/program/condition.js';
import { evaluate } from '../../src/program/expression.js';
import type { Program } from '../../src/program/program.js';
import { THIN_AIR } from '../../src/program/special-values.js';

/** What was found. */
export interface BruteForce {
  readonly states: readonly string[];
  readonly flags: readonly string[];
  /** How many executions the model was asked about. */
  readonly executions: number;
}

/** Of more writes of one location not all orders are gone through. */
const MOST_WRITES = 6;

/** There are more executions than are gone through. */
class TooMany extends Error {}

/** Final states, sorted, and flags; null where more than `most` executions are to be asked about. */
export function bruteForce(
  program: Program,
  target: Target,
  model: CatModel,
  most: number,
): BruteForce | null {
  const threads = pathsOf(program, target.observables, { isCoherent: false, work: () => undefined });
  const found = { states: new Set<string>(), flags: new Set<string>(), executions: 0, tried: 0 };
  try {
    for (const paths of product(threads)) {
      if (paths.every(({ ending }) => ending.kind === 'complete'))
        new Executions(program, paths, target, model, most, found).run();
    }
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
  return { states: [...found.states].sort(), flags: [...found.flags].sort(), executions: found.executions };
}

interface Found {
  readonly states: Set<string>;
  readonly flags: Set<string>;
  executions: number;
  tried: number;
}

type Values = readonly (readonly (bigint | null)[])[];

class Executions {
  readonly #skeleton: Skeleton;
  readonly #target: Target;
  readonly #model: CatModel;
  readonly #most: number;
  readonly #found: Found;
  readonly #instance: CatInstance;
  readonly #rows: Readonly<Record<'rf' | 'co' | 'fr', Int32Array>>;

  constructor(
    program: Program,
    paths: readonly Path[],
    target: Target,
    model: CatModel,
    most: number,
    found: Found,
  ) {
    const skeleton = new Skeleton(program, paths, { coherence: false, atomicity: false, locks: false });
    this.#skeleton = skeleton;
    this.#target = target;
    this.#model = model;
    this.#most = most;
    this.#found = found;
    const rows = (): Int32Array => new Int32Array(skeleton.size * skeleton.words);
    this.#rows = { rf: rows(), co: rows(), fr: rows() };
    const exactly = (relation: Int32Array) => ({ lower: relation, upper: relation });
    this.#instance = new CatInstance(model, {
      size: skeleton.size,
      set: (name) => setNamed(skeleton, name),
      relation: (name) => relationNamed(skeleton, name),
      dynamic: {
        rf: exactly(this.#rows.rf),
        co: exactly(this.#rows.co),
        fr: exactly(this.#rows.fr),
      },
    });
  }

  run(): void {
    if (this.#skeleton.writes.some((writes) => writes.length > MOST_WRITES)) throw new TooMany();
    const sources = this.#skeleton.reads.map((_, read) => this.#sourcesOf(read));
    for (const chosen of product(sources)) {
      this.#spend();
      const values = this.#valuesOf(chosen);
      if (values === null) continue;
      const orders = this.#skeleton.writes.map((writes) => [...permutations(writes)]);
      for (const order of product(orders)) this.#judge(chosen, order, values);
    }
  }

  #spend(): void {
    this.#found.tried += 1;
    if (this.#found.tried > this.#most) throw new TooMany();
  }

  /** Every write of the location, but for those that are made of what is read, and of locks those that fit what was found. */
  #sourcesOf(read: number): readonly number[] {
    const { event, location, thread } = this.#skeleton.reads[read];
    const { role, statement } = this.#skeleton.events[event];
    const isFree = role === 'lock-read' || role === 'found-unlocked';
    const isTaken = role === 'lock-failed' || role === 'found-locked';
    const writes = this.#skeleton.writes[location].filter((write) => {
      const other = this.#skeleton.events[write];
      if (isFree || isTaken) return other.role === (isFree ? 'unlock' : 'lock-write');
      return other.thread !== thread || other.statement !== statement || write < event;
    });
    return isTaken ? writes : [INITIAL, ...writes];
  }

  /** What each read of each thread gives; null where that is not as the paths take for granted, or comes from nowhere. */
  #valuesOf(sources: readonly number[]): Values | null {
    const { reads, events, paths, locations } = this.#skeleton;
    const values: (bigint | null)[][] = paths.map((path) => path.reads.map(() => null));
    for (let round = 0; round <= reads.length; round++) {
      for (const [read, { thread, local, location }] of reads.entries()) {
        const source = sources[read];
        values[thread][local] =
          source === INITIAL
            ? locations[location].initial
            : evaluate(this.#skeleton.dataOf(source), values[events[source].thread]);
      }
    }
    for (const [read, { thread, local }] of reads.entries()) {
      if (values[thread][local] !== null) continue;
      const isAsked = paths[thread].constraints.some((constraint) => constraint.reads.includes(local));
      if (isAsked || this.#skeleton.dataOf(sources[read]).kind !== 'register') return null;
    }
    const held = paths.every(({ constraints }, thread) =>
      constraints.every(({ expression }) => evaluate(expression, values[thread]) !== 0n),
    );
    return held ? values.map((each) => each.map((value) => value ?? THIN_AIR)) : null;
  }

  #judge(sources: readonly number[], orders: readonly (readonly number[])[], values: Values): void {
    this.#spend();
    const state = this.#stateOf(orders, values);
    const { filter } = this.#target;
    if (filter !== null && !satisfies(filter, state)) return;
    if (!this.#locksAreInOrder(sources, orders)) return;
    this.#found.executions += 1;
    this.#relate(sources, orders);
    this.#instance.changed();
    if (this.#model.axioms.length > 0 && this.#instance.violated() !== -1) return;
    this.#found.states.add(state.join());
    for (const flag of this.#instance.flagsRaised()) this.#found.flags.add(flag);
  }

  #stateOf(orders: readonly (readonly number[])[], values: Values): readonly bigint[] {
    const { events, paths, locations } = this.#skeleton;
    return this.#target.observables.map((each) => {
      if (each.kind === 'register') {
        const value = evaluate(paths[each.thread].registers[each.register], values[each.thread]);
        if (value === null) throw new Error('a register has no value');
        return value;
      }
      const last = orders[each.location].at(-1);
      if (last === undefined) return locations[each.location].initial;
      const value = evaluate(this.#skeleton.dataOf(last), values[events[last].thread]);
      if (value === null) throw new Error('a location has no value');
      return value;
    });
  }

  /** Critical sections of a lock come one after the other: each lock is taken right behind the release that it reads from. */
  #locksAreInOrder(sources: readonly number[], orders: readonly (readonly number[])[]): boolean {
    const { events, reads, writes } = this.#skeleton;
    return orders.every((order, location) => {
      if (!writes[location].some((write) => isLockEvent(events[write]))) return true;
      const place = new Map(order.map((write, index) => [write, index]));
      const at = (source: number): number => (source === INITIAL ? -1 : (place.get(source) ?? -2));
      const isInOrder = order.every((one, index) =>
        order
          .slice(index + 1)
          .every((other) => !(events[one].thread === events[other].thread && other < one)),
      );
      const areReadInOrder = reads.every((read, number) => {
        if (read.location !== location) return true;
        const source = at(sources[number]);
        if (read.partner !== -1 && at(read.partner) !== source + 1) return false;
        // What the thread wrote before is not behind its source, what it writes later is; and so with what it reads.
        const isSound = order.every((write) => {
          if (events[write].thread !== read.thread) return true;
          return write < read.event ? at(write) <= source : at(write) > source;
        });
        const agree = reads.every(
          (other, later) =>
            other.location !== location ||
            other.thread !== read.thread ||
            other.event <= read.event ||
            at(sources[later]) >= source,
        );
        return isSound && agree;
      });
      return isInOrder && areReadInOrder;
    });
  }

  #relate(sources: readonly number[], orders: readonly (readonly number[])[]): void {
    const { rf, co, fr } = this.#rows;
    const { reads, words } = this.#skeleton;
    const add = (rows: Int32Array, from: number, to: number): void => {
      rows[from * words + (to >>> 5)] |= 1 << (to & 31);
    };
    for (const rows of [rf, co, fr]) rows.fill(0);
    for (const order of orders) {
      for (const [index, one] of order.entries())
        for (const other of order.slice(index + 1)) add(co, one, other);
    }
    for (const [number, { event, location }] of reads.entries()) {
      const source = sources[number];
      const order = orders[location];
      if (source !== INITIAL) add(rf, source, event);
      for (const behind of order.slice(source === INITIAL ? 0 : order.indexOf(source) + 1))
        add(fr, event, behind);
    }
  }
}

/** Every way to take one of each. */
function* product<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const others of product(rest)) yield [one, ...others];
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield [];
  for (const [index, one] of items.entries()) {
    for (const others of permutations(items.toSpliced(index, 1))) yield [one, ...others];
  }
}
