/** The names that a body assigns to: in herd7's dialect that makes a local, declared or not. */

import type { Expression, Statement } from '../syntax/tree.js';
import { unreachable } from '../text/invariant.js';

/** Every bare name that is assigned, stepped, or has its address taken. */
export function assignedNames(body: Statement): ReadonlySet<string> {
  const names = new Set<string>();
  eachExpression(body, (expression) => {
    const target = targetOf(expression);
    if (target?.kind === 'name') names.add(target.name);
  });
  return names;
}

function targetOf(expression: Expression): Expression | null {
  if (expression.kind === 'assign' || expression.kind === 'step') return expression.target;
  return expression.kind === 'unary' && expression.operator === '&' ? expression.operand : null;
}

function eachExpression(statement: Statement, visit: (expression: Expression) => void): void {
  for (const expression of expressionsOf(statement)) within(expression, visit);
  for (const child of childrenOf(statement)) eachExpression(child, visit);
}

function within(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const operand of operandsOf(expression)) within(operand, visit);
}

/** The statements directly inside a statement. */
export function childrenOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
      return statement.statements;
    case 'if':
      return statement.otherwise === null ? [statement.then] : [statement.then, statement.otherwise];
    case 'while':
    case 'do':
    case 'switch':
      return [statement.body];
    case 'for':
      return statement.init === null ? [statement.body] : [statement.init, statement.body];
    case 'case':
    case 'label':
      return [statement.statement];
    default:
      return [];
  }
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'declaration':
      return present(...statement.declarators.map((declarator) => declarator.value));
    case 'expression':
      return [statement.expression];
    case 'if':
    case 'while':
    case 'do':
      return [statement.condition];
    case 'for':
      return present(statement.condition, statement.step);
    case 'switch':
    case 'case':
    case 'return':
      return present(statement.value);
    default:
      return [];
  }
}

function operandsOf(expression: Expression): readonly Expression[] {
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

function present(...expressions: readonly (Expression | null)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== null);
}
