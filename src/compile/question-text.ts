/** A question in the spelling of an assembly test, with what it names called otherwise. */
import type { Operand, Operator, Proposition, Question } from '../program/condition.js';
import { unreachable } from '../text/invariant.js';

/** How the operands are spelled. */
export interface OperandSpelling {
  readonly observable: (observable: number) => string;
  readonly value: (value: bigint) => string;
}

const SIGNS = { and: '/\\', or: '\\/', implies: '=>' } as const;
const LEVELS = { implies: 0, or: 1, and: 2, not: 3, compare: 3, truth: 4 } as const;
const OPERATORS: Readonly<Record<Operator, string>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '&': '&',
};

/** `locations`, the filter and the condition, a line each. */
export function questionLines(
  { observables, shown, filter, quantifier, proposition }: Question,
  spelling: OperandSpelling,
): readonly string[] {
  const observed = observables.slice(0, shown).map((_, index) => `${spelling.observable(index)};`);
  return [
    ...(observed.length === 0 ? [] : [`locations [${observed.join(' ')}]`]),
    ...(filter === null ? [] : [`filter (${spelled(filter, spelling, 0)})`]),
    `${quantifier} (${spelled(proposition, spelling, 0)})`,
  ];
}

function spelled(proposition: Proposition, spelling: OperandSpelling, least: number): string {
  const text = bare(proposition, spelling);
  return LEVELS[proposition.kind] < least ? `(${text})` : text;
}

function bare(proposition: Proposition, spelling: OperandSpelling): string {
  switch (proposition.kind) {
    case 'truth':
      return String(proposition.value);
    case 'compare': {
      const { left, right, operator } = proposition;
      return `${operand(left, spelling)}${OPERATORS[operator]}${operand(right, spelling)}`;
    }
    case 'not':
      return `~${spelled(proposition.operand, spelling, LEVELS.truth)}`;
    case 'and':
    case 'or':
    case 'implies': {
      const { kind, left, right } = proposition;
      const [before, behind] = kind === 'implies' ? [1, 0] : [LEVELS[kind], LEVELS[kind] + 1];
      return `${spelled(left, spelling, before)} ${SIGNS[kind]} ${spelled(right, spelling, behind)}`;
    }
    default:
      return unreachable(proposition);
  }
}

function operand(one: Operand, spelling: OperandSpelling): string {
  return one.kind === 'observable' ? spelling.observable(one.observable) : spelling.value(one.value);
}
