/** From expressions to nodes of the plan: functions are applied, names looked up, operators made nodes. */
import type { Span } from '../text/source.js';
import { CatFault, failAt, unsupportedAt } from './cat-fault.js';
import { STDLIB, UNMODELLED } from './cat-library.js';
import type { CatPlanBuilder, CatSort } from './cat-plan.js';
import { type CatItem, CatScope, SORT_WORDS } from './cat-scope.js';
import { sortOfTree } from './cat-sorts.js';
import type { CatBinding, CatCondition, CatOperator, CatPattern, CatTree } from './cat-tree.js';
import { clauseFor } from './match-tag.js';

/** How deep functions may call each other. */
const DEEPEST_CALL = 500;

/** Makes the plan's nodes for expressions. */
export class CatElaborator {
  readonly plan: CatPlanBuilder;
  readonly #variants: ReadonlySet<string>;
  readonly #mentions: Map<string, Span>;
  #depth = 0;

  /** `mentions` is given where names are mentioned first that nothing gives. */
  constructor(plan: CatPlanBuilder, variants: ReadonlySet<string>, mentions: Map<string, Span>) {
    this.plan = plan;
    this.#variants = variants;
    this.#mentions = mentions;
  }

  /** The value of an expression. */
  evaluate(tree: CatTree, scope: CatScope): CatItem {
    switch (tree.kind) {
      case 'name':
        return this.#named(tree.name, tree.span, scope);
      case 'tag':
        return { kind: 'tag', name: tree.name };
      case 'empty':
      case 'universe':
        return { kind: tree.kind };
      case 'braces': {
        const items = tree.items.map((item) => this.evaluate(item, scope));
        return items.length === 0 ? { kind: 'empty' } : { kind: 'collection', items };
      }
      case 'tuple':
        return { kind: 'tuple', items: tree.items.map((item) => this.evaluate(item, scope)) };
      case 'unary':
        return this.#unary(tree, scope);
      case 'chain':
        return this.#chain(tree.operator, tree.operands, scope);
      case 'apply':
        return this.#apply(tree, scope);
      case 'function':
        return { kind: 'function', parameter: tree.parameter, body: tree.body, scope };
      case 'let': {
        const inner = new CatScope(scope);
        this.bind(tree.bindings, tree.isRecursive, scope, inner, tree.span);
        return this.evaluate(tree.body, inner);
      }
      case 'try':
        return this.#try(tree, scope);
      case 'if':
        return this.evaluate(this.holds(tree.condition) ? tree.then : tree.otherwise, scope);
      case 'match':
        return this.#match(tree, scope);
      case 'match-tag':
        return this.evaluate(clauseFor(tree, this.evaluate(tree.subject, scope)), scope);
    }
  }

  #named(name: string, span: Span, scope: CatScope): CatItem {
    const item = scope.find(name) ?? failAt(span, { code: 'unknown-cat-name', name });
    const isOfUser = span.source.name !== STDLIB;
    if (isOfUser && UNMODELLED.has(name) && !this.#mentions.has(name)) this.#mentions.set(name, span);
    return item;
  }

  /** The node of an expression that has to be of a sort. */
  node(tree: CatTree, sort: CatSort, scope: CatScope): number {
    return this.coerce(this.evaluate(tree, scope), sort, tree.span);
  }

