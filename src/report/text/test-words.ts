/**
 * A test in words: what it is called, and what its condition says. A test that names its observables is quoted in those
 * names, in C's spelling: `!PageWriteback && !page_pin`. Any other is quoted as its author wrote it.
 */
import type { QuestionInfo, TestInfo } from '../../check/result.js';
import type { Operand, Proposition } from '../../program/condition.js';
import { unreachable } from '../../text/invariant.js';
import { oneLine } from '../../text/one-line.js';
import { visible } from '../../text/visible.js';
import type { Paint } from './colour.js';
import type { ObservableSpelling } from './final-state.js';
import { plural, sideBySide } from './layout.js';

type Comparison = Extract<Proposition, { readonly kind: 'compare' }>;

/** The test's name and title, its file and what is in it. */
export function heading(file: string, info: TestInfo, width: number, paint: Paint): readonly string[] {
  const threads = `${info.dialect}, ${plural(info.threads, 'thread')}`;
  return [
    ...sideBySide(info.name, info.title ?? '', width, paint.bold, (text) => text),
    ...sideBySide(visible(file), threads, width, paint.dim, paint.dim),
  ];
}

/** The proposition as the report quotes it. */
export function quoted(question: QuestionInfo, spelling: readonly ObservableSpelling[]): string {
  const text = spelling.some(({ named }) => named)
    ? spell(question.proposition, { question, spelling }, 0)
    : question.text || 'true';
  return `"${visible(withoutParentheses(oneLine(text)))}"`;
}

/** The text without parentheses around all of it. */
function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at += 1) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0) return text;
  }
  return withoutParentheses(text.slice(1, -1).trim());
}

interface Context {
  readonly question: QuestionInfo;
  readonly spelling: readonly ObservableSpelling[];
}

/** How tightly each connective binds; a weaker one inside a stronger one gets parentheses. */
const BINDING = { implies: 1, or: 2, and: 3 } as const;
const SYMBOL = { implies: '=>', or: '||', and: '&&' } as const;
const NOT = 4;

function spell(proposition: Proposition, context: Context, around: number): string {
  switch (proposition.kind) {
    case 'truth':
      return String(proposition.value);
    case 'compare':
      return comparison(proposition, context, around);
    case 'not':
      return `!${spell(proposition.operand, context, NOT)}`;
    case 'and':
    case 'or':
    case 'implies': {
      const binding = BINDING[proposition.kind];
      const left = spell(proposition.left, context, proposition.kind === 'implies' ? binding + 1 : binding);
      const right = spell(proposition.right, context, binding);
      const text = `${left} ${SYMBOL[proposition.kind]} ${right}`;
      return binding < around ? `(${text})` : text;
    }
    default:
      return unreachable(proposition);
  }
}

function comparison(proposition: Comparison, context: Context, around: number): string {
  const truth = truthOf(proposition, context);
  if (truth !== null) return truth;
  const text =
    operand(proposition.left, context) + proposition.operator + operand(proposition.right, context);
  return around === NOT ? `(${text})` : text;
}

/**
 * `L` for `L=1` and `L!=0`, `!L` for the opposite, where L is a named thing that is only ever 0 or 1. Where its values
 * are not known, only what C says of any value: `L` for `L!=0`, `!L` for `L=0`.
 */
function truthOf({ operator, left, right }: Comparison, { spelling }: Context): string | null {
  if (left.kind !== 'observable' || right.kind !== 'value') return null;
  const { label, named, truth } = spelling[left.observable];
  if (!named || truth === false || (operator !== '=' && operator !== '!=')) return null;
  if (right.value !== 0n && (right.value !== 1n || truth === null)) return null;
  return (right.value === 1n) === (operator === '=') ? label : `!${label}`;
}

function operand(one: Operand, { question, spelling }: Context): string {
  if (one.kind === 'observable') return spelling[one.observable].label;
  return question.addresses.get(one.value) ?? String(one.value);
}
