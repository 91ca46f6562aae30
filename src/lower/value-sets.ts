/**
 * Which values each register and each location of a program can hold at all, whatever the order of execution: a few values
 * each, or anything. It serves to find a question that no execution can answer, so it need not be sharp, only safe: values
 * are only added, and what is found after a few rounds is among what is found in the end.
 *
 * Values "out of thin air" count as possible, for tests ask about them on purpose: where locations are copied in a cycle,
 * each can hold anything.
 */
import {
  applyBinary,
  applyUnary,
  type Expression,
  type IntegerType,
  isCancelled,
  wrap,
} from '../program/expression.js';
import type { Instruction, Program } from '../program/program.js';
import { mapExpressions } from '../program/substitute.js';
import { isFar } from '../program/width.js';

/** All values that something can hold, each once; null is any value. */
export type Held = readonly bigint[] | null;

/** A set of more values counts as any value. */
const MOST = 64;
/** Two operands with more combinations give any value. */
const COMBINATIONS = 512;

/** The parts of a program that values are followed in. */
export type Followed = Pick<Program, 'locations' | 'threads'>;

/** Where values come from and go to: an address, and the type in which they are accessed. */
interface Access {
  readonly address: Expression;
  readonly type: IntegerType;
}

/** What the registers and locations of a program can hold, as far as the program was followed. */
export class Holding {
  /** For each thread, for each of its registers. */
  readonly registers: Held[][];
  readonly locations: Held[];
  /** The locations that some instruction can access. */
  readonly accessed = new Set<number>();
  private readonly program: Followed;
  private readonly places = new Map<bigint, number>();
  private grown = false;

  constructor(program: Followed) {
    this.program = program;
    this.registers = program.threads.map((thread) => thread.registers.map(({ initial }) => [initial]));
    this.locations = program.locations.map(({ initial }) => [initial]);
    for (const [index, { address }] of program.locations.entries()) this.places.set(address, index);
  }

  /** Follows every instruction once; whether anything is new. */
  grow(): boolean {
    this.grown = false;
    this.program.threads.forEach(({ code }, thread) => {
      for (const instruction of code) this.follow(instruction, this.registers[thread]);
    });
    return this.grown;
  }

  /** Takes the locations that are copied in a cycle to hold anything; whether that is new. */
  loosen(): boolean {
    this.grown = false;
    const copies = new Copies(this.program, (address, thread) =>
      this.reached(address, this.registers[thread]),
    );
    for (const cell of copies.circular) this.widen(this.locations, cell, null);
    return this.grown;
  }

  /** What an expression over a thread's registers can be, as far as the program was followed. */
  valuesOf(expression: Expression, thread: number): Held {
    return valuesOf(expression, this.registers[thread]);
  }

  private follow(instruction: Instruction, registers: Held[]): void {
    switch (instruction.kind) {
      case 'set':
        this.widen(registers, instruction.target, valuesOf(instruction.value, registers));
        break;
      case 'select':
        this.widen(registers, instruction.target, valuesOf(instruction.then, registers));
        this.widen(registers, instruction.target, valuesOf(instruction.otherwise, registers));
        break;
      case 'write':
        this.store(instruction, instruction.data, registers, null);
        break;
      case 'store-conditional':
        this.widen(registers, instruction.status, [instruction.success, instruction.failure]);
        this.store(instruction, instruction.data, registers, null);
        break;
      case 'read':
      case 'update': {
        const loaded = this.load(instruction, registers);
        this.widen(registers, instruction.target, valuesOf(instruction.result, registers, loaded));
        if (instruction.kind === 'update') this.store(instruction, instruction.data, registers, loaded);
        break;
      }
    }
  }

  private load({ address, type }: Access, registers: Held[]): Held {
    const cells = this.reached(address, registers);
    if (cells === null) return null;
    const values: bigint[] = [];
    for (const cell of cells) {
      const held = this.locations[cell];
      if (held === null) return null;
      for (const value of held) values.push(wrapped(value, type));
    }
    return few(values);
  }

  private store({ address, type }: Access, data: Expression, registers: Held[], loaded: Held): void {
    const cells = this.reached(address, registers);
    const values = valuesOf(data, registers, loaded);
    const stored = cells === null || values === null ? null : values.map((value) => wrapped(value, type));
    for (const cell of cells ?? this.locations.keys()) this.widen(this.locations, cell, stored);
  }

  /**
   * The locations that an address can be of; null when it can be one beside an object, or anything. At a wild address
   * an execution ends, and with it the test's verdict.
   */
  private reached(address: Expression, registers: readonly Held[]): readonly number[] | null {
    const addresses = valuesOf(address, registers);
    const cells: number[] = [];
    let all = addresses !== null;
    for (const each of addresses ?? []) {
      const cell = this.places.get(each);
      if (cell !== undefined) cells.push(cell);
      else all &&= isFar(this.program.locations, each);
    }
    for (const cell of all ? cells : this.locations.keys()) this.accessed.add(cell);
    return all ? cells : null;
  }

  private widen(all: Held[], index: number | null, more: Held): void {
    const held = index === null ? null : all[index];
    if (index === null || held === null) return;
    const added = more === null ? null : more.filter((value) => !held.includes(value));
    if (added?.length === 0) return;
    all[index] = added === null ? null : few([...held, ...added]);
    this.grown = true;
  }
}

/** Which locations are written with what is read from which. */
class Copies {
  private readonly sources = new Map<number, Set<number>>();

