/** Relations over the events of a skeleton as one array of bits: a row of whole words for each event. */

/** How many words a row has over so many events. */
export function wordsOf(size: number): number {
  return Math.max(1, (size + 31) >>> 5);
}

/** Adds a pair. */
export function setBit(rows: Int32Array, words: number, from: number, to: number): void {
  rows[from * words + (to >>> 5)] |= 1 << (to & 31);
}

/** Whether a pair is in the relation. */
export function hasBit(rows: Int32Array, words: number, from: number, to: number): boolean {
  return ((rows[from * words + (to >>> 5)] >>> (to & 31)) & 1) !== 0;
}
