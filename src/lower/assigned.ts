/** The names that a body assigns to: in herd7's dialect that makes a local, declared or not. */

import { PRIMITIVES } from '../kernel/primitives/index.js';
import type { ExpressionTree, StatementTree } from '../syntax/tree.js';
import { childExpressions, ownExpressions, visitExpressions, visitStatements } from '../syntax/visit.js';

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

/** Every bare name whose address is taken for more than a primitive that reads and writes a local: `helper(&n)`, `p = &n`. */
export function addressedNames(body: StatementTree): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (expression: ExpressionTree): void => {
    if (expression.kind === 'unary' && expression.operator === '&' && expression.operand.kind === 'name') {
      names.add(expression.operand.name);
    }
    const parameters = expression.kind === 'call' ? PRIMITIVES.get(expression.callee.text)?.parameters : [];
    childExpressions(expression).forEach((child, index) => {
      const isOwn = parameters?.[index]?.kind === 'local' && child.kind === 'unary' && child.operator === '&';
      if (!isOwn) visit(child);
    });
  };
  visitStatements(body, (statement) => {
    for (const expression of ownExpressions(statement)) visit(expression);
  });
  return names;
}

function targetOf(expression: ExpressionTree): ExpressionTree | null {
  if (expression.kind === 'assign' || expression.kind === 'step') return expression.target;
  return expression.kind === 'unary' && expression.operator === '&' ? expression.operand : null;
}
