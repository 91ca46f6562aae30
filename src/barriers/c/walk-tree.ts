/**
 * Walks a C tree for what can be changed in it: calls, with what their surroundings do with the result, and statements,
 * with how they sit among others. What a macro put there is left out, since its text stands elsewhere.
 */

import type { CTest, Expression, Statement } from '../../syntax/tree.js';
import { unreachable } from '../../text/invariant.js';

/** A call expression. */
export type CallTree = Expression & { readonly kind: 'call' };

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
  readonly statement: Statement;
  /** `list`: in braces, between other statements; `arm`: an arm without braces of `if` or a loop; `label`: behind a label. */
  readonly sits: 'list' | 'arm' | 'label';
  /** The statements around it in its braces. */
  readonly previous: Statement | null;
  readonly next: Statement | null;
  /** What an arm is an arm of. */
  readonly owner: Statement | null;
}

/** A thread, or a function that threads call. */
export interface Body {
  readonly name: string;
  readonly statement: Statement;
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
  statement: Statement,
  seat: Omit<Seat, 'statement'> = { sits: 'list', previous: null, next: null, owner: null },
): readonly Seat[] {
  const here: Seat = { statement, ...seat };
  const arm = (each: Statement): readonly Seat[] =>
    seatsIn(each, { sits: 'arm', previous: null, next: null, owner: statement });
  switch (statement.kind) {
    case 'block':
      return [
        here,
        ...statement.statements.flatMap((each, index) => listed(statement.statements, each, index)),
      ];
    case 'if':
      return [
        here,
        ...arm(statement.then),
        ...(statement.otherwise === null ? [] : arm(statement.otherwise)),
      ];
    case 'while':
    case 'do':
    case 'for':
    case 'switch':
      return [here, ...arm(statement.body)];
    case 'case':
    case 'label':
      return [here, ...seatsIn(statement.statement, { ...seat, sits: 'label', owner: statement })];
    default:
      return [here];
  }
}

function listed(all: readonly Statement[], each: Statement, index: number): readonly Seat[] {
  const previous = all[index - 1] ?? null;
  return seatsIn(each, { sits: 'list', previous, next: all[index + 1] ?? null, owner: null });
}

/** The statement behind its labels. */
export function unlabelled(statement: Statement): Statement {
  return statement.kind === 'label' || statement.kind === 'case'
    ? unlabelled(statement.statement)
    : statement;
}

/** The expressions of a statement itself, without those of statements in it. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.expression];
    case 'declaration':
      return statement.declarators.flatMap(({ value }) => (value === null ? [] : [value]));
    case 'if':
    case 'while':
    case 'do':
      return [statement.condition];
    case 'for': {
      const init = statement.init === null ? [] : expressionsOf(statement.init);
      return [...init, ...[statement.condition, statement.step].filter((each) => each !== null)];
    }
    case 'switch':
      return [statement.value];
    case 'return':
      return statement.value === null ? [] : [statement.value];
    default:
      return [];
  }
}

/** The expressions right under an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return [];
    case 'unary':
    case 'cast':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'assign':
      return [expression.target, expression.value];
    case 'step':
      return [expression.target];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'call':
      return expression.arguments;
    case 'index':
      return [expression.array, expression.index];
    case 'member':
      return [expression.object];
    default:
      return unreachable(expression);
  }
}

/** All calls of a body that are written where they stand, in the order of the text. */
export function callsIn(body: Statement): readonly Call[] {
  const calls = seatsIn(body).flatMap((seat) =>
    expressionsOf(seat.statement).flatMap((expression) => {
      const whole = seat.statement.kind === 'expression';
      return callsUnder(expression, { statement: whole ? seat : null, used: !whole });
    }),
  );
  return calls.sort((a, b) => a.tree.span.start - b.tree.span.start);
}

type Context = Omit<Call, 'tree'>;

function callsUnder(expression: Expression, context: Context): readonly Call[] {
  const here = expression.kind === 'call' && isWritten(expression) ? [{ tree: expression, ...context }] : [];
  const inner: Context = { statement: null, used: true };
  return [...here, ...partsOf(expression).flatMap((part) => callsUnder(part, inner))];
}

/** Whether a call's text is its own, and not a macro's. */
export function isWritten({ callee, span }: CallTree): boolean {
  const { text } = span.source;
  return text.slice(callee.span.start, callee.span.end) === callee.text && text[span.end - 1] === ')';
}
