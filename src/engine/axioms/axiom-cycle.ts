/**
 * From the steps that violate an axiom to a cycle as it is told: accesses, and between two of a thread what orders them (fences,
 * dependencies, acquire and release, grace periods and read-side sections), with what the model calls it.
 */

import type { Skeleton } from '../../axioms/skeleton.js';
import type { UnfoldedStep } from '../../axioms/unfold.js';
import type { CatAxiom } from '../../cat/cat-model.js';
import type { Cause, CauseKind } from '../../execution/cause.js';
import type { Cycle, Edge } from '../../execution/edge.js';
import { lineOf, type Span } from '../../text/source.js';

const COMMUNICATION: ReadonlySet<string> = new Set(['rf', 'co', 'fr']);
const SECTIONS: ReadonlySet<string> = new Set(['rcu-rscs', 'srcu-rscs']);
const GRACE_PERIODS: ReadonlySet<string> = new Set(['sync-rcu', 'sync-srcu']);
/** Program order of a machine's thread that is in no section, as a grace period sees it. */
const MOMENT = 'one-moment';
const DEPENDENCIES: Readonly<Record<string, CauseKind>> = {
  addr: 'address',
  data: 'data',
  ctrl: 'control',
  rmw: 'pair',
  amo: 'pair',
  // Of the machines.
  'inner-data': 'data',
  'pick-addr': 'choice',
  'pick-data': 'choice',
  'inner-pick': 'choice',
  'pick-ctrl': 'choice',
};

/** Clauses that a reader of the kernel's documents knows, of which the first that an order is part of is named. */
const CLAUSES = ['ppo', 'cumul-fence', 'strong-fence', 'rcu-fence', 'po-unlock-lock-po'] as const;

/** What accesses carry themselves, in words. */
const CARRIED: Readonly<Record<string, string>> = {
  'po-rel': 'a release is after everything earlier',
  'acq-po': 'an acquire is before everything later',
  'po-unlock-lock-po': 'an unlock and a later lock keep in order what is before the one and behind the other',
};

/** The same in the machines' texts. */
const CARRIED_ON_MACHINES: typeof CARRIED = {
  ...CARRIED,
  'rel-acq': 'a store-release is before a later load-acquire',
  'acq-rel-po': 'the write of an atomic that is both acquire and release is before everything later',
  'rule-7': 'two accesses with RCsc annotations: .aq or .rl on an AMO, LR or SC',
  'locked-po': 'an atomic instruction is ordered with everything',
  'po-locked': 'an atomic instruction is ordered with everything',
  'load-po': 'loads are not reordered with later accesses',
  'store-store': 'stores are not reordered with later stores',
};

/** The axiom of machines (models/machine-texts.ts) that a grace period waits. */
export const GRACE_PERIODS_AXIOM = 'grace-periods';

/** The cycle that steps of a skeleton's events make; `first` is added to their numbers. */
export function cycleOf(
  axiom: CatAxiom,
  steps: readonly UnfoldedStep[],
  skeleton: Skeleton,
  first: number,
): Cycle {
  const start = steps.findIndex(({ relation }) => COMMUNICATION.has(relation));
  const turned = [...steps.slice(start + 1), ...steps.slice(0, start + 1)];
  const edges: Edge[] = [];
  let local: UnfoldedStep[] = [];
  for (const step of turned) {
    if (!COMMUNICATION.has(step.relation)) {
      if (local.length > 0 && isStop(axiom, local[local.length - 1], step, skeleton)) {
        edges.push(...localEdge(axiom, local, skeleton, first));
        local = [];
      }
      local.push(step);
      continue;
    }
    edges.push(...localEdge(axiom, local, skeleton, first));
    local = [];
    edges.push(communicationEdge(step, skeleton, first));
  }
  edges.push(...localEdge(axiom, local, skeleton, first));
  if (axiom.name === 'coherence') return { kind: 'coherence', edges };
  return {
    kind: 'axiom',
    edges: joinedHalves(edges, skeleton, first),
    axiom: { name: axiom.name, ...countsOf(turned, skeleton) },
  };
}

/**
 * Whether an access between two steps within a thread is on the way to people too. On a machine it is where sections begin and end,
 * and beside fences; elsewhere it may be what only carries a dependency on.
 */
function isStop(axiom: CatAxiom, before: UnfoldedStep, behind: UnfoldedStep, { events }: Skeleton): boolean {
  if (axiom.name !== GRACE_PERIODS_AXIOM) return false;
  const { role, tag } = events[behind.from];
  if (role === 'fence' || tag === 'srcu-lock' || tag === 'srcu-unlock') return false;
  const isHeld = [before, behind].every(({ within }) => within.includes('held-back'));
  return (
    !isHeld &&
    (isBesideFence(events[before.from]) || isBesideFence(events[behind.to]) || isMoment(before, behind))
  );
}

function isBesideFence({ role, tag, marks }: Skeleton['events'][number]): boolean {
  return (role === 'fence' && marks?.fence?.kind !== 'isb') || tag === 'srcu-lock' || tag === 'srcu-unlock';
}

function isMoment(...steps: readonly UnfoldedStep[]): boolean {
  return steps.some(({ relation }) => relation === MOMENT);
}

/** How many grace periods, and read-side sections gone through backwards, the steps have. */
function countsOf(steps: readonly UnfoldedStep[], { events }: Skeleton) {
  const graces = steps.filter(({ from }) => GRACE_PERIODS.has(events[from].tag));
  const stretches = steps.filter(({ relation }) => relation === MOMENT).length;
  return {
    gracePeriods: new Set(graces.map(({ from }) => from)).size,
    sections: steps.filter(({ relation }) => SECTIONS.has(relation)).length,
    ...(stretches > 0 && { stretches }),
  };
}

