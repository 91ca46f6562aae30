/**
 * Which registers matter from a place on. There are as many sets as places, and in a long thread of many registers each
 * has many: so a set is a row of bits.
 */
import { eachRegister } from './expression.js';
import { backwards, definedBy, eachOperand, eachUse, successors } from './flow.js';
import type { Instruction } from './program.js';

/** A set of registers. */
export interface RegisterSet {
  has(register: number): boolean;
}

/**
 * The registers that matter at each place (and at the end): some path from there on uses one for an access or a branch, or
 * for a register that matters itself; `observed` ones matter at the end. A counter that only counts matters nowhere (strong
 * liveness, or the complement of faint variables: Nielson, Nielson, Hankin, "Principles of Program Analysis", 1999).
 */
export function liveness(
  code: readonly Instruction[],
  observed: ReadonlySet<number>,
): readonly RegisterSet[] {
  const rows = new Rows(code, observed);
  for (const register of observed) rows.add(code.length, register);
  backwards(code, (place) =>
    rows.update(place, successors(code, place), (now) => {
      const instruction = code[place];
      const target = definedBy(instruction);
      const isWanted = target !== null && now.has(target);
      if (target !== null) now.delete(target);
      eachUseThatMatters(instruction, isWanted, (register) => now.add(register));
    }),
  );
  return rows.sets;
}

/** Calls `visit` for the registers of which an instruction makes something that matters; `isWanted` says that its result does. */
function eachUseThatMatters(
  instruction: Instruction,
  isWanted: boolean,
  visit: (register: number) => void,
): void {
  switch (instruction.kind) {
    case 'set':
      if (isWanted) eachUse(instruction, visit);
      return;
    // What a select takes is predicted and checked against its condition, whether or not its result matters.
    case 'select':
      eachRegister(instruction.condition, visit);
      if (isWanted) eachUse(instruction, visit);
      return;
    case 'read':
    case 'update': {
      eachOperand(instruction, visit);
      if (isWanted) eachRegister(instruction.result, visit);
      return;
    }
    default:
      eachUse(instruction, visit);
  }
}

/** The registers that some path from each place (and from the end) may still set. */
export function definitionsAhead(code: readonly Instruction[]): readonly RegisterSet[] {
  const rows = new Rows(code, []);
  backwards(code, (place) =>
    rows.update(place, successors(code, place), (now) => {
      const target = definedBy(code[place]);
      if (target !== null) now.add(target);
    }),
  );
  return rows.sets;
}

/** The bits of one set, while it is worked out. */
interface Bits {
  has(register: number): boolean;
  add(register: number): void;
  delete(register: number): void;
}

/** A row of bits for each place and the end. */
class Rows {
  /** For each place and the end, its set. */
  readonly sets: readonly RegisterSet[];
  readonly #least: number;
  readonly #count: number;
  /** Words in a row. */
  readonly #width: number;
  readonly #words: Int32Array;
  /** The row that is being worked out. */
  readonly #row: Int32Array;

  /** Rows for the registers that the code names, and others. */
  constructor(code: readonly Instruction[], others: Iterable<number>) {
    let [least, most] = [0, -1];
    const note = (register: number): void => {
      least = Math.min(least, register);
      most = Math.max(most, register);
    };
    for (const instruction of code) {
      const target = definedBy(instruction);
      if (target !== null) note(target);
      eachUse(instruction, note);
    }
    for (const register of others) note(register);
    this.#least = least;
    this.#count = most - least + 1;
    this.#width = Math.ceil(this.#count / 32);
    this.#words = new Int32Array(this.#width * (code.length + 1));
    this.#row = new Int32Array(this.#width);
    this.sets = Array.from({ length: code.length + 1 }, (_, place) => ({
      has: (register: number): boolean => this.#has(place, register),
    }));
  }

  add(place: number, register: number): void {
    const bit = register - this.#least;
    this.#words[place * this.#width + (bit >>> 5)] |= 1 << (bit & 31);
  }

  #has(place: number, register: number): boolean {
    const bit = register - this.#least;
    if (bit < 0 || bit >= this.#count) return false;
    return ((this.#words[place * this.#width + (bit >>> 5)] >>> (bit & 31)) & 1) !== 0;
  }

  /** Makes a place's set what those of others have together, changed by the instruction there; whether it was another. */
  update(place: number, others: readonly number[], change: (now: Bits) => void): boolean {
    const row = this.#row.fill(0);
    for (const other of others) {
      for (let word = 0; word < row.length; word++) row[word] |= this.#words[other * row.length + word];
    }
    change(this.#bits);
    let changed = false;
    for (let word = 0; word < row.length; word++) {
      const at = place * row.length + word;
      changed ||= this.#words[at] !== row[word];
      this.#words[at] = row[word];
    }
    return changed;
  }

  readonly #bits: Bits = {
    has: (register) => {
      const bit = register - this.#least;
      return ((this.#row[bit >>> 5] >>> (bit & 31)) & 1) !== 0;
    },
    add: (register) => {
      const bit = register - this.#least;
      this.#row[bit >>> 5] |= 1 << (bit & 31);
    },
    delete: (register) => {
      const bit = register - this.#least;
      this.#row[bit >>> 5] &= ~(1 << (bit & 31));
    },
  };
}
