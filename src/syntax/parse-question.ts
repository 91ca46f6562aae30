/**
 * The question at the end of a test: `locations […]`, `filter (…)`, and `exists`, `~exists` or `forall` with a proposition.
 * Propositions take herd7's signs and C's alike; of either kind, "not" binds tightest, then "and", "or", and "implies". What
 * "not" applies to is a whole comparison, as in herd7: `~x=1` denies `x=1`.
 */
import type { Operator, Quantifier } from '../program/condition.js';
import type { Diagnostic } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { Cursor } from './cursor.js';
import { tokenize } from './lexer.js';
import { location, locationPath, quotedLabel } from './parse-location.js';
import { numberExpression, signedNumber } from './parse-number.js';
import { beginsType, eatStars, typeName } from './parse-type.js';
import { type Token, threadNumber } from './tokens.js';
import type { ConditionOperand, ConditionTree, LocationsItem, PropositionTree } from './tree.js';

/** What a test observes and asks. */
export interface QuestionTree {
  readonly locations: readonly LocationsItem[];
  readonly filter: PropositionTree | null;
  readonly condition: ConditionTree | null;
}

const COMPARISONS: ReadonlyMap<string, Operator> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** The connectives by precedence, the weakest first; "implies" associates to the right. */
const CONNECTIVES = [
  { kind: 'implies', signs: ['=>'] },
  { kind: 'or', signs: ['\\/', '||'] },
  { kind: 'and', signs: ['/\\', '&&'] },
] as const;

/** What people write for a connective, and what they mean. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['&', '/\\'],
  ['and', '/\\'],
  [',', '/\\'],
  ['|', '\\/'],
  ['or', '\\/'],
]);

const TOO_DEEP = 'the condition';

/** Reads everything from the first word of the question to the end of the file; null when that fails. */
export function question(cursor: Cursor): QuestionTree | null {
  return questionUpTo(cursor, () => cursor.atEnd, condition);
}

/** The same where more may follow the question, and its condition is of another form. */
export function questionUpTo(
  cursor: Cursor,
  isOver: () => boolean,
  conditionOf: (cursor: Cursor) => ConditionTree,
): QuestionTree | null {
  cursor.restartLinks();
  return cursor.recover(
    () => {
      const { locations, filter } = sections(cursor);
      return { locations, filter, condition: isOver() ? null : conditionOf(cursor) };
    },
    () => cursor.skipAll(),
  );
}

/** Reads a proposition that stands alone, such as one given on the command line. */
export function parseState(source: Source): {
  readonly proposition: PropositionTree | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const whole = { start: 0, end: source.text.length };
  const { tokens } = tokenize(source, [whole], () => ({ kind: 'none' }));
  const cursor = new Cursor(source, tokens, diagnostics);
  const read = cursor.recover(
    () => {
      const asked = proposition(cursor);
      if (!cursor.atEnd) cursor.unexpected("'/\\', '\\/' or the end of the state");
      return asked;
    },
    () => cursor.skipAll(),
  );
  return { proposition: diagnostics.length === 0 ? read : null, diagnostics };
}

/** `locations` and `filter` in either order. */
function sections(cursor: Cursor): Omit<QuestionTree, 'condition'> {
  const locations: LocationsItem[] = [];
  let filter: PropositionTree | null = null;
  while (cursor.atAny('locations', 'filter')) {
    if (cursor.next().text === 'filter') filter = proposition(cursor);
    else locations.push(...locationList(cursor));
    cursor.eat(';');
  }
  return { locations, filter };
}

function condition(cursor: Cursor): ConditionTree {
  const quantifier = quantifierWord(cursor);
  const asked = proposition(cursor);
  cursor.eat(';');
  if (!cursor.atEnd) failCondition(cursor);
  return { quantifier, proposition: asked, span: asked.span };
}

/** Says that a condition should end here, or go on with a connective: which one, if that is clear. */
export function failCondition(cursor: Cursor): never {
  const meant = MEANT.get(cursor.token.text);
  const fix = meant === undefined ? undefined : { span: cursor.token.span, replacement: meant };
  return cursor.unexpected("'/\\', '\\/' or the end of the condition", fix && { fix });
}

/** `exists`, `~exists` or `forall`. */
export function quantifierWord(cursor: Cursor): Quantifier {
  if (cursor.eat('forall')) return 'forall';
  const negated = cursor.eatAny('~', '!', 'not') !== null;
  cursor.expect('exists', negated ? "'exists'" : "'exists', '~exists' or 'forall'");
  return negated ? '~exists' : 'exists';
}

/** `[x; 0:r0; int *p;]` */
function locationList(cursor: Cursor): LocationsItem[] {
  const items: LocationsItem[] = [];
  cursor.expect('[', "'[' after 'locations'");
  while (!cursor.at(']')) {
    if (cursor.eat(';')) continue;
    items.push(locationsItem(cursor));
    if (!cursor.atAny(';', ']')) cursor.unexpected("';' or ']' in the list of locations");
  }
  cursor.expect(']');
  return items;
}

/** An operand with a type before it, as in C, or behind it, as herd7 has it; both are dropped. */
function locationsItem(cursor: Cursor): LocationsItem {
  if (atPrefixedType(cursor)) typeName(cursor);
  const item = operand(cursor);
  if (cursor.token.kind === 'name') typeName(cursor);
  eatStars(cursor);
  return item;
}

