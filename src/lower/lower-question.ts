/**
 * The condition, the filter and the list of locations, resolved: which observables the search records, and the
 * propositions over them. A name that the test does not have is an error here; herd7 takes it as 0.
 */

import { PAGE_FLAGS } from '../kernel/structure.js';
import type { Asserted, Observable, Operand, Operator, Proposition, Question } from '../program/condition.js';
import { type IntegerType, wrap } from '../program/expression.js';
import type { NamedObservable, WholeArray } from '../program/test.js';
import { commentReader } from '../syntax/comment.js';
import type { NameTree } from '../syntax/expectation.js';
import type { QuestionTree } from '../syntax/parse-question.js';
import type { ConditionOperand, PropositionTree } from '../syntax/tree.js';
import { unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import type { AssertionSite } from './assertion.js';
import type { MemoryCell } from './memory-layout.js';
import type { Observed, ObservedArray, ObservedOperand, Observer, Side } from './observe.js';

/** The question, and the names that the header gives to observables. */
export interface LoweredQuestion {
  readonly question: Question;
  readonly names: readonly NamedObservable[];
  readonly arrays: readonly WholeArray[];
  /** What the condition and the filter compare. */
  readonly compared: readonly Compared[];
}

/** A comparison of the question. */
export interface Compared {
  readonly span: Span;
  readonly operator: Operator;
  readonly left: ObservedOperand;
  readonly right: ObservedOperand;
  /** The location whose address the right side is, if it is one; `bare` if it is written as its value is on the left. */
  readonly address: { readonly text: string; readonly span: Span; readonly bare: boolean } | null;
}

/** What a test asks, what its header names, and the assertions of each thread. */
export interface Asking {
  readonly tree: QuestionTree;
  readonly nameTrees: readonly NameTree[];
  readonly sites: readonly (readonly AssertionSite[])[];
}

/** Resolves everything that the test asks; `cells` are the locations that exist once all names are known. */
export function lowerQuestion(
  { tree, nameTrees, sites }: Asking,
  observer: Observer,
  cells: () => readonly MemoryCell[],
): LoweredQuestion {
  const shown = new Collection();
  const filtered = new Collection();
  const { condition, filter } = tree;
  const asking = new Resolver(observer, shown);
  const filtering = new Resolver(observer, filtered);
  const asked = condition && asking.proposition(condition.proposition);
  const kept = filter && filtering.proposition(filter);
  const named = nameTrees.map(({ operand }) => observer.operand(operand, 'left'));
  shown.addAll(tree.locations.flatMap((item) => observer.listed(item)));
  for (const operand of named) if (operand !== null && operand.kind !== 'value') shown.add(operand);
  const listed = tree.locations.map((item) => observer.array(item)).filter((array) => array !== null);
  const arrays = new Map([...asking.arrays.values(), ...listed].map((array) => [array.name, array]));
  const asserting = sites.flatMap((each, thread) => each.map((site) => ({ ...site, thread })));
  const isAssertion = condition === null && asserting.length > 0;
  // A test that asks nothing shows all that it has.
  if (condition === null && tree.locations.length === 0 && !isAssertion) shown.addAll(observer.everything());
  const asserted = isAssertion ? shown : new Collection();
  asserted.addAll(
    asserting.map(({ thread, register }) => {
      return { ...register, kind: 'register', thread, name: `${thread}:${register.name}` };
    }),
  );
  const rest = filtered.sorted().filter(({ name }) => !shown.has(name));
  const before = [...shown.sorted(), ...rest];
  const known = new Set(before.map(({ name }) => name));
  const order = [...before, ...asserted.sorted().filter(({ name }) => !known.has(name))];
  const numbers = new Map(order.map(({ name }, index) => [name, index]));
  const assertions = asserting.map(({ thread, register, span }): Asserted => {
    return { observable: numbers.get(`${thread}:${register.name}`) ?? 0, thread, span };
  });
  const locations = cells();
  return {
    compared: [...asking.compared, ...filtering.compared],
    arrays: [...arrays.values()].map(({ name, cells }) => ({
      name,
      observables: cells.flatMap((cell) => numbers.get(cell.name) ?? []),
    })),
    question: {
      observables: order.map((observed) => toObservable(observed, locations)),
      shown: shown.size,
      filter: kept && finish(kept, numbers),
      quantifier: condition?.quantifier ?? 'forall',
      proposition: isAssertion
        ? noneOf(assertions)
        : finish(asked ?? { kind: 'truth', value: true }, numbers),
      assertions,
      isAssertion,
      text: isAssertion ? 'no assertion fails' : textOf(condition),
    },
    names: nameTrees.flatMap(({ label }, index) => {
      const operand = named[index];
      const number = operand === null || operand.kind === 'value' ? undefined : numbers.get(operand.name);
      return number === undefined ? [] : [{ label: label.text, observable: number }];
    }),
  };
}

/** The observables that something reads, each once. */
class Collection {
  private readonly members = new Map<string, Observed>();

  add(observed: Observed): void {
    if (!this.members.has(observed.name)) this.members.set(observed.name, observed);
  }

  addAll(all: readonly Observed[]): void {
    for (const observed of all) this.add(observed);
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  get size(): number {
    return this.members.size;
  }

  /** As herd7 prints them: registers by thread and name, then locations by name. */
  sorted(): readonly Observed[] {
    return [...this.members.values()].sort(inOrder);
  }
}

function inOrder(a: Observed, b: Observed): number {
  // A variable of a function may be in memory: `0:buffer[1]`.
  const threadOf = ({ name }: Observed) => Number(/^(\d+):/.exec(name)?.[1] ?? Infinity);
  if (threadOf(a) !== threadOf(b)) return threadOf(a) - threadOf(b);
  return a.name < b.name ? -1 : 1;
}

function toObservable(observed: Observed, cells: readonly MemoryCell[]): Observable {
  const { name } = observed;
  if (observed.kind === 'cell') return { kind: 'location', name, location: cells.indexOf(observed.cell) };
  return { kind: 'register', name, thread: observed.thread, register: observed.register };
}

/** A proposition whose operands are resolved, but not yet numbered. */
type Draft =
  | { readonly kind: 'truth'; readonly value: boolean }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: ObservedOperand;
      readonly right: ObservedOperand;
    }
  | { readonly kind: 'not'; readonly operand: Draft }
  | { readonly kind: 'and' | 'or' | 'implies'; readonly left: Draft; readonly right: Draft };

class Resolver {
  private readonly observer: Observer;
  private readonly collection: Collection;
  readonly compared: Compared[] = [];
  /** The arrays that were compared as a whole. */
  readonly arrays = new Map<string, ObservedArray>();

  constructor(observer: Observer, collection: Collection) {
    this.observer = observer;
    this.collection = collection;
  }

  proposition(tree: PropositionTree): Draft {
    switch (tree.kind) {
      case 'truth':
        return tree;
      case 'not':
        return { kind: 'not', operand: this.proposition(tree.operand) };
      case 'and':
      case 'or':
      case 'implies':
        return { kind: tree.kind, left: this.proposition(tree.left), right: this.proposition(tree.right) };
      case 'operand':
        return this.compare(tree.span, '!=', this.operand(tree.operand, 'left'), {
          kind: 'value',
          value: 0n,
        });
      case 'compare': {
        if (tree.left.kind === 'list' || tree.right.kind === 'list') return this.wholes(tree);
        const left = this.operand(tree.left, 'left');
        const right = this.operand(
          tree.right,
          this.observer.areNumbers(tree.left, tree.right) ? 'left' : 'right',
        );
        const meant = this.flagNumber(tree, left) ?? right;
        return this.compare(tree.span, tree.operator, inType(left, meant), inType(meant, left), tree.right);
      }
      default:
        return unreachable(tree);
    }
  }

  /** A single flag that is compared with something else than a word of flags is its number, as in C; null otherwise. */
  private flagNumber(
    { operator, right }: PropositionTree & { readonly kind: 'compare' },
    left: ObservedOperand,
  ): ObservedOperand | null {
    if (right.kind !== 'flags' || right.names.length > 1 || operator === '&') return null;
    const flag = PAGE_FLAGS.find(({ bitName }) => bitName === right.names[0].text);
    return flag === undefined || this.observer.holdsFlags(left)
      ? null
      : { kind: 'value', value: BigInt(flag.bit) };
  }

  /** `a={1,2}`: a comparison for each element. */
  private wholes({ operator, left, right, span }: PropositionTree & { readonly kind: 'compare' }): Draft {
    const list = left.kind === 'list' ? left : right;
    const whole = left.kind === 'list' ? right : left;
    const values = list.kind === 'list' ? list.items : [];
    const elements = this.observer.elements(whole, values.length) ?? [];
    const array = this.observer.array(whole);
    if (array !== null) this.arrays.set(array.name, array);
    if (operator !== '=' && operator !== '!=') this.observer.refuseOrder(span, operator);
    for (const element of elements) this.collection.add(element);
    const parts = elements.map((element, index) => {
      const value = this.operand(values[index], 'right');
      return this.compare(values[index].span, '=', element, inType(value, element), values[index]);
    });
    const all = conjunction(parts);
    return operator === '!=' ? { kind: 'not', operand: all } : all;
  }

  private compare(
    span: Span,
    operator: Operator,
    left: ObservedOperand,
    right: ObservedOperand,
    written?: ConditionOperand,
  ): Draft {
    const address = written !== undefined && right.kind === 'value' ? addressIn(written) : null;
    this.compared.push({ span, operator, left, right, address });
    return { kind: 'compare', operator, left, right };
  }

  private operand(tree: Parameters<Observer['operand']>[0], side: Side): ObservedOperand {
    const operand = this.observer.operand(tree, side) ?? { kind: 'value', value: 0n };
    if (operand.kind !== 'value') this.collection.add(operand);
    return operand;
  }
}

/** A condition as it is written, without the comments in it; nothing where there is none. */
function textOf(condition: QuestionTree['condition']): string {
  if (condition === null) return '';
  const { source, start, end } = condition.span;
  const commentAt = commentReader(source.text);
  let text = '';
  for (let at = start; at < end; ) {
    const sign = source.text[at];
    const comment = sign === '(' || sign === '/' ? commentAt(at, 'expression') : null;
    const isComment = comment?.kind === 'closed' && comment.end > at;
    text += isComment ? ' ' : sign;
    at = isComment ? comment.end : at + 1;
  }
  return text;
}

/** None of the assertions has fired. */
function noneOf(assertions: readonly Asserted[]): Proposition {
  const parts = assertions.map(
    ({ observable }): Proposition => ({
      kind: 'compare',
      operator: '=',
      left: { kind: 'observable', observable },
      right: { kind: 'value', value: 0n },
    }),
  );
  return parts.reduce((left, right) => ({ kind: 'and', left, right }));
}

/** The conjunction of propositions, built in halves, so that it is never deep. */
function conjunction(parts: readonly Draft[]): Draft {
  if (parts.length === 0) return { kind: 'truth', value: true };
  if (parts.length === 1) return parts[0];
  const half = parts.length >> 1;
  return { kind: 'and', left: conjunction(parts.slice(0, half)), right: conjunction(parts.slice(half)) };
}

function addressIn(tree: ConditionOperand): Compared['address'] {
  if (tree.kind !== 'address' && tree.kind !== 'location') return null;
  const { span } = tree.location;
  return { text: span.source.text.slice(span.start, span.end), span, bare: tree.kind === 'location' };
}

/** A number that is compared with a variable is meant in the variable's type: `x=-1` of an unsigned x too. */
function inType(operand: ObservedOperand, other: ObservedOperand): ObservedOperand {
  if (operand.kind !== 'value' || other.kind === 'value') return operand;
  return { kind: 'value', value: inRange(operand.value, other.type) };
}

/** Whether a number has that width. A number that does not fit at all is never equal. */
function inRange(value: bigint, type: IntegerType): bigint {
  const magnitude = 1n << BigInt(type.bits);
  return value < magnitude && value >= -magnitude / 2n ? wrap(value, type) : value;
}

function finish(draft: Draft, numbers: ReadonlyMap<string, number>): Proposition {
  switch (draft.kind) {
    case 'truth':
      return { kind: 'truth', value: draft.value };
    case 'not':
      return { kind: 'not', operand: finish(draft.operand, numbers) };
    case 'compare':
      return {
        kind: 'compare',
        operator: draft.operator,
        left: toOperand(draft.left, numbers),
        right: toOperand(draft.right, numbers),
      };
    default:
      return { kind: draft.kind, left: finish(draft.left, numbers), right: finish(draft.right, numbers) };
  }
}

function toOperand(operand: ObservedOperand, numbers: ReadonlyMap<string, number>): Operand {
  if (operand.kind === 'value') return operand;
  return { kind: 'observable', observable: numbers.get(operand.name) ?? 0 };
}
