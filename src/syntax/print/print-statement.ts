/**
 * C statements as lines, in the kernel's coding style (Documentation/process/coding-style.rst): tabs, a brace at the end of
 * its line, labels and `case` one step further out than what they label, a blank line after declarations. Braces are the
 * tree's: none is added, and none is taken away.
 */
import { unreachable } from '../../text/invariant.js';
import type { Block, Declarator, ExpressionTree, StatementTree } from '../tree.js';
import { ASSIGNMENT, CONDITIONAL, expressionText } from './print-expression.js';
import { declaratorText, declared } from './print-type.js';

/** `a * b`, which reads as a declaration where a statement begins. */
const DECLARES = /^[A-Za-z_$][\w$]*( \*)+/;
/** What reads as the question, or as the next thread, where a line begins. */
const ENDS_CODE = /^[~!]?(?:exists|forall|locations|filter|P\d{1,6})\b/;

/** A block on one line, as a statement expression has it. */
export function inlineBlock({ statements }: Block): string {
  const lines = statements.flatMap((statement) => statementLines(statement, 0));
  return `{ ${lines.map((each) => each.trim()).join(' ')} }`;
}

/** The lines of a function's body, braces included. */
export function bodyLines(block: Block): readonly string[] {
  return ['{', ...blockLines(block, 1), '}'];
}

/** The lines between a block's braces. */
function blockLines({ statements }: Block, depth: number): readonly string[] {
  const first = statements.findIndex(({ kind }) => kind !== 'declaration');
  const declarations = first === -1 ? statements.length : first;
  const lines = statements.map((statement) => statementLines(statement, depth));
  const gap = declarations > 0 && declarations < statements.length ? [''] : [];
  return [...lines.slice(0, declarations).flat(), ...gap, ...lines.slice(declarations).flat()];
}

function statementLines(statement: StatementTree, depth: number): readonly string[] {
  switch (statement.kind) {
    case 'block':
      return [line('{', depth), ...blockLines(statement, depth + 1), line('}', depth)];
    case 'if':
      return ifLines(statement, depth);
    case 'while':
      return headed(`while (${expressionText(statement.condition)})`, statement.body, depth);
    case 'for':
      return headed(`for (${forHead(statement)})`, statement.body, depth);
    case 'switch':
      return headed(`switch (${expressionText(statement.value)})`, statement.body, depth);
    case 'do': {
      const tail = line(`while (${expressionText(statement.condition)});`, depth);
      return closed(headed('do', statement.body, depth), statement.body, [tail]);
    }
    case 'case': {
      const values = [statement.value, statement.last].filter((each) => each !== null);
      const texts = values.map((each) => expressionText(each, CONDITIONAL));
      const label = texts.length === 0 ? 'default:' : `case ${texts.join(' ... ')}:`;
      return headed(label, statement.statement, depth - 1);
    }
    case 'label':
      return headed(`${statement.name.text}:`, statement.statement, depth - 1);
    default:
      return [line(`${simpleText(statement)};`, depth)];
  }
}

function line(text: string, depth: number): string {
  return '\t'.repeat(depth) + text;
}

/** A head and the statement that it governs: a block begins on the head's line. */
function headed(head: string, body: StatementTree, depth: number): readonly string[] {
  if (body.kind !== 'block') return [line(head, depth), ...statementLines(body, depth + 1)];
  return [line(`${head} {`, depth), ...blockLines(body, depth + 1), line('}', depth)];
}

/** Lines with others behind them, which begin on the line of the closing brace if there is one. */
function closed(lines: readonly string[], body: StatementTree, tail: readonly string[]): readonly string[] {
  if (body.kind !== 'block') return [...lines, ...tail];
  return [...lines.slice(0, -1), `${lines[lines.length - 1]} ${tail[0].trimStart()}`, ...tail.slice(1)];
}

function ifLines(
  { condition, then, otherwise }: StatementTree & { readonly kind: 'if' },
  depth: number,
  keyword = 'if',
): readonly string[] {
  const lines = headed(`${keyword} (${expressionText(condition)})`, then, depth);
  if (otherwise === null) return lines;
  const tail =
    otherwise.kind === 'if' ? ifLines(otherwise, depth, 'else if') : headed('else', otherwise, depth);
  return closed(lines, then, tail);
}

function forHead({ init, condition, step }: StatementTree & { readonly kind: 'for' }): string {
  const first = init === null ? ';' : statementLines(init, 0).join(' ');
  const [second, third] = [condition, step].map((part) => (part === null ? '' : ` ${expressionText(part)}`));
  return `${first}${second};${third}`;
}

/** A statement that fits on a line, without its semicolon. */
type Simple = Extract<
  StatementTree,
  { readonly kind: 'empty' | 'declaration' | 'expression' | 'goto' | 'break' | 'continue' | 'return' }
>;

function simpleText(statement: Simple): string {
  switch (statement.kind) {
    case 'empty':
      return '';
    case 'declaration':
      return declarationText(statement.declarators);
    case 'expression':
      return startingText(statement.expression);
    case 'goto':
      return `goto ${statement.label.text}`;
    case 'break':
    case 'continue':
      return statement.kind;
    case 'return':
      return statement.value === null ? 'return' : `return ${expressionText(statement.value)}`;
    default:
      return unreachable(statement);
  }
}

/** `int r0 = 1, *p` */
function declarationText(declarators: readonly Declarator[]): string {
  const parts = declarators.map(({ name, type, value }, index) => {
    const what = index === 0 ? declared(type, name.text) : declaratorText(type, name.text);
    return value === null ? what : `${what} = ${expressionText(value, ASSIGNMENT)}`;
  });
  return parts.join(', ');
}

/** An expression where a statement begins, in parentheses if it would be taken for something else. */
function startingText(expression: ExpressionTree): string {
  const text = expressionText(expression);
  return DECLARES.test(text) || ENDS_CODE.test(text) ? `(${text})` : text;
}
