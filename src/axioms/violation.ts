/** What an execution violates an axiom by: a cycle of steps by given relations. */

import type { CatAxiom, CatModel } from '../cat/cat-model.js';
import { decidedValues } from './decided-values.js';
import type { NodeValues } from './node-values.js';
import type { PartialExecution } from './partial-execution.js';
import type { Skeleton } from './skeleton.js';
import { reversed, type UnfoldedStep, Unfolding } from './unfold.js';

/** Finds cycles that violate axioms, in what is decided of an execution. */
export class Violations {
  readonly #model: CatModel;
  readonly #values: NodeValues;
  readonly #unfolding: Unfolding;

  constructor(model: CatModel, skeleton: Skeleton, execution: PartialExecution) {
    this.#model = model;
    this.#values = decidedValues(model, skeleton, execution);
    this.#unfolding = new Unfolding(model, this.#values);
  }

  /** The cycle by which an axiom is violated; null when it is not. It begins where it ends. */
  of(axiom: CatAxiom): readonly UnfoldedStep[] | null {
    if (axiom.isNegated) return null;
    const { node } = axiom;
    if (axiom.test === 'empty') return this.#closed(node);
    const events = Array.from({ length: this.#values.size }, (_, event) => event);
    const cycles = events.flatMap((event) => {
      if (axiom.test === 'irreflexive') {
        return this.#values.has(node, event, event, null) ? [this.#unfolding.steps(node, event, event)] : [];
      }
      const path = this.#unfolding.pathIn(node, event, event);
      return path === null ? [] : [path.flatMap(([from, to]) => this.#unfolding.steps(node, from, to))];
    });
    return cycles.toSorted((one, other) => one.length - other.length)[0] ?? null;
  }

  /**
   * A pair that should not be there, as a cycle: there by one of the relations that meet in it, and back by another, the other
   * way round.
   */
  #closed(node: number): readonly UnfoldedStep[] | null {
    const { size } = this.#values;
    const at = this.#values.of(node).indexOf(1);
    if (at === -1) return null;
    const [from, to] = [Math.floor(at / size), at % size];
    const met = this.#meeting(node, from, to);
    const parts = met.map((each) => this.#unfolding.steps(each, from, to)).filter(({ length }) => length > 0);
    const [there, other] = parts.toSorted((one, another) => another.length - one.length);
    if (other === undefined) return there ?? null;
    const home = other.map(reversed);
    const cycle = [...there, ...home.toReversed()];
    // It goes round the way that most of its relations lead.
    const isBackwards = cycle.filter(({ isReversed }) => isReversed).length * 2 > cycle.length;
    return isBackwards ? cycle.map(reversed).toReversed() : cycle;
  }

  /** The relations that meet in a pair, of a node that is a union of intersections. */
  #meeting(node: number, from: number, to: number): readonly number[] {
    const { operation, arguments: parts } = this.#model.nodes[node];
    if (operation === 'union') {
      const holding = parts.find((each) => this.#values.has(each, from, to, null));
      return holding === undefined ? [] : this.#meeting(holding, from, to);
    }
    if (operation === 'rows' || operation === 'columns') return this.#meeting(parts[1], from, to);
    return operation === 'intersection' ? parts.filter((each) => !this.#unfolding.isMask(each)) : [node];
  }
}
