/**
 * Expressions of cat. Operators from the loosest: `|`, `++`, `;`, `\` (to the left), `&`, the product `*`; then what stands
 * behind an operand, `* + ? ^-1`; then `~` before it; then application (herd7, lib/modelParser.mly). A star is a product when
 * an operand follows.
 */
import type { CatCursor } from './cat-cursor.js';
import type { CatToken } from './cat-token.js';
import type { CatBinding, CatCondition, CatOperator, CatPattern, CatTree } from './cat-tree.js';

const OPERATORS: readonly CatOperator[] = ['|', '++', ';', '\\', '&', '*'];
const CHECKS: ReadonlySet<string> = new Set(['acyclic', 'irreflexive', 'empty']);

/** Reads an expression, which may be a tuple without parentheses. */
export function parseCatExpression(cursor: CatCursor): CatTree {
  return cursor.nested(() => {
    const start = cursor.peek();
    switch (start.kind === 'keyword' ? start.text : '') {
      case 'let':
        return letExpression(cursor);
      case 'fun':
        return functionExpression(cursor);
      case 'try': {
        cursor.take();
        const attempt = parseCatExpression(cursor);
        cursor.expect('with');
        const otherwise = parseCatExpression(cursor);
        return { kind: 'try', attempt, otherwise, span: cursor.spanFrom(start) };
      }
      case 'if': {
        cursor.take();
        const condition = parseCatCondition(cursor);
        cursor.expect('then');
        const then = parseCatExpression(cursor);
        cursor.expect('else');
        const otherwise = parseCatExpression(cursor);
        return { kind: 'if', condition, then, otherwise, span: cursor.spanFrom(start) };
      }
      case 'match':
        return matchExpression(cursor);
      default:
        return operandOrTuple(cursor);
    }
  });
}

/** Reads the definitions of a `let`, behind the word itself. */
export function parseCatBindings(cursor: CatCursor): readonly CatBinding[] {
  const bindings = [parseBinding(cursor)];
  while (cursor.skip('and')) bindings.push(parseBinding(cursor));
  return bindings;
}

/** Reads what a function or a procedure takes: names in parentheses, or one name. */
export function parseCatParameter(cursor: CatCursor): CatPattern {
  const start = cursor.peek();
  if (!cursor.skip('('))
    return { names: [patternName(cursor)], isTuple: false, span: cursor.spanFrom(start) };
  const names: (string | null)[] = [];
  if (!cursor.isAt(')')) {
    do names.push(patternName(cursor));
    while (cursor.skip(','));
  }
  cursor.expect(')');
  return { names, isTuple: names.length !== 1, span: cursor.spanFrom(start) };
}

/** Reads the condition of an `if`. */
export function parseCatCondition(cursor: CatCursor): CatCondition {
  const operands = [conjunction(cursor)];
  while (cursor.skip('||')) operands.push(conjunction(cursor));
  return operands.length === 1 ? operands[0] : { kind: 'any', operands };
}

function conjunction(cursor: CatCursor): CatCondition {
  const operands = [negation(cursor)];
  while (cursor.skip('&&')) operands.push(negation(cursor));
  return operands.length === 1 ? operands[0] : { kind: 'all', operands };
}

function negation(cursor: CatCursor): CatCondition {
  const { kind, text } = cursor.peek();
  if (kind === 'name' && text === 'not') {
    cursor.take();
    return { kind: 'not', operand: cursor.nested(() => negation(cursor)) };
  }
  if (cursor.skip('(')) {
    const inner = cursor.nested(() => parseCatCondition(cursor));
    cursor.expect(')');
    return inner;
  }
  if (kind !== 'string') cursor.unexpected('a variant in quotes');
  cursor.take();
  return { kind: 'variant', name: text };
}

function letExpression(cursor: CatCursor): CatTree {
  const start = cursor.take();
  const isRecursive = cursor.skip('rec');
  const bindings = parseCatBindings(cursor);
  cursor.expect('in');
  const body = parseCatExpression(cursor);
  return { kind: 'let', isRecursive, bindings, body, span: cursor.spanFrom(start) };
}