/** `int x` and `foo *x`, but not `x int`. */
function atPrefixedType(cursor: Cursor): boolean {
  const next = cursor.ahead(1);
  if (cursor.token.kind !== 'name') return false;
  if (beginsType(cursor)) return ![';', ']'].includes(next.text);
  if (next.kind === 'name') return !beginsType(cursor, 1);
  return next.text === '*' && cursor.ahead(2).kind === 'name';
}

/** A proposition of any kind. */
export function proposition(cursor: Cursor): PropositionTree {
  return connected(cursor, 0);
}

function connected(cursor: Cursor, level: number): PropositionTree {
  if (level === CONNECTIVES.length) return negation(cursor);
  const { kind, signs } = CONNECTIVES[level];
  let left = connected(cursor, level + 1);
  while (cursor.eatAny(...signs)) {
    cursor.link(TOO_DEEP);
    const right =
      kind === 'implies'
        ? cursor.nest(TOO_DEEP, () => connected(cursor, level))
        : connected(cursor, level + 1);
    left = { kind, left, right, span: cursor.since(left.span) };
  }
  return left;
}

function negation(cursor: Cursor): PropositionTree {
  return cursor.nest(TOO_DEEP, () => {
    const { span } = cursor.token;
    if (cursor.eatAny('~', '!', 'not')) {
      const denied = negation(cursor);
      return { kind: 'not', operand: denied, span: cursor.since(span) };
    }
    return cursor.at('(') ? parenthesised(cursor, span) : atom(cursor, span);
  });
}

function parenthesised(cursor: Cursor, start: Span): PropositionTree {
  cursor.expect('(');
  const inner = proposition(cursor);
  const meant = MEANT.get(cursor.token.text);
  const fix = meant === undefined ? undefined : { span: cursor.token.span, replacement: meant };
  if (!cursor.at(')')) cursor.unexpected("'/\\', '\\/' or ')'", fix && { fix });
  cursor.next();
  return { ...inner, span: cursor.since(start) };
}

/** `true`, a comparison, or an operand alone. */
function atom(cursor: Cursor, start: Span): PropositionTree {
  const truth = cursor.eatAny('true', 'false');
  if (truth !== null) return { kind: 'truth', value: truth.text === 'true', span: truth.span };
  const left = operand(cursor);
  const isNumber = cursor.ahead(1).kind === 'number' && cursor.ahead(2).text !== ':';
  const tests = cursor.at('&') && (isNumber || isFlag(cursor.ahead(1)));
  const operator = tests ? '&' : COMPARISONS.get(cursor.token.text);
  if (operator === undefined) return { kind: 'operand', operand: left, span: left.span };
  cursor.next();
  const right = operand(cursor);
  return { kind: 'compare', operator, left, right, span: cursor.since(start) };
}

/** A register, a location, an address, a number, or a list of what an array holds. */
export function operand(cursor: Cursor): ConditionOperand {
  return cursor.at('{') ? list(cursor) : single(cursor);
}

/** `{1,2}` */
function list(cursor: Cursor): ConditionOperand {
  const first = cursor.expect('{').span;
  const items = [single(cursor)];
  while (cursor.eat(',')) items.push(single(cursor));
  cursor.expect('}', "',' or '}' in a list of values");
  return { kind: 'list', items, span: cursor.since(first) };
}

/** Whether a token is the name of a page flag. */
function isFlag({ kind, text }: Token): boolean {
  return kind === 'name' && /^PG_\w/.test(text);
}

/** `PG_locked|PG_dirty` */
function flags(cursor: Cursor): ConditionOperand {
  const { span } = cursor.token;
  const names = [cursor.identifier('the name of a flag')];
  while (cursor.at('|') && isFlag(cursor.ahead(1))) {
    cursor.next();
    names.push(cursor.identifier('the name of a flag'));
  }
  return { kind: 'flags', names, span: cursor.since(span) };
}

function single(cursor: Cursor): ConditionOperand {
  const { kind, text, span } = cursor.token;
  if (isFlag(cursor.token)) return flags(cursor);
  const colon = cursor.ahead(1).text === ':';
  if (colon && text === 'label') return quotedLabel(cursor);
  if (colon && (kind === 'number' || threadNumber(text) !== null)) return register(cursor);
  if (kind === 'number' || cursor.atAny('-', '+'))
    return { kind: 'number', ...signedNumber(cursor, 'a number') };
  if (cursor.eat('[')) {
    const inner = location(cursor);
    cursor.expect(']');
    return { kind: 'content', location: inner, span: cursor.since(span) };
  }
  if (cursor.eat('*')) return { kind: 'content', location: location(cursor), span: cursor.since(span) };
  if (cursor.eat('&')) return { kind: 'address', location: location(cursor), span: cursor.since(span) };
  if (kind !== 'name') return cursor.unexpected("a register such as '0:r1', a location or a number");
  return { kind: 'location', location: location(cursor), span: cursor.since(span) };
}

/** `0:r1`, also `P0:r1`. */
function register(cursor: Cursor): ConditionOperand {
  const { kind, text, span } = cursor.token;
  const named = kind === 'name' ? { value: BigInt(threadNumber(text) ?? 0), span: cursor.next().span } : null;
  const thread = named ?? numberExpression(cursor);
  cursor.expect(':');
  const name = cursor.identifier("a register's name");
  return {
    kind: 'register',
    thread: { value: thread.value, span: thread.span },
    name,
    path: locationPath(cursor),
    span: cursor.since(span),
  };
}
