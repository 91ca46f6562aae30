/**
 * What a check `acyclic r` lets one foresee of reads whose sources are open. Be `e` an event, and `Q` a set of open reads such that
 * whatever each of them may read from comes behind `e` or behind reads of `Q` by what is certain of `r`, or is `e`, and reading
 * from it is a pair of `r`. Then, in every execution that the check allows, all of `Q` comes behind `e`: from a read that did not,
 * one would go back from read to source to read, never to `e`, and events are finite, so that `r` would have a cycle.
 * So where something of `Q`, or behind it, is before `e` for certain, no execution is allowed. A lock is taken behind the last
 * release in this sense, by whoever takes it next, or later.
 */
import type { CatCompiler } from './cat-compiler.js';
import { LOWER, ZERO } from './cat-handles.js';
import type { CatModel } from './cat-model.js';

/** A read that is open: the event, and the events that it may read from, -1 for an initial value. */
export interface AwaitedRead {
  readonly event: number;
  readonly sources: readonly number[];
}

/** What can be foreseen by one check. */
export class ForeseenOrder {
  readonly #compiler: CatCompiler;
  readonly #place: number;
  /** The pairs that are of the relation as soon as they are of rf. */
  readonly #direct: Int32Array;

  private constructor(compiler: CatCompiler, place: number, direct: Int32Array) {
    this.#compiler = compiler;
    this.#place = place;
    this.#direct = direct;
  }

  /** For the relation of a check, which code leaves in its place; null where reading is no pair of it. */
  static of(model: CatModel, compiler: CatCompiler, node: number): ForeseenOrder | null {
    const direct = new DirectReads(model, compiler).of(node);
    return direct && new ForeseenOrder(compiler, compiler.placeInCode(node, LOWER), direct);
  }

  /** Whether no execution is allowed, since of what comes behind an event something is before it. */
  isBroken(end: number, awaited: readonly AwaitedRead[]): boolean {
    const { size, width, mem } = this.#compiler.runner;
    let foreseen = awaited;
    for (;;) {
      const behind = this.#behind([end, ...foreseen.map(({ event }) => event)]);
      const left = foreseen.filter(({ event, sources }) =>
        sources.every(
          (source) => source !== -1 && has(behind, 0, source) && has(this.#direct, source * width, event),
        ),
      );
      if (left.length < foreseen.length) {
        foreseen = left;
        continue;
      }
      if (left.length === 0) return false;
      for (let event = 0; event < size; event++)
        if (has(behind, 0, event) && has(mem, this.#place + event * width, end)) return true;
      return false;
    }
  }

  /** Events and what is behind them for certain. */
  #behind(events: readonly number[]): Int32Array {
    const { width, mem } = this.#compiler.runner;
    const behind = new Int32Array(width);
    for (const event of events) behind[event >>> 5] |= 1 << (event & 31);
    const waiting = [...events];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (let word = 0; word < width; word++) {
        const came = mem[this.#place + next * width + word] & ~behind[word];
        behind[word] |= came;
        for (let left = came; left !== 0; left &= left - 1)
          waiting.push(word * 32 + 31 - Math.clz32(left & -left));
      }
    }
    return behind;
  }
}

/** Finds the pairs that a relation has as soon as rf has them. */
class DirectReads {
  readonly #model: CatModel;
  readonly #compiler: CatCompiler;

  constructor(model: CatModel, compiler: CatCompiler) {
    this.#model = model;
    this.#compiler = compiler;
  }

  /** As rows; null where there are none. */
  of(node: number): Int32Array | null {
    if (!this.#varies(node)) return null;
    const { operation, arguments: operands, name } = this.#model.nodes[node];
    const { size, width } = this.#compiler.runner;
    switch (operation) {
      case 'dynamic':
        return name === 'rf' ? new Int32Array(size * width).fill(-1) : null;
      case 'union':
        return operands.map((each) => this.of(each)).reduce(united, null);
      case 'optional':
      case 'plus':
      case 'star':
        return this.of(operands[0]);
      case 'sequence': {
        const [first, second] = operands;
        return united(
          this.#isReflexive(first) ? this.of(second) : null,
          this.#isReflexive(second) ? this.of(first) : null,
        );
      }
      case 'rows':
      case 'columns':
        return this.#masked(operation === 'rows', operands[0], this.of(operands[1]));
      case 'intersection':
      case 'difference':
        return this.#filtered(operation === 'intersection', operands);
      default:
        return null;
    }
  }

  #masked(isRows: boolean, set: number, direct: Int32Array | null): Int32Array | null {
    if (direct === null || this.#varies(set)) return null;
    const { mem, size, width } = this.#compiler.runner;
    const at = this.#compiler.placeInCode(set, LOWER);
    for (let event = 0; event < size; event++) {
      for (let word = 0; word < width; word++) {
        const mask = isRows ? -Number(has(mem, at, event)) : mem[at + word];
        direct[event * width + word] &= mask;
      }
    }
    return direct;
  }

  /** An operand that varies with others that do not: what these leave of it. */
  #filtered(isIntersection: boolean, operands: readonly number[]): Int32Array | null {
    const varying = operands.filter((each) => this.#varies(each));
    const direct =
      varying.length === 1 && (isIntersection || varying[0] === operands[0]) ? this.of(varying[0]) : null;
    if (direct === null) return null;
    const { mem } = this.#compiler.runner;
    for (const each of operands) {
      if (each === varying[0]) continue;
      const at = this.#compiler.placeInCode(each, LOWER);
      for (let word = 0; word < direct.length; word++)
        direct[word] &= isIntersection ? mem[at + word] : ~mem[at + word];
    }
    return direct;
  }

  #isReflexive(node: number): boolean {
    return ['optional', 'star', 'id'].includes(this.#model.nodes[node].operation);
  }

  #varies(node: number): boolean {
    const handle = this.#compiler.handleInCode(node, LOWER);
    return handle !== ZERO && (handle & 1) === 1;
  }
}

function united(one: Int32Array | null, other: Int32Array | null): Int32Array | null {
  if (one === null || other === null) return one ?? other;
  return one.map((word, at) => word | other[at]);
}

function has(words: Int32Array, at: number, event: number): boolean {
  return ((words[at + (event >>> 5)] >>> (event & 31)) & 1) !== 0;
}
