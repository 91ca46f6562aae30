/**
 * From the nodes of a plan to steps, for one skeleton of events. Everything that is known is computed at once and costs nothing
 * later: what is static, and at the root of a search the upper bounds, which only shrink from there. What is empty on its upper
 * bound stays empty; a mask that takes nothing from an upper bound never will; and so most nodes of a model vanish from the
 * code of most tests.
 */
import type { CatBase } from './cat-base.js';
import { CatMemory } from './cat-memory.js';
import type { CatModel } from './cat-model.js';
import { type CatNode, DYNAMIC } from './cat-plan.js';
import { type RecursionCode, STEP, type StepRunner } from './cat-step.js';
import { isEmpty, isSame } from './row-operations.js';

/** Which end of an interval. */
export const LOWER = 0;
export const UPPER = 1;
export type CatBound = typeof LOWER | typeof UPPER;

/** A place in memory, times two, and one more when what is there varies from evaluation to evaluation. */
type Handle = number;

/** Steps of the body of a recursion, and the nodes that are computed there. */
interface Frame {
  readonly group: number;
  readonly code: number[];
  readonly known: Map<number, Handle>;
}

const UNKNOWN = -1;
/** The empty relation, and the empty set. */
const ZERO: Handle = 0;

/** Where a node is computed: on its own at once, in the code, or in the body of a recursion. */
export class CatCompiler {
  readonly memory: CatMemory;
  readonly runner: StepRunner;
  /** Steps that compute what varies. */
  readonly code: number[] = [];
  readonly #model: CatModel;
  readonly #base: CatBase;
  /** Handles by node and bound: of what is static, at the root, and in the code. */
  readonly #static: Int32Array;
  readonly #root: Int32Array;
  readonly #varying: Int32Array;
  readonly #frames: Frame[] = [];
  readonly #variables = new Map<number, Handle>();
  #isRoot = false;
  #isComplete = false;

  constructor(model: CatModel, base: CatBase) {
    const sources = DYNAMIC.flatMap((name) => [base.dynamic[name].lower, base.dynamic[name].upper]);
    this.memory = new CatMemory(base.size, sources);
    this.runner = this.memory.runner;
    this.#model = model;
    this.#base = base;
    const keys = 2 * model.nodes.length;
    this.#static = new Int32Array(keys).fill(UNKNOWN);
    this.#root = new Int32Array(keys).fill(UNKNOWN);
    this.#varying = new Int32Array(keys).fill(UNKNOWN);
  }

  /** Computes a bound of a node as it is now, at the root of a search: gives its place. */
  placeAtRoot(node: number, bound: CatBound): number {
    this.#isRoot = true;
    const handle = this.#handle(node, bound);
    this.#isRoot = false;
    return handle >> 1;
  }

  /** Adds steps that compute a bound of a node: gives the place that they leave it in. */
  placeInCode(node: number, bound: CatBound): number {
    return this.#handle(node, bound) >> 1;
  }

  /** From now on code is for complete executions, where both bounds are the same and the lower is the one computed. */
  complete(): void {
    this.#isComplete = true;
  }

  #handle(node: number, wanted: CatBound): Handle {
    const bound = this.#isComplete ? LOWER : wanted;
    const isDynamic = this.#model.isDynamic[node];
    const key = 2 * node + (isDynamic ? bound : 0);
    const frame = this.#frameOf(node);
    if (frame !== null) {
      const known = frame.known.get(key) ?? this.#make(node, bound, frame);
      frame.known.set(key, known);
      return known;
    }
    const table = isDynamic ? (this.#isRoot ? this.#root : this.#varying) : this.#static;
    if (table[key] === UNKNOWN) table[key] = this.#make(node, bound, null);
    return table[key];
  }

