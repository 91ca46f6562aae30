/**
 * From the nodes of a plan to steps, for one skeleton of events. Everything that is known is computed at once and costs nothing
 * later: what is static, and at the root of a search the upper bounds, which only shrink from there. What is empty on its upper
 * bound stays empty; a mask that takes nothing from an upper bound never will; and so most nodes of a model vanish from the
 * code of most tests.
 */
import type { CatBase } from './cat-base.js';
import { type CatBound, type CatHandle, CatHandles, LOWER, UNKNOWN, UPPER, ZERO } from './cat-handles.js';
import { CatMemory } from './cat-memory.js';
import type { CatModel } from './cat-model.js';
import { type CatNode, DYNAMIC, dynamicNames } from './cat-plan.js';
import { type RecursionCode, STEP, type StepRunner } from './cat-step.js';
import { isEmpty, isSame } from './row-operations.js';

/** Steps of the body of a recursion, and the nodes that are computed there. */
interface Frame {
  readonly group: number;
  readonly code: number[];
  readonly known: Map<number, CatHandle>;
}

/** Where a node is computed: on its own at once, in the code, or in the body of a recursion. */
export class CatCompiler {
  readonly memory: CatMemory;
  readonly runner: StepRunner;
  /** Steps that compute what varies. */
  readonly code: number[] = [];
  readonly #model: CatModel;
  readonly #base: CatBase;
  readonly #handles: CatHandles;
  /** In the order in which their bounds are among the sources. */
  readonly #dynamic: readonly string[];
  readonly #frames: Frame[] = [];
  readonly #variables = new Map<number, CatHandle>();
  #isRoot = false;
  #isComplete = false;
  /** Whether some step of the code looks at an upper bound of rf, co or fr. */
  loadsUpper = false;

  constructor(model: CatModel, base: CatBase) {
    const bounds = [...DYNAMIC.map((name) => base.dynamic[name]), ...(base.chosen ?? [])];
    const sources = bounds.flatMap(({ lower, upper }) => [lower, upper]);
    this.#dynamic = dynamicNames(model.choices.length);
    this.memory = new CatMemory(base.size, sources);
    this.runner = this.memory.runner;
    this.#model = model;
    this.#base = base;
    this.#handles = new CatHandles(model);
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

  /** A bound of a node as code has it; the code is made where there is none yet. */
  handleInCode(node: number, bound: CatBound): CatHandle {
    return this.#handle(node, bound);
  }

  /** From now on code is for complete executions, where both bounds are the same and the lower is the one computed. */
  complete(): void {
    this.#isComplete = true;
  }

  #handle(node: number, wanted: CatBound): CatHandle {
    const bound = this.#isComplete ? LOWER : wanted;
    const frame = this.#frameOf(node);
    const key = this.#handles.keyOf(node, bound);
    const known = frame === null ? this.#handles.find(node, bound, this.#isRoot) : frame.known.get(key);
    if (known !== undefined && known !== UNKNOWN) return known;
    const made = this.#make(node, bound, frame);
    this.#remember(node, bound, frame, made);
    return made;
  }

