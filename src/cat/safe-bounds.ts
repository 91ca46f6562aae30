/**
 * Whether every execution within bounds satisfies all axioms of a model, whatever else is decided: where a check holds for the
 * bound that favours it least, as `acyclic r` for all that may be in r, it holds for good. Then no execution within needs asking.
 */
import type { CatBase } from './cat-base.js';
import { CatCompiler } from './cat-compiler.js';
import { type CatBound, LOWER, UPPER } from './cat-handles.js';
import type { CatAxiom, CatModel } from './cat-model.js';
import { isAcyclic, isEmpty, isIrreflexive } from './row-operations.js';

/** A check, the place of its bound, and where the code for it ends. */
interface PlacedCheck {
  readonly axiom: CatAxiom;
  readonly place: number;
  readonly end: number;
}

/** The bounds of a model's axioms that favour them least, over the events of one skeleton. */
export class SafeBounds {
  readonly #model: CatModel;
  readonly #compiler: CatCompiler;
  readonly #checks: readonly PlacedCheck[];

  /**
   * To be made with the bounds as they are at the root of a search. With `isSaturated`, whatever is decided comes to coherent and
   * atomic executions alone; bounds never do, for a read that is open may be before and behind a write.
   */
  constructor(model: CatModel, base: CatBase, isSaturated: boolean) {
    this.#model = model;
    this.#compiler = new CatCompiler(model, base);
    const open = model.axioms.filter(
      (axiom) =>
        !this.#holds(axiom, this.#compiler.placeAtRoot(axiom.node, worst(axiom))) &&
        !(isSaturated && model.granted.has(axiom)),
    );
    this.#checks = open.map((axiom) => {
      const place = this.#compiler.placeInCode(axiom.node, worst(axiom));
      return { axiom, place, end: this.#compiler.code.length };
    });
  }

  /** Whether all axioms hold within the bounds as they are now. */
  isSafe(): boolean {
    const { runner, code } = this.#compiler;
    let done = 0;
    return this.#checks.every(({ axiom, place, end }) => {
      if (end > done) runner.run(code, done, end);
      done = Math.max(done, end);
      return this.#holds(axiom, place);
    });
  }

  /** Whether what is in a place satisfies an axiom. */
  #holds({ test, node, isNegated }: CatAxiom, place: number): boolean {
    const { runner, memory } = this.#compiler;
    if (test === 'acyclic') return isAcyclic(runner, place, memory.live) !== isNegated;
    if (test === 'irreflexive') return isIrreflexive(runner, place) !== isNegated;
    const words = this.#model.nodes[node].sort === 'set' ? runner.width : memory.words;
    return isEmpty(runner, place, words) !== isNegated;
  }
}

function worst({ isNegated }: CatAxiom): CatBound {
  return isNegated ? LOWER : UPPER;
}
