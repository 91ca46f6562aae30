/** The walk of one thread for the values that memory may hold (held-values.ts): the states that the thread may be in, and the steps between them. */
import { type Expression, evaluate, type IntegerType, wrap } from '../program/expression.js';
import { liveness } from '../program/liveness.js';
import type { MemoryInstruction, ReadInstruction, Thread, UpdateInstruction } from '../program/program.js';
import type { Reach } from './reach.js';

/** A value, or null for any. */
type Value = bigint | null;

/** What stands for every location that an access of its width may be of. */
export const ANYWHERE = -1;

/** A walk with more states, or more steps, is not gone. */
const MOST_STATES = 2000;
const MOST_STEPS = 20_000;

/** A step to another state, by its number; `wrote` is the location that it wrote, or `ANYWHERE`; null for none. */
export interface ValueStep {
  readonly to: number;
  readonly wrote: number | null;
}

/** Where a thread may stand, with what it knows of its registers, and of the locations that it alone writes. */
export interface ValueState {
  readonly thread: number;
  readonly place: number;
  readonly registers: readonly Value[];
  readonly own: ReadonlyMap<number, bigint>;
  /** The steps from there. */
  steps: readonly ValueStep[];
}

/** Memory as a walk sees it. */
export interface HeldMemory {
  /** How many values are followed of a location, or of a register at one place. */
  readonly most: number;
  readonly reachOf: (thread: Thread) => readonly Reach[];
  readonly initial: (location: number) => bigint;
  readonly typeOf: (location: number) => IntegerType;
  /** All that a location may hold so far; null for anything. */
  readonly valuesOf: (location: number) => readonly bigint[] | null;
  /** Whether nobody but a thread writes a location, as far as is known, and what it writes is followed. */
  readonly isAlone: (thread: number, location: number) => boolean;
  readonly noteRead: (location: number, reader: ValueState) => void;
  readonly write: (thread: number, location: number, value: Value) => void;
}

/** What comes after a state, before it is found out whether it was met before. */
interface Onward {
  readonly place: number;
  readonly registers: readonly Value[];
  readonly own?: ReadonlyMap<number, bigint>;
  readonly wrote?: number;
}

export class ValueWalk {
  readonly states: ValueState[] = [];
  /** By place, the locations that the instruction there accesses. */
  readonly accessed = new Map<number, Set<number>>();
  readonly #thread: Thread;
  readonly #index: number;
  readonly #reach: readonly Reach[];
  readonly #memory: HeldMemory;
  /** For each place and the end, the registers that matter there. */
  readonly #live: readonly (readonly number[])[];
  /** For each place, the values that each of them was found to have; null for too many. */
  readonly #met: (Set<bigint> | null)[][];
  readonly #undecided: ReadonlySet<number>;
  readonly #numbers = new Map<string, number>();
  /** The states at reads that wait for what their locations do not hold, and those that have been let go on. */
  readonly #waiting = new Set<ValueState>();
  readonly #released = new Set<ValueState>();
  #count = 0;

  /** `undecided` are the branches that may go either way. */
  constructor(thread: Thread, index: number, memory: HeldMemory, undecided: ReadonlySet<number>) {
    this.#thread = thread;
    this.#index = index;
    this.#reach = memory.reachOf(thread);
    this.#memory = memory;
    this.#undecided = undecided;
    const registers = thread.registers.map((_, register) => register);
    this.#live = liveness(thread.code, new Set()).map((live) => registers.filter((each) => live.has(each)));
    this.#met = this.#live.map(() => []);
  }

  start(): ValueState {
    const registers = this.#thread.registers.map((register) => register.initial);
    return this.states[this.#numberOf({ place: 0, registers }, new Map(), [])];
  }

  isTooLong(): boolean {
    return this.states.length > MOST_STATES || this.#count > MOST_STEPS;
  }

  /** Lets the states that wait go on as if what they wait for were there. */
  release(): readonly ValueState[] {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const each of waiting) this.#released.add(each);
    return waiting;
  }

  /** Whether the end can be reached from every state. */
  alwaysEnds(): boolean {
    const before: number[][] = this.states.map(() => []);
    this.states.forEach(({ steps }, from) => {
      for (const { to } of steps) before[to].push(from);
    });
    const ends = this.states.flatMap(({ place }, index) =>
      place === this.#thread.code.length ? [index] : [],
    );
    const reached = new Set(ends);
    for (const index of reached) for (const each of before[index]) reached.add(each);
    return reached.size === this.states.length;
  }

  /** Takes all steps from a state; the states that are new. */
  step(state: ValueState): readonly ValueState[] {
    const found: ValueState[] = [];
    const steps: ValueStep[] = [];
    for (const onward of this.#onward(state)) {
      this.#count += 1;
      steps.push({
        to: this.#numberOf(onward, onward.own ?? state.own, found),
        wrote: onward.wrote ?? null,
      });
    }
    state.steps = steps;
    return found;
  }

