/**
 * Whether a model demands what most do, so that a search may take it for granted: coherence (SC per location) and the atomicity
 * of read-modify-writes. Read off the form of its checks; a model that says the same in other words is not recognised.
 */
import type { CatAxiom } from './cat-model.js';
import type { CatPlanBuilder } from './cat-plan.js';

/** Whether a check is `acyclic` of a union that has po-loc (or all of po), rf, co and fr in it. */
export function demandsCoherence({ test, isNegated, node }: CatAxiom, plan: CatPlanBuilder): boolean {
  if (test !== 'acyclic' || isNegated) return false;
  const parts = partsOf(plan, 'union', node);
  const po = plan.base('relation', 'po');
  const poLoc = plan.intersection(po, plan.base('relation', 'loc'));
  if (!parts.has(po) && !parts.has(poLoc)) return false;
  return ['rf', 'co', 'fr'].every((name) => isWithin(plan, name, parts));
}

/** Whether a check is `empty` of what has no more to it than `rmw & (fre ; coe)` or more. */
export function demandsAtomicity({ test, isNegated, node }: CatAxiom, plan: CatPlanBuilder): boolean {
  if (test !== 'empty' || isNegated) return false;
  const between = ['fr', 'co'].map((name) => [plan.base('relation', name), external(plan, name)]);
  const rmw = plan.base('relation', 'rmw');
  return [...partsOf(plan, 'union', node)].some((part) => {
    const met = partsOf(plan, 'intersection', part);
    if (met.size !== 2 || !met.has(rmw)) return false;
    return between[0].some((fr) => between[1].some((co) => met.has(plan.sequence(fr, co))));
  });
}

/** Whether a check asks nothing that coherence and atomicity do not give. */
export function isGranted(axiom: CatAxiom, plan: CatPlanBuilder): boolean {
  const { test, isNegated, node } = axiom;
  if (isNegated) return false;
  if (test === 'empty') return plan.nodes[node].operation === 'intersection' && demandsAtomicity(axiom, plan);
  if (test !== 'acyclic') return false;
  const poLoc = plan.intersection(plan.base('relation', 'po'), plan.base('relation', 'loc'));
  const int = plan.base('relation', 'int');
  const communication = ['rf', 'co', 'fr'].flatMap((name) => {
    const whole = plan.base('relation', name);
    return [whole, plan.intersection(whole, int), external(plan, name)];
  });
  return [...partsOf(plan, 'union', node)].every((part) => part === poLoc || communication.includes(part));
}

function isWithin(plan: CatPlanBuilder, name: string, parts: ReadonlySet<number>): boolean {
  const whole = plan.base('relation', name);
  const internal = plan.intersection(whole, plan.base('relation', 'int'));
  return parts.has(whole) || (parts.has(internal) && parts.has(external(plan, name)));
}

function external(plan: CatPlanBuilder, name: string): number {
  return plan.intersection(plan.base('relation', name), plan.base('relation', 'ext'));
}

function partsOf(
  plan: CatPlanBuilder,
  operation: 'union' | 'intersection',
  node: number,
): ReadonlySet<number> {
  const { operation: found, arguments: operands } = plan.nodes[node];
  return new Set(found === operation ? operands : [node]);
}
