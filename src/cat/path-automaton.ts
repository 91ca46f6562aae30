/**
 * The relations of a model as automata. Where an expression is built of unions, sequences, repetitions and masks alone, a pair of
 * it is a way from one event to another: a word of pairs of simpler relations that the expression, read as a regular expression,
 * accepts. What else is built of rf, co and fr (an intersection, a difference, an inverse) is an atom of such words, and its own
 * operands are automata in turn. Recursions have none.
 */
import { type CatHandle, ZERO } from './cat-handles.js';
import type { CatModel } from './cat-model.js';

/** What is gone along from one state to another: nothing, a relation, events of a set, or an atom by its number. */
export interface PathEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: 'free' | 'relation' | 'set' | 'atom';
  /** The place of the relation or set, or the number of the atom. */
  readonly value: number;
}

/** An automaton among those of a model. */
export interface PathAutomaton {
  readonly start: number;
  readonly accept: number;
  /** The atom whose operand it is; -1 where it is that of a check, whose words are gone round. */
  readonly operandOf: number;
  readonly use: OperandUse;
}

/**
 * What an atom does with an operand: `alone`, it has a pair that it may come to have as soon as the operand has it, and no
 * sooner; `turned`, it is the inverse; or other operands are asked as well.
 */
type OperandUse = 'alone' | 'turned' | 'met';

/** What the automata of a model ask of what is known of its nodes. */
export interface KnownNodes {
  readonly model: CatModel;
  /** The lower bound of a node. */
  readonly lowerOf: (node: number) => CatHandle;
}

/** There is no automaton for it, or one that is too large to be of use. */
export class NoAutomaton extends Error {}

/** An automaton with more states costs more than it saves. */
const MOST_STATES = 400;

/** Builds the automata of the checks of a model, all with states of their own. */
export class PathAutomata {
  readonly edges: PathEdge[] = [];
  readonly automata: PathAutomaton[] = [];
  /** The nodes that are atoms. */
  readonly atoms: number[] = [];
  /** By state: the states that belong to the same automaton. */
  readonly kin: (readonly number[])[] = [];
  readonly #nodes: KnownNodes;
  /** The states of the automaton that is being built. */
  #own: number[] = [];
  /** The numbers of atoms by their nodes. */
  readonly #cuts = new Map<number, number>();

  constructor(nodes: KnownNodes) {
    this.#nodes = nodes;
  }

  /** Adds a relation that must not have a cycle; throws `NoAutomaton`. */
  addCycles(node: number): void {
    const automaton = this.#automatonOf(node, -1);
    this.#edge(automaton.accept, automaton.start, 'free', 0);
  }

  /** Adds a relation of which it matters which pairs it has; throws `NoAutomaton`. */
  addPairs(node: number): void {
    const number = this.atoms.push(node) - 1;
    this.#automatonOf(node, number);
  }

  /** The number of a node as an atom. */
  #atomOf(node: number): number {
    const known = this.#cuts.get(node);
    if (known !== undefined) return known;
    const { operation, arguments: operands } = this.#nodes.model.nodes[node];
    const number = this.atoms.push(node) - 1;
    this.#cuts.set(node, number);
    if (operation === 'dynamic') return number;
    if (!['intersection', 'difference', 'inverse'].includes(operation)) throw new NoAutomaton();
    const use = operation === 'inverse' ? 'turned' : this.#isFilter(node) ? 'alone' : 'met';
    for (const operand of operands.filter((each) => this.#varies(each))) {
      const filtered = this.#filtered(operand);
      if (this.#nodes.model.nodes[filtered].operation !== 'dynamic') this.#automatonOf(filtered, number, use);
    }
    return number;
  }

  /**
   * What is left of an operand without what only takes pairs away that never change: the atom takes them away itself, for the
   * pairs that it may come to have are known one by one.
   */
  #filtered(node: number): number {
    if (!this.#isFilter(node)) return node;
    const varying = this.#nodes.model.nodes[node].arguments.find((each) => this.#varies(each));
    return this.#filtered(varying ?? node);
  }

  /** Whether a node is an operand without pairs that are told once and for all. */
  #isFilter(node: number): boolean {
    const { operation, arguments: operands } = this.#nodes.model.nodes[node];
    const varying = operands.filter((each) => this.#varies(each));
    if (varying.length !== 1) return false;
    return operation === 'intersection' || (operation === 'difference' && varying[0] === operands[0]);
  }

  #automatonOf(node: number, operandOf: number, use: OperandUse = 'met'): PathAutomaton {
    const outer = this.#own;
    this.#own = [];
    const automaton = { start: this.#state(), accept: this.#state(), operandOf, use };
    this.automata.push(automaton);
    this.#build(node, automaton.start, automaton.accept);
    this.#own = outer;
    return automaton;
  }

  /** Adds the ways of a node between two states. */
  #build(node: number, from: number, to: number): void {
    const handle = this.#nodes.lowerOf(node);
    const { operation, arguments: operands } = this.#nodes.model.nodes[node];
    // A lower bound is known to be empty for good only where the upper one is.
    if (handle === ZERO) return;
    if (!this.#varies(node)) {
      this.#edge(from, to, 'relation', handle >> 1);
      return;
    }
    // A mask that takes nothing away is none.
    const same = operands.find((each) => this.#nodes.lowerOf(each) === handle);
    if (same !== undefined) {
      this.#build(same, from, to);
      return;
    }
    switch (operation) {
      case 'union':
        for (const each of operands) this.#build(each, from, to);
        return;
      case 'optional':
        this.#edge(from, to, 'free', 0);
        this.#build(operands[0], from, to);
        return;
      case 'sequence': {
        const between = this.#state();
        this.#build(operands[0], from, between);
        this.#build(operands[1], between, to);
        return;
      }
      case 'plus':
      case 'star': {
        const [first, last] = [this.#state(), this.#state()];
        this.#edge(from, first, 'free', 0);
        this.#build(operands[0], first, last);
        this.#edge(last, first, 'free', 0);
        this.#edge(last, to, 'free', 0);
        if (operation === 'star') this.#edge(from, to, 'free', 0);
        return;
      }
      case 'rows':
      case 'columns':
        this.#masked(operation === 'rows', operands, from, to);
        return;
      default:
        this.#edge(from, to, 'atom', this.#atomOf(node));
    }
  }

  #masked(isFirst: boolean, [set, relation]: readonly number[], from: number, to: number): void {
    if (this.#varies(set)) throw new NoAutomaton();
    const between = this.#state();
    if (isFirst) this.#edge(from, between, 'set', this.#nodes.lowerOf(set) >> 1);
    else this.#edge(between, to, 'set', this.#nodes.lowerOf(set) >> 1);
    this.#build(relation, isFirst ? between : from, isFirst ? to : between);
  }

  #varies(node: number): boolean {
    return (this.#nodes.lowerOf(node) & 1) === 1;
  }

  #state(): number {
    if (this.kin.length >= MOST_STATES) throw new NoAutomaton();
    this.#own.push(this.kin.length);
    return this.kin.push(this.#own) - 1;
  }

  #edge(from: number, to: number, kind: PathEdge['kind'], value: number): void {
    this.edges.push({ from, to, kind, value });
  }
}
