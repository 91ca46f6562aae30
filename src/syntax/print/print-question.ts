/**
 * The question at the end of a test, in herd7's signs. Parentheses stand around a whole proposition, around what is denied,
 * and where the precedences of "not", "and", "or", "implies" (syntax/parse-question.ts) ask for them.
 */
import type { Operator, Quantifier } from '../../program/condition.js';
import { unreachable } from '../../text/invariant.js';
import type { ConditionOperand } from '../tree.js';
import { locationText } from './print-location.js';

const SIGNS = { and: '/\\', or: '\\/', implies: '=>' } as const;
const LEVELS = { implies: 0, or: 1, and: 2, not: 3, compare: 3, truth: 4, operand: 4 } as const;

/** A proposition over operands of a tree or of a program. */
type PropositionOver<Operand> =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'not'; readonly operand: PropositionOver<Operand> }
  | {
      readonly kind: 'and' | 'or' | 'implies';
      readonly left: PropositionOver<Operand>;
      readonly right: PropositionOver<Operand>;
    };

/** A question over such operands. */
interface QuestionOver<Operand> {
  readonly locations: readonly Operand[];
  readonly filter: PropositionOver<Operand> | null;
  readonly condition: {
    readonly quantifier: Quantifier;
    readonly proposition: PropositionOver<Operand>;
  } | null;
}

/** `locations […]`, `filter (…)` and the condition, a line each; empty without any. */
export function questionText<Operand>(
  { locations, filter, condition }: QuestionOver<Operand>,
  spell: (operand: Operand) => string,
): string {
  const observed = locations.map((item) => `${spell(item)};`).join(' ');
  return [
    ...(locations.length === 0 ? [] : [`locations [${observed}]`]),
    ...(filter === null ? [] : [`filter (${propositionText(filter, spell)})`]),
    ...(condition === null
      ? []
      : [`${condition.quantifier} (${propositionText(condition.proposition, spell)})`]),
  ].join('\n');
}

/** A proposition, in parentheses when it binds less tightly than its place asks. */
function propositionText<Operand>(
  proposition: PropositionOver<Operand>,
  spell: (operand: Operand) => string,
  least = 0,
): string {
  const text = bare(proposition, spell);
  return LEVELS[proposition.kind] < least ? `(${text})` : text;
}

function bare<Operand>(proposition: PropositionOver<Operand>, spell: (operand: Operand) => string): string {
  switch (proposition.kind) {
    case 'truth':
      return `${proposition.value}`;
    case 'compare':
      return `${spell(proposition.left)}${proposition.operator}${spell(proposition.right)}`;
    case 'operand':
      return spell(proposition.operand);
    case 'not': {
      const { operand } = proposition;
      // `~~x` needs none; `~(x=1)` is clearer than `~x=1`, which means the same.
      return `~${operand.kind === 'not' ? bare(operand, spell) : propositionText(operand, spell, LEVELS.truth)}`;
    }
    case 'and':
    case 'or':
    case 'implies': {
      const { kind, left, right } = proposition;
      // "and" and "or" associate to the left, "implies" to the right.
      const [before, behind] = kind === 'implies' ? [1, 0] : [LEVELS[kind], LEVELS[kind] + 1];
      return `${propositionText(left, spell, before)} ${SIGNS[kind]} ${propositionText(right, spell, behind)}`;
    }
    default:
      return unreachable(proposition);
  }
}

/** An operand of a tree. */
export function operandText(operand: ConditionOperand): string {
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
