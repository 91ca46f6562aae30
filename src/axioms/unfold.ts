/**
 * What a pair of a relation is made of, down to the relations that a model is given: of all ways, one with few steps. This is what
 * a violated axiom is told by.
 */

import type { CatModel } from '../cat/cat-model.js';
import type { CatNode } from '../cat/cat-plan.js';
import type { Bindings, NodeValues } from './node-values.js';

/** One step by a given relation, or by one that is not looked into. */
export interface UnfoldedStep {
  readonly from: number;
  readonly to: number;
  /** `rf`, `po`, `data`, `rcu-rscs` … */
  readonly relation: string;
  /** Whether the relation leads the other way. */
  readonly isReversed: boolean;
  /** What the model calls the relations that the step is part of, the outermost first. */
  readonly within: readonly string[];
}

/** Named relations that tell more than what they are made of. */
const WHOLE: ReadonlySet<string> = new Set(['rcu-rscs', 'srcu-rscs', 'one-moment']);

/** Relations that only say which pairs are meant. */
const MASKS: ReadonlySet<string> = new Set(['int', 'ext', 'loc', 'id']);

/** Unfolds pairs of the relations of a model over one execution. */
export class Unfolding {
  readonly #model: CatModel;
  readonly #values: NodeValues;
  readonly #known = new Map<Bindings | null, Map<string, readonly UnfoldedStep[] | null>>();

  constructor(model: CatModel, values: NodeValues) {
    this.#model = model;
    this.#values = values;
  }

  /** The steps from one event to another by a relation that leads there. */
  steps(node: number, from: number, to: number, bindings: Bindings | null = null): readonly UnfoldedStep[] {
    const known = this.#known.get(bindings) ?? new Map<string, readonly UnfoldedStep[] | null>();
    this.#known.set(bindings, known);
    const key = `${node} ${from} ${to}`;
    const old = known.get(key);
    if (old !== undefined && old !== null) return old;
    // A pair that is made of itself is made of something else too, which is shorter.
    if (old === null) return ENDLESS;
    known.set(key, null);
    const name = this.#nameOf(node);
    const inner = this.#unfold(node, name, from, to, bindings);
    const steps = name === null || inner === ENDLESS ? inner : inner.map((step) => named(step, name));
    known.set(key, steps);
    return steps;
  }

