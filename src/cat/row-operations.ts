/**
 * Operations on sets and relations as rows of bits in one array of words. A set of n events takes W = ceil(n / 32) words, a
 * relation n such rows; each is given by the offset of its first word. `to` is never the place of an operand unless that is said.
 * With one word a row, which nearly all tests have, loops over words are left out.
 */

/** The words that everything lies in, the number of events and the words of a row. */
export interface Rows {
  mem: Int32Array;
  readonly size: number;
  readonly width: number;
}

/** `a | b`, of so many words; `to` may be an operand. */
export function unite({ mem }: Rows, to: number, a: number, b: number, words: number): void {
  for (let word = 0; word < words; word++) mem[to + word] = mem[a + word] | mem[b + word];
}

/** `a & b` */
export function intersect({ mem }: Rows, to: number, a: number, b: number, words: number): void {
  for (let word = 0; word < words; word++) mem[to + word] = mem[a + word] & mem[b + word];
}

/** `a \ b` */
export function subtract({ mem }: Rows, to: number, a: number, b: number, words: number): void {
  for (let word = 0; word < words; word++) mem[to + word] = mem[a + word] & ~mem[b + word];
}

/** `a ; b`: of each row, the rows of b that its bits lead to. */
export function compose({ mem, size, width }: Rows, to: number, a: number, b: number): void {
  if (width === 1) {
    for (let event = 0; event < size; event++) {
      let all = 0;
      for (let left = mem[a + event]; left !== 0; left &= left - 1)
        all |= mem[b + 31 - Math.clz32(left & -left)];
      mem[to + event] = all;
    }
    return;
  }
  mem.fill(0, to, to + size * width);
  for (let event = 0; event < size; event++) {
    const row = to + event * width;
    for (let word = 0; word < width; word++) {
      for (let left = mem[a + event * width + word]; left !== 0; left &= left - 1) {
        const next = b + (word * 32 + 31 - Math.clz32(left & -left)) * width;
        for (let each = 0; each < width; each++) mem[row + each] |= mem[next + each];
      }
    }
  }
}

/** `a+`, and `a*` where the identity is wanted too (Warshall, JACM 9(1), 1962). */
export function close(rows: Rows, to: number, a: number, isReflexive: boolean): void {
  const { mem, size, width } = rows;
  for (let word = 0; word < size * width; word++) mem[to + word] = mem[a + word];
  if (width === 1) closeNarrow(mem, size, to);
  else closeWide(rows, to);
  if (!isReflexive) return;
  for (let event = 0; event < size; event++) mem[to + event * width + (event >>> 5)] |= 1 << (event & 31);
}

function closeNarrow(mem: Int32Array, size: number, to: number): void {
  for (let middle = 0; middle < size; middle++) {
    const row = mem[to + middle];
    if (row === 0) continue;
    const bit = 1 << middle;
    for (let event = to; event < to + size; event++) if ((mem[event] & bit) !== 0) mem[event] |= row;
  }
}

function closeWide({ mem, size, width }: Rows, to: number): void {
  for (let middle = 0; middle < size; middle++) {
    const through = to + middle * width;
    if (isEmptyRow(mem, through, width)) continue;
    const word = middle >>> 5;
    const bit = 1 << (middle & 31);
    for (let row = to; row < to + size * width; row += width) {
      if ((mem[row + word] & bit) === 0) continue;
      for (let each = 0; each < width; each++) mem[row + each] |= mem[through + each];
    }
  }
}

/** `[S] ; r` */
export function maskRows({ mem, size, width }: Rows, to: number, set: number, relation: number): void {
  for (let event = 0; event < size; event++) {
    const isIn = (mem[set + (event >>> 5)] & (1 << (event & 31))) !== 0;
    for (let word = event * width; word < (event + 1) * width; word++)
      mem[to + word] = isIn ? mem[relation + word] : 0;
  }
}

