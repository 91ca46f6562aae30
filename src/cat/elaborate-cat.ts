/** From the files of a model to its plan and its checks: statements in order, each seeing what those before it defined. */
import type { Source, Span } from '../text/source.js';
import { failAt, unsupportedAt } from './cat-fault.js';
import { ABSENT, GIVEN, LIBRARY, PRELUDE, STDLIB, UNMODELLED, VARIANTS } from './cat-library.js';
import type { CatAxiom, CatSources } from './cat-model.js';
import { CatPlanBuilder } from './cat-plan.js';
import { type CatItem, CatScope } from './cat-scope.js';
import type { CatStatement } from './cat-tree.js';
import { chooseOrder } from './choose-order.js';
import { CatElaborator, capitalised } from './elaborate-cat-expression.js';
import { includePath } from './include-path.js';
import { missesInitialWrites } from './initial-writes.js';
import { parseCat } from './parse-cat.js';

/** How deep files may include each other. */
const DEEPEST_INCLUDE = 20;

/** What a model's files come to. */
export interface ElaboratedCat {
  readonly plan: CatPlanBuilder;
  readonly checks: readonly CatAxiom[];
}

/** Reads the files of a model, the file of tags first. */
export function elaborateCat(sources: CatSources): ElaboratedCat {
  const elaboration = new Elaboration(sources);
  elaboration.file({ name: STDLIB, text: PRELUDE });
  if (sources.bell) elaboration.file(sources.bell);
  elaboration.file(sources.model);
  const { plan, checks, mentions } = elaboration;
  refuseUnmodelled(plan, checks, mentions);
  return { plan, checks };
}

/** Refuses a check that hangs on what nothing gives; one that only seems to, as where it is met with nothing, does not. */
function refuseUnmodelled(
  { nodes, groups }: CatPlanBuilder,
  checks: readonly CatAxiom[],
  mentions: ReadonlyMap<string, Span>,
): void {
  const seen = new Set<number>();
  const misses = missesInitialWrites(nodes, groups);
  for (const check of checks) {
    if (misses[check.node])
      unsupportedAt(check.span, "going back to initial writes ('IW')", NO_INITIAL_WRITES);
    const pending = [check.node];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const { operation, name, group, arguments: operands } = nodes[next];
      if (operation === 'base' && UNMODELLED.has(name))
        unsupportedAt(mentions.get(name) ?? check.span, `'${name}'`, NO_REGISTERS);
      pending.push(...(operation === 'fixpoint' ? groups[group].bodies : operands));
    }
  }
}

const NO_REGISTERS =
  'events here are accesses to memory and barriers, with addr, data, ctrl and pick dependencies between them';

const NO_INITIAL_WRITES =
  'they are no events here: nothing is before them, and only rf^-1 ; co leads through them';

class Elaboration {
  readonly plan = new CatPlanBuilder();
  readonly checks: CatAxiom[] = [];
  /** Where names are mentioned first that nothing gives. */
  readonly mentions = new Map<string, Span>();
  readonly #sources: CatSources;
  readonly #elaborator: CatElaborator;
  #scope = new CatScope(null);
  #depth = 0;