function functionExpression(cursor: CatCursor): CatTree {
  const start = cursor.take();
  const parameter = parseCatParameter(cursor);
  cursor.expect('->');
  const body = parseCatExpression(cursor);
  return { kind: 'function', parameter, body, span: cursor.spanFrom(start) };
}

/** `name = …`, `name(parameters) = …`, `name parameter = …` or `(names) = …`. */
function parseBinding(cursor: CatCursor): CatBinding {
  const start = cursor.peek();
  const pattern = parseCatParameter(cursor);
  if (cursor.skip('=')) return { pattern, value: parseCatExpression(cursor) };
  if (cursor.skip(',')) {
    const names = [...pattern.names];
    do names.push(patternName(cursor));
    while (cursor.skip(','));
    cursor.expect('=');
    const span = cursor.spanFrom(start);
    return { pattern: { names, isTuple: true, span }, value: parseCatExpression(cursor) };
  }
  const parameter = parseCatParameter(cursor);
  cursor.expect('=');
  const body = parseCatExpression(cursor);
  return { pattern, value: { kind: 'function', parameter, body, span: cursor.spanFrom(start) } };
}

function patternName(cursor: CatCursor): string | null {
  return cursor.skip('_') ? null : cursor.name();
}

function matchExpression(cursor: CatCursor): CatTree {
  const start = cursor.take();
  const subject = parseCatExpression(cursor);
  cursor.expect('with');
  cursor.skip('||');
  if (isTagClause(cursor)) return tagMatch(cursor, start, subject);
  const clauses = [matchClause(cursor)];
  while (cursor.skip('||')) clauses.push(matchClause(cursor));
  cursor.expect('end');
  const none = clauses.find(({ isNone }) => isNone);
  const some = clauses.find(({ isNone }) => !isNone);
  if (none === undefined || some === undefined || clauses.length !== 2)
    cursor.unexpected('a clause for {} and one for a set with elements');
  const { first, rest } = some;
  const span = cursor.spanFrom(start);
  return { kind: 'match', subject, none: none.tree, first, rest, some: some.tree, span };
}

/** Whether a clause for a tag follows, or the one for all that are left. */
function isTagClause(cursor: CatCursor): boolean {
  return cursor.peek().kind === 'tag' || (cursor.isAt('_') && cursor.peek(1).text === '->');
}

function tagMatch(cursor: CatCursor, start: CatToken, subject: CatTree): CatTree {
  const clauses: { tag: string; tree: CatTree }[] = [];
  let otherwise: CatTree | null = null;
  do {
    if (!isTagClause(cursor)) cursor.unexpected("a tag such as 'once, or _");
    const { kind, text } = cursor.take();
    cursor.expect('->');
    const tree = parseCatExpression(cursor);
    if (kind === 'tag') clauses.push({ tag: text, tree });
    else otherwise = tree;
  } while (otherwise === null && cursor.skip('||'));
  cursor.expect('end');
  return { kind: 'match-tag', subject, clauses, otherwise, span: cursor.spanFrom(start) };
}

interface MatchClause {
  readonly isNone: boolean;
  readonly first: string | null;
  readonly rest: string | null;
  readonly tree: CatTree;
}

function matchClause(cursor: CatCursor): MatchClause {
  if (cursor.skip('{')) {
    cursor.expect('}');
    cursor.expect('->');
    return { isNone: true, first: null, rest: null, tree: parseCatExpression(cursor) };
  }
  const first = patternName(cursor);
  cursor.expect('++');
  const rest = patternName(cursor);
  cursor.expect('->');
  return { isNone: false, first, rest, tree: parseCatExpression(cursor) };
}

function operandOrTuple(cursor: CatCursor): CatTree {
  const start = cursor.peek();
  const items = [operation(cursor, 0)];
  while (cursor.skip(',')) items.push(operation(cursor, 0));
  return items.length === 1 ? items[0] : { kind: 'tuple', items, span: cursor.spanFrom(start) };
}

