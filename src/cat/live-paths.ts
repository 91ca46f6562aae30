/**
 * What is left of the past for a search: of the relations that are decided so far, as much as the checks of a model can still
 * ask about. Two parts of executions of which that is the same, event by event, come to the same whatever is decided later.
 *
 * The argument. Each dynamic relation lies between two bounds, and grows from the lower one by pairs that are in the upper one
 * alone. The events that such new pairs may lead from, and to, are its *live ends*. A cycle that a check forbids, and that is
 * not there yet, has a new pair in it; between two of its new pairs it goes along old ones alone, from where one may end to where
 * another may begin, through states of the automaton of the check (path-automaton.ts). So whether new pairs make a cycle hangs
 * on which such ends are joined by old pairs, state by state, and on nothing else: the events on the way are of no account.
 * An intersection, a difference or an inverse is an atom of the automaton, with live ends of its own. In a later execution it has
 * the lower bound, and of its other possible pairs those that its operands then have, or have not; these lead from live ends to
 * live ends, and the automata of the operands begin and end there. By induction over the plan, all new pairs are the same.
 * Nothing here asks an operator to be monotone: bounds of a difference are bounds. A recursion over what is decided is
 * no regular expression, and a check that is negated may be satisfied by old pairs: models with one of these have no live paths.
 */
import type { CatBase } from './cat-base.js';
import { CatCompiler } from './cat-compiler.js';
import { LOWER, UPPER } from './cat-handles.js';
import type { CatAxiom, CatModel } from './cat-model.js';
import { NoAutomaton, PathAutomata, type PathAutomaton, type PathEdge } from './path-automaton.js';
import { isAcyclic, isEmpty, isIrreflexive } from './row-operations.js';

/** Where the bounds of an atom are. */
interface BoundPlaces {
  readonly lower: number;
  readonly upper: number;
  /** Whether it is rf, co or fr. */
  readonly isGiven: boolean;
}

/** A state in which ways may end, and with which events. */
interface WaysEnd {
  readonly state: number;
  readonly events: Int32Array;
}

/** The live paths of a model over one skeleton. */
export class LivePaths {
  /** For each atom, the events that new pairs may lead from, and to, as rows of bits. */
  readonly sources: Int32Array[];
  readonly targets: Int32Array[];
  readonly #compiler: CatCompiler;
  readonly #automata: PathAutomata;
  readonly #atoms: readonly BoundPlaces[];
  /** By state: the edges that leave it, atoms as what they are for certain. */
  readonly #leaving: readonly PathEdge[][];
  readonly #atomEdges: readonly PathEdge[];
  /** By state: the events that ways begin and end with. */
  readonly #begins: Int32Array[];
  readonly #ends: Int32Array[];
  readonly #width: number;
  /** By state: what was reached, and what of it was not gone on from. */
  readonly #reached: Int32Array[];
  readonly #fresh: Int32Array[];
  /** By state: its automaton. */
  readonly #automatonAt: readonly (PathAutomaton | undefined)[];
  readonly #passing: Int32Array;
  /** The states of each automaton. */
  readonly #kinds: readonly (readonly number[])[];

  private constructor(compiler: CatCompiler, automata: PathAutomata, atoms: readonly BoundPlaces[]) {
    this.#compiler = compiler;
    this.#automata = automata;
    this.#atoms = atoms;
    const { width } = compiler.runner;
    this.#width = width;
    const rows = (count: number): Int32Array[] => Array.from({ length: count }, () => new Int32Array(width));
    this.sources = rows(atoms.length);
    this.targets = rows(atoms.length);
    const { kin, edges } = automata;
    this.#begins = rows(kin.length);
    this.#ends = rows(kin.length);
    this.#reached = rows(kin.length);
    this.#fresh = rows(kin.length);
    this.#automatonAt = kin.map(([first]) => automata.automata.find(({ start }) => start === first));
    this.#passing = new Int32Array(width);
    this.#kinds = [...new Set(kin)];
    this.#leaving = kin.map((_, state) =>
      edges.filter(({ from, kind }) => from === state && kind !== 'atom'),
    );
    this.#atomEdges = edges.filter(({ kind }) => kind === 'atom');
    for (const { from, to, value } of this.#atomEdges)
      this.#leaving[from].push({ from, to, kind: 'relation', value: atoms[value].lower });
  }

