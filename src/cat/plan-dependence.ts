/** What the nodes of a plan depend on: the search's decisions, the variables of recursions, and in which direction. */
import type { Span } from '../text/source.js';
import { failAt } from './cat-fault.js';
import type { CatGroup, CatNode } from './cat-plan.js';

/** By node: whether it depends on rf, co or fr, through recursions too. */
export function isDynamicByNode(nodes: readonly CatNode[], groups: readonly CatGroup[]): readonly boolean[] {
  const isDynamic = nodes.map(({ operation }) => operation === 'dynamic');
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [index, node] of nodes.entries()) {
      if (isDynamic[index]) continue;
      const bodies = isOfGroup(node) ? groups[node.group].bodies : node.arguments;
      if (!bodies.some((each) => isDynamic[each])) continue;
      isDynamic[index] = true;
      isNew = true;
    }
  }
  return isDynamic;
}

/** By node: the recursions whose variables it uses. */
export function freeGroupsOf(
  nodes: readonly CatNode[],
  groups: readonly CatGroup[],
): readonly ReadonlySet<number>[] {
  const free: ReadonlySet<number>[] = [];
  const none: ReadonlySet<number> = new Set();
  // A node comes after its arguments, and what a recursion defines after the bodies.
  for (const node of nodes) {
    if (node.operation === 'variable') free.push(new Set([node.group]));
    else if (node.operation === 'fixpoint') {
      const used = new Set(groups[node.group].bodies.flatMap((body) => [...free[body]]));
      used.delete(node.group);
      free.push(used);
    } else {
      const used = node.arguments.filter((each) => free[each].size > 0);
      free.push(used.length === 0 ? none : new Set(used.flatMap((each) => [...free[each]])));
    }
  }
  return free;
}

/** How deep expressions may be inside each other, through all definitions: evaluation goes down to what is given. */
const DEEPEST_EXPRESSION = 1000;

/** Refuses checks of expressions that are too deep. */
export function refuseTooDeep(
  nodes: readonly CatNode[],
  groups: readonly CatGroup[],
  checks: readonly { readonly node: number; readonly span: Span }[],
): void {
  const depths: number[] = [];
  for (const { operation, group, arguments: operands } of nodes) {
    const inner = operation === 'fixpoint' ? groups[group].bodies : operands;
    depths.push(inner.reduce((deepest, each) => Math.max(deepest, depths[each] + 1), 0));
  }
  for (const { node, span } of checks)
    if (depths[node] > DEEPEST_EXPRESSION) failAt(span, { code: 'too-deep', what: 'the definition' });
}

/**
 * Refuses a recursion that depends on rf, co or fr and takes something away from itself: a lower bound of it would be none.
 * One that is static has one value, found as herd7 finds it.
 */
export function refuseNonMonotone(
  nodes: readonly CatNode[],
  groups: readonly CatGroup[],
  isDynamic: readonly boolean[],
  spans: readonly Span[],
): void {
  for (const [group, { names, bodies }] of groups.entries()) {
    if (!bodies.some((body) => isDynamic[body])) continue;
    const free = usersOf(nodes, groups, group);
    const falls = nodes.some(
      ({ operation, arguments: operands }) =>
        (operation === 'complement' && free.has(operands[0])) ||
        (operation === 'difference' && free.has(operands[1])),
    );
    if (falls) failAt(spans[group], { code: 'cat-recursion', name: names[0] });
  }
}

/** The nodes that use the variables of a recursion, within it or within recursions in it. */
function usersOf(nodes: readonly CatNode[], groups: readonly CatGroup[], group: number): ReadonlySet<number> {
  const users = new Set<number>();
  for (const [index, node] of nodes.entries()) {
    const isVariable = node.operation === 'variable' && node.group === group;
    const operands =
      node.operation === 'fixpoint' && node.group !== group ? groups[node.group].bodies : node.arguments;
    if (isVariable || operands.some((each) => users.has(each))) users.add(index);
  }
  return users;
}

function isOfGroup({ operation }: CatNode): boolean {
  return operation === 'variable' || operation === 'fixpoint';
}
