/**
 * A set of pairs of numbers in four bytes a slot, exact. A slot need not hold what its place says already: with a hash
 * that can be undone, the slot a pair belongs to (its home) and what is left of the hash (the remainder) are the pair.
 * Source: Cleary, "Compact Hash Tables Using Bidirectional Linear Probing", IEEE Trans. Computers C-33(9), 1984; with
 * the distance from home in each slot, Poyias, Puglisi, Raman, "m-Bonsai: a Practical Compact Dynamic Trie", 2017; for
 * the roots of trees of states, van der Vegt, Laarman, "A Parallel Compact Hash Table", MEMICS 2011.
 *
 * The set is made of tables that grow one at a time, so that growing copies a small part of it and not the whole.
 */
import { mix } from './pairs.js';

/** Tables; the highest bits of a hash choose one. */
const SEGMENT_BITS = 4;
/** Slots of a new segment; a power of two, as always. */
const SLOTS = 64;
/** How full a segment gets. */
const LOAD = 0.9;
/** Of a slot's 32 bits, the low ones say how far from home it is, plus one; 0 is an empty slot. */
const DISTANCE_BITS = 7;
const DISTANCE = (1 << DISTANCE_BITS) - 1;
const REMAINDER_BITS = 32 - DISTANCE_BITS;
/** An odd number, by which multiplying can be undone, and what undoes it. */
const FACTOR = 0x9e3779b1;
const UNDO = 0x0e8b2f51;

/** A set of pairs of numbers from 0 to 2^26 - 1; beyond, a pair would be more than a double holds. */
export class CompactPairs {
  /** Made when they are first needed: most sets are small. */
  readonly #segments: (Segment | undefined)[] = [];

  /** Adds a pair; whether it is new. */
  add(left: number, right: number): boolean {
    const segment = segmentOf(left, right);
    const found = this.#segments[segment] ?? new Segment();
    this.#segments[segment] = found;
    return found.add(left, right);
  }

  /** The bytes that the set occupies. */
  get bytes(): number {
    let bytes = 0;
    for (const segment of this.#segments) bytes += segment?.bytes ?? 0;
    return bytes;
  }
}

/** Which table a pair is in. The table does not rely on it: its slots tell a pair from any other. */
export function segmentOf(left: number, right: number): number {
  return mix(right, left) >>> (32 - SEGMENT_BITS);
}

/** The slot, of `slots`, that the pair whose number is `high * slots + low` belongs to. */
export function homeOf(high: number, low: number, slots: number): number {
  return (Math.imul(low, FACTOR) ^ mix(high, 0)) & (slots - 1);
}

/** The `low` of the pair that has its home there. */
function lowOf(high: number, home: number, slots: number): number {
  return Math.imul(home ^ mix(high, 0), UNDO) & (slots - 1);
}

/** One more than the largest number in pairs that are told apart by a place in so many slots and a remainder. */
export function spanOf(slots: number): number {
  return 2 ** Math.floor((REMAINDER_BITS + Math.log2(slots)) / 2);
}

/**
 * One table: linear probing, in which whoever is further from home stays (Robin Hood hashing, Celis 1986), so that
 * distances stay small and a search ends where it meets an entry that is closer to its home than it is itself.
 *
 * A pair is the number `left * span + right`. Of that number's two parts, the low one, shuffled by the high one, is its
 * home, and the high one its remainder.
 */
class Segment {
  #size = 0;
  #table = new Int32Array(SLOTS);
  /** One more than the largest number that a pair may hold. */
  #span = spanOf(SLOTS);

  get bytes(): number {
    return this.#table.byteLength;
  }

  add(left: number, right: number): boolean {
    while (left >= this.#span || right >= this.#span || this.#size >= LOAD * this.#table.length) this.#grow();
    const table = this.#table;
    const slots = table.length;
    const pair = left * this.#span + right;
    const high = Math.floor(pair / slots);
    let slot = homeOf(high, pair - high * slots, slots);
    let entry = (high << DISTANCE_BITS) | 1;
    while ((table[slot] & DISTANCE) >= (entry & DISTANCE)) {
      if (table[slot] === entry) return false;
      if ((entry & DISTANCE) === DISTANCE) {
        this.#grow();
        return this.add(left, right);
      }
      slot = (slot + 1) & (slots - 1);
      entry += 1;
    }
    this.#size += 1;
    this.#put(slot, entry);
    return true;
  }

  /** Puts an entry where an empty slot or an entry closer to home is; that one goes further on in the same way. */
  #put(at: number, entry: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = at;
    let moving = entry;
    for (let found = table[slot]; found !== 0; found = table[slot]) {
      if ((found & DISTANCE) < (moving & DISTANCE)) {
        table[slot] = moving;
        moving = found;
      }
      if ((moving & DISTANCE) === DISTANCE) {
        this.#grow(slot, moving);
        return;
      }
      slot = (slot + 1) & mask;
      moving += 1;
    }
    table[slot] = moving;
  }

  /** Twice as many slots, for all entries and one, if any, that was taken out of a slot and has not found another. */
  #grow(at = 0, homeless = 0): void {
    const old = this.#table;
    const span = this.#span;
    this.#table = new Int32Array(2 * old.length);
    this.#span = spanOf(this.#table.length);
    this.#size = 0;
    for (let slot = 0; slot < old.length; slot++)
      if (old[slot] !== 0) this.#move(old.length, span, slot, old[slot]);
    if (homeless !== 0) this.#move(old.length, span, at, homeless);
  }

  /** Adds the pair that was an entry at a slot when there were that many slots and that span. */
  #move(slots: number, span: number, slot: number, entry: number): void {
    const high = entry >>> DISTANCE_BITS;
    const pair = high * slots + lowOf(high, slot + 1 - (entry & DISTANCE), slots);
    const left = Math.floor(pair / span);
    this.add(left, pair - left * span);
  }
}
