/**
 * What a model computes, as a graph: a node for each set and relation, the same node for the same expression. A node that
 * depends on rf, co or fr is dynamic; all others have one value for all executions of a skeleton.
 *
 * The writes that initialise locations are no events here. What cat says of reads by way of them is made up for where a node is
 * built: `rf^-1 ; co` is fr, and two reads of the initial value of a location read from the same write.
 */
import type { Span } from '../text/source.js';

/** Whether a node is a set of events or a relation on them. */
export type CatSort = 'set' | 'relation';

/** Relations that the search decides, with their bounds. */
export const DYNAMIC = ['rf', 'co', 'fr'] as const;

/** The names of dynamic nodes: of those, and of so many orders that a model chooses. */
export function dynamicNames(choices: number): readonly string[] {
  return [...DYNAMIC, ...Array.from({ length: choices }, (_, number) => chosenName(number))];
}

function chosenName(number: number): string {
  return `chosen ${number}`;
}

/** What a node does with its arguments. `rows` is `[S] ; r` and `columns` is `r ; [S]`, the set being the first argument. */
export type CatOperation =
  | 'base'
  | 'dynamic'
  | 'none'
  | 'all'
  | 'id'
  | 'union'
  | 'intersection'
  | 'difference'
  | 'complement'
  | 'domain'
  | 'range'
  | 'identity'
  | 'product'
  | 'rows'
  | 'columns'
  | 'sequence'
  | 'inverse'
  | 'plus'
  | 'star'
  | 'optional'
  | 'variable'
  | 'fixpoint';

/** A set or relation of the model. `name` is that of a given one, `group` and `index` say which of a recursion it is. */
export interface CatNode {
  readonly sort: CatSort;
  readonly operation: CatOperation;
  readonly arguments: readonly number[];
  readonly name: string;
  readonly group: number;
  readonly index: number;
}

/** A relation that is chosen: of all orders of a set that extend a relation, any one, for each location on its own or for all. */
export interface CatChoice {
  /** The node of what is chosen. */
  readonly chosen: number;
  /** Nodes: the set, which is static, and the relation. */
  readonly set: number;
  readonly relation: number;
  readonly isPerLocation: boolean;
}

/** Definitions that are recursive together: the nodes of their bodies, which name them as variables. */
export interface CatGroup {
  readonly names: readonly string[];
  readonly bodies: readonly number[];
  /** The nodes of what it defines. */
  readonly results: readonly number[];
  /** The nodes of its variables, one for each definition. */
  readonly variables: readonly number[];
}

/** Operands are numbered below this in short keys. */
const MOST_NODES = 2 ** 24;

/** Builds nodes; each method gives a node's number. */
export class CatPlanBuilder {
  readonly nodes: CatNode[] = [];
  readonly groups: CatGroup[] = [];
  readonly choices: CatChoice[] = [];
  /** What definitions call nodes: for each, the first name that it was given. */
  readonly names = new Map<number, string>();
  /** Where each recursion stands. */
  readonly groupSpans: Span[] = [];
  readonly #known = new Map<CatOperation, Map<number | string, number>>();

  sortOf(node: number): CatSort {
    return this.nodes[node].sort;
  }

  /** A set or relation that the engine gives, or that is empty. */
  base(sort: CatSort, name: string): number {
    const isDynamic = sort === 'relation' && DYNAMIC.some((each) => each === name);
    if (sort === 'relation' && name === 'id') return this.#node('relation', 'id', []);
    return this.#node(sort, isDynamic ? 'dynamic' : 'base', [], name);
  }

  /** An order of a set that extends a relation, chosen anew in each execution. */
  choice(set: number, relation: number, isPerLocation: boolean): number {
    const chosen = this.#node('relation', 'dynamic', [], chosenName(this.choices.length));
    this.choices.push({ chosen, set, relation, isPerLocation });
    return chosen;
  }

  none(sort: CatSort): number {
    return this.#node(sort, 'none', []);
  }

  all(sort: CatSort): number {
    return this.#node(sort, 'all', []);
  }