/** `r ; [S]` */
export function maskColumns({ mem, size, width }: Rows, to: number, set: number, relation: number): void {
  for (let event = 0; event < size; event++) {
    for (let word = 0; word < width; word++) {
      const at = event * width + word;
      mem[to + at] = mem[relation + at] & mem[set + word];
    }
  }
}

/** `r^-1` */
export function transpose({ mem, size, width }: Rows, to: number, relation: number): void {
  mem.fill(0, to, to + size * width);
  for (let event = 0; event < size; event++) {
    const own = to + (event >>> 5);
    const bit = 1 << (event & 31);
    for (let word = 0; word < width; word++) {
      for (let left = mem[relation + event * width + word]; left !== 0; left &= left - 1)
        mem[own + (word * 32 + 31 - Math.clz32(left & -left)) * width] |= bit;
    }
  }
}

/** The events that a relation leads from. */
export function domainOf({ mem, size, width }: Rows, to: number, relation: number): void {
  mem.fill(0, to, to + width);
  for (let event = 0; event < size; event++)
    if (!isEmptyRow(mem, relation + event * width, width)) mem[to + (event >>> 5)] |= 1 << (event & 31);
}

/** The events that a relation leads to. */
export function rangeOf({ mem, size, width }: Rows, to: number, relation: number): void {
  mem.fill(0, to, to + width);
  for (let event = 0; event < size; event++)
    for (let word = 0; word < width; word++) mem[to + word] |= mem[relation + event * width + word];
}

/** `[S]` */
export function identityOn({ mem, size, width }: Rows, to: number, set: number): void {
  mem.fill(0, to, to + size * width);
  for (let event = 0; event < size; event++) {
    const word = event >>> 5;
    mem[to + event * width + word] = mem[set + word] & (1 << (event & 31));
  }
}

/** `S * T` */
export function multiply({ mem, size, width }: Rows, to: number, domain: number, range: number): void {
  for (let event = 0; event < size; event++) {
    const isIn = (mem[domain + (event >>> 5)] & (1 << (event & 31))) !== 0;
    for (let word = 0; word < width; word++) mem[to + event * width + word] = isIn ? mem[range + word] : 0;
  }
}

/** Whether so many words are all empty. */
export function isEmpty({ mem }: Rows, at: number, words: number): boolean {
  return isEmptyRow(mem, at, words);
}

/** Whether so many words are the same. */
export function isSame({ mem }: Rows, a: number, b: number, words: number): boolean {
  for (let word = 0; word < words; word++) if (mem[a + word] !== mem[b + word]) return false;
  return true;
}

/** Whether no event is related to itself. */
export function isIrreflexive({ mem, size, width }: Rows, relation: number): boolean {
  for (let event = 0; event < size; event++) {
    if ((mem[relation + event * width + (event >>> 5)] & (1 << (event & 31))) !== 0) return false;
  }
  return true;
}

/**
 * Whether a relation has no cycle: events that lead to none that is left are taken away until there are none, or none that
 * can be. `live` is a set to work in.
 */
export function isAcyclic({ mem, size, width }: Rows, relation: number, live: number): boolean {
  for (let word = 0; word < width; word++) {
    const rest = size - word * 32;
    mem[live + word] = rest >= 32 ? -1 : (1 << rest) - 1;
  }
  for (let isNew = true; isNew; ) {
    isNew = false;
    let left = 0;
    // Backwards, for events mostly lead to later ones.
    for (let event = size - 1; event >= 0; event--) {
      const own = live + (event >>> 5);
      const bit = 1 << (event & 31);
      if ((mem[own] & bit) === 0) continue;
      let leads = 0;
      for (let word = 0; word < width; word++)
        leads |= mem[relation + event * width + word] & mem[live + word];
      if (leads !== 0) left++;
      else {
        mem[own] &= ~bit;
        isNew = true;
      }
    }
    if (left === 0) return true;
  }
  return false;
}

function isEmptyRow(mem: Int32Array, at: number, words: number): boolean {
  for (let word = at; word < at + words; word++) if (mem[word] !== 0) return false;
  return true;
}
