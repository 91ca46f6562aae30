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
const DEPENDENCIES: Readonly<Record<string, CauseKind>> = {
  addr: 'address',
  data: 'data',
  ctrl: 'control',
  rmw: 'pair',
};

/** Clauses that a reader of the kernel's documents knows, of which the first that an order is part of is named. */
const CLAUSES = ['ppo', 'cumul-fence', 'strong-fence', 'rcu-fence', 'po-unlock-lock-po'] as const;

/** What accesses carry themselves, in words. */
const CARRIED: Readonly<Record<string, string>> = {
  'po-rel': 'a release is after everything earlier',
  'acq-po': 'an acquire is before everything later',
  'po-unlock-lock-po': 'an unlock and a later lock keep in order what is before the one and behind the other',
};

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
      local.push(step);
      continue;
    }
    edges.push(...localEdge(axiom, local, skeleton, first));
    local = [];
    edges.push(communicationEdge(step, first));
  }
  edges.push(...localEdge(axiom, local, skeleton, first));
  if (axiom.name === 'coherence') return { kind: 'coherence', edges };
  return { kind: 'axiom', edges, axiom: { name: axiom.name, ...countsOf(turned, skeleton) } };
}

/** How many grace periods, and read-side sections gone through backwards, the steps have. */
function countsOf(steps: readonly UnfoldedStep[], { events }: Skeleton) {
  const graces = steps.filter(({ from }) => GRACE_PERIODS.has(events[from].tag));
  return {
    gracePeriods: new Set(graces.map(({ from }) => from)).size,
    sections: steps.filter(({ relation }) => SECTIONS.has(relation)).length,
  };
}

function communicationEdge({ from, to, relation, isReversed }: UnfoldedStep, first: number): Edge {
  const kind = relation === 'rf' ? 'rf' : relation === 'co' ? 'co' : 'fr';
  const ends = isReversed ? { from: to, to: from } : { from, to };
  return { from: first + ends.from, to: first + ends.to, relation: { kind } };
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
  if (steps.every(({ relation }) => relation === 'rmw')) {
    const kind = steps[0].isReversed ? 'atomic' : 'preserved';
    const causes = [cause('pair', null, [], undefined)];
    return [{ ...ends, relation: kind === 'atomic' ? { kind } : { kind, causes } }];
  }
  if (axiom.name === 'coherence') return [{ ...ends, relation: { kind: 'po' } }];
  return [{ ...ends, relation: { kind: 'preserved', causes: causesOf(steps, skeleton) } }];
}

function causesOf(steps: readonly UnfoldedStep[], skeleton: Skeleton): readonly Cause[] {
  const within = new Set(steps.flatMap((step) => step.within));
  const clause = CLAUSES.find((each) => within.has(each)) ?? commonClause(steps);
  const sections = steps.filter(({ relation }) => SECTIONS.has(relation));
  if (sections.length > 0) {
    // The section is gone through backwards: from its unlock to its lock.
    const texts = sections.map(({ from, to }) => {
      const [lock, unlock] = [skeleton.events[to].span, skeleton.events[from].span];
      return `the read-side section from line ${lineOf(lock)} to line ${lineOf(unlock)}`;
    });
    return [cause('rule', texts.join(', then '), [], 'rcu-fence')];
  }
  const fences = steps.slice(1).map(({ from }) => skeleton.events[from]);
  const spans = fences.flatMap(({ role, span }): Span[] => (role === 'fence' ? [span] : []));
  const dependencies = steps.flatMap(({ relation }) => DEPENDENCIES[relation] ?? []);
  const carried = Object.keys(CARRIED).find((each) => within.has(each));
  const isFull = steps.some(({ from, to }) => [from, to].some((each) => skeleton.events[each].tag === 'mb'));
  const causes = [
    ...(spans.length > 0 ? [cause('rule', null, spans, clause)] : []),
    ...dependencies.map((kind) => cause(kind, null, [], clause)),
  ];
  if (causes.length > 0) return causes;
  const rule = isFull ? 'a fully ordered atomic is a full barrier' : CARRIED[carried ?? ''];
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
