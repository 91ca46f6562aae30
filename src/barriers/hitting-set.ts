/**
 * The cheapest choice that does not fail for a reason already known. A reason is a choice that fails and cannot be made
 * stronger in any slot without perhaps succeeding: whoever wants to succeed must be stronger than it somewhere. These
 * are hitting sets, looked for by uniform cost; the search over them is small, for it asks no model anything.
 */
import { costOf, covers, dominates, NONE, type Slot, type SlotChoice } from './slot.js';

/** Choices looked at in one search: far beyond what tests of a readable size come to. */
const MOST = 50_000;

/** What is tried next; `exhausted` when every choice is ruled out, `gave-up` when there are too many to look through. */
export type Next =
  | { readonly kind: 'choice'; readonly choice: SlotChoice }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'gave-up' };

interface Node {
  readonly choice: SlotChoice;
  readonly cost: number;
  readonly changes: number;
}

/**
 * The cheapest choice that is beaten by no choice of `failed` and beats none of `found`. Of
 * choices that cost the same the one with fewer changes comes first, then the one that changes earlier places.
 */
export function cheapest(
  slots: readonly Slot[],
  failed: readonly SlotChoice[],
  found: readonly SlotChoice[],
): Next {
  const queue = new Queue();
  const seen = new Set<string>();
  const add = (choice: SlotChoice): void => {
    const key = choice.join();
    if (seen.has(key) || found.some((each) => dominates(slots, choice, each))) return;
    seen.add(key);
    queue.add({
      choice,
      cost: costOf(slots, choice),
      changes: choice.filter((each) => each !== NONE).length,
    });
  };
  add(slots.map(() => NONE));
  while (seen.size < MOST) {
    const node = queue.take();
    if (node === null) return { kind: 'exhausted' };
    const reason = failed.find((each) => dominates(slots, each, node.choice));
    if (reason === undefined) return { kind: 'choice', choice: node.choice };
    for (const next of stronger(slots, node.choice, reason)) add(next);
  }
  return { kind: 'gave-up' };
}

/** The choice with one slot made stronger than the reason allows. */
function stronger(slots: readonly Slot[], choice: SlotChoice, reason: SlotChoice): readonly SlotChoice[] {
  return slots.flatMap((slot, index) =>
    slot.options.flatMap((_, option) => {
      const helps =
        !covers(slot, reason[index], option) &&
        option !== choice[index] &&
        covers(slot, option, choice[index]);
      return helps ? [choice.with(index, option)] : [];
    }),
  );
}

/** Nodes by cost. */
class Queue {
  /** By cost, and of one cost by the number of changes. */
  readonly #nodes = new Map<number, Map<number, Node[]>>();

  add(node: Node): void {
    const byChanges = this.#nodes.get(node.cost) ?? new Map<number, Node[]>();
    this.#nodes.set(node.cost, byChanges);
    const nodes = byChanges.get(node.changes) ?? [];
    byChanges.set(node.changes, nodes);
    nodes.push(node);
  }

  /** The cheapest; null when there is none left. */
  take(): Node | null {
    const cost = Math.min(...this.#nodes.keys());
    const byChanges = this.#nodes.get(cost);
    if (byChanges === undefined) return null;
    const changes = Math.min(...byChanges.keys());
    const nodes = byChanges.get(changes) ?? [];
    const best = nodes.reduce((least, node) => (precedes(node.choice, least.choice) ? node : least));
    nodes.splice(nodes.indexOf(best), 1);
    if (nodes.length === 0) byChanges.delete(changes);
    if (byChanges.size === 0) this.#nodes.delete(cost);
    return best;
  }
}

/** Whether a choice changes earlier places than another, and there the earlier options. */
function precedes(a: SlotChoice, b: SlotChoice): boolean {
  const index = a.findIndex((option, each) => option !== b[each]);
  if (index === -1 || a[index] === NONE) return false;
  return b[index] === NONE || a[index] < b[index];
}