  #numberOf({ place, registers }: Onward, own: ReadonlyMap<number, bigint>, found: ValueState[]): number {
    const kept: Value[] = registers.map(() => null);
    let key = `${place}`;
    for (const register of this.#live[place]) {
      kept[register] = this.#keptAt(place, register, registers[register]);
      key += ` ${kept[register]}`;
    }
    if (own.size > 0) key += `,${[...own].sort(([one], [other]) => one - other).join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const state: ValueState = { thread: this.#index, place, registers: kept, own, steps: [] };
    this.#numbers.set(key, this.states.length);
    found.push(state);
    return this.states.push(state) - 1;
  }

  /** The value of a register at a place, as long as it does not have too many there. */
  #keptAt(place: number, register: number, value: Value): Value {
    const met = this.#met[place][register];
    if (value === null || met === null) return null;
    if (met === undefined) this.#met[place][register] = new Set([value]);
    else if (met.size < this.#memory.most || met.has(value)) met.add(value);
    else this.#met[place][register] = null;
    return this.#met[place][register] === null ? null : value;
  }

  #onward(state: ValueState): readonly Onward[] {
    const { place, registers } = state;
    const instruction = this.#thread.code[place];
    const next = place + 1;
    switch (instruction?.kind) {
      case undefined:
        return [];
      case 'set':
        return [
          {
            place: next,
            registers: this.#set(state, instruction.target, evaluate(instruction.value, registers)),
          },
        ];
      case 'select': {
        const { condition, then, otherwise, target } = instruction;
        return ways(evaluate(condition, registers)).map((is) => {
          return {
            place: next,
            registers: this.#set(state, target, evaluate(is ? then : otherwise, registers)),
          };
        });
      }
      case 'branch': {
        const isOpen = instruction.foretells || this.#undecided.has(place);
        const condition = isOpen ? null : evaluate(instruction.condition, registers);
        return ways(condition).map((is) => ({ place: is ? instruction.destination : next, registers }));
      }
      case 'jump':
        return [{ place: instruction.destination, registers }];
      case 'fence':
      case 'assume':
        return [{ place: next, registers }];
      case 'write':
        return [{ place: next, registers, ...this.#write(state, instruction, null) }];
      case 'store-conditional': {
        const { status, success, failure } = instruction;
        return [
          {
            place: next,
            registers: this.#set(state, status, success),
            ...this.#write(state, instruction, null),
          },
          { place: next, registers: this.#set(state, status, failure) },
        ];
      }
      default:
        return this.#loaded(state, instruction).flatMap((loaded) => this.#after(state, instruction, loaded));
    }
  }

  #set({ registers }: ValueState, target: number | null, value: Value): readonly Value[] {
    return target === null ? registers : registers.with(target, value);
  }

  /** What follows when a read, or a read-modify-write, has found a value. */
  #after(
    state: ValueState,
    instruction: ReadInstruction | UpdateInstruction,
    loaded: Value,
  ): readonly Onward[] {
    const value = evaluate(instruction.result, state.registers, loaded);
    const after = { place: state.place + 1, registers: this.#set(state, instruction.target, value) };
    if (instruction.kind === 'read') return [after];
    const { condition } = instruction;
    return ways(condition === null ? 1n : evaluate(condition, state.registers, loaded)).map((writes) =>
      writes ? { ...after, ...this.#write(state, instruction, loaded) } : after,
    );
  }

  /** What a read may find. */
  #loaded(state: ValueState, instruction: ReadInstruction | UpdateInstruction): readonly Value[] {
    const location = this.#locationOf(state, instruction);
    if (location === null) return [0n];
    if (location === ANYWHERE) return [null];
    this.#memory.noteRead(location, state);
    const held = this.#heldAt(state, location);
    if (held === null) return [null];
    const values = held.map((each) => wrap(each, instruction.type));
    const { awaits } = instruction;
    if (awaits === null) return values;
    const awaited = values.filter((each) => evaluate(awaits, state.registers, each) !== 0n);
    if (awaited.length > 0) return awaited;
    if (this.#released.has(state)) return values.slice(0, 1);
    this.#waiting.add(state);
    return [];
  }

  #heldAt({ own }: ValueState, location: number): readonly bigint[] | null {
    if (!this.#memory.isAlone(this.#index, location)) return this.#memory.valuesOf(location);
    return [own.get(location) ?? this.#memory.initial(location)];
  }

  /** What a write does to the locations that the thread alone writes, and which one it writes. */
  #write(
    state: ValueState,
    instruction: Exclude<MemoryInstruction, ReadInstruction>,
    loaded: Value,
  ): Pick<Onward, 'own' | 'wrote'> {
    const location = this.#locationOf(state, instruction);
    if (location === null) return {};
    if (location === ANYWHERE) {
      for (const each of this.#reach[state.place].values()) this.#memory.write(this.#index, each, null);
      return { wrote: ANYWHERE };
    }
    const data = this.#stored(state, instruction.data, instruction.type, location, loaded);
    this.#memory.write(this.#index, location, data);
    const isFollowed = data !== null && this.#memory.isAlone(this.#index, location);
    if (isFollowed) return { own: new Map(state.own).set(location, data), wrote: location };
    if (!state.own.has(location)) return { wrote: location };
    const own = new Map(state.own);
    own.delete(location);
    return { own, wrote: location };
  }

  #stored(state: ValueState, data: Expression, type: IntegerType, location: number, loaded: Value): Value {
    const value = evaluate(data, state.registers, loaded);
    return value === null ? null : wrap(wrap(value, type), this.#memory.typeOf(location));
  }

  /** The location of an access: null for none, `ANYWHERE` where the address is not known. */
  #locationOf({ place, registers }: ValueState, { address }: MemoryInstruction): number | null {
    const value = evaluate(address, registers);
    const location = value === null ? ANYWHERE : (this.#reach[place].get(value) ?? null);
    if (location === null) return null;
    const found = this.accessed.get(place) ?? new Set();
    this.accessed.set(place, found.add(location));
    return location;
  }
}

/** Which ways a condition may go: both where it is not known. */
function ways(condition: Value): readonly boolean[] {
  return condition === null ? [true, false] : [condition !== 0n];
}
