/**
 * Finds in a C tree what can be changed: calls, with whether their results are used, and statements, with how they sit among
 * others. What a macro put there is left out, since its text stands elsewhere.
 */

import type { CTest, ExpressionTree, StatementTree } from '../../syntax/tree.js';
import { childExpressions, childStatements, ownExpressions } from '../../syntax/visit.js';

/** A call expression. */
type CallTree = ExpressionTree & { readonly kind: 'call' };

/** A call where it stands. */
export interface Call {
  readonly tree: CallTree;
  /** The statement that is this call and nothing else; null for a call inside of more. */
  readonly statement: Seat | null;
  /** Whether the value is used. */
  readonly used: boolean;
}

/** A statement, and how it sits. */
export interface Seat {
  readonly statement: StatementTree;
  /** `list`: in braces, between other statements; `arm`: an arm without braces of `if` or a loop; `label`: behind a label. */
  readonly sits: 'list' | 'arm' | 'label';
  /** The statements around it in its braces. */
  readonly previous: StatementTree | null;
  readonly next: StatementTree | null;
  /** What an arm is an arm of. */
  readonly owner: StatementTree | null;
}

/** A thread, or a function that threads call. */
export interface Body {
  readonly name: string;
  readonly statement: StatementTree;
  readonly isThread: boolean;
}

/** The bodies in the order of the text. */
export function bodiesOf({ threads, functions }: CTest): readonly Body[] {
  const all = [
    ...threads.map(({ name, body }) => ({ name: name.text, statement: body, isThread: true })),
    ...functions.map(({ name, body }) => ({ name: name.text, statement: body, isThread: false })),
  ];
  return all.sort((a, b) => a.statement.span.start - b.statement.span.start);
}

/** Every statement inside of one, itself among them, each before what it contains. */
export function seatsIn(
  statement: StatementTree,
  seat: Omit<Seat, 'statement'> = { sits: 'list', previous: null, next: null, owner: null },
): readonly Seat[] {
  const here: Seat = { statement, ...seat };
  switch (statement.kind) {
    case 'block':
      return [
        here,
        ...statement.statements.flatMap((each, index) => listed(statement.statements, each, index)),
      ];
    case 'case':
    case 'label':
      return [here, ...seatsIn(statement.statement, { ...seat, sits: 'label', owner: statement })];
    default: {
      const arm = { sits: 'arm', previous: null, next: null, owner: statement } as const;
      return [here, ...armsOf(statement).flatMap((each) => seatsIn(each, arm))];
    }
  }
}

/** The statements that `if`, `switch` or a loop governs. */
function armsOf(statement: StatementTree): readonly StatementTree[] {
  return statement.kind === 'for' ? [statement.body] : childStatements(statement);
}

function listed(all: readonly StatementTree[], each: StatementTree, index: number): readonly Seat[] {
  const previous = all[index - 1] ?? null;
  return seatsIn(each, { sits: 'list', previous, next: all[index + 1] ?? null, owner: null });
}

/** The statement behind its labels. */
export function unlabelled(statement: StatementTree): StatementTree {
  return statement.kind === 'label' || statement.kind === 'case'
    ? unlabelled(statement.statement)
    : statement;
}

/** The expressions of a statement itself, and of what stands first in the head of a `for`. */
export function headExpressions(statement: StatementTree): readonly ExpressionTree[] {
  const init = statement.kind === 'for' && statement.init !== null ? ownExpressions(statement.init) : [];
  return [...init, ...ownExpressions(statement)];
}

/** All calls of a body that are written where they stand, in the order of the text. */
export function callsIn(body: StatementTree): readonly Call[] {
  const calls = seatsIn(body).flatMap((seat) =>
    headExpressions(seat.statement).flatMap((expression) => {
      const whole = seat.statement.kind === 'expression';
      return callsUnder(expression, { statement: whole ? seat : null, used: !whole });
    }),
  );
  return calls.sort((a, b) => a.tree.span.start - b.tree.span.start);
}

type Context = Omit<Call, 'tree'>;

function callsUnder(expression: ExpressionTree, context: Context): readonly Call[] {
  const here = expression.kind === 'call' && isWritten(expression) ? [{ tree: expression, ...context }] : [];
  const inner: Context = { statement: null, used: true };
  return [...here, ...childExpressions(expression).flatMap((part) => callsUnder(part, inner))];
}

/** Whether a call's text is its own, and not a macro's. */
function isWritten({ callee, span }: CallTree): boolean {
  const { text } = span.source;
  return text.slice(callee.span.start, callee.span.end) === callee.text && text[span.end - 1] === ')';
}