  /** What the model calls a node. */
  #nameOf(node: number): string | null {
    const { operation, group, index } = this.#model.nodes[node];
    if (operation === 'fixpoint' || operation === 'variable') return this.#model.groups[group].names[index];
    return this.#model.names.get(node) ?? null;
  }

  #unfold(
    index: number,
    name: string | null,
    from: number,
    to: number,
    bindings: Bindings | null,
  ): readonly UnfoldedStep[] {
    const node = this.#model.nodes[index];
    if (name !== null && WHOLE.has(name)) return [stepBy(name, from, to)];
    const through = (each: number): readonly UnfoldedStep[] => this.steps(each, from, to, bindings);
    switch (node.operation) {
      case 'base':
      case 'dynamic':
        return [stepBy(node.name, from, to)];
      case 'id':
      case 'identity':
      case 'product':
      case 'all':
      case 'complement':
        return [];
      case 'union':
        return shortest(
          node.arguments.filter((each) => this.#values.has(each, from, to, bindings)),
          through,
        );
      case 'intersection':
        return through(node.arguments.find((each) => !this.isMask(each)) ?? node.arguments[0]);
      case 'difference':
        return through(node.arguments[0]);
      case 'rows':
      case 'columns':
        return through(node.arguments[1]);
      case 'inverse':
        return this.steps(node.arguments[0], to, from, bindings).map(reversed).toReversed();
      case 'sequence':
        return this.#sequence(node, from, to, bindings);
      case 'optional':
        return from === to ? [] : through(node.arguments[0]);
      case 'star':
        return from === to ? [] : this.#path(node.arguments[0], from, to, bindings);
      case 'plus':
        return this.#path(node.arguments[0], from, to, bindings);
      case 'variable':
      case 'fixpoint':
        return this.#recursive(node, from, to, bindings);
      default:
        return [];
    }
  }

  /** Whether a node only says which pairs are meant. */
  isMask(node: number): boolean {
    const { operation, name } = this.#model.nodes[node];
    return operation === 'product' || operation === 'complement' || (operation === 'base' && MASKS.has(name));
  }

  #sequence(
    { arguments: [first, second] }: CatNode,
    from: number,
    to: number,
    bindings: Bindings | null,
  ): readonly UnfoldedStep[] {
    const middles = Array.from({ length: this.#values.size }, (_, event) => event).filter(
      (event) =>
        this.#values.has(first, from, event, bindings) && this.#values.has(second, event, to, bindings),
    );
    return shortest(middles, (event) => {
      const [before, behind] = [
        this.steps(first, from, event, bindings),
        this.steps(second, event, to, bindings),
      ];
      return before === ENDLESS || behind === ENDLESS ? ENDLESS : [...before, ...behind];
    });
  }

  /** The steps along a shortest path of one or more pairs. */
  #path(relation: number, from: number, to: number, bindings: Bindings | null): readonly UnfoldedStep[] {
    const path = this.pathIn(relation, from, to, bindings) ?? [];
    const parts = path.map(([one, other]) => this.steps(relation, one, other, bindings));
    return parts.includes(ENDLESS) ? ENDLESS : parts.flat();
  }

  /** The pairs of a shortest path of one or more of them; null where there is none. */
  pathIn(
    relation: number,
    from: number,
    to: number,
    bindings: Bindings | null = null,
  ): readonly (readonly [number, number])[] | null {
    const arrived = new Map<number, number>();
    const pending = [from];
    for (const at of pending) {
      for (let next = 0; next < this.#values.size; next++) {
        if (!this.#values.has(relation, at, next, bindings) || arrived.has(next)) continue;
        arrived.set(next, at);
        if (next === to) return back(arrived, from, to);
        pending.push(next);
      }
    }
    return null;
  }

  /** A pair of a recursion by the body, over what was there before it. */
  #recursive(
    { group, index }: CatNode,
    from: number,
    to: number,
    bindings: Bindings | null,
  ): readonly UnfoldedStep[] {
    const outer = bindings?.group === group ? bindings.outer : bindings;
    const earlier = this.#values.before(group, index, from * this.#values.size + to, outer);
    return this.steps(this.#model.groups[group].bodies[index], from, to, earlier);
  }
}

/** More steps than anything has. */
const ENDLESS: readonly UnfoldedStep[] = Object.freeze(new Array<UnfoldedStep>(2 ** 20));

function stepBy(relation: string, from: number, to: number): UnfoldedStep {
  return { from, to, relation, isReversed: false, within: [] };
}

export function reversed(step: UnfoldedStep): UnfoldedStep {
  return { ...step, from: step.to, to: step.from, isReversed: !step.isReversed };
}

function named(step: UnfoldedStep, name: string): UnfoldedStep {
  return name === step.relation && step.within.length === 0
    ? step
    : { ...step, within: [name, ...step.within] };
}

function shortest(
  ways: readonly number[],
  stepsBy: (way: number) => readonly UnfoldedStep[],
): readonly UnfoldedStep[] {
  let best = ENDLESS;
  for (const way of ways) {
    const steps = stepsBy(way);
    if (steps.length < best.length) best = steps;
  }
  return best;
}

function back(arrived: ReadonlyMap<number, number>, from: number, to: number) {
  const path: (readonly [number, number])[] = [];
  for (let at = to; ; ) {
    const before = arrived.get(at) ?? from;
    path.unshift([before, at]);
    if (before === from) return path;
    at = before;
  }
}
