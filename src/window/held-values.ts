/**
 * What memory may hold, as far as a program's code tells: each thread is executed with every read taking each value that its
 * location may hold by then, until nothing new comes up. That tells more than the code alone does: where pointers lead, how often a
 * loop goes round whose bounds are read, how often a location is written.
 *
 * It leaves out nothing. Take any execution of the machine, as far as it has come, and the first value in it that is not found here.
 * It is of a write whose data is known; all values that were read before are found. What that write hangs on has been read, so the
 * walk here comes to it with that data whatever the other reads before it take: a branch that is still open either holds
 * the write back, as one around a loop or an assumption does, or its arms have met, and then they do not matter to the write, nor does
 * which of them is gone (branch-choice.ts). For that each walk has to go on to its end: a read that waits for what never comes, and an
 * access of no location, are gone beyond; a program whose threads can be caught in a loop of their own is not walked.
 *
 * A location that only one thread writes holds for that thread what it wrote there last, as memory is coherent; which write that is
 * must not hang on what others do (decided-elsewhere.ts).
 */
import { withConstants } from '../passes/constant.js';
import { joins } from '../program/flow.js';
import type { Program, Thread } from '../program/program.js';
import { decidedElsewhere } from './decided-elsewhere.js';
import { constantLocation } from './may-access.js';
import { visitsIn, writesIn } from './most-visits.js';
import { type Reach, reachOf } from './reach.js';
import { ANYWHERE, type HeldMemory, type ValueState, ValueWalk } from './value-walk.js';

/** What is known of a program's memory. */
export interface HeldValues {
  /** All that a location's cell may hold; null where that is not known. */
  readonly valuesOf: (location: number) => readonly bigint[] | null;
  /** The locations that an instruction of a thread may access. */
  readonly locationsAt: (thread: number, place: number) => ReadonlySet<number>;
  /** How often a thread comes to a place at the most. */
  readonly visitsOf: (thread: number, place: number) => number;
  /** How often a thread writes a location at the most. */
  readonly writesOf: (thread: number, location: number) => number;
}

/** What has more values than that may be anything: where walks become too long, fewer are followed. */
const MOST_VALUES = [16, 3, 1];

const known = new WeakMap<Program, HeldValues>();

/** What is known of a program's memory, worked out when it is first asked for. */
export function heldValues(program: Program): HeldValues {
  const before = known.get(program);
  if (before !== undefined) return before;
  let found: HeldValues | null = null;
  for (const most of MOST_VALUES) found ??= walkedTogether(program, most);
  found ??= nothingKnown(program);
  known.set(program, found);
  return found;
}

/** Walks all threads until nothing new comes up; null where they go too far, or some walk cannot come to its end. */
function walkedTogether(program: Program, most: number): HeldValues | null {
  const threads = program.threads.map(withConstants);
  const ends = threads.map(({ code }) => (program.controlDependencies === 'arms' ? joins(code) : []));
  const shared = new Set<number>();
  const undecided = threads.map(() => new Set<number>());
  for (let [before, after] = [-1, 0]; ; ) {
    before = after;
    const memory = new Memory(program, most, shared);
    const walks = threads.map((thread, index) => new ValueWalk(thread, index, memory, undecided[index]));
    if (!memory.settle(walks)) return null;
    threads.forEach(({ code }, index) => {
      const isOwn = (location: number): boolean => memory.isAlone(index, location);
      const looked = { code, joins: ends[index], accessed: walks[index].accessed, isOwn };
      for (const each of decidedElsewhere(looked)) undecided[index].add(each);
    });
    // What seemed to be one thread's, or to be decided, was followed as that.
    after = undecided.reduce((sum, { size }) => sum + size, shared.size);
    if (after > before) continue;
    return walks.every((walk) => walk.alwaysEnds()) ? resultOf(program, memory, walks) : null;
  }
}

function resultOf(program: Program, memory: Memory, walks: readonly ValueWalk[]): HeldValues {
  const { locationsAt } = nothingKnown(program);
  return {
    valuesOf: (location) => memory.valuesOf(location),
    locationsAt(thread, place) {
      const found = walks[thread].accessed.get(place);
      return found?.has(ANYWHERE) ? locationsAt(thread, place) : (found ?? NOWHERE);
    },
    visitsOf: remembered((thread, place) => visitsIn(walks[thread].states, place)),
    writesOf: remembered((thread, location) =>
      writesIn(walks[thread].states, (to) => to === location || to === ANYWHERE),
    ),
  };
}

