/** Steps of an evaluation: straight-line code of four numbers a step, with recursions as steps that repeat code of their own. */
import { EndlessRecursion } from './cat-fault.js';
import {
  close,
  compose,
  domainOf,
  identityOn,
  intersect,
  isSame,
  maskColumns,
  maskRows,
  multiply,
  type Rows,
  rangeOf,
  subtract,
  transpose,
  unite,
} from './row-operations.js';

/** What a step does; those that end in `Set` are on sets, of the others union, intersection and difference on relations. */
export const STEP = {
  load: 0,
  unite: 1,
  intersect: 2,
  subtract: 3,
  uniteSet: 4,
  intersectSet: 5,
  subtractSet: 6,
  compose: 7,
  plus: 8,
  star: 9,
  rows: 10,
  columns: 11,
  inverse: 12,
  domain: 13,
  range: 14,
  identity: 15,
  product: 16,
  recursion: 17,
} as const;

/** A recursion in code: by definition, where its value is, the code of its body and where that leaves its result. */
export interface RecursionCode {
  readonly name: string;
  readonly parts: readonly {
    readonly value: number;
    readonly words: number;
    readonly code: readonly number[];
    readonly result: number;
  }[];
}

/** Runs steps over rows. */
export class StepRunner implements Rows {
  mem: Int32Array;
  readonly size: number;
  readonly width: number;
  readonly recursions: RecursionCode[] = [];
  /** What `load` steps copy from: lower and upper bound of each dynamic relation. */
  readonly #sources: readonly Int32Array[];

  constructor(mem: Int32Array, size: number, width: number, sources: readonly Int32Array[]) {
    this.mem = mem;
    this.size = size;
    this.width = width;
    this.#sources = sources;
  }

  /** Runs code from one offset to before another. */
  run(code: readonly number[], start: number, end: number): void {
    for (let at = start; at < end; at += 4) this.step(code[at], code[at + 1], code[at + 2], code[at + 3]);
  }

  /** Runs one step. */
  step(step: number, to: number, a: number, b: number): void {
    const words = this.size * this.width;
    switch (step) {
      case STEP.load: {
        const source = this.#sources[a];
        for (let word = 0; word < words; word++) this.mem[to + word] = source[word];
        return;
      }
      case STEP.unite:
        unite(this, to, a, b, words);
        return;
      case STEP.intersect:
        intersect(this, to, a, b, words);
        return;
      case STEP.subtract:
        subtract(this, to, a, b, words);
        return;
      case STEP.uniteSet:
        unite(this, to, a, b, this.width);
        return;
      case STEP.intersectSet:
        intersect(this, to, a, b, this.width);
        return;
      case STEP.subtractSet:
        subtract(this, to, a, b, this.width);
        return;
      case STEP.compose:
        compose(this, to, a, b);
        return;
      case STEP.plus:
        close(this, to, a, false);
        return;
      case STEP.star:
        close(this, to, a, true);
        return;
      case STEP.rows:
        maskRows(this, to, a, b);
        return;
      case STEP.columns:
        maskColumns(this, to, a, b);
        return;
      case STEP.inverse:
        transpose(this, to, a);
        return;
      case STEP.domain:
        domainOf(this, to, a);
        return;
      case STEP.range:
        rangeOf(this, to, a);
        return;
      case STEP.identity:
        identityOn(this, to, a);
        return;
      case STEP.product:
        multiply(this, to, a, b);
        return;
      default:
        this.#repeat(this.recursions[a]);
    }
  }

  /**
   * Computes a recursion from nothing, one definition after the other with the newest values of the others, until nothing
   * changes. Some recursions of herd7's models are not monotone, and mean what this order of evaluation makes of them.
   */
  #repeat({ name, parts }: RecursionCode): void {
    for (const { value, words } of parts) this.mem.fill(0, value, value + words);
    const most = parts.length * this.size * this.size + 2;
    for (let round = 0, isNew = true; isNew; round++) {
      if (round > most) throw new EndlessRecursion(name);
      isNew = false;
      for (const { value, words, code, result } of parts) {
        this.run(code, 0, code.length);
        if (isSame(this, value, result, words)) continue;
        this.mem.copyWithin(value, result, result + words);
        isNew = true;
      }
    }
  }
}
