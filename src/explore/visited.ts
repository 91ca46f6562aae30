/**
 * The set of visited states: fixed-width records of 32-bit words in one growing array, found through an open-addressing
 * hash table of record numbers. Nothing is allocated per state and no key is ever a string.
 *
 * Layout: record `n` is the words `[n * width, (n + 1) * width)` of `records`; the table holds record numbers plus
 * one, 0 for an empty slot, and is kept at most half full.
 */
export class Visited {
  /** How many states are in the set. */
  size = 0;
  readonly #width: number;
  #records: Int32Array;
  #table = new Int32Array(1 << 10);
  /** Each record's hash: what differs is told apart without reading it, and the table grows without hashing again. */
  #hashes = new Int32Array(256);

  constructor(width: number) {
    this.#width = width;
    this.#records = new Int32Array(width * 256);
  }

  /** Adds the record in the first `width` words of `state`: its number when it is new, else -1. */
  add(state: Int32Array): number {
    const width = this.#width;
    const mask = this.#table.length - 1;
    const code = hash(state, width);
    let slot = code & mask;
    for (let found = this.#table[slot]; found !== 0; found = this.#table[slot]) {
      if (this.#hashes[found - 1] === code && this.#equals(found - 1, state)) return -1;
      slot = (slot + 1) & mask;
    }
    if ((this.size + 1) * width > this.#records.length) this.#growRecords();
    this.#records.set(width === state.length ? state : state.subarray(0, width), this.size * width);
    this.#hashes[this.size] = code;
    this.#table[slot] = ++this.size;
    if (this.size * 2 > this.#table.length) this.#growTable();
    return this.size - 1;
  }

  /** Copies record `number` into `target`. */
  read(number: number, target: Int32Array): void {
    const start = number * this.#width;
    for (let word = 0; word < this.#width; word++) target[word] = this.#records[start + word];
  }

  /** The bytes that the set occupies. */
  get bytes(): number {
    return this.#records.byteLength + this.#table.byteLength + this.#hashes.byteLength;
  }

  #equals(number: number, state: Int32Array): boolean {
    const start = number * this.#width;
    for (let word = 0; word < this.#width; word++) {
      if (this.#records[start + word] !== state[word]) return false;
    }
    return true;
  }

  #growRecords(): void {
    const larger = new Int32Array(this.#records.length * 2);
    larger.set(this.#records);
    this.#records = larger;
    const hashes = new Int32Array(Math.ceil(larger.length / this.#width));
    hashes.set(this.#hashes.subarray(0, this.size));
    this.#hashes = hashes;
  }

  #growTable(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.#hashes[number] & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = number + 1;
    }
    this.#table = table;
  }
}

/** Mixes the first `width` words of a state (the finaliser of MurmurHash3 over a multiplicative fold). */
function hash(state: Int32Array, width: number): number {
  let value = 0x9e3779b9 | 0;
  for (let word = 0; word < width; word++) {
    value = Math.imul(value ^ state[word], 0x85ebca6b);
    value ^= value >>> 15;
  }
  value = Math.imul(value, 0xc2b2ae35);
  return value ^ (value >>> 16);
}
