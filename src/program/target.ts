/**
 * Which addresses the accesses of a program may use, whatever the order of execution: for each register, and each cell of
 * memory, the set of values that it can hold, found by following every instruction until nothing is new. A set that
 * grows beyond a few values is taken to be any value. It is safe and need not be sharp: the search tells what happens.
 */
import { type Expression, evaluate, type IntegerType } from './expression.js';
import type { Instruction, MemoryInstruction, Program } from './program.js';
import { isFar, isWhole, overlapped } from './width.js';

/** Values that something can hold; null for any value. */
export type Values = ReadonlySet<bigint> | null;

/** More than these are any. */
const MOST = 24;
/** A thread that counts grows its sets by one value a round; this is more than any set may have. */
const ROUNDS = 64;
const NOTHING: Values = new Set();
const BOOLEANS: Values = new Set([0n, 1n]);

/** The addresses that an access of a thread may use. */
export type TargetsOf = (thread: number, instruction: MemoryInstruction) => Values;

/** Follows a program. */
export function targetsIn(program: Program): TargetsOf {
  const flow = new Flow(program);
  for (let round = 0; flow.grow(); round++) if (round === ROUNDS) return () => null;
  return (thread, { address }) => flow.valuesOf(address, thread, NOTHING);
}

/**
 * Whether some execution may make an access of mixed size. It is said of an access beside an object too, for which the
 * search adds a cell that another may overlap.
 */
export function mayMix(program: Program): boolean {
  const { threads, locations } = program;
  const isSafe = (address: bigint, bits: IntegerType['bits']): boolean => {
    const location = overlapped(locations, address, bits);
    return location === undefined ? isFar(locations, address) : isWhole(location, address, bits);
  };
  let targets: TargetsOf | null = null;
  const isSafeIn = (thread: number, each: Instruction): boolean => {
    if (!('address' in each)) return true;
    if (each.address.kind === 'constant') return isSafe(each.address.value, each.type.bits);
    targets ??= targetsIn(program);
    const addresses = targets(thread, each);
    return addresses !== null && [...addresses].every((address) => isSafe(address, each.type.bits));
  };
  return !threads.every(({ code }, thread) => code.every((each) => isSafeIn(thread, each)));
}

class Flow {
  readonly #program: Program;
  readonly #registers: Values[][];
  /** By address; what is written elsewhere is all in one cell. */
  readonly #memory: Map<bigint, Values>;
  #elsewhere: Values = new Set([0n]);
  #grown = false;

  constructor(program: Program) {
    this.#program = program;
    this.#registers = program.threads.map(({ registers }) =>
      registers.map(({ initial }) => new Set([initial])),
    );
    this.#memory = new Map(program.locations.map(({ address, initial }) => [address, new Set([initial])]));
  }

  /** Follows every instruction once; whether anything is new. */
  grow(): boolean {
    this.#grown = false;
    this.#program.threads.forEach(({ code }, thread) => {
      for (const instruction of code) this.#follow(instruction, thread);
    });
    return this.#grown;
  }

  /** What an expression may be, over what was loaded. */
  valuesOf(expression: Expression, thread: number, loaded: Values): Values {
    switch (expression.kind) {
      case 'constant':
        return new Set([expression.value]);
      case 'register':
        return this.#registers[thread][expression.register];
      case 'loaded':
        return loaded;
      case 'unary':
      case 'convert': {
        const operands = this.valuesOf(expression.operand, thread, loaded);
        if (expression.kind === 'unary' && expression.operator === '!') return BOOLEANS;
        return mapped(operands, (operand) => applied({ ...expression, operand: constant(operand) }));
      }
      case 'binary': {
        if (isZero(expression)) return new Set([0n]);
        const left = this.valuesOf(expression.left, thread, loaded);
        const right = this.valuesOf(expression.right, thread, loaded);
        if (COMPARISONS.has(expression.operator)) return BOOLEANS;
        return combined(left, right, (a, b) =>
          applied({ ...expression, left: constant(a), right: constant(b) }),
        );
      }
    }
  }

  #follow(instruction: Instruction, thread: number): void {
    const of = (expression: Expression, loaded = NOTHING) => this.valuesOf(expression, thread, loaded);
    switch (instruction.kind) {
      case 'set':
        this.#define(thread, instruction.target, of(instruction.value));
        return;
      case 'pick':
        this.#define(thread, instruction.target, of(instruction.then));
        this.#define(thread, instruction.target, of(instruction.otherwise));
        return;
      case 'read':
      case 'update': {
        const addresses = of(instruction.address);
        const convert = { kind: 'convert', type: instruction.type } as const;
        const loaded = mapped(this.#loaded(addresses), (operand) =>
          applied({ ...convert, operand: constant(operand) }),
        );
        this.#define(thread, instruction.target, of(instruction.result, loaded));
        if (instruction.kind === 'update') this.#store(addresses, of(instruction.data, loaded));
        return;
      }
      case 'conditional':
        this.#define(thread, instruction.status, new Set([instruction.success, instruction.failure]));
        this.#store(of(instruction.address), of(instruction.data));
        return;
      case 'write':
        this.#store(of(instruction.address), of(instruction.data));
        return;
    }
  }

  #define(thread: number, target: number | null, values: Values): void {
    if (target === null) return;
    this.#registers[thread][target] = this.#joined(this.#registers[thread][target], values);
  }

  #loaded(addresses: Values): Values {
    if (addresses === null) return [...this.#memory.values()].reduce(union, this.#elsewhere);
    return [...addresses]
      .map((address) => this.#memory.get(address) ?? (this.#memory.has(address) ? null : this.#elsewhere))
      .reduce(union, NOTHING);
  }

  #store(addresses: Values, values: Values): void {
    for (const address of addresses ?? this.#memory.keys()) {
      if (this.#memory.has(address)) {
        this.#memory.set(address, this.#joined(this.#memory.get(address) ?? null, values));
      } else this.#elsewhere = this.#joined(this.#elsewhere, values);
    }
    if (addresses === null) this.#elsewhere = this.#joined(this.#elsewhere, values);
  }

  #joined(old: Values, more: Values): Values {
    const joined = union(old, more);
    if (joined === old) return old;
    this.#grown = true;
    return joined;
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);

function constant(value: bigint): Expression {
  return { kind: 'constant', value };
}

/** The value of an expression over constants. */
function applied(expression: Expression): bigint {
  return evaluate(expression, []) ?? 0n;
}

/** `a ^ a` and `a - a`, the artificial dependencies of litmus tests. */
function isZero({ operator, left, right }: Expression & { readonly kind: 'binary' }): boolean {
  const same = left.kind === 'register' && right.kind === 'register' && left.register === right.register;
  return same && (operator === '^' || operator === '-');
}

/** The same set when nothing is new. */
function union(a: Values, b: Values): Values {
  if (a === null || b === null) return null;
  const news = [...b].filter((each) => !a.has(each));
  if (news.length === 0) return a;
  return a.size + news.length > MOST ? null : new Set([...a, ...news]);
}

function mapped(values: Values, map: (value: bigint) => bigint): Values {
  return values === null ? null : new Set([...values].map(map));
}

function combined(left: Values, right: Values, combine: (a: bigint, b: bigint) => bigint): Values {
  if (left === null || right === null) return null;
  const values = new Set<bigint>();
  for (const a of left) for (const b of right) if (values.size <= MOST) values.add(combine(a, b));
  return values.size > MOST ? null : values;
}