  /** The innermost recursion under way that a node uses variables of. */
  #frameOf(node: number): Frame | null {
    const free = this.#model.freeGroups[node];
    if (free.size === 0) return null;
    return this.#frames.findLast(({ group }) => free.has(group)) ?? null;
  }

  #make(index: number, bound: CatBound, frame: Frame | null): Handle {
    const node = this.#model.nodes[index];
    // Inside the code of a recursion nothing is known of the root.
    if (this.#isKnownEmpty(index, frame)) return ZERO;
    const operand = (which: number): Handle => this.#handle(node.arguments[which], bound);
    switch (node.operation) {
      case 'none':
        return ZERO;
      case 'all':
        return this.#whole(node);
      case 'id':
        return this.memory.identity << 1;
      case 'base':
        return this.#given(node);
      case 'dynamic':
        return this.#loaded(node, bound);
      case 'union':
        return this.#united(
          node,
          node.arguments.map((_, which) => operand(which)),
          frame,
        );
      case 'optional':
        return this.#united(node, [operand(0), this.memory.identity << 1], frame);
      case 'intersection':
        return this.#met(index, node, bound, frame);
      case 'difference':
        return this.#difference(index, node, bound, frame);
      case 'complement':
        return this.#without(node, this.#handle(node.arguments[0], this.#opposite(bound)), frame);
      case 'rows':
      case 'columns':
        return this.#masked(index, node, operand(0), operand(1), frame);
      case 'sequence':
        return this.#composed(node, operand(0), operand(1), frame);
      case 'product':
        return this.#ofNonEmpty(node, [operand(0), operand(1)], frame);
      case 'star':
      case 'plus':
        return this.#closed(node, operand(0), frame);
      case 'variable':
        return this.#variables.get(index) ?? ZERO;
      case 'fixpoint':
        return this.#recursion(index, node, bound, frame);
      default:
        return this.#ofNonEmpty(node, [operand(0)], frame);
    }
  }

  #whole({ sort }: CatNode): Handle {
    return sort === 'set' ? this.memory.all << 1 : this.memory.full << 1;
  }

  #without(node: CatNode, other: Handle, frame: Frame | null): Handle {
    const whole = this.#whole(node);
    return other === ZERO ? whole : this.#emit(node, this.#stepOf('subtract', node), whole, other, frame);
  }

  #masked(index: number, node: CatNode, set: Handle, relation: Handle, frame: Frame | null): Handle {
    if (set === ZERO || relation === ZERO) return ZERO;
    if (set === this.memory.all << 1 || this.#takesNothing(index, node.arguments[1], set)) return relation;
    return this.#emit(node, STEP[node.operation as 'rows' | 'columns'], set, relation, frame, relation);
  }

  #composed(node: CatNode, a: Handle, b: Handle, frame: Frame | null): Handle {
    if (a !== ZERO && b >> 1 === this.memory.identity) return a;
    if (b !== ZERO && a >> 1 === this.memory.identity) return b;
    return a === ZERO || b === ZERO ? ZERO : this.#emit(node, STEP.compose, a, b, frame);
  }

  /** Operations that give nothing when an operand is empty. */
  #ofNonEmpty(node: CatNode, operands: readonly Handle[], frame: Frame | null): Handle {
    if (operands.includes(ZERO)) return ZERO;
    const step = STEP[node.operation as 'product' | 'identity' | 'domain' | 'range' | 'inverse'];
    return this.#emit(node, step, operands[0], operands[1] ?? ZERO, frame);
  }

  #isKnownEmpty(index: number, frame: Frame | null): boolean {
    return frame === null && !this.#isRoot && this.#root[2 * index + UPPER] === ZERO;
  }

  /** Whether a mask by what never changes took nothing from the upper bound at the root, so that it never will. */
  #takesNothing(index: number, from: number, mask: Handle): boolean {
    if (this.#isRoot || (mask & 1) === 1) return false;
    const before = this.#root[2 * from + UPPER];
    return before !== UNKNOWN && before === this.#root[2 * index + UPPER];
  }

  #given({ sort, name }: CatNode): Handle {
    const given = sort === 'set' ? this.#base.set(name) : this.#base.relation(name);
    if (given === null || given.every((word) => word === 0)) return ZERO;
    const at = this.memory.allocate(given.length);
    this.runner.mem.set(given, at);
    return at << 1;
  }

  #loaded({ name }: CatNode, bound: CatBound): Handle {
    const source = 2 * DYNAMIC.indexOf(name as (typeof DYNAMIC)[number]) + bound;
    const at = this.memory.allocate(this.memory.words);
    const step = [STEP.load, at, source, 0];
    if (!this.#isRoot) {
      this.code.push(...step);
      return (at << 1) | 1;
    }
    this.runner.run(step, 0, 4);
    return isEmpty(this.runner, at, this.memory.words) ? ZERO : at << 1;
  }

  #united(node: CatNode, operands: readonly Handle[], frame: Frame | null): Handle {
    const parts = [...new Set(operands)].filter((each) => each !== ZERO);
    // What is known comes first, so that it is put together once.
    parts.sort((a, b) => (a & 1) - (b & 1));
    const step = this.#stepOf('unite', node);
    return parts.length === 0
      ? ZERO
      : parts.reduce((all, each) => this.#emit(node, step, all, each, frame, all, each));
  }

  #met(index: number, node: CatNode, bound: CatBound, frame: Frame | null): Handle {
    const handles: Handle[] = [];
    let varying = UNKNOWN;
    for (const operand of node.arguments) {
      const handle = this.#handle(operand, bound);
      if (handle === ZERO) return ZERO;
      if ((handle & 1) === 1) varying = varying === UNKNOWN ? operand : Number.NaN;
      handles.push(handle);
    }
    // One operand varies, and the others took nothing from its upper bound.
    if (varying >= 0 && this.#takesNothing(index, varying, ZERO)) return this.#handle(varying, bound);
    const parts = [...new Set(handles)].sort((a, b) => (a & 1) - (b & 1));
    const step = this.#stepOf('intersect', node);
    return parts.reduce((all, each) =>
      all === ZERO ? ZERO : this.#emit(node, step, all, each, frame, all, each),
    );
  }

  #difference(index: number, node: CatNode, bound: CatBound, frame: Frame | null): Handle {
    const [first, second] = node.arguments;
    const left = this.#handle(first, bound);
    if (left === ZERO) return ZERO;
    const right = this.#handle(second, this.#opposite(bound));
    if (right === ZERO || this.#takesNothing(index, first, right)) return left;
    return this.#emit(node, this.#stepOf('subtract', node), left, right, frame, left);
  }

  #closed(node: CatNode, operand: Handle, frame: Frame | null): Handle {
    if (operand === ZERO) return node.operation === 'star' ? this.memory.identity << 1 : ZERO;
    return this.#emit(node, node.operation === 'star' ? STEP.star : STEP.plus, operand, 0, frame, operand);
  }

  /** Compiles a recursion as a step of its own, which leaves the values of all that it defines. */
  #recursion(index: number, { group }: CatNode, bound: CatBound, frame: Frame | null): Handle {
    const { names, bodies, results } = this.#model.groups[group];
    const isAtOnce = frame === null && (this.#isRoot || !this.#model.isDynamic[index]);
    const sizes = bodies.map((body) => this.#wordsOf(this.#model.nodes[body]));
    const places = sizes.map((words) => this.memory.allocate(words));
    for (const [which, node] of this.#model.nodes.entries())
      if (node.operation === 'variable' && node.group === group)
        this.#variables.set(which, (places[node.index] << 1) | 1);
    const parts = bodies.map((body, which) => {
      const own: Frame = { group, code: [], known: new Map() };
      this.#frames.push(own);
      const result = this.#handle(body, bound) >> 1;
      this.#frames.pop();
      return { value: places[which], words: sizes[which], code: own.code, result };
    });
    const recursion: RecursionCode = { name: names[0], parts };
    this.runner.recursions.push(recursion);
    const step = [STEP.recursion, 0, this.runner.recursions.length - 1, 0];
    if (isAtOnce) this.runner.run(step, 0, 4);
    else (frame?.code ?? this.code).push(...step);
    for (const [which, result] of results.entries()) {
      const isNothing = isAtOnce && isEmpty(this.runner, places[which], sizes[which]);
      const handle = isNothing ? ZERO : (places[which] << 1) | (isAtOnce ? 0 : 1);
      this.#remember(result, bound, frame, handle);
    }
    return this.#handle(index, bound);
  }

  #remember(node: number, bound: CatBound, frame: Frame | null, handle: Handle): void {
    const isDynamic = this.#model.isDynamic[node];
    const key = 2 * node + (isDynamic ? bound : 0);
    if (frame !== null) frame.known.set(key, handle);
    else (isDynamic ? (this.#isRoot ? this.#root : this.#varying) : this.#static)[key] = handle;
  }

  /**
   * A step on operands, done at once when they are known: then what is empty is ZERO, and what is the same as `like` or
   * `orLike` is that.
   */
  #emit(
    node: CatNode,
    step: number,
    a: Handle,
    b: Handle,
    frame: Frame | null,
    like: Handle = ZERO,
    orLike: Handle = ZERO,
  ): Handle {
    const words = this.#wordsOf(node);
    const at = this.memory.allocate(words);
    const varies = (a | b) & 1;
    if (varies === 1) {
      (frame?.code ?? this.code).push(step, at, a >> 1, b >> 1);
      return (at << 1) | 1;
    }
    this.runner.run([step, at, a >> 1, b >> 1], 0, 4);
    const known = isEmpty(this.runner, at, words)
      ? ZERO
      : [like, orLike].find((each) => each !== ZERO && isSame(this.runner, at, each >> 1, words));
    if (known === undefined) return at << 1;
    this.memory.release(at);
    return known;
  }

  #opposite(bound: CatBound): CatBound {
    return bound === LOWER ? UPPER : LOWER;
  }

  #stepOf(step: 'unite' | 'intersect' | 'subtract', { sort }: CatNode): number {
    return sort === 'set' ? STEP[`${step}Set`] : STEP[step];
  }

  #wordsOf({ sort }: CatNode): number {
    return sort === 'set' ? this.runner.width : this.memory.words;
  }
}