  /** The innermost recursion under way that a node uses variables of. */
  #frameOf(node: number): Frame | null {
    const free = this.#model.freeGroups[node];
    if (free.size === 0) return null;
    return this.#frames.findLast(({ group }) => free.has(group)) ?? null;
  }

  #make(index: number, bound: CatBound, frame: Frame | null): CatHandle {
    const node = this.#model.nodes[index];
    // Inside the code of a recursion nothing is known of the root.
    if (this.#isKnownEmpty(index, frame)) return ZERO;
    const operand = (which: number): CatHandle => this.#handle(node.arguments[which], bound);
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
          node.arguments.map((each) => this.#handle(each, bound)),
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
        return this.#masked(index, node, bound, frame);
      case 'sequence':
        return this.#composed(node, bound, frame);
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

  #whole({ sort }: CatNode): CatHandle {
    return sort === 'set' ? this.memory.all << 1 : this.memory.full << 1;
  }

  #without(node: CatNode, other: CatHandle, frame: Frame | null): CatHandle {
    const whole = this.#whole(node);
    return other === ZERO ? whole : this.#emit(node, this.#stepOf('subtract', node), whole, other, frame);
  }

  #masked(index: number, node: CatNode, bound: CatBound, frame: Frame | null): CatHandle {
    const [first, second] = node.arguments;
    const set = this.#handle(first, bound);
    if (set === ZERO) return ZERO;
    const relation = this.#handle(second, bound);
    if (relation === ZERO || set === this.memory.all << 1) return relation;
    if (this.#takesNothing(index, second, set)) return relation;
    return this.#emit(node, STEP[node.operation as 'rows' | 'columns'], set, relation, frame, relation);
  }

  #composed(node: CatNode, bound: CatBound, frame: Frame | null): CatHandle {
    const [first, second] = node.arguments;
    // What is static costs least, and may be empty.
    if (!this.#model.isDynamic[second] && this.#handle(second, bound) === ZERO) return ZERO;
    const a = this.#handle(first, bound);
    if (a === ZERO) return ZERO;
    const b = this.#handle(second, bound);
    if (b === ZERO || a >> 1 === this.memory.identity) return b;
    return b >> 1 === this.memory.identity ? a : this.#emit(node, STEP.compose, a, b, frame);
  }

  /** Operations that give nothing when an operand is empty. */
  #ofNonEmpty(node: CatNode, operands: readonly CatHandle[], frame: Frame | null): CatHandle {
    if (operands.includes(ZERO)) return ZERO;
    const step = STEP[node.operation as 'product' | 'identity' | 'domain' | 'range' | 'inverse'];
    return this.#emit(node, step, operands[0], operands[1] ?? ZERO, frame);
  }

  #isKnownEmpty(index: number, frame: Frame | null): boolean {
    return frame === null && !this.#isRoot && this.#handles.upperAtRoot(index) === ZERO;
  }

  /** Whether a mask by what never changes took nothing from the upper bound at the root, so that it never will. */
  #takesNothing(index: number, from: number, mask: CatHandle): boolean {
    if (this.#isRoot || (mask & 1) === 1) return false;
    const before = this.#handles.upperAtRoot(from);
    return before !== UNKNOWN && before === this.#handles.upperAtRoot(index);
  }

  #given({ sort, name }: CatNode): CatHandle {
    const given = sort === 'set' ? this.#base.set(name) : this.#base.relation(name);
    if (given === null || given.every((word) => word === 0)) return ZERO;
    const at = this.memory.allocate(given.length);
    this.runner.mem.set(given, at);
    return at << 1;
  }

  #loaded({ name }: CatNode, bound: CatBound): CatHandle {
    const source = 2 * this.#dynamic.indexOf(name) + bound;
    const at = this.memory.allocate(this.memory.words);
    if (!this.#isRoot) {
      if (bound === UPPER) this.loadsUpper = true;
      this.code.push(STEP.load, at, source, 0);
      return (at << 1) | 1;
    }
    this.runner.step(STEP.load, at, source, 0);
    return isEmpty(this.runner, at, this.memory.words) ? ZERO : at << 1;
  }

  #united(node: CatNode, operands: readonly CatHandle[], frame: Frame | null): CatHandle {
    return this.#folded(node, this.#stepOf('unite', node), operands, frame);
  }

  /** One step after the other over operands, what is known first so that it is put together once. */
  #folded(node: CatNode, step: number, operands: readonly CatHandle[], frame: Frame | null): CatHandle {
    let all: CatHandle = UNKNOWN;
    for (const varies of [0, 1]) {
      for (const [index, each] of operands.entries()) {
        if ((each & 1) !== varies || each === ZERO || operands.indexOf(each) !== index) continue;
        all = all === UNKNOWN ? each : this.#emit(node, step, all, each, frame, all, each);
        // Only what is met with something else becomes nothing.
        if (all === ZERO) return ZERO;
      }
    }
    return all === UNKNOWN ? ZERO : all;
  }

  #met(index: number, node: CatNode, bound: CatBound, frame: Frame | null): CatHandle {
    const { isDynamic } = this.#model;
    for (const each of node.arguments)
      if (!isDynamic[each] && this.#handle(each, bound) === ZERO) return ZERO;
    const handles: CatHandle[] = [];
    let varying = UNKNOWN;
    let count = 0;
    for (const operand of node.arguments) {
      const handle = this.#handle(operand, bound);
      if (handle === ZERO) return ZERO;
      handles.push(handle);
      if ((handle & 1) === 0) continue;
      varying = operand;
      count++;
    }
    // One operand varies, and the others took nothing from its upper bound.
    if (count === 1 && this.#takesNothing(index, varying, ZERO)) return this.#handle(varying, bound);
    return this.#folded(node, this.#stepOf('intersect', node), handles, frame);
  }

  #difference(index: number, node: CatNode, bound: CatBound, frame: Frame | null): CatHandle {
    const [first, second] = node.arguments;
    const left = this.#handle(first, bound);
    if (left === ZERO) return ZERO;
    const right = this.#handle(second, this.#opposite(bound));
    if (right === ZERO || this.#takesNothing(index, first, right)) return left;
    return this.#emit(node, this.#stepOf('subtract', node), left, right, frame, left);
  }

  #closed(node: CatNode, operand: CatHandle, frame: Frame | null): CatHandle {
    if (operand === ZERO) return node.operation === 'star' ? this.memory.identity << 1 : ZERO;
    return this.#emit(node, node.operation === 'star' ? STEP.star : STEP.plus, operand, 0, frame, operand);
  }

  /** Compiles a recursion as a step of its own, which leaves the values of all that it defines. */
  #recursion(index: number, { group }: CatNode, bound: CatBound, frame: Frame | null): CatHandle {
    const { names, bodies, results, variables } = this.#model.groups[group];
    if (this.#staysEmpty(group, bound)) {
      for (const result of results) this.#remember(result, bound, frame, ZERO);
      return ZERO;
    }
    const isAtOnce = frame === null && (this.#isRoot || !this.#model.isDynamic[index]);
    const sizes = bodies.map((body) => this.#wordsOf(this.#model.nodes[body]));
    const places = sizes.map((words) => this.memory.allocate(words));
    for (const [which, variable] of variables.entries())
      this.#variables.set(variable, (places[which] << 1) | 1);
    const parts = bodies.map((body, which) => {
      const code: number[] = [];
      const result = this.#bodyHandle(group, body, bound, code) >> 1;
      return { value: places[which], words: sizes[which], code, result };
    });
    const recursion: RecursionCode = { name: names[0], parts };
    this.runner.recursions.push(recursion);
    const number = this.runner.recursions.length - 1;
    if (isAtOnce) this.runner.step(STEP.recursion, 0, number, 0);
    else (frame?.code ?? this.code).push(STEP.recursion, 0, number, 0);
    for (const [which, result] of results.entries()) {
      const isNothing = isAtOnce && isEmpty(this.runner, places[which], sizes[which]);
      const handle = isNothing ? ZERO : (places[which] << 1) | (isAtOnce ? 0 : 1);
      this.#remember(result, bound, frame, handle);
    }
    return this.#handle(index, bound);
  }

  /** Whether nothing comes of a recursion that begins with nothing. */
  #staysEmpty(group: number, bound: CatBound): boolean {
    const { bodies, variables } = this.#model.groups[group];
    for (const variable of variables) this.#variables.set(variable, ZERO);
    return bodies.every((body) => this.#bodyHandle(group, body, bound, []) === ZERO);
  }

  #bodyHandle(group: number, body: number, bound: CatBound, code: number[]): CatHandle {
    this.#frames.push({ group, code, known: new Map() });
    const handle = this.#handle(body, bound);
    this.#frames.pop();
    return handle;
  }

  #remember(node: number, bound: CatBound, frame: Frame | null, handle: CatHandle): void {
    if (frame === null) this.#handles.remember(node, bound, this.#isRoot, handle);
    else frame.known.set(this.#handles.keyOf(node, bound), handle);
  }

  /**
   * A step on operands, done at once when they are known: then what is empty is ZERO, and what is the same as `like` or
   * `orLike` is that.
   */
  #emit(
    node: CatNode,
    step: number,
    a: CatHandle,
    b: CatHandle,
    frame: Frame | null,
    like: CatHandle = ZERO,
    orLike: CatHandle = ZERO,
  ): CatHandle {
    const words = this.#wordsOf(node);
    const at = this.memory.allocate(words);
    const varies = (a | b) & 1;
    if (varies === 1) {
      (frame?.code ?? this.code).push(step, at, a >> 1, b >> 1);
      return (at << 1) | 1;
    }
    this.runner.step(step, at, a >> 1, b >> 1);
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