  union(...operands: readonly number[]): number {
    const sort = this.sortOf(operands[0]);
    const parts = this.#parts('union', operands).filter((part) => !this.#is(part, 'none'));
    if (parts.some((part) => this.#is(part, 'all'))) return this.all(sort);
    if (parts.length < 2) return parts[0] ?? this.none(sort);
    return this.#node(sort, 'union', parts);
  }

  intersection(...operands: readonly number[]): number {
    const sort = this.sortOf(operands[0]);
    const parts = this.#parts('intersection', operands).filter((part) => !this.#is(part, 'all'));
    if (parts.some((part) => this.#is(part, 'none'))) return this.none(sort);
    if (parts.length < 2) return parts[0] ?? this.all(sort);
    // A product is a mask of what it is met with.
    const product = parts.find((part) => this.#is(part, 'product'));
    if (product === undefined) return this.#node(sort, 'intersection', parts);
    const [domain, range] = this.nodes[product].arguments;
    const others = this.intersection(...parts.filter((part) => part !== product));
    return this.rows(domain, this.columns(others, range));
  }

  difference(left: number, right: number): number {
    if (this.#is(right, 'none') || this.#is(left, 'none')) return left;
    if (left === right || this.#is(right, 'all')) return this.none(this.sortOf(left));
    if (this.#is(left, 'all')) return this.complement(right);
    return this.#node(this.sortOf(left), 'difference', [left, right]);
  }

  complement(operand: number): number {
    const sort = this.sortOf(operand);
    if (this.#is(operand, 'none')) return this.all(sort);
    if (this.#is(operand, 'all')) return this.none(sort);
    if (this.#is(operand, 'complement')) return this.nodes[operand].arguments[0];
    return this.#node(sort, 'complement', [operand]);
  }

  domain(relation: number): number {
    return this.#is(relation, 'none') ? this.none('set') : this.#node('set', 'domain', [relation]);
  }

  range(relation: number): number {
    return this.#is(relation, 'none') ? this.none('set') : this.#node('set', 'range', [relation]);
  }

  /** `[S]` */
  identity(set: number): number {
    if (this.#is(set, 'none')) return this.none('relation');
    return this.#is(set, 'all') ? this.base('relation', 'id') : this.#node('relation', 'identity', [set]);
  }

  product(domain: number, range: number): number {
    if (this.#is(domain, 'none') || this.#is(range, 'none')) return this.none('relation');
    if (this.#is(domain, 'all') && this.#is(range, 'all')) return this.all('relation');
    return this.#node('relation', 'product', [domain, range]);
  }

  /** `[S] ; r` */
  rows(set: number, relation: number): number {
    if (this.#is(set, 'all') || this.#is(relation, 'none')) return relation;
    if (this.#is(set, 'none')) return this.none('relation');
    const { operation, arguments: inner } = this.nodes[relation];
    if (operation === 'id') return this.identity(set);
    if (operation === 'identity') return this.identity(this.intersection(set, inner[0]));
    if (operation === 'rows') return this.rows(this.intersection(set, inner[0]), inner[1]);
    return this.#node('relation', 'rows', [set, relation]);
  }

  /** `r ; [S]` */
  columns(relation: number, set: number): number {
    if (this.#is(set, 'all') || this.#is(relation, 'none')) return relation;
    if (this.#is(set, 'none')) return this.none('relation');
    const { operation, arguments: inner } = this.nodes[relation];
    if (operation === 'id') return this.identity(set);
    if (operation === 'identity') return this.identity(this.intersection(set, inner[0]));
    if (operation === 'columns') return this.columns(inner[1], this.intersection(set, inner[0]));
    if (operation === 'rows') return this.rows(inner[0], this.columns(inner[1], set));
    return this.#node('relation', 'columns', [set, relation]);
  }

  sequence(first: number, second: number): number {
    if (this.#is(first, 'none') || this.#is(second, 'none')) return this.none('relation');
    if (this.#is(first, 'id')) return second;
    if (this.#is(second, 'id')) return first;
    if (this.#is(first, 'identity')) return this.rows(this.nodes[first].arguments[0], second);
    if (this.#is(second, 'identity')) return this.columns(first, this.nodes[second].arguments[0]);
    const [left, right] = [this.nodes[first], this.nodes[second]];
    if (left.operation === 'optional') return this.union(second, this.sequence(left.arguments[0], second));
    if (right.operation === 'optional') return this.union(first, this.sequence(first, right.arguments[0]));
    if (left.operation === 'inverse' && this.#isDynamic(left.arguments[0], 'rf'))
      return this.#fromSource(first, second);
    return this.#node('relation', 'sequence', [first, second]);
  }

  inverse(relation: number): number {
    const { operation, arguments: inner } = this.nodes[relation];
    if (['none', 'all', 'id', 'identity'].includes(operation)) return relation;
    return operation === 'inverse' ? inner[0] : this.#node('relation', 'inverse', [relation]);
  }

  plus(relation: number): number {
    const { operation } = this.nodes[relation];
    if (['none', 'all', 'id', 'identity', 'plus', 'star'].includes(operation)) return relation;
    if (operation === 'optional') return this.star(relation);
    return this.#node('relation', 'plus', [relation]);
  }

  star(relation: number): number {
    const { operation, arguments: inner } = this.nodes[relation];
    if (['none', 'id', 'identity'].includes(operation)) return this.base('relation', 'id');
    if (operation === 'all' || operation === 'star') return relation;
    if (operation === 'plus' || operation === 'optional') return this.star(inner[0]);
    return this.#node('relation', 'star', [relation]);
  }

  optional(relation: number): number {
    const { operation, arguments: inner } = this.nodes[relation];
    if (['none', 'id', 'identity'].includes(operation)) return this.base('relation', 'id');
    if (['all', 'star', 'optional'].includes(operation)) return relation;
    if (operation === 'plus') return this.star(inner[0]);
    return this.#node('relation', 'optional', [relation]);
  }

  /** Opens a recursion of sets and relations: gives its number. Its variables are nodes at once, its bodies follow. */
  openGroup(names: readonly string[], sorts: readonly CatSort[], span: Span): number {
    const group = this.groups.length;
    const variables = sorts.map((sort, index) => this.#node(sort, 'variable', [], '', group, index));
    this.groups.push({ names, bodies: [], results: [], variables });
    this.groupSpans.push(span);
    return group;
  }

  /** Closes a recursion: gives the nodes of what it defines. */
  closeGroup(group: number, bodies: readonly number[]): readonly number[] {
    const results = bodies.map((body, index) =>
      this.#node(this.sortOf(body), 'fixpoint', [], '', group, index),
    );
    this.groups[group] = { ...this.groups[group], bodies, results };
    return results;
  }

  #is(node: number, operation: CatOperation): boolean {
    return this.nodes[node].operation === operation;
  }

  #isDynamic(node: number, name: string): boolean {
    return this.#is(node, 'dynamic') && this.nodes[node].name === name;
  }

  /** `rf^-1 ; r`, where the write may be one that is no event. */
  #fromSource(inverse: number, second: number): number {
    if (this.#isDynamic(second, 'co')) return this.base('relation', 'fr');
    const plain = this.#node('relation', 'sequence', [inverse, second]);
    if (!this.#isDynamic(second, 'rf')) {
      const { operation, arguments: inner } = this.nodes[second];
      if (operation === 'sequence') return this.sequence(this.#fromSource(inverse, inner[0]), inner[1]);
      if (operation === 'columns') return this.columns(this.#fromSource(inverse, inner[1]), inner[0]);
      // The write is in W.
      const isOfWrites = operation === 'rows' && inner[0] === this.base('set', 'W');
      return isOfWrites ? this.#fromSource(inverse, inner[1]) : plain;
    }
    const initial = this.difference(this.base('set', 'R'), this.range(second));
    const together = this.rows(initial, this.columns(this.base('relation', 'loc'), initial));
    return this.union(plain, together);
  }

  /** The operands of an operator that is commutative and associative, each once and in order. */
  #parts(operation: CatOperation, operands: readonly number[]): readonly number[] {
    const parts = operands.flatMap((each) =>
      this.#is(each, operation) ? this.nodes[each].arguments : [each],
    );
    return [...new Set(parts)].sort((a, b) => a - b);
  }

  #node(
    sort: CatSort,
    operation: CatOperation,
    operands: readonly number[],
    name = '',
    group = -1,
    index = -1,
  ): number {
    let named = this.#known.get(operation);
    if (named === undefined) {
      named = new Map();
      this.#known.set(operation, named);
    }
    // One or two operands, as nearly all have, make a number.
    const [first, second = MOST_NODES - 1] = operands;
    const isShort = (operands.length === 1 || operands.length === 2) && second < MOST_NODES;
    const key = isShort
      ? first * MOST_NODES + second
      : `${sort} ${operands.join()} ${name} ${group} ${index}`;
    const known = named.get(key);
    if (known !== undefined) return known;
    this.nodes.push({ sort, operation, arguments: operands, name, group, index });
    named.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}
