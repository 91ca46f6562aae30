/** The names that a body assigns to: in herd7's dialect that makes a local, declared or not. */

import type { ExpressionTree, StatementTree } from '../syntax/tree.js';
import { ownExpressions, visitExpressions, visitStatements } from '../syntax/visit.js';

/** Every bare name that is assigned, stepped, or has its address taken. */
export function assignedNames(body: StatementTree): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (expression: ExpressionTree): void => {
    const target = targetOf(expression);
    if (target?.kind === 'name') names.add(target.name);
  };
  visitStatements(body, (statement) => {
    for (const expression of ownExpressions(statement)) visitExpressions(expression, note);
  });
  return names;
}

function targetOf(expression: ExpressionTree): ExpressionTree | null {
  if (expression.kind === 'assign' || expression.kind === 'step') return expression.target;
  return expression.kind === 'unary' && expression.operator === '&' ? expression.operand : null;
}