  constructor(sources: CatSources) {
    this.#sources = sources;
    this.#elaborator = new CatElaborator(
      this.plan,
      new Set([...VARIANTS, ...(sources.variants ?? [])]),
      this.mentions,
    );
    for (const [name, sort] of GIVEN) this.#scope.bind(name, node(this.plan.base(sort, name)));
    // The last write of each location is the one that nothing is behind in coherence.
    const overwritten = this.plan.domain(this.plan.base('relation', 'co'));
    this.#scope.bind('FW', node(this.plan.difference(this.plan.base('set', 'W'), overwritten)));
    // What an instruction orders within itself, beyond data and control: the halves of an atomic.
    this.#scope.bind('iico_order', node(this.plan.base('relation', 'amo')));
    for (const name of ABSENT) this.#scope.bind(name, node(this.plan.none('set')));
    for (const [name, sort] of UNMODELLED) this.#scope.bind(name, node(this.plan.base(sort, name)));
    for (const name of sources.sets ?? []) this.#scope.bind(name, node(this.plan.base('set', name)));
    for (const name of sources.relations ?? [])
      this.#scope.bind(name, node(this.plan.base('relation', name)));
    for (const name of ['domain', 'range', 'different-values', 'tag2events'] as const)
      this.#scope.bind(name, { kind: 'primitive', name });
  }

  file(source: Source): void {
    this.#statements(parseCat(source));
  }

  #statements(statements: readonly CatStatement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: CatStatement): void {
    switch (statement.kind) {
      case 'let': {
        // Functions keep the scope they were defined in, so that each definition opens one.
        const scope = new CatScope(this.#scope);
        this.#elaborator.bind(statement.bindings, statement.isRecursive, this.#scope, scope, statement.span);
        this.#scope = scope;
        return;
      }
      case 'check':
      case 'flag':
      case 'undefined-unless':
        this.#check(statement);
        return;
      case 'include':
        this.#include(statement);
        return;
      case 'enum':
        this.#enumerate(statement);
        return;
      case 'procedure': {
        const { name, parameter, body } = statement;
        this.#scope = new CatScope(this.#scope);
        this.#scope.bindProcedure(name, { parameter, body, scope: this.#scope });
        return;
      }
      case 'call':
        this.#call(statement);
        return;
      case 'with':
        this.#choose(statement);
        return;
      case 'if':
        this.#statements(this.#elaborator.holds(statement.condition) ? statement.then : statement.otherwise);
        return;
      case 'ignored':
        return;
    }
  }

  #check(statement: CatStatement & { readonly kind: CatAxiom['kind'] }): void {
    const { kind, test, isNegated, tree, span } = statement;
    const item = this.#elaborator.evaluate(tree, this.#scope);
    const isSet = test === 'empty' && item.kind === 'node' && this.plan.sortOf(item.node) === 'set';
    const checked = this.#elaborator.coerce(item, isSet ? 'set' : 'relation', tree.span);
    const name = statement.name ?? `${isNegated ? 'not-' : ''}${test}-${this.checks.length + 1}`;
    this.checks.push({ kind, test, isNegated, node: checked, name, span });
  }

  #include({ path, span }: CatStatement & { readonly kind: 'include' }): void {
    const own = LIBRARY.get(path);
    // What ours includes is looked for where the user's would be.
    const source =
      own === undefined
        ? this.#sources.include?.(path, span.source)
        : { name: includePath(span.source.name, path), text: own };
    if (source === undefined || source === null) failAt(span, { code: 'cat-include', name: path });
    if (this.#depth >= DEEPEST_INCLUDE) failAt(span, { code: 'too-deep', what: 'including of files' });
    this.#depth++;
    this.file(source);
    this.#depth--;
  }

  #enumerate({ name, tags, span }: CatStatement & { readonly kind: 'enum' }): void {
    const { tags: known } = this.#sources;
    const unknown = known === undefined ? undefined : tags.find((tag) => !known.includes(tag));
    if (unknown !== undefined)
      unsupportedAt(span, `the tag '${unknown}`, 'accesses and barriers have those of the variant lkmmv2');
    this.#scope = new CatScope(this.#scope);
    for (const tag of tags) {
      const set = capitalised(tag);
      this.#scope.bind(set, node(this.plan.base('set', set)));
    }
    const items = tags.map((tag): CatItem => ({ kind: 'tag', name: tag }));
    // A name may be that of one of its tags, as the kernel's SRCU is not but others are: the set is what is used.
    if (!tags.some((tag) => capitalised(tag) === name)) this.#scope.bind(name, { kind: 'collection', items });
  }

  #call({ name, argument, span }: CatStatement & { readonly kind: 'call' }): void {
    const procedure = this.#scope.findProcedure(name);
    if (procedure === null) failAt(span, { code: 'unknown-cat-name', name });
    const item = this.#elaborator.evaluate(argument, this.#scope);
    this.#elaborator.call(procedure.parameter, item, procedure.scope, span, (inner) => {
      const outer = this.#scope;
      this.#scope = inner;
      this.#statements(procedure.body);
      this.#scope = outer;
    });
  }

  /** `with co from …`: the engine chooses coherence, whatever the file would generate it from; and other orders. */
  #choose(statement: CatStatement & { readonly kind: 'with' }): void {
    const { name, span } = statement;
    const coherence = { node: this.plan.base('relation', 'co'), forbidden: null };
    const { node: chosen, forbidden } =
      name === 'co' ? coherence : chooseOrder(statement, this.#elaborator, this.#scope);
    if (forbidden !== null) {
      const broken = this.plan.intersection(chosen, forbidden);
      this.checks.push({ kind: 'check', test: 'empty', isNegated: false, node: broken, name, span });
    }
    this.#scope = new CatScope(this.#scope);
    this.#scope.bind(name, node(chosen));
  }
}

function node(index: number): CatItem {
  return { kind: 'node', node: index };
}
