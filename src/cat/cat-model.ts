/** A memory model read from cat: its checks over a plan. `loadCat` is the way in. */
import type { Diagnostic } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { CatFault } from './cat-fault.js';
import type { CatChoice, CatGroup, CatNode, CatPlanBuilder } from './cat-plan.js';
import type { CatCheckKind, CatTest } from './cat-tree.js';
import { demandsAtomicity, demandsCoherence, isGranted } from './coherence-axioms.js';
import { elaborateCat } from './elaborate-cat.js';
import { isHereditary } from './hereditary.js';
import { freeGroupsOf, isDynamicByNode, refuseNonMonotone, refuseTooDeep } from './plan-dependence.js';

/** A check of a model: what its last line on some relation says. */
export interface CatAxiom {
  readonly kind: CatCheckKind;
  readonly test: CatTest;
  /** `~empty` and the like. */
  readonly isNegated: boolean;
  readonly node: number;
  /** What follows `as`; made from the test where nothing does. */
  readonly name: string;
  readonly span: Span;
}

/** A model that can be asked of executions: see `CatInstance`. */
export interface CatModel {
  readonly nodes: readonly CatNode[];
  readonly groups: readonly CatGroup[];
  /** By node: whether it depends on rf, co or fr. */
  readonly isDynamic: readonly boolean[];
  /** By node: the recursions whose variables it uses, the innermost having the highest number. */
  readonly freeGroups: readonly ReadonlySet<number>[];
  /** By node: what the model's text calls it, where it has a name. */
  readonly names: ReadonlyMap<number, string>;
  /** Orders that each execution chooses: there is one that satisfies the axioms. */
  readonly choices: readonly CatChoice[];
  /** What an execution must satisfy, in the order of the file. */
  readonly axioms: readonly CatAxiom[];
  /** What is only remarked on. */
  readonly flags: readonly CatAxiom[];
  /** Whether `po-loc | rf | co | fr` has to be acyclic, so that a search may order writes as that demands. */
  readonly isCoherent: boolean;
  /** Whether `rmw & (fre ; coe)` has to be empty. */
  readonly isAtomic: boolean;
  /** The axioms that ask nothing else. */
  readonly granted: ReadonlySet<CatAxiom>;
  /** Whether rounds of loops that change nothing can be left out of executions (hereditary.ts). */
  readonly isHereditary: boolean;
}

/** Where a model comes from and what it may use. */
export interface CatSources {
  readonly model: Source;
  /** The file of tags that is read first, as `linux-kernel.bell`. */
  readonly bell?: Source | null;
  /** A file that `from` includes; null when there is none. What the engine does itself is never asked for. */
  readonly include?: (path: string, from: Source) => Source | null;
  /** Variants that are on, for `if "…"`. */
  readonly variants?: readonly string[];
  /** The tags that events have; without them any may be named. One that no event has would be taken for an empty set. */
  readonly tags?: readonly string[];
  /** Sets that the engine gives besides those that cat-library.ts lists and the tags of a bell file. */
  readonly sets?: readonly string[];
  /** Relations that it gives besides those. */
  readonly relations?: readonly string[];
}

/** A model, or what is wrong with its text. */
export type LoadedCat =
  | { readonly model: CatModel; readonly diagnostics: readonly [] }
  | { readonly model: null; readonly diagnostics: readonly Diagnostic[] };

/** Reads a model. */
export function loadCat(sources: CatSources): LoadedCat {
  try {
    const { plan, checks } = elaborateCat(sources);
    return { model: modelOf(plan, checks), diagnostics: [] };
  } catch (fault) {
    if (!(fault instanceof CatFault)) throw fault;
    return { model: null, diagnostics: [fault.diagnostic] };
  }
}

function modelOf(plan: CatPlanBuilder, checks: readonly CatAxiom[]): CatModel {
  const axioms = checks.filter(({ kind }) => kind === 'check');
  // Asking makes nodes, so that it comes first.
  const isCoherent = axioms.some((axiom) => demandsCoherence(axiom, plan));
  const isAtomic = axioms.some((axiom) => demandsAtomicity(axiom, plan));
  const granted = axioms.filter((axiom) => isGranted(axiom, plan));
  const { nodes, groups } = plan;
  refuseTooDeep(nodes, groups, checks);
  const isDynamic = isDynamicByNode(nodes, groups);
  refuseNonMonotone(nodes, groups, isDynamic, plan.groupSpans);
  return {
    nodes,
    groups,
    choices: plan.choices,
    isDynamic,
    names: plan.names,
    freeGroups: freeGroupsOf(nodes, groups),
    axioms,
    flags: checks.filter(({ kind }) => kind !== 'check'),
    isCoherent,
    isAtomic,
    granted: new Set(granted),
    isHereditary: isHereditary({ nodes, groups, choices: plan.choices, axioms }),
  };
}
