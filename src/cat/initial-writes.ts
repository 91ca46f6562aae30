/**
 * Initial writes are no events here. Nothing is before them, so that what leads from one to an event is in no cycle and need not be
 * there. What goes back to one and on from there would be missed, as `(IW * M)^-1 ; rf` would be: a check that hangs on that is
 * refused. What is met with pairs that never end at an initial write does not go back to one: in the kernel's model
 * `fr & wr-vis^-1`, where `wr-vis` may begin at one.
 */
import type { CatGroup, CatNode, CatOperation } from './cat-plan.js';
import { settled } from './fixed-point.js';

/** By node. */
interface Ends {
  /** Of a set, that initial writes may be in it; of a relation, that it may lead from one to an event. */
  readonly begins: boolean[];
  /** That it may lead from an event to one. */
  readonly ends: boolean[];
  /** That it may lead from one to one. */
  readonly stays: boolean[];
  /** That it leads from some, or has some in it, because the model names them. */
  readonly isNamed: boolean[];
  /** That it leads from events to such. */
  readonly goesBack: boolean[];
  /** That something is missed: what goes back, and on from there. */
  readonly isMissed: boolean[];
}

const KEYS = ['begins', 'ends', 'stays', 'isNamed', 'goesBack', 'isMissed'] as const;

type Found = Readonly<Record<keyof Ends, boolean>>;

const NOTHING: Found = {
  begins: false,
  ends: false,
  stays: false,
  isNamed: false,
  goesBack: false,
  isMissed: false,
};

const ANYTHING: Found = { ...NOTHING, begins: true, ends: true, stays: true };

/** Sets that initial writes are not in. */
const OTHERS = new Set(['R', 'F', 'RMW', 'LKR', 'LKW', 'UL', 'LF', 'RL', 'RU']);

/** Relations that lead from one to an event, and those that lead everywhere. */
const BEGINNING = new Set(['rf', 'co']);
const EVERYWHERE = new Set(['loc', 'ext', 'int']);

/** By node, whether a check of it would miss something. */
export function missesInitialWrites(
  nodes: readonly CatNode[],
  groups: readonly CatGroup[],
): readonly boolean[] {
  const known = settled(nodes, KEYS, false, (node, so) => foundOf(node, { nodes, groups, known: so }));
  return nodes.map((_, index) => known.isMissed[index] || known.goesBack[index]);
}

interface Graph {
  readonly nodes: readonly CatNode[];
  readonly groups: readonly CatGroup[];
  readonly known: Ends;
}

function foundOf(node: CatNode, { nodes, groups, known }: Graph): Found {
  const isOfGroup = node.operation === 'variable' || node.operation === 'fixpoint';
  const operands = isOfGroup ? groups[node.group].bodies.slice(node.index, node.index + 1) : node.arguments;
  const all = operands.map(
    (operand): Found => ({
      begins: known.begins[operand],
      ends: known.ends[operand],
      stays: known.stays[operand],
      isNamed: known.isNamed[operand],
      goesBack: known.goesBack[operand],
      isMissed: known.isMissed[operand],
    }),
  );
  const found = node.operation === 'base' ? ofGiven(node) : foundBy(node, all);
  const isWithout = node.operation === 'difference' && isNameOf(nodes[operands[1]]);
  return {
    ...found,
    begins: found.begins && !isWithout,
    isMissed: found.isMissed || all.some((each) => each.isMissed),
  };
}

function foundBy({ operation, name }: CatNode, all: readonly Found[]): Found {
  if (operation === 'dynamic') return { ...NOTHING, begins: BEGINNING.has(name) };
  const [first = NOTHING, second = NOTHING] = all;
  return RULES[operation]?.(first, second, all) ?? first;
}

function isNameOf({ operation, name }: CatNode): boolean {
  return operation === 'base' && name === 'IW';
}

function ofGiven(node: CatNode): Found {
  const { sort, name } = node;
  if (sort === 'set') return { ...NOTHING, begins: !OTHERS.has(name), isNamed: isNameOf(node) };
  return EVERYWHERE.has(name) ? ANYTHING : NOTHING;
}

type Rule = (first: Found, second: Found, all: readonly Found[]) => Found;

const among = (all: readonly Found[], key: keyof Ends): boolean => all.some((each) => each[key]);

const closure: Rule = (first) => ({ ...first, isMissed: first.goesBack && first.begins });

/** Of what is made of others; what is missed in those is missed. Operations without a rule give what they are given. */
const RULES: Partial<Record<CatOperation, Rule>> = {
  all: () => ANYTHING,
  complement: () => ANYTHING,
  id: () => ({ ...NOTHING, stays: true }),
  union: (_first, _second, all) => ({
    begins: among(all, 'begins'),
    ends: among(all, 'ends'),
    stays: among(all, 'stays'),
    isNamed: among(all, 'isNamed'),
    goesBack: among(all, 'goesBack'),
    isMissed: false,
  }),
  intersection: (_first, _second, all) => {
    const every = (key: keyof Ends): boolean => all.every((each) => each[key]);
    const [begins, ends, stays] = [every('begins'), every('ends'), every('stays')];
    const isNamed = (begins || stays) && among(all, 'isNamed');
    return { begins, ends, stays, isNamed, goesBack: ends && among(all, 'goesBack'), isMissed: false };
  },
  domain: (first) => ({
    ...NOTHING,
    begins: first.begins || first.stays,
    isNamed: first.isNamed,
    isMissed: first.goesBack,
  }),
  range: (first) => ({ ...NOTHING, begins: first.ends || first.stays, isNamed: first.goesBack }),
  identity: (first) => ({ ...NOTHING, stays: first.begins, isNamed: first.isNamed }),
  product: (first, second) => ({
    begins: first.begins,
    ends: second.begins,
    stays: first.begins && second.begins,
    isNamed: first.isNamed,
    goesBack: second.isNamed,
    isMissed: false,
  }),
  rows: (set, relation) => {
    const [begins, stays] = [set.begins && relation.begins, set.begins && relation.stays];
    const isNamed = (begins || stays) && (set.isNamed || relation.isNamed);
    return { ...relation, begins, stays, isNamed };
  },
  columns: (set, relation) => {
    const [ends, stays] = [set.begins && relation.ends, set.begins && relation.stays];
    return { ...relation, ends, stays, goesBack: ends && (set.isNamed || relation.goesBack) };
  },
  sequence: (first, second) => ({
    begins: first.begins || (first.stays && second.begins),
    ends: second.ends || (first.ends && second.stays),
    stays: (first.stays && second.stays) || (first.begins && second.ends),
    isNamed: first.isNamed,
    goesBack: second.goesBack || (first.goesBack && second.stays),
    isMissed: first.goesBack && second.begins,
  }),
  inverse: (first) => ({
    begins: first.ends,
    ends: first.begins,
    stays: first.stays,
    isNamed: first.goesBack,
    goesBack: first.isNamed && first.begins,
    isMissed: false,
  }),
  plus: closure,
  star: (first, ...rest) => ({ ...closure(first, ...rest), stays: true }),
  optional: (first) => ({ ...first, stays: true }),
};
