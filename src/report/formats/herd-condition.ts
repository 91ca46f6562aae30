/**
 * A condition as herd7 prints it (lib/constrGen.ml in herdtools7): `0:r0=1 /\ [x]=2`, `not (x=1)`; chains of one connective without
 * parentheses, and such around a disjunction in a conjunction and around what an implication joins.
 */
import type { QuestionInfo, TestInfo } from '../../check/result.js';
import type { Operand, Proposition } from '../../program/condition.js';
import { unreachable } from '../../text/invariant.js';
import { visible } from '../../text/visible.js';

type Connective = Extract<Proposition, { readonly kind: 'and' | 'or' | 'implies' }>['kind'];

const SYMBOLS = { and: ' /\\ ', or: ' \\/ ', implies: ' => ' } as const;

/** The connectives within which each stands in parentheses. */
const ENCLOSED: Readonly<Record<Connective, readonly Connective[]>> = {
  and: ['implies'],
  or: ['and', 'implies'],
  implies: ['and', 'or'],
};

/** `exists (0:r0=0 /\ 1:r0=0)` */
export function herdCondition(info: TestInfo): string {
  const { quantifier, proposition } = info.question;
  return `${quantifier} (${written(proposition, info, null)})`;
}

/** An observable as herd7 prints it: a register by its thread, a location in brackets. */
export function herdObservable(name: string): string {
  return visible(/^\d+:|=/.test(name) ? name : `[${name}]`);
}

function written(proposition: Proposition, info: TestInfo, around: Connective | null): string {
  switch (proposition.kind) {
    case 'truth':
      return String(proposition.value);
    case 'not':
      return `not (${written(proposition.operand, info, null)})`;
    case 'compare': {
      const { operator, left, right } = proposition;
      const [one, other] = [operand(left, info), operand(right, info)];
      return operator === '!=' ? `not (${one}=${other})` : `${one}${operator}${other}`;
    }
    case 'and':
    case 'or':
    case 'implies': {
      const { kind, left, right } = proposition;
      const text = written(left, info, kind) + SYMBOLS[kind] + written(right, info, kind);
      return around !== null && ENCLOSED[kind].includes(around) ? `(${text})` : text;
    }
    default:
      return unreachable(proposition);
  }
}

function operand(one: Operand, { observables, question }: TestInfo): string {
  if (one.kind === 'observable') return herdObservable(observables[one.observable]);
  return valueText(one.value, question);
}

function valueText(value: bigint, { addresses }: QuestionInfo): string {
  return visible(addresses.get(value) ?? String(value));
}
