/**
 * An independent reference for SC and x86-TSO, for tests only: plain enumeration of interleavings, one instruction at
 * a time in program order, with an explicit first-in first-out store buffer a thread (Owens, Sarkar, Sewell 2009).
 * It shares nothing with the machine but the program form and C's arithmetic, and does nothing clever.
 */
import type { Observable } from '../../src/program/condition.js';
import { evaluate, wrap } from '../../src/program/expression.js';
import type {
  Instruction,
  Program,
  ReadInstruction,
  UpdateInstruction,
  WriteInstruction,
} from '../../src/program/program.js';

interface ThreadState {
  readonly place: number;
  readonly registers: readonly bigint[];
  readonly buffer: readonly (readonly [location: number, value: bigint])[];
  /** The location of the latest exclusive read, while no other thread has written it and no conditional used it. */
  readonly reserved: number | null;
}

interface State {
  readonly memory: readonly bigint[];
  readonly threads: readonly ThreadState[];
}

/** What the reference finds. */
export interface Reference {
  /** The final states as sorted lines of values, one value an observable. */
  readonly states: readonly string[];
  /** States in which nobody can step and not all threads are done. */
  readonly stuck: number;
  /** Whether there is a state from which no final state can be reached. */
  readonly hopeless: boolean;
}

/** Enumerates; null when there are more than `most` states. */
export function refer(
  program: Program,
  model: 'sc' | 'tso',
  observables: readonly Observable[],
  most = Number.POSITIVE_INFINITY,
): Reference | null {
  const finals = new Set<string>();
  const before = new Map<string, string[]>();
  const hopeful: string[] = [];
  let stuck = 0;
  const pending: State[] = [
    {
      memory: program.locations.map((location) => location.initial),
      threads: program.threads.map(({ registers }) => ({
        place: 0,
        registers: registers.map((register) => register.initial),
        buffer: [],
        reserved: null,
      })),
    },
  ];
  before.set(keyOf(pending[0]), []);
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const key = keyOf(state);
    const finished = state.threads.every(
      (thread, index) => thread.place >= program.threads[index].code.length && thread.buffer.length === 0,
    );
    if (finished) {
      finals.add(observables.map((observable) => observe(observable, state)).join());
      hopeful.push(key);
    }
    let steps = 0;
    for (let thread = 0; thread < state.threads.length; thread++) {
      for (const next of [...flush(state, thread), ...execute(program, model, state, thread)]) {
        steps += 1;
        const nextKey = keyOf(next);
        const known = before.get(nextKey);
        if (known === undefined) {
          before.set(nextKey, [key]);
          pending.push(next);
        } else known.push(key);
      }
    }
    if (steps === 0 && !finished) stuck += 1;
    if (before.size > most) return null;
  }
  return { states: [...finals].sort(), stuck, hopeless: countBefore(hopeful, before) < before.size };
}

/** The final states alone. */
export function referenceStates(
  program: Program,
  model: 'sc' | 'tso',
  observables: readonly Observable[],
): readonly string[] {
  return refer(program, model, observables)?.states ?? [];
}

