/**
 * A model applied to the executions of one skeleton: whether what a search has decided so far violates an axiom already, and
 * which flags the finished executions raise. Every value is an interval: a lower and an upper bound of what it is in the
 * executions still possible. What is monotone maps bounds to bounds, `a \ b` and `~a` take the opposite bound of what they take
 * away, and so a check that fails on the bound that favours it fails for good.
 */
import { invariant } from '../text/invariant.js';
import type { CatBase } from './cat-base.js';
import { CatCompiler } from './cat-compiler.js';
import { LOWER, UPPER } from './cat-handles.js';
import type { CatAxiom, CatModel } from './cat-model.js';
import { type AwaitedRead, ForeseenOrder } from './foreseen-order.js';
import { isAcyclic, isEmpty, isIrreflexive } from './row-operations.js';

/** A check that may still fail, or a flag that may be raised: where its relation is, and where the code for it ends. */
interface LiveCheck {
  readonly axiom: CatAxiom;
  readonly index: number;
  readonly place: number;
  readonly end: number;
}

/** A model over the events of one skeleton. Nothing is allocated by an evaluation once the first is done. */
export class CatInstance {
  readonly #model: CatModel;
  readonly #compiler: CatCompiler;
  /** By number: whether an axiom is satisfied whatever is decided, a flag never raised. */
  readonly #isSatisfied: boolean[];
  readonly #isImpossible: boolean[];
  #axioms: readonly LiveCheck[] | null = null;
  /** By choice, where its relation is, and where the code for it ends. */
  #extended: readonly { readonly place: number; readonly end: number }[] = [];
  #flags: readonly LiveCheck[] = [];
  #foreseen: readonly ForeseenOrder[] | null = null;
  /** How far the code has been run since the last change. */
  #done = 0;

  constructor(model: CatModel, base: CatBase) {
    this.#model = model;
    this.#compiler = new CatCompiler(model, base);
    this.#isSatisfied = model.axioms.map(() => false);
    this.#isImpossible = model.flags.map(() => false);
  }

  /**
   * To be called once, at the root of a search and before anything else: what holds for the bounds there holds for good. From
   * then on the bounds must stay within these.
   */
  settle(): void {
    invariant(this.#axioms === null, 'bounds are settled before they are asked about');
    for (const [index, { isNegated, node, test }] of this.#model.axioms.entries()) {
      const place = this.#compiler.placeAtRoot(node, isNegated ? LOWER : UPPER);
      this.#isSatisfied[index] = this.#holds(test, node, place) !== isNegated;
    }
    for (const [index, flag] of this.#model.flags.entries()) {
      const isRaisedByFailing = failingRaises(flag);
      const place = this.#compiler.placeAtRoot(flag.node, isRaisedByFailing ? UPPER : LOWER);
      this.#isImpossible[index] = this.#holds(flag.test, flag.node, place) === isRaisedByFailing;
    }
  }

  /** Tells that the engine has changed bounds. */
  changed(): void {
    this.#done = 0;
  }

  /** The number of the first axiom that no execution within the bounds satisfies, or -1 when there is none such. */
  violated(): number {
    for (const { axiom, index, place, end } of this.#axioms ?? this.#compile()) {
      this.#runTo(end);
      if (this.#holds(axiom.test, axiom.node, place) === axiom.isNegated) return index;
    }
    return -1;
  }

  /**
   * Whether every execution within the bounds violates an axiom, since reads whose sources are open come behind an event whatever
   * they read from; to be asked when none is violated yet.
   */
  violatedLater(end: number, awaited: readonly AwaitedRead[]): boolean {
    this.#foreseen ??= this.#foresee();
    return this.#foreseen.some((each) => each.isBroken(end, awaited));
  }

  #foresee(): readonly ForeseenOrder[] {
    const acyclic = (this.#axioms ?? []).filter(({ axiom }) => axiom.test === 'acyclic' && !axiom.isNegated);
    return acyclic.flatMap(({ axiom }) => ForeseenOrder.of(this.#model, this.#compiler, axiom.node) ?? []);
  }

  /** Whether an axiom asks what may be, as one does that takes rf, co or fr away from something; else only lower bounds matter. */
  asksUpper(): boolean {
    if (this.#axioms === null) this.#compile();
    return this.#compiler.loadsUpper;
  }

  /** The names of the flags that some execution may raise, as the bounds were when they were settled. */
  flagsPossible(): readonly string[] {
    const possible = this.#model.flags.filter((_, index) => !this.#isImpossible[index]);
    return [...new Set(possible.map(({ name }) => name))];
  }

  /** The names of the flags that an execution raises; it must be complete, both bounds being the same. */
  flagsRaised(): readonly string[] {
    if (this.#axioms === null) this.#compile();
    const raised: string[] = [];
    for (const { axiom, place, end } of this.#flags) {
      this.#runTo(end);
      if (this.#holds(axiom.test, axiom.node, place) !== failingRaises(axiom)) raised.push(axiom.name);
    }
    return [...new Set(raised)];
  }

  /** The events of the set of a choice, as a row of bits. */
  chosenFrom(choice: number): Int32Array {
    const { runner } = this.#compiler;
    const place = this.#compiler.placeAtRoot(this.#model.choices[choice].set, LOWER);
    return runner.mem.slice(place, place + runner.width);
  }

  /** What the order of a choice extends, as rows of bits, as far as it is decided. */
  extendedBy(choice: number): Int32Array {
    if (this.#axioms === null) this.#compile();
    const { place, end } = this.#extended[choice];
    this.#runTo(end);
    const { mem, size, width } = this.#compiler.runner;
    return mem.slice(place, place + size * width);
  }

  #compile(): readonly LiveCheck[] {
    const { axioms, flags, choices } = this.#model;
    this.#axioms = axioms.flatMap((axiom, index) =>
      this.#isSatisfied[index] ? [] : this.#liveCheck(axiom, index),
    );
    this.#extended = choices.map(({ relation }) => {
      const place = this.#compiler.placeInCode(relation, LOWER);
      return { place, end: this.#compiler.code.length };
    });
    this.#compiler.complete();
    this.#flags = flags.flatMap((flag, index) =>
      this.#isImpossible[index] ? [] : this.#liveCheck(flag, index),
    );
    return this.#axioms;
  }

  #liveCheck(axiom: CatAxiom, index: number): LiveCheck {
    const bound = axiom.kind === 'check' && axiom.isNegated ? UPPER : LOWER;
    const place = this.#compiler.placeInCode(axiom.node, bound);
    return { axiom, index, place, end: this.#compiler.code.length };
  }

  #runTo(end: number): void {
    if (end <= this.#done) return;
    this.#compiler.runner.run(this.#compiler.code, this.#done, end);
    this.#done = end;
  }

  #holds(test: CatAxiom['test'], node: number, place: number): boolean {
    const { runner, memory } = this.#compiler;
    if (test === 'acyclic') return isAcyclic(runner, place, memory.live);
    if (test === 'irreflexive') return isIrreflexive(runner, place);
    const words = this.#model.nodes[node].sort === 'set' ? runner.width : runner.size * runner.width;
    return isEmpty(runner, place, words);
  }
}

/** Whether a flag is raised when its test fails: `flag ~empty r`, or `undefined_unless empty r`. */
function failingRaises({ kind, isNegated }: CatAxiom): boolean {
  return isNegated !== (kind === 'undefined-unless');
}