  /** Over bounds as they are at the root of a search; null where there are none (above). */
  static of(model: CatModel, base: CatBase): LivePaths | null {
    const compiler = new CatCompiler(model, base);
    const open = model.axioms.filter((axiom) => !isSatisfiedAtRoot(axiom, compiler));
    if (open.some(({ isNegated, node }) => isNegated || model.nodes[node].sort === 'set')) return null;
    const automata = new PathAutomata({ model, lowerOf: (node) => compiler.handleInCode(node, LOWER) });
    try {
      for (const { test, node } of open) {
        if (test === 'acyclic') automata.addCycles(node);
        else automata.addPairs(node);
      }
    } catch (error) {
      if (error instanceof NoAutomaton) return null;
      throw error;
    }
    const atoms = automata.atoms.map((node) => ({
      lower: compiler.placeInCode(node, LOWER),
      upper: compiler.placeInCode(node, UPPER),
      isGiven: model.nodes[node].operation === 'dynamic',
    }));
    return new LivePaths(compiler, automata, atoms);
  }

  /** Looks at the bounds as they are now. */
  measure(): void {
    const { runner, code } = this.#compiler;
    runner.run(code, 0, code.length);
    for (let atom = 0; atom < this.#atoms.length; atom++) this.#measureAtom(atom);
    for (const rows of [this.#begins, this.#ends]) for (const row of rows) row.fill(0);
    for (const { from, to, value } of this.#atomEdges) {
      include(this.#begins[to], this.targets[value]);
      include(this.#ends[from], this.sources[value]);
    }
    for (const { start, accept, operandOf, use } of this.#automata.automata) {
      if (operandOf === -1) continue;
      const [first, last] = use === 'turned' ? [accept, start] : [start, accept];
      const [begins, ends] = use === 'turned' ? [this.#ends, this.#begins] : [this.#begins, this.#ends];
      include(begins[first], this.sources[operandOf]);
      include(ends[last], this.targets[operandOf]);
    }
  }

  /**
   * Tells which live ends are joined by what is certain: calls `tell` for each pair of a way's possible beginning and its possible
   * end, in an order that hangs on the live ends and the given order of events alone.
   */
  joined(order: Int32Array, tell: (isJoined: boolean) => void): void {
    this.#tellNew(order, tell);
    for (const kin of this.#kinds) {
      const beginning = kin.filter((state) => !isNothing(this.#begins[state]));
      if (beginning.length === 0) continue;
      const ending = kin
        .filter((state) => !isNothing(this.#ends[state]))
        .map((state) => ({ state, events: order.filter((event) => has(this.#ends[state], event)) }));
      for (const state of beginning) {
        const ends = ending.filter((each) => !this.#isTold(state, each.state));
        if (ends.length > 0) this.#tellFrom(state, ends, order, tell);
      }
    }
  }

  /** Tells of each event that ways begin with in a state which ends of ways they lead to. */
  #tellFrom(
    state: number,
    ends: readonly WaysEnd[],
    order: Int32Array,
    tell: (isJoined: boolean) => void,
  ): void {
    const begins = this.#begins[state];
    for (const event of order) {
      if (!has(begins, event)) continue;
      this.#goAlong(state, event);
      for (const { state: other, events } of ends) {
        const reached = this.#reached[other];
        for (const each of events) tell(has(reached, each));
      }
    }
  }

  /** Whether a way from one state to another, of an operand from end to end, is told by which new pairs may come. */
  #isTold(state: number, other: number): boolean {
    const automaton = this.#automatonAt[state];
    return automaton?.use === 'alone' && state === automaton.start && other === automaton.accept;
  }

  /** Reaches, from an event in a state, everything that old pairs lead to. */
  #goAlong(state: number, event: number): void {
    for (const each of this.#automata.kin[state]) {
      this.#reached[each].fill(0);
      this.#fresh[each].fill(0);
    }
    this.#fresh[state][event >>> 5] = 1 << (event & 31);
    this.#reached[state][event >>> 5] = 1 << (event & 31);
    const waiting = [state];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      this.#passing.set(this.#fresh[next]);
      this.#fresh[next].fill(0);
      for (const edge of this.#leaving[next]) if (this.#pass(edge)) waiting.push(edge.to);
    }
  }

  /** Brings what is passing along an edge; whether anything new came of it. */
  #pass({ to, kind, value }: PathEdge): boolean {
    const { mem } = this.#compiler.runner;
    const [width, passing, reached, fresh] = [this.#width, this.#passing, this.#reached[to], this.#fresh[to]];
    let isNew = 0;
    for (let word = 0; word < width; word++) {
      if (kind !== 'relation') {
        const came = (kind === 'set' ? passing[word] & mem[value + word] : passing[word]) & ~reached[word];
        reached[word] |= came;
        fresh[word] |= came;
        isNew |= came;
        continue;
      }
      for (let left = passing[word]; left !== 0; left &= left - 1) {
        const row = value + (word * 32 + 31 - Math.clz32(left & -left)) * width;
        for (let each = 0; each < width; each++) {
          const came = mem[row + each] & ~reached[each];
          reached[each] |= came;
          fresh[each] |= came;
          isNew |= came;
        }
      }
    }
    return isNew !== 0;
  }

  /** Tells of each atom but rf, co and fr which new pairs it may come to have. */
  #tellNew(order: Int32Array, tell: (isJoined: boolean) => void): void {
    const { mem } = this.#compiler.runner;
    for (const [atom, { lower, upper, isGiven }] of this.#atoms.entries()) {
      if (isGiven) continue;
      for (const one of order) {
        if (!has(this.sources[atom], one)) continue;
        for (const other of order) {
          if (!has(this.targets[atom], other)) continue;
          const at = one * this.#width + (other >>> 5);
          tell((((mem[upper + at] & ~mem[lower + at]) >>> (other & 31)) & 1) !== 0);
        }
      }
    }
  }

  #measureAtom(atom: number): void {
    const { mem, size } = this.#compiler.runner;
    const { lower, upper } = this.#atoms[atom];
    const [sources, targets] = [this.sources[atom].fill(0), this.targets[atom].fill(0)];
    for (let event = 0; event < size; event++) {
      let leads = 0;
      for (let word = 0; word < this.#width; word++) {
        const at = event * this.#width + word;
        const possible = mem[upper + at] & ~mem[lower + at];
        targets[word] |= possible;
        leads |= possible;
      }
      if (leads !== 0) sources[event >>> 5] |= 1 << (event & 31);
    }
  }
}

function isSatisfiedAtRoot({ test, isNegated, node }: CatAxiom, compiler: CatCompiler): boolean {
  const place = compiler.placeAtRoot(node, isNegated ? LOWER : UPPER);
  const { runner, memory } = compiler;
  if (test === 'acyclic') return isAcyclic(runner, place, memory.live) !== isNegated;
  if (test === 'irreflexive') return isIrreflexive(runner, place) !== isNegated;
  return isEmpty(runner, place, memory.words) !== isNegated;
}

function include(row: Int32Array, other: Int32Array): void {
  for (let word = 0; word < row.length; word++) row[word] |= other[word];
}

function isNothing(row: Int32Array): boolean {
  for (let word = 0; word < row.length; word++) if (row[word] !== 0) return false;
  return true;
}

function has(row: Int32Array, event: number): boolean {
  return ((row[event >>> 5] >>> (event & 31)) & 1) !== 0;
}