function keyOf(state: State): string {
  return JSON.stringify(state, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** How many states lead to one of these, themselves included. */
function countBefore(states: readonly string[], before: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set(states);
  const pending = [...states];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    for (const each of before.get(state) ?? []) {
      if (seen.has(each)) continue;
      seen.add(each);
      pending.push(each);
    }
  }
  return seen.size;
}

function observe(observable: Observable, state: State): bigint {
  return observable.kind === 'location'
    ? state.memory[observable.location]
    : state.threads[observable.thread].registers[observable.register];
}

/** The oldest buffered store reaches memory. */
function flush(state: State, index: number): readonly State[] {
  const thread = state.threads[index];
  if (thread.buffer.length === 0) return [];
  const [location, value] = thread.buffer[0];
  const written = write(state, index, location, value);
  return [
    {
      ...written,
      threads: written.threads.with(index, { ...thread, buffer: thread.buffer.slice(1) }),
    },
  ];
}

/** Memory changes, and what others had reserved there is lost. */
function write(state: State, writer: number, location: number, value: bigint): State {
  return {
    memory: state.memory.with(location, value),
    threads: state.threads.map((thread, index) =>
      index !== writer && thread.reserved === location ? { ...thread, reserved: null } : thread,
    ),
  };
}

function execute(program: Program, model: 'sc' | 'tso', state: State, index: number): readonly State[] {
  const thread = state.threads[index];
  const instruction = program.threads[index].code[thread.place];
  if (instruction === undefined) return [];
  const next = (change: Partial<ThreadState>, from = state): readonly State[] => [
    { ...from, threads: from.threads.with(index, { ...thread, place: thread.place + 1, ...change }) },
  ];
  const value = (expression: Parameters<typeof evaluate>[0], loaded: bigint | null = null): bigint =>
    evaluate(expression, thread.registers, loaded) ?? 0n;
  switch (instruction.kind) {
    case 'set':
      return next({ registers: thread.registers.with(instruction.target, value(instruction.value)) });
    case 'select': {
      const chosen = value(instruction.condition) !== 0n ? instruction.then : instruction.otherwise;
      return next({ registers: thread.registers.with(instruction.target, value(chosen)) });
    }
    case 'store-conditional': {
      const status = (result: bigint): Partial<ThreadState> => ({
        reserved: null,
        registers:
          instruction.status === null ? thread.registers : thread.registers.with(instruction.status, result),
      });
      const location = program.locations.findIndex((each) => each.address === value(instruction.address));
      const failed = next(status(instruction.failure));
      if (thread.reserved !== location || thread.buffer.length > 0) return failed;
      const stored = wrap(wrap(value(instruction.data), instruction.type), program.locations[location].type);
      return [...failed, ...next(status(instruction.success), write(state, index, location, stored))];
    }
    case 'jump':
      return next({ place: instruction.destination });
    case 'branch':
      return next(value(instruction.condition) !== 0n ? { place: instruction.destination } : {});
    case 'assume':
      return value(instruction.condition) !== 0n ? next({}) : [];
    case 'fence':
      return emptiesBuffer(instruction) && thread.buffer.length > 0 ? [] : next({});
    default:
      return access(program, model, state, index, instruction, value, next);
  }
}

function access(
  program: Program,
  model: 'sc' | 'tso',
  state: State,
  index: number,
  instruction: ReadInstruction | WriteInstruction | UpdateInstruction,
  value: (expression: Parameters<typeof evaluate>[0], loaded?: bigint | null) => bigint,
  next: (change: Partial<ThreadState>, from?: State) => readonly State[],
): readonly State[] {
  const thread = state.threads[index];
  const location = program.locations.findIndex((each) => each.address === value(instruction.address));
  const stored = (loaded: bigint | null): bigint =>
    instruction.kind === 'read'
      ? 0n
      : wrap(wrap(value(instruction.data, loaded), instruction.type), program.locations[location].type);
  if (instruction.kind === 'write') {
    return model === 'sc'
      ? next({}, write(state, index, location, stored(null)))
      : next({ buffer: [...thread.buffer, [location, stored(null)]] });
  }
  const buffered = thread.buffer.findLast(([at]) => at === location);
  const loaded = wrap(buffered?.[1] ?? state.memory[location], instruction.type);
  if (instruction.awaits !== null && value(instruction.awaits, loaded) === 0n) return [];
  const writes =
    instruction.kind === 'update' &&
    (instruction.condition === null || value(instruction.condition, loaded) !== 0n);
  // A locked instruction empties the buffer; one that only looks, because its condition does not hold, is a load.
  const locked = instruction.kind === 'update' ? writes || !instruction.looksFirst : instruction.exclusive;
  if (locked && thread.buffer.length > 0) return [];
  const registers =
    instruction.target === null
      ? thread.registers
      : thread.registers.with(instruction.target, value(instruction.result, loaded));
  if (instruction.kind === 'read') {
    return next(instruction.exclusive ? { registers, reserved: location } : { registers });
  }
  return next({ registers }, writes ? write(state, index, location, stored(loaded)) : state);
}

function emptiesBuffer(instruction: Extract<Instruction, { kind: 'fence' }>): boolean {
  const { fence } = instruction;
  return fence.kind === 'access' && fence.before !== 'r' && fence.after !== 'w';
}