  constructor(program: Followed, cellsOf: (address: Expression, thread: number) => readonly number[] | null) {
    program.threads.forEach(({ code }, thread) => {
      // The locations that each register's value was read from, through any number of registers.
      const from = new Map<number, Set<number>>();
      for (let before = -1; before !== sizes(from); ) {
        before = sizes(from);
        for (const each of code) this.follow(each, from, (address) => cellsOf(address, thread));
      }
    });
  }

  /** The locations that some other location's value comes from and goes to. */
  get circular(): readonly number[] {
    return [...this.sources.keys()].filter((cell) => {
      const reached = new Set<number>();
      const open = [...(this.sources.get(cell) ?? [])].filter((each) => each !== cell);
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next === cell) return true;
        if (!reached.has(next)) open.push(...(this.sources.get(next) ?? []));
        reached.add(next);
      }
      return false;
    });
  }

  private follow(
    instruction: Instruction,
    from: Map<number, Set<number>>,
    cellsOf: (address: Expression) => readonly number[] | null,
  ): void {
    const inputs = (expression: Expression, loaded: readonly number[] = []): readonly number[] => {
      const cells: number[] = [];
      const visit = (each: Expression): void => {
        if (each.kind === 'register') cells.push(...(from.get(each.register) ?? []));
        else if (each.kind === 'loaded') cells.push(...loaded);
        else if (each.kind === 'unary' || each.kind === 'convert') visit(each.operand);
        else if (each.kind === 'binary' && !isCancelled(each.operator, each.left, each.right)) {
          visit(each.left);
          visit(each.right);
        }
      };
      visit(expression);
      return cells;
    };
    switch (instruction.kind) {
      case 'set':
        addAll(from, instruction.target, inputs(instruction.value));
        break;
      case 'select':
        addAll(from, instruction.target, [...inputs(instruction.then), ...inputs(instruction.otherwise)]);
        break;
      case 'read':
        addAll(from, instruction.target, inputs(instruction.result, cellsOf(instruction.address) ?? []));
        break;
      case 'write':
      case 'store-conditional':
      case 'update': {
        const cells = cellsOf(instruction.address) ?? [];
        const data = inputs(instruction.data, cells);
        for (const cell of cells) addAll(this.sources, cell, data);
        if (instruction.kind === 'update')
          addAll(from, instruction.target, inputs(instruction.result, cells));
        break;
      }
    }
  }
}

function addAll(sets: Map<number, Set<number>>, key: number | null, more: readonly number[]): void {
  if (key === null) return;
  const set = sets.get(key) ?? new Set();
  for (const each of more) set.add(each);
  sets.set(key, set);
}

function sizes(sets: ReadonlyMap<number, ReadonlySet<number>>): number {
  let sum = 0;
  for (const set of sets.values()) sum += set.size;
  return sum;
}

/** After so many rounds what something may hold is known, or it is a number that goes on and on. */
const ROUNDS_OF_HOLDING = 80;

/** Whether the location at an address may hold a value, as far as values can be followed. */
export function mayHold(program: Followed, address: bigint, value: bigint): boolean {
  const holding = new Holding(program);
  const location = program.locations.findIndex((each) => each.address === address);
  const holds = (): boolean => holding.locations[location]?.includes(value) ?? false;
  for (let round = 0; round < ROUNDS_OF_HOLDING && !holds(); round++) if (!holding.grow()) break;
  return holds();
}

/** The numbers in a program's code, and what is held at first. A location whose address is among them is used. */
export function numbersIn(program: Followed): ReadonlySet<bigint> {
  const numbers = new Set<bigint>();
  const note = (expression: Expression): Expression => {
    if (expression.kind === 'constant') numbers.add(expression.value);
    if (expression.kind === 'unary' || expression.kind === 'convert') note(expression.operand);
    if (expression.kind === 'binary') {
      note(expression.left);
      note(expression.right);
    }
    return expression;
  };
  for (const { initial } of program.locations) numbers.add(initial);
  for (const { code, registers } of program.threads) {
    for (const { initial } of registers) numbers.add(initial);
    for (const instruction of code) mapExpressions(instruction, note);
  }
  return numbers;
}

function valuesOf(expression: Expression, registers: readonly Held[], loaded: Held = null): Held {
  switch (expression.kind) {
    case 'constant':
      return [expression.value];
    case 'register':
      return registers[expression.register];
    case 'loaded':
      return loaded;
    case 'unary': {
      const { operator, type, operand } = expression;
      return valuesOf(operand, registers, loaded)?.map((value) => applyUnary(operator, type, value)) ?? null;
    }
    case 'convert': {
      const { type, operand } = expression;
      return valuesOf(operand, registers, loaded)?.map((value) => wrapped(value, type)) ?? null;
    }
    case 'binary':
      return combined(expression, registers, loaded);
  }
}

type Binary = Expression & { readonly kind: 'binary' };

function combined({ operator, type, ...operands }: Binary, registers: readonly Held[], loaded: Held): Held {
  if (isCancelled(operator, operands.left, operands.right)) return [0n];
  const [ones, others] = [
    valuesOf(operands.left, registers, loaded),
    valuesOf(operands.right, registers, loaded),
  ];
  if (ones === null || others === null || ones.length * others.length > COMBINATIONS) return null;
  return few(ones.flatMap((one) => others.map((other) => applyBinary(operator, type, one, other))));
}

/** The values, each once, if they are not too many. */
function few(values: bigint[]): Held {
  const distinct = values.length < 2 ? values : [...new Set(values)];
  return distinct.length > MOST ? null : distinct;
}

/** Small numbers, which most are, have the same value in every type. */
function wrapped(value: bigint, type: IntegerType): bigint {
  return value >= 0n && value < 128n ? value : wrap(value, type);
}