function communicationEdge(
  { from, to, relation, isReversed }: UnfoldedStep,
  skeleton: Skeleton,
  first: number,
): Edge {
  const kind = relation === 'rf' ? 'rf' : relation === 'co' ? 'co' : 'fr';
  const [source, target] = isReversed ? [to, from] : [from, to];
  // Where a model takes the halves of an atomic for one event, a step may name the other half.
  const half = kind === 'fr' ? readHalf(source, skeleton) : writeHalf(source, skeleton);
  const otherHalf = kind === 'rf' ? readHalf(target, skeleton) : writeHalf(target, skeleton);
  return { from: first + half, to: first + otherHalf, relation: { kind } };
}

function writeHalf(event: number, { events, reads }: Skeleton): number {
  return events[event].data === null ? (reads.find((read) => read.event === event)?.partner ?? event) : event;
}

function readHalf(event: number, { events }: Skeleton): number {
  const { data, pair, base } = events[event];
  return data !== null && pair !== -1 ? base + pair : event;
}

/** The edges with one more between the halves of an atomic, where one ends at the one half and the next begins at the other. */
function joinedHalves(edges: readonly Edge[], skeleton: Skeleton, first: number): readonly Edge[] {
  return edges.flatMap((edge, index): readonly Edge[] => {
    const [from, to] = [edge.to, edges[(index + 1) % edges.length].from];
    if (from === to) return [edge];
    const isForth = writeHalf(from - first, skeleton) === to - first;
    const causes = [cause('pair', null, [], undefined)];
    return [edge, { from, to, relation: isForth ? { kind: 'preserved', causes } : { kind: 'atomic' } }];
  });
}

/** What orders the ends of some steps within a thread; nothing where these are one event. */
function localEdge(
  axiom: CatAxiom,
  steps: readonly UnfoldedStep[],
  skeleton: Skeleton,
  first: number,
): readonly Edge[] {
  if (steps.length === 0) return [];
  const [from, to] = [steps[0].from, steps[steps.length - 1].to];
  if (from === to) return [];
  const ends = { from: first + from, to: first + to };
  if (steps.every(({ relation }) => relation === 'rmw' || relation === 'amo')) {
    const kind = steps[0].isReversed ? 'atomic' : 'preserved';
    const causes = [cause('pair', null, [], undefined)];
    return [{ ...ends, relation: kind === 'atomic' ? { kind } : { kind, causes } }];
  }
  if (axiom.name === 'coherence') return [{ ...ends, relation: { kind: 'po' } }];
  return [{ ...ends, relation: { kind: 'preserved', causes: causesOf(axiom, steps, skeleton) } }];
}

function causesOf(axiom: CatAxiom, steps: readonly UnfoldedStep[], skeleton: Skeleton): readonly Cause[] {
  const within = new Set(steps.flatMap((step) => step.within));
  const ofMachine = axiom.name === GRACE_PERIODS_AXIOM;
  const clause = ofMachine ? undefined : (CLAUSES.find((each) => within.has(each)) ?? commonClause(steps));
  const sections = steps.filter(({ relation }) => SECTIONS.has(relation));
  if (sections.length > 0) {
    // The section is gone through backwards: from its unlock to its lock.
    const texts = sections.map(({ from, to }) => {
      const [lock, unlock] = [skeleton.events[to].span, skeleton.events[from].span];
      return `the read-side section from line ${lineOf(lock)} to line ${lineOf(unlock)}`;
    });
    return [cause('rule', texts.join(', then '), [], ofMachine ? undefined : 'rcu-fence')];
  }
  if (isMoment(...steps)) return [cause('rule', 'program order, as a grace period finds it', [], undefined)];
  const fences = steps.slice(1).map(({ from }) => skeleton.events[from]);
  const spans = fences.flatMap(({ role, span }): Span[] => (role === 'fence' ? [span] : []));
  const dependencies = steps.flatMap(({ relation }) => DEPENDENCIES[relation] ?? []);
  const known = ofMachine ? CARRIED_ON_MACHINES : CARRIED;
  const carried = Object.keys(known).find((each) => within.has(each));
  const isFull = steps.some(({ from, to }) => [from, to].some((each) => skeleton.events[each].tag === 'mb'));
  const isWithin = ({ start, source }: Span): boolean =>
    ofMachine &&
    skeleton.events.some(
      ({ role, span }) => role !== 'fence' && span.start === start && span.source === source,
    );
  const causes = [
    ...(spans.length > 0 ? [{ ...cause('rule', null, spans, clause), within: spans.map(isWithin) }] : []),
    ...dependencies.map((kind) => cause(kind, null, [], clause)),
  ];
  if (ofMachine && spans.length === 0 && carried !== undefined)
    return [cause('rule', known[carried], [], clause)];
  if (ofMachine && causes.length === 0 && within.has('same-location'))
    return [cause('same-location', null, [], clause)];
  if (causes.length > 0) return causes;
  const rule = isFull ? 'a fully ordered atomic is a full barrier' : known[carried ?? ''];
  return [cause('rule', rule ?? 'program order', [], clause)];
}

/** In a model of the user's own, the innermost definition that all of an order is part of and that is no dependency's. */
function commonClause(steps: readonly UnfoldedStep[]): string | undefined {
  const [first, ...others] = steps;
  return first.within.findLast(
    (name) => name !== 'po' && !(name in DEPENDENCIES) && others.every(({ within }) => within.includes(name)),
  );
}

function cause(kind: CauseKind, rule: string | null, at: readonly Span[], clause: string | undefined): Cause {
  return {
    kind,
    rule,
    at,
    within: at.map(() => false),
    plain: false,
    ...(clause !== undefined && { clause }),
  };
}
