/** What is known of the nodes of a plan, where what is known of one follows from its operands, and recursions go round. */

/** For each key a truth by node. */
export type Facts<Key extends string> = Readonly<Record<Key, boolean[]>>;

/**
 * All is `assumed` at first; what is found otherwise is changed, and stays so, until nothing more changes: what recursions define is
 * made round by round, and each round keeps what those before it had.
 */
export function settled<Node, Key extends string>(
  nodes: readonly Node[],
  keys: readonly Key[],
  assumed: boolean,
  found: (node: Node, known: Facts<Key>) => Readonly<Record<Key, boolean>>,
): Facts<Key> {
  const known = Object.fromEntries(keys.map((key) => [key, nodes.map(() => assumed)])) as Record<
    Key,
    boolean[]
  >;
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [index, node] of nodes.entries()) {
      const now = found(node, known);
      for (const key of keys) {
        if (known[key][index] !== assumed || now[key] === assumed) continue;
        known[key][index] = !assumed;
        isNew = true;
      }
    }
  }
  return known;
}
