/**
 * The question at the end of a test, in herd7's signs. Parentheses stand around a whole proposition, around what is denied,
 * and where the precedences of "not", "and", "or", "implies" (syntax/parse-question.ts) ask for them.
 */
import { unreachable } from '../../text/invariant.js';
import type { ConditionOperand, CTest, PropositionTree } from '../tree.js';
import { locationText } from './print-location.js';

const SIGNS = { and: '/\\', or: '\\/', implies: '=>' } as const;
const LEVELS = { implies: 0, or: 1, and: 2, not: 3, compare: 3, truth: 4, operand: 4 } as const;

/** `locations […]`, `filter (…)` and the condition, a line each; empty without any. */
export function questionText({
  locations,
  filter,
  condition,
}: Pick<CTest, 'locations' | 'filter' | 'condition'>): string {
  const observed = locations.map((item) => `${operandText(item)};`).join(' ');
  return [
    ...(locations.length === 0 ? [] : [`locations [${observed}]`]),
    ...(filter === null ? [] : [`filter (${propositionText(filter)})`]),
    ...(condition === null ? [] : [`${condition.quantifier} (${propositionText(condition.proposition)})`]),
  ].join('\n');
}

/** A proposition, in parentheses when it binds less tightly than its place asks. */
function propositionText(proposition: PropositionTree, least = 0): string {
  const text = bare(proposition);
  return LEVELS[proposition.kind] < least ? `(${text})` : text;
}

function bare(proposition: PropositionTree): string {
  switch (proposition.kind) {
    case 'truth':
      return `${proposition.value}`;
    case 'compare':
      return `${operandText(proposition.left)}${proposition.operator}${operandText(proposition.right)}`;
    case 'operand':
      return operandText(proposition.operand);
    case 'not':
      return `~${denied(proposition.operand)}`;
    case 'and':
    case 'or':
    case 'implies': {
      const { kind, left, right } = proposition;
      // "and" and "or" associate to the left, "implies" to the right.
      const [before, behind] = kind === 'implies' ? [1, 0] : [LEVELS[kind], LEVELS[kind] + 1];
      return `${propositionText(left, before)} ${SIGNS[kind]} ${propositionText(right, behind)}`;
    }
    default:
      return unreachable(proposition);
  }
}

/** `~~x` needs none; `~(x=1)` is clearer than `~x=1`, which means the same. */
function denied(proposition: PropositionTree): string {
  return proposition.kind === 'not' ? bare(proposition) : propositionText(proposition, LEVELS.truth);
}

function operandText(operand: ConditionOperand): string {
  switch (operand.kind) {
    case 'number':
      return `${operand.value}`;
    case 'register':
      return `${operand.thread.value}:${locationText(operand)}`;
    case 'content':
      return `[${locationText(operand.location)}]`;
    case 'address':
      return `&${locationText(operand.location)}`;
    case 'location':
      return locationText(operand.location);
    case 'label':
      return `label:"P${operand.thread}:${operand.name.text}"`;
    case 'flags':
      return operand.names.map(({ text }) => text).join('|');
    case 'list':
      return `{${operand.items.map(operandText).join(',')}}`;
    default:
      return unreachable(operand);
  }
}
