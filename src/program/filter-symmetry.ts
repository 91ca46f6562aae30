/**
 * Whether a filter treats threads alike: exchanging the registers of two of them makes of it a filter that says the same. That is
 * told by texts which are the same only for propositions that hold of the same final states; of some that do, they differ.
 */
import type { Observable, Operand, Operator, Proposition, Target } from './condition.js';

/**
 * Of sets of threads that do the same, the parts that a filter treats alike, with more than one member. Exchanges that leave it as
 * it is can be composed, so each thread is compared with one of each part.
 */
export function treatedAlike(
  groups: readonly (readonly number[])[],
  { filter, observables }: Target,
): readonly (readonly number[])[] {
  if (filter === null) return groups;
  const named = (exchanged: readonly number[]): string =>
    textOf(filter, true, (index) => nameOf(observables[index], exchanged));
  const plain = named([]);
  return groups.flatMap((group) => {
    const parts: number[][] = [];
    for (const thread of group) {
      const part = parts.find(([first]) => named([first, thread]) === plain);
      if (part === undefined) parts.push([thread]);
      else part.push(thread);
    }
    return parts.filter(({ length }) => length > 1);
  });
}

/** An observable, whatever it is called, where two threads are exchanged. */
function nameOf(observable: Observable, exchanged: readonly number[]): string {
  if (observable.kind === 'location') return `location ${observable.location}`;
  const { thread, register } = observable;
  const at = exchanged.indexOf(thread);
  return `register ${at === -1 ? thread : exchanged[1 - at]}:${register}`;
}

/**
 * A proposition, or what holds where it does not, with the parts of conjunctions and disjunctions in an order that hangs on
 * nothing but them.
 */
function textOf(proposition: Proposition, holds: boolean, name: (observable: number) => string): string {
  switch (proposition.kind) {
    case 'truth':
      return String(proposition.value === holds);
    case 'compare':
      return comparison(proposition, holds, name);
    case 'not':
      return textOf(proposition.operand, !holds, name);
    case 'and':
    case 'or':
    case 'implies': {
      const parts = [...new Set(partsOf(proposition, holds, name))].sort();
      return `(${parts.join(isConjunction(proposition, holds) ? ' and ' : ' or ')})`;
    }
  }
}

type Joined = Extract<Proposition, { kind: 'and' | 'or' | 'implies' }>;

function isConjunction({ kind }: Joined, holds: boolean): boolean {
  return (kind === 'and') === holds;
}

/** The texts of what is joined, of parts that are joined in the same way their own parts. */
function partsOf(proposition: Joined, holds: boolean, name: (observable: number) => string): string[] {
  const { kind, left, right } = proposition;
  const operands: readonly (readonly [Proposition, boolean])[] = [
    [left, (kind === 'implies') !== holds],
    [right, holds],
  ];
  return operands.flatMap(([operand, isHeld]) => {
    const [inner, isInnerHeld] = withoutNot(operand, isHeld);
    if (inner.kind === 'truth' || inner.kind === 'compare') return [textOf(inner, isInnerHeld, name)];
    return isConjunction(inner, isInnerHeld) === isConjunction(proposition, holds)
      ? partsOf(inner, isInnerHeld, name)
      : [textOf(inner, isInnerHeld, name)];
  });
}

/** A proposition that is no negation, and whether it is to hold. */
function withoutNot(
  proposition: Proposition,
  holds: boolean,
): readonly [Exclude<Proposition, { kind: 'not' }>, boolean] {
  return proposition.kind === 'not' ? withoutNot(proposition.operand, !holds) : [proposition, holds];
}

const OPPOSITE: Readonly<Partial<Record<Operator, Operator>>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
const TURNED: Readonly<Partial<Record<Operator, Operator>>> = { '=': '=', '!=': '!=', '>': '<', '>=': '<=' };

function comparison(
  { operator, left, right }: Extract<Proposition, { kind: 'compare' }>,
  holds: boolean,
  name: (observable: number) => string,
): string {
  const operand = (each: Operand): string =>
    each.kind === 'value' ? `value ${each.value}` : name(each.observable);
  const [one, other] = [operand(left), operand(right)];
  const said = holds ? operator : (OPPOSITE[operator] ?? `not ${operator}`);
  const turned = TURNED[said as Operator];
  // An equation says the same both ways; other comparisons are told the way of `<`.
  if (turned === undefined || (said === turned && one <= other)) return `${one} ${said} ${other}`;
  return `${other} ${turned} ${one}`;
}
