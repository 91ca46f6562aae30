/**
 * The one walk over trees: what stands directly inside a statement, an expression or a proposition, and everything inside of
 * one. Whoever looks for something in a tree walks it with these; whoever makes something of every kind of node (the printer,
 * lowering) has a switch of its own.
 */
import { unreachable } from '../text/invariant.js';
import type { ConditionOperand, ExpressionTree, PropositionTree, StatementTree } from './tree.js';

/** The statements directly inside a statement, in the order of the text. */
export function childStatements(statement: StatementTree): readonly StatementTree[] {
  switch (statement.kind) {
    case 'block':
      return statement.statements;
    case 'if':
      return present(statement.then, statement.otherwise);
    case 'while':
    case 'do':
    case 'switch':
      return [statement.body];
    case 'for':
      return present(statement.init, statement.body);
    case 'case':
    case 'label':
      return [statement.statement];
    case 'empty':
    case 'declaration':
    case 'expression':
    case 'goto':
    case 'break':
    case 'continue':
    case 'return':
      return [];
    default:
      return unreachable(statement);
  }
}

/** The expressions of a statement itself, without those of the statements inside it. */
export function ownExpressions(statement: StatementTree): readonly ExpressionTree[] {
  switch (statement.kind) {
    case 'declaration':
      return present(...statement.declarators.map(({ value }) => value));
    case 'expression':
      return [statement.expression];
    case 'if':
    case 'while':
    case 'do':
      return [statement.condition];
    case 'for':
      return present(statement.condition, statement.step);
    case 'case':
      return present(statement.value, statement.last);
    case 'switch':
    case 'return':
      return present(statement.value);
    case 'block':
    case 'empty':
    case 'label':
    case 'goto':
    case 'break':
    case 'continue':
      return [];
    default:
      return unreachable(statement);
  }
}

/** The expressions directly inside an expression, in the order of the text. */
export function childExpressions(expression: ExpressionTree): readonly ExpressionTree[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
    case 'type':
    // What a `sizeof` is of is not evaluated.
    case 'sizeof':
      return [];
    case 'statements':
      return expressionsWithin(expression.body);
    case 'list':
      return expression.items.map(({ value }) => value);
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
    case 'indirect-call':
      return [expression.callee, ...expression.arguments];
    case 'index':
      return [expression.array, expression.index];
    case 'member':
      return [expression.object];
    default:
      return unreachable(expression);
  }
}

/** The expressions of a statement and of those inside it. */
function expressionsWithin(statement: StatementTree): readonly ExpressionTree[] {
  return [...ownExpressions(statement), ...childStatements(statement).flatMap(expressionsWithin)];
}

/** Calls `visit` with a statement and with every one inside it, each before what it contains. */
export function visitStatements(statement: StatementTree, visit: (each: StatementTree) => void): void {
  visit(statement);
  for (const child of childStatements(statement)) visitStatements(child, visit);
}

/** Calls `visit` with an expression and with every one inside it, each before what it contains. */
export function visitExpressions(expression: ExpressionTree, visit: (each: ExpressionTree) => void): void {
  visit(expression);
  for (const child of childExpressions(expression)) visitExpressions(child, visit);
}

/** Whether an expression, or some expression inside it, is as `test` asks. */
export function someExpression(expression: ExpressionTree, test: (each: ExpressionTree) => boolean): boolean {
  return test(expression) || childExpressions(expression).some((child) => someExpression(child, test));
}

/** The operands of all comparisons in a proposition, in the order of the text. */
export function conditionOperands(proposition: PropositionTree): readonly ConditionOperand[] {
  switch (proposition.kind) {
    case 'truth':
      return [];
    case 'operand':
      return [proposition.operand];
    case 'compare':
      return [proposition.left, proposition.right];
    case 'not':
      return conditionOperands(proposition.operand);
    case 'and':
    case 'or':
    case 'implies':
      return [...conditionOperands(proposition.left), ...conditionOperands(proposition.right)];
    default:
      return unreachable(proposition);
  }
}

function present<T>(...each: readonly (T | null)[]): readonly T[] {
  return each.filter((one) => one !== null);
}