const NOWHERE: ReadonlySet<number> = new Set();

/** What is known where no walk came to its end. */
function nothingKnown(program: Program): HeldValues {
  const threads = program.threads.map(withConstants);
  const reach = threads.map(({ code }) => reachOf(program.locations, code));
  return {
    valuesOf: () => null,
    locationsAt(thread, place) {
      const instruction = threads[thread].code[place];
      if (!('address' in instruction)) return NOWHERE;
      const location = constantLocation(instruction.address, reach[thread][place]) ?? null;
      if (location === null) return NOWHERE;
      return new Set(location < 0 ? reach[thread][place].values() : [location]);
    },
    visitsOf: () => Number.POSITIVE_INFINITY,
    writesOf: () => Number.POSITIVE_INFINITY,
  };
}

/** A function of two numbers that works out each of its answers once. */
function remembered(answer: (thread: number, of: number) => number): (thread: number, of: number) => number {
  const answers = new Map<string, number>();
  return (thread, of) => {
    const key = `${thread} ${of}`;
    const found = answers.get(key) ?? answer(thread, of);
    answers.set(key, found);
    return found;
  };
}

/** What is found of memory on the way. */
class Memory implements HeldMemory {
  readonly most: number;
  readonly #program: Program;
  /** The locations that several threads write. */
  readonly #shared: Set<number>;
  readonly #values: (Set<bigint> | null)[];
  readonly #writers: (number | undefined)[] = [];
  /** By location, the states that read it. */
  readonly #readers: Set<ValueState>[];
  /** The states whose steps are to be taken, for the first time or anew. */
  readonly #pending: ValueState[] = [];
  readonly #isPending = new Set<ValueState>();

  constructor(program: Program, most: number, shared: Set<number>) {
    this.#program = program;
    this.most = most;
    this.#shared = shared;
    this.#values = program.locations.map(({ initial }) => new Set([initial]));
    this.#readers = program.locations.map(() => new Set());
  }

  /** Takes all steps; whether they came to an end. */
  settle(walks: readonly ValueWalk[]): boolean {
    for (const walk of walks) this.#take(walk.start());
    for (;;) {
      for (let state = this.#pending.pop(); state !== undefined; state = this.#pending.pop()) {
        this.#isPending.delete(state);
        const walk = walks[state.thread];
        for (const each of walk.step(state)) this.#take(each);
        if (walk.isTooLong()) return false;
      }
      for (const walk of walks) for (const each of walk.release()) this.#take(each);
      if (this.#pending.length === 0) return true;
    }
  }

  #take(state: ValueState): void {
    if (this.#isPending.has(state)) return;
    this.#isPending.add(state);
    this.#pending.push(state);
  }

  initial(location: number): bigint {
    return this.#program.locations[location].initial;
  }

  typeOf(location: number): Program['locations'][number]['type'] {
    return this.#program.locations[location].type;
  }

  reachOf({ code }: Thread): readonly Reach[] {
    return reachOf(this.#program.locations, code);
  }

  valuesOf(location: number): readonly bigint[] | null {
    const values = this.#values[location];
    return values === null ? null : [...values];
  }

  isAlone(thread: number, location: number): boolean {
    const writer = this.#writers[location];
    const isHis = writer === undefined || writer === thread;
    return location !== ANYWHERE && isHis && !this.#shared.has(location) && this.#values[location] !== null;
  }

  noteRead(location: number, reader: ValueState): void {
    this.#readers[location].add(reader);
  }

  write(thread: number, location: number, value: bigint | null): void {
    const writer = this.#writers[location];
    if (writer !== undefined && writer !== thread) this.#shared.add(location);
    this.#writers[location] = thread;
    const values = this.#values[location];
    if (values === null || (value !== null && values.has(value))) return;
    if (value === null || values.size >= this.most) this.#values[location] = null;
    else values.add(value);
    for (const each of this.#readers[location]) this.#take(each);
  }
}