  /** The node of a value that has to be of a sort. */
  coerce(item: CatItem, sort: CatSort, span: Span): number {
    if (item.kind === 'empty') return this.plan.none(sort);
    if (item.kind === 'universe') return this.plan.all(sort);
    if (item.kind === 'node' && this.plan.sortOf(item.node) === sort) return item.node;
    failAt(span, { code: 'cat-sort', expected: SORT_WORDS[sort], found: this.#words(item) });
  }

  /** Adds definitions to a scope. */
  bind(
    bindings: readonly CatBinding[],
    isRecursive: boolean,
    scope: CatScope,
    into: CatScope,
    span: Span,
  ): void {
    if (isRecursive) this.#bindRecursive(bindings, scope, into, span);
    else {
      const items = bindings.map(({ value }) => this.evaluate(value, scope));
      for (const [index, { pattern }] of bindings.entries()) this.bindPattern(pattern, items[index], into);
    }
  }

  /** Binds the names of a pattern to a value, or to the parts of a tuple; a definition's name is what they are called by. */
  bindPattern(pattern: CatPattern, item: CatItem, into: CatScope, isDefinition = true): void {
    const { names, isTuple, span } = pattern;
    const items = isTuple && item.kind === 'tuple' ? item.items : [item];
    if (items.length !== names.length) {
      const expected = String(names.length);
      failAt(span, { code: 'wrong-argument-count', name: 'this', expected, found: items.length });
    }
    for (const [index, name] of names.entries()) {
      const bound = items[index];
      if (name === null) continue;
      into.bind(name, bound);
      if (isDefinition && bound.kind === 'node' && !this.plan.names.has(bound.node))
        this.plan.names.set(bound.node, name);
    }
  }

  /** Whether the variants that are on satisfy a condition. */
  holds(condition: CatCondition): boolean {
    switch (condition.kind) {
      case 'variant':
        return this.#variants.has(condition.name);
      case 'not':
        return !this.holds(condition.operand);
      case 'all':
        return condition.operands.every((operand) => this.holds(operand));
      case 'any':
        return condition.operands.some((operand) => this.holds(operand));
    }
  }

  #unary(tree: CatTree & { readonly kind: 'unary' }, scope: CatScope): CatItem {
    const { plan } = this;
    if (tree.operator === '~') {
      const item = this.evaluate(tree.operand, scope);
      if (item.kind === 'empty') return { kind: 'universe' };
      if (item.kind === 'universe') return { kind: 'empty' };
      return nodeItem(plan.complement(this.#anyNode(item, tree.operand.span)));
    }
    if (tree.operator === '[]') return nodeItem(plan.identity(this.node(tree.operand, 'set', scope)));
    const relation = this.node(tree.operand, 'relation', scope);
    switch (tree.operator) {
      case '*':
        return nodeItem(plan.star(relation));
      case '+':
        return nodeItem(plan.plus(relation));
      case '?':
        return nodeItem(plan.optional(relation));
      case '^-1':
        return nodeItem(plan.inverse(relation));
    }
  }

  #chain(operator: CatOperator, operands: readonly CatTree[], scope: CatScope): CatItem {
    const { plan } = this;
    if (operator === ';') {
      const relations = operands.map((operand) => this.node(operand, 'relation', scope));
      return nodeItem(relations.reduceRight((rest, relation) => plan.sequence(relation, rest)));
    }
    if (operator === '*') {
      const sets = operands.map((operand) => this.node(operand, 'set', scope));
      if (sets.length > 2) unsupportedAt(operands[2].span, 'a product of more than two sets');
      return nodeItem(plan.product(sets[0], sets[1]));
    }
    const items = operands.map((operand) => this.evaluate(operand, scope));
    if (operator === '++') return this.#added(items, operands);
    return items.reduce((left, right, index) => {
      const spans = [operands[index - 1].span, operands[index].span] as const;
      return this.#combined(operator, left, right, spans);
    });
  }

  /** `|`, `&` or `\` of two values of one sort. */
  #combined(
    operator: '|' | '&' | '\\',
    left: CatItem,
    right: CatItem,
    spans: readonly [Span, Span],
  ): CatItem {
    if (operator === '|' && left.kind === 'collection' && right.kind === 'collection')
      return { kind: 'collection', items: [...left.items, ...right.items] };
    const known = left.kind === 'node' ? left : right.kind === 'node' ? right : null;
    if (known === null) return this.#ofNeither(operator, left, right, spans);
    const sort = this.plan.sortOf(known.node);
    const [first, second] = [this.coerce(left, sort, spans[0]), this.coerce(right, sort, spans[1])];
    if (operator === '|') return nodeItem(this.plan.union(first, second));
    if (operator === '&') return nodeItem(this.plan.intersection(first, second));
    return nodeItem(this.plan.difference(first, second));
  }

  /** The same where neither value tells its sort: each is everything, nothing, or a collection that is met with such. */
  #ofNeither(operator: string, left: CatItem, right: CatItem, spans: readonly [Span, Span]): CatItem {
    for (const [index, item] of [left, right].entries())
      if (!['empty', 'universe', 'collection'].includes(item.kind)) this.#anyNode(item, spans[index]);
    if (left.kind === 'empty') return operator === '|' ? right : left;
    if (right.kind === 'empty') return operator === '&' ? right : left;
    if (left.kind === 'collection' && right.kind === 'collection')
      unsupportedAt(spans[1], 'comparing collections');
    if (operator === '|') return left.kind === 'universe' ? left : right;
    if (operator === '&') return left.kind === 'universe' ? right : left;
    return right.kind === 'universe' ? { kind: 'empty' } : left;
  }