/** Operands joined by the operator of a level, or of tighter ones. */
function operation(cursor: CatCursor, level: number): CatTree {
  if (level === OPERATORS.length) return postfixed(cursor);
  const start = cursor.peek();
  const operator = OPERATORS[level];
  const operands = [operation(cursor, level + 1)];
  while (cursor.skip(operator)) operands.push(operation(cursor, level + 1));
  if (operands.length === 1) return operands[0];
  return { kind: 'chain', operator, operands, span: cursor.spanFrom(start) };
}

function postfixed(cursor: CatCursor): CatTree {
  const start = cursor.peek();
  let operand = prefixed(cursor);
  for (;;) {
    const { text: sign } = cursor.peek();
    if (cursor.isAt('^')) {
      cursor.take();
      cursor.expect('-1');
      operand = { kind: 'unary', operator: '^-1', operand, span: cursor.spanFrom(start) };
    } else if (cursor.isAt('+') || cursor.isAt('?') || (cursor.isAt('*') && !beginsOperand(cursor, 1))) {
      cursor.take();
      operand = { kind: 'unary', operator: sign as '+' | '?' | '*', operand, span: cursor.spanFrom(start) };
    } else return operand;
  }
}

function prefixed(cursor: CatCursor): CatTree {
  const start = cursor.peek();
  if (!cursor.skip('~')) return applied(cursor);
  const operand = cursor.nested(() => prefixed(cursor));
  // An inverse binds tighter than the complement.
  const inverse = cursor.isAt('^');
  if (inverse) {
    cursor.take();
    cursor.expect('-1');
  }
  const span = cursor.spanFrom(start);
  const inner: CatTree = inverse ? { kind: 'unary', operator: '^-1', operand, span } : operand;
  return { kind: 'unary', operator: '~', operand: inner, span };
}

function applied(cursor: CatCursor): CatTree {
  const start = cursor.peek();
  if (start.kind !== 'name') return simple(cursor);
  cursor.take();
  let tree: CatTree = { kind: 'name', name: start.text, span: start.span };
  while (beginsOperand(cursor, 0) && !cursor.isAt('~')) {
    const argument: CatTree =
      cursor.peek().kind === 'name'
        ? { kind: 'name', name: cursor.peek().text, span: cursor.take().span }
        : simple(cursor);
    tree = { kind: 'apply', callee: tree, argument, span: cursor.spanFrom(start) };
  }
  return tree;
}

function simple(cursor: CatCursor): CatTree {
  const start = cursor.peek();
  if (start.kind === 'tag') {
    cursor.take();
    return { kind: 'tag', name: start.text, span: start.span };
  }
  if (cursor.skip('0')) return { kind: 'empty', span: start.span };
  if (cursor.skip('_')) return { kind: 'universe', span: start.span };
  if (cursor.skip('[')) {
    const operand = parseCatExpression(cursor);
    cursor.expect(']');
    return { kind: 'unary', operator: '[]', operand, span: cursor.spanFrom(start) };
  }
  if (cursor.skip('{')) return braces(cursor, start);
  if (cursor.skip('begin')) return enclosed(cursor, 'end');
  if (!cursor.skip('(')) cursor.unexpected('an expression');
  if (cursor.skip(')')) return { kind: 'tuple', items: [], span: cursor.spanFrom(start) };
  return enclosed(cursor, ')');
}

function enclosed(cursor: CatCursor, end: string): CatTree {
  const inner = parseCatExpression(cursor);
  cursor.expect(end);
  return inner;
}

function braces(cursor: CatCursor, start: { readonly span: CatTree['span'] }): CatTree {
  const items: CatTree[] = [];
  if (!cursor.isAt('}')) {
    do items.push(cursor.nested(() => operation(cursor, 0)));
    while (cursor.skip(','));
  }
  cursor.expect('}');
  return { kind: 'braces', items, span: cursor.spanFrom(start) };
}

/** Whether what comes next can only be an operand: `~` before a check begins the next statement. */
function beginsOperand(cursor: CatCursor, ahead: number): boolean {
  const { kind } = cursor.peek(ahead);
  if (kind === 'name' || kind === 'tag') return true;
  if (cursor.isAt('~', ahead)) return !CHECKS.has(cursor.peek(ahead + 1).text);
  return ['0', '_', '(', '[', '{', 'begin'].some((text) => cursor.isAt(text, ahead));
}
