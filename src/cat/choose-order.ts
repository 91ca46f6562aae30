/**
 * `with X from …`: an order that each execution chooses. `linearisations(S, r)` are the total orders of the events of a set that
 * extend a relation, `generate_orders(S, r)` those of each location on its own, and `generate_cos(r)` those of the writes (herd7,
 * lib/interpreter.ml and cos.cat). Of writes, location by location, the engine chooses one already: coherence.
 */
import { failAt, unsupportedAt } from './cat-fault.js';
import type { CatScope } from './cat-scope.js';
import type { CatStatement, CatTree } from './cat-tree.js';
import type { CatElaborator } from './elaborate-cat-expression.js';
import { isDynamicByNode } from './plan-dependence.js';

/** What is chosen: its node, and where coherence is what is chosen the node of pairs that must not be in it. */
export interface ChosenOrder {
  readonly node: number;
  readonly forbidden: number | null;
}

const KNOWN =
  'co is chosen by the engine, others from linearisations(S, r), generate_orders(S, r) or generate_cos(r)';

/** What a statement chooses. */
export function chooseOrder(
  { name, from, span }: CatStatement & { readonly kind: 'with' },
  elaborator: CatElaborator,
  scope: CatScope,
): ChosenOrder {
  const { plan } = elaborator;
  const [generator, trees] = callOf(from);
  // A function of the user's own by such a name gives other orders.
  if (generator === null || scope.find(generator) !== null) unsupportedAt(span, `choosing ${name}`, KNOWN);
  if (trees.length !== ARGUMENTS[generator]) {
    const expected = String(ARGUMENTS[generator]);
    failAt(from.span, { code: 'wrong-argument-count', name: generator, expected, found: trees.length });
  }
  const writes = plan.base('set', 'W');
  const set = generator === 'generate_cos' ? writes : elaborator.node(trees[0], 'set', scope);
  const relation = elaborator.node(trees[trees.length - 1], 'relation', scope);
  if (plan.nodes[set].operation === 'none') return { node: plan.none('relation'), forbidden: null };
  const isPerLocation = generator !== 'linearisations';
  if (isPerLocation && plan.intersection(set, writes) === set) {
    const within = plan.product(set, set);
    const inverse = plan.intersection(plan.inverse(relation), plan.base('relation', 'loc'), within);
    const node = plan.intersection(plan.base('relation', 'co'), within);
    return { node, forbidden: inverse };
  }
  if (isDynamicByNode(plan.nodes, plan.groups)[set])
    unsupportedAt(span, `choosing ${name}`, 'the set that it orders depends on rf, co or fr');
  return { node: plan.choice(set, relation, isPerLocation), forbidden: null };
}

const ARGUMENTS = { linearisations: 2, generate_orders: 2, generate_cos: 1 } as const;

/** The generator that an expression calls, null where it is none, and what it is given. */
function callOf(tree: CatTree): readonly [keyof typeof ARGUMENTS | null, readonly CatTree[]] {
  if (tree.kind !== 'apply' || tree.callee.kind !== 'name') return [null, []];
  const { name } = tree.callee;
  const { argument } = tree;
  const isKnown = name === 'linearisations' || name === 'generate_orders' || name === 'generate_cos';
  return [isKnown ? name : null, argument.kind === 'tuple' ? argument.items : [argument]];
}
