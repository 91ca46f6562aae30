/**
 * Whether a model allows what is left of an execution that it allows, where some events are taken away: a model that forbids by
 * what is there does, one that demands something (`~empty`), or takes a relation away that needs events in between
 * (`po \ (po ; po)`), need not. A search leaves out rounds of loops of the former alone.
 *
 * Of each set and relation two things are known. It *only shrinks* where it is within what it was, among the events that are left;
 * it *stays* where all that it was among those is still in it. What is given does both. An operator keeps either, if its operands do; a
 * difference swaps them for what it takes away; and what is made by way of a third event, as a sequence is, stays if that event does.
 */
import type { CatAxiom } from './cat-model.js';
import type { CatChoice, CatGroup, CatNode } from './cat-plan.js';
import { settled } from './fixed-point.js';

/** Which events are taken away. */
interface TakenAway {
  /** Sets none of whose events are taken away. */
  readonly kept: ReadonlySet<string>;
  /** Whether no writes are. */
  readonly keepsWrites: boolean;
  /** Whether all that comes before an event of its thread is left where the event is. */
  readonly fromTheEnd: boolean;
}

/** A round of a loop that changes nothing: reads, and fences other than RCU's. */
const ROUND: TakenAway = {
  kept: new Set(['W', 'LKW', 'UL', 'Rcu-lock', 'Rcu-unlock', 'Srcu-unlock']),
  keepsWrites: true,
  fromTheEnd: false,
};

/**
 * All that threads do from some place on, of which no other has read anything. Sections of RCU before that match as they did, since they
 * are nested.
 */
const REST: TakenAway = {
  kept: new Set(['Rcu-lock', 'Rcu-unlock']),
  keepsWrites: false,
  fromTheEnd: true,
};

/** Relations within a thread, from an earlier event to a later one. */
const FORWARDS = new Set(['po', 'rmw', 'amo', 'addr', 'data', 'ctrl', 'pick-addr', 'pick-data', 'pick-ctrl']);

/** Relations of the two halves of one instruction, which are taken away together. */
const HALVES = new Set(['rmw', 'amo', 'same-instance', 'inner-data', 'inner-pick']);

/** What is asked of a model. */
interface Asked {
  readonly nodes: readonly CatNode[];
  readonly groups: readonly CatGroup[];
  readonly choices: readonly CatChoice[];
  readonly axioms: readonly Pick<CatAxiom, 'node' | 'isNegated'>[];
}

/** Whether rounds of loops that change nothing, and what threads have yet to do, can be left out. */
export function isHereditary(asked: Asked): boolean {
  return [ROUND, REST].every((taken) => holds(asked, taken));
}

function holds({ nodes, groups, choices, axioms }: Asked, taken: TakenAway): boolean {
  const known = settled(nodes, KEYS, true, (node, so) => foundOf(node, groups, so, taken));
  return (
    axioms.every(({ node, isNegated }) => !isNegated && known.shrinks[node]) &&
    choices.every(({ set, relation }) => known.shrinks[set] && known.shrinks[relation])
  );
}

/** By node. */
interface Known {
  /** It only shrinks. */
  readonly shrinks: boolean[];
  /** It stays. */
  readonly stays: boolean[];
  /** Of a set, that none of its events are taken away; of a relation, none of those from which it goes. */
  readonly from: boolean[];
  /** Of a relation, none of those to which it goes. */
  readonly to: boolean[];
  /** Of a relation, that an event from which it goes is left where that to which it goes is. */
  readonly before: boolean[];
  /** Of a relation, the other way round. */
  readonly behind: boolean[];
}

const KEYS = ['shrinks', 'stays', 'from', 'to', 'before', 'behind'] as const;

type Found = Readonly<Record<keyof Known, boolean>>;

function foundOf(node: CatNode, groups: readonly CatGroup[], known: Known, taken: TakenAway): Found {
  const { shrinks, stays, ...ends } = madeOf(node, groups, known, taken);
  return { shrinks, stays, ...ends, before: ends.before || ends.from, behind: ends.behind || ends.to };
}

function madeOf(node: CatNode, groups: readonly CatGroup[], known: Known, taken: TakenAway): Found {
  const isOfGroup = node.operation === 'variable' || node.operation === 'fixpoint';
  const operands = isOfGroup ? [groups[node.group].bodies[node.index]] : node.arguments;
  const [first, second] = operands.map(
    (operand): Found => ({
      shrinks: known.shrinks[operand],
      stays: known.stays[operand],
      from: known.from[operand],
      to: known.to[operand],
      before: known.before[operand],
      behind: known.behind[operand],
    }),
  );
  const every = (key: keyof Known): boolean => operands.every((each) => known[key][each]);
  const some = (key: keyof Known): boolean => operands.some((each) => known[key][each]);
  const both = { shrinks: every('shrinks'), stays: every('stays') };
  switch (node.operation) {
    case 'base':
      return { ...GIVEN, ...ofGiven(node, taken) };
    case 'dynamic':
      return { ...GIVEN, ...ofDecided(node.name, taken) };
    case 'none':
      return { ...GIVEN, from: true, to: true };
    case 'all':
      return GIVEN;
    case 'id':
      return { ...GIVEN, before: true, behind: true };
    case 'union':
      return {
        from: every('from'),
        to: every('to'),
        before: every('before'),
        behind: every('behind'),
        ...both,
      };
    case 'intersection':
      return { from: some('from'), to: some('to'), before: some('before'), behind: some('behind'), ...both };
    case 'difference':
      return {
        ...first,
        shrinks: first.shrinks && second.stays,
        stays: first.stays && second.shrinks,
      };
    case 'complement':
      return { ...GIVEN, shrinks: first.stays, stays: first.shrinks };
    case 'domain':
      return { ...first, ...both, stays: first.stays && first.behind, to: false };
    case 'range':
      return { ...first, ...both, stays: first.stays && first.before, from: first.to, to: false };
    case 'identity':
      return { ...both, from: first.from, to: first.from, before: true, behind: true };
    case 'product':
      return { ...both, from: first.from, to: second.from, before: false, behind: false };
    case 'rows':
      return { ...second, ...both, from: first.from || second.from };
    case 'columns':
      return { ...second, ...both, to: first.from || second.to };
    case 'sequence':
      return {
        shrinks: both.shrinks,
        stays: both.stays && (first.behind || second.before),
        from: first.from,
        to: second.to,
        before: every('before'),
        behind: every('behind'),
      };
    case 'inverse':
      return { ...both, from: first.to, to: first.from, before: first.behind, behind: first.before };
    case 'plus':
      return { ...first, stays: first.stays && (first.behind || first.before) };
    case 'star':
      return { ...first, stays: first.stays && (first.behind || first.before), from: false, to: false };
    case 'optional':
      return { ...first, from: false, to: false };
    case 'variable':
    case 'fixpoint':
      return first;
  }
}

/** What is given shrinks and stays. */
const GIVEN: Found = { shrinks: true, stays: true, from: false, to: false, before: false, behind: false };

function ofGiven({ sort, name }: CatNode, { kept, fromTheEnd }: TakenAway): Partial<Found> {
  if (sort === 'set') return { from: kept.has(name) };
  const isPair = HALVES.has(name);
  return { before: isPair || (fromTheEnd && FORWARDS.has(name)), behind: isPair };
}

/** What a read takes its value from is left where the read is. */
function ofDecided(name: string, { keepsWrites }: TakenAway): Partial<Found> {
  return {
    from: keepsWrites && (name === 'rf' || name === 'co'),
    to: keepsWrites && (name === 'co' || name === 'fr'),
    before: name === 'rf',
  };
}