  /** `e ++ S`: an element more. */
  #added(items: readonly CatItem[], trees: readonly CatTree[]): CatItem {
    let all = items[items.length - 1];
    for (let index = items.length - 2; index >= 0; index--) {
      if (all.kind !== 'empty' && all.kind !== 'collection')
        unsupportedAt(trees[index].span, 'adding single events or pairs');
      const others: readonly CatItem[] = all.kind === 'collection' ? all.items : [];
      all = { kind: 'collection', items: [items[index], ...others] };
    }
    return all;
  }

  #apply(tree: CatTree & { readonly kind: 'apply' }, scope: CatScope): CatItem {
    const callee = this.evaluate(tree.callee, scope);
    const argument = this.evaluate(tree.argument, scope);
    const { span } = tree.argument;
    if (callee.kind === 'primitive') {
      switch (callee.name) {
        case 'domain':
          return nodeItem(this.plan.domain(this.coerce(argument, 'relation', span)));
        case 'range':
          return nodeItem(this.plan.range(this.coerce(argument, 'relation', span)));
        case 'different-values': {
          const differing = this.plan.base('relation', 'different-values');
          return nodeItem(this.plan.intersection(this.coerce(argument, 'relation', span), differing));
        }
        case 'tag2events': {
          if (argument.kind !== 'tag')
            failAt(span, { code: 'cat-sort', expected: 'a tag', found: this.#words(argument) });
          return nodeItem(this.plan.base('set', capitalised(argument.name)));
        }
      }
    }
    if (callee.kind !== 'function')
      failAt(tree.callee.span, { code: 'cat-sort', expected: 'a function', found: this.#words(callee) });
    return this.call(callee.parameter, argument, callee.scope, tree.span, (inner) =>
      this.evaluate(callee.body, inner),
    );
  }

  /** Does something with a parameter bound. */
  call<T>(
    parameter: CatPattern,
    argument: CatItem,
    scope: CatScope,
    span: Span,
    run: (inner: CatScope) => T,
  ): T {
    if (this.#depth >= DEEPEST_CALL) failAt(span, { code: 'too-deep', what: 'calling of functions' });
    const inner = new CatScope(scope);
    const count = argument.kind === 'tuple' ? argument.items.length : 1;
    if (parameter.isTuple && count !== parameter.names.length) {
      const expected = String(parameter.names.length);
      failAt(span, { code: 'wrong-argument-count', name: 'the function', expected, found: count });
    }
    this.bindPattern(parameter, argument, inner, false);
    this.#depth++;
    try {
      return run(inner);
    } finally {
      this.#depth--;
    }
  }

  #try(tree: CatTree & { readonly kind: 'try' }, scope: CatScope): CatItem {
    try {
      return this.evaluate(tree.attempt, scope);
    } catch (fault) {
      if (!(fault instanceof CatFault) || fault.diagnostic.code !== 'unknown-cat-name') throw fault;
      return this.evaluate(tree.otherwise, scope);
    }
  }

  #match(tree: CatTree & { readonly kind: 'match' }, scope: CatScope): CatItem {
    const subject = this.evaluate(tree.subject, scope);
    if (subject.kind === 'empty') return this.evaluate(tree.none, scope);
    if (subject.kind !== 'collection') unsupportedAt(tree.subject.span, 'going through the events of a set');
    const [first, ...rest] = subject.items;
    const inner = new CatScope(scope);
    if (tree.first !== null) inner.bind(tree.first, first);
    const others: CatItem = rest.length === 0 ? { kind: 'empty' } : { kind: 'collection', items: rest };
    if (tree.rest !== null) inner.bind(tree.rest, others);
    return this.evaluate(tree.some, inner);
  }

  #bindRecursive(bindings: readonly CatBinding[], scope: CatScope, into: CatScope, span: Span): void {
    const functions = bindings.filter(({ value }) => value.kind === 'function');
    if (functions.length === bindings.length) {
      for (const { pattern, value } of bindings) this.bindPattern(pattern, this.evaluate(value, into), into);
      return;
    }
    if (functions.length > 0)
      unsupportedAt(functions[0].pattern.span, 'a recursion of functions and relations together');
    const names = bindings.map(({ pattern }) => pattern.names[0] ?? '_');
    const sorts = this.#sortsOf(bindings, names, scope);
    const group = this.plan.openGroup(names, sorts, span);
    const inner = new CatScope(scope);
    for (const [index, name] of names.entries())
      inner.bind(name, nodeItem(this.plan.groups[group].variables[index]));
    const bodies = bindings.map(({ value }, index) => this.node(value, sorts[index], inner));
    const results = this.plan.closeGroup(group, bodies);
    for (const [index, name] of names.entries()) into.bind(name, nodeItem(results[index]));
  }

  /** The sorts of definitions that use each other, from those whose form tells. */
  #sortsOf(bindings: readonly CatBinding[], names: readonly string[], scope: CatScope): readonly CatSort[] {
    const sorts = new Map<string, CatSort | null>(names.map((name) => [name, null]));
    const sortOf = (name: string): CatSort | null => {
      if (sorts.has(name)) return sorts.get(name) ?? null;
      const item = scope.find(name);
      return item?.kind === 'node' ? this.plan.sortOf(item.node) : null;
    };
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const [index, { value }] of bindings.entries()) {
        const sort = sorts.get(names[index]) === null ? sortOfTree(value, sortOf) : null;
        if (sort === null) continue;
        sorts.set(names[index], sort);
        isNew = true;
      }
    }
    return names.map((name) => sorts.get(name) ?? 'relation');
  }

  #anyNode(item: CatItem, span: Span): number {
    if (item.kind === 'node') return item.node;
    failAt(span, { code: 'cat-sort', expected: 'a set or a relation', found: this.#words(item) });
  }

  #words(item: CatItem): string {
    if (item.kind === 'node') return SORT_WORDS[this.plan.sortOf(item.node)];
    return item.kind === 'primitive' ? 'a function' : item.kind === 'empty' ? 'nothing' : `a ${item.kind}`;
  }
}

/** How herd7 names the set of the events with a tag: its first letter is a capital. */
export function capitalised(tag: string): string {
  return tag.slice(0, 1).toUpperCase() + tag.slice(1);
}

function nodeItem(node: number): CatItem {
  return { kind: 'node', node };
}
