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
}

interface State {
  readonly memory: readonly bigint[];
  readonly threads: readonly ThreadState[];
}

/** The final states as sorted lines of values, one value an observable. */
export function referenceStates(
  program: Program,
  model: 'sc' | 'tso',
  observables: readonly Observable[],
): readonly string[] {
  const finals = new Set<string>();
  const seen = new Set<string>();
  const pending: State[] = [
    {
      memory: program.locations.map((location) => location.initial),
      threads: program.threads.map(({ registers }) => ({
        place: 0,
        registers: registers.map((register) => register.initial),
        buffer: [],
      })),
    },
  ];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const key = JSON.stringify(state, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    if (seen.has(key)) continue;
    seen.add(key);
    const finished = state.threads.every(
      (thread, index) => thread.place >= program.threads[index].code.length && thread.buffer.length === 0,
    );
    if (finished) finals.add(observables.map((observable) => observe(observable, state)).join());
    for (let thread = 0; thread < state.threads.length; thread++) {
      pending.push(...flush(state, thread), ...execute(program, model, state, thread));
    }
  }
  return [...finals].sort();
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
  return [
    {
      memory: state.memory.with(location, value),
      threads: state.threads.with(index, { ...thread, buffer: thread.buffer.slice(1) }),
    },
  ];
}

function execute(program: Program, model: 'sc' | 'tso', state: State, index: number): readonly State[] {
  const thread = state.threads[index];
  const instruction = program.threads[index].code[thread.place];
  if (instruction === undefined) return [];
  const next = (change: Partial<ThreadState>, memory = state.memory): readonly State[] => [
    { memory, threads: state.threads.with(index, { ...thread, place: thread.place + 1, ...change }) },
  ];
  const value = (expression: Parameters<typeof evaluate>[0], loaded: bigint | null = null): bigint =>
    evaluate(expression, thread.registers, loaded) ?? 0n;
  switch (instruction.kind) {
    case 'set':
      return next({ registers: thread.registers.with(instruction.target, value(instruction.value)) });
    case 'pick': {
      const chosen = value(instruction.condition) !== 0n ? instruction.then : instruction.otherwise;
      return next({ registers: thread.registers.with(instruction.target, value(chosen)) });
    }
    case 'conditional':
      throw new Error('the reference knows no store-conditionals');
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
  next: (change: Partial<ThreadState>, memory?: readonly bigint[]) => readonly State[],
): readonly State[] {
  const thread = state.threads[index];
  const location = program.locations.findIndex((each) => each.address === value(instruction.address));
  const stored = (loaded: bigint | null): bigint =>
    instruction.kind === 'read'
      ? 0n
      : wrap(wrap(value(instruction.data, loaded), instruction.type), program.locations[location].type);
  if (instruction.kind === 'write') {
    return model === 'sc'
      ? next({}, state.memory.with(location, stored(null)))
      : next({ buffer: [...thread.buffer, [location, stored(null)]] });
  }
  if (instruction.kind === 'update' && thread.buffer.length > 0) return [];
  const buffered = thread.buffer.findLast(([at]) => at === location);
  const loaded = wrap(buffered?.[1] ?? state.memory[location], instruction.type);
  if (instruction.until !== null && value(instruction.until, loaded) === 0n) return [];
  const registers =
    instruction.target === null
      ? thread.registers
      : thread.registers.with(instruction.target, value(instruction.result, loaded));
  if (instruction.kind === 'read') return next({ registers });
  const writes = instruction.condition === null || value(instruction.condition, loaded) !== 0n;
  return next({ registers }, writes ? state.memory.with(location, stored(loaded)) : state.memory);
}

function emptiesBuffer(instruction: Extract<Instruction, { kind: 'fence' }>): boolean {
  const { fence } = instruction;
  return fence.kind === 'access' && fence.before !== 'r' && fence.after !== 'w';
}
