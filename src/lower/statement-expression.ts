/** Statement expressions, `({ … })`, whose value is that of their last statement. */
import type { ExpressionTree } from '../syntax/tree.js';
import { type Frame, nested } from './frame.js';
import { lowerEffect, lowerValue } from './lower-expression.js';
import { declareLabels, lowerStatement } from './lower-statement.js';
import type { Value } from './value.js';

/** Runs the statements; null where the last of them has no value. */
export function lowerStatements(
  frame: Frame,
  { body }: ExpressionTree & { readonly kind: 'statements' },
): Value | null {
  const inner = nested(frame);
  declareLabels(inner, body);
  const last = body.statements.at(-1);
  for (const each of body.statements.slice(0, -1)) lowerStatement(inner, each);
  if (last === undefined) return null;
  if (last.kind !== 'expression') {
    lowerStatement(inner, last);
    return null;
  }
  const { expression } = last;
  frame.code.nextStatement();
  if (hasNoValue(expression, frame)) {
    lowerEffect(inner, expression);
    return null;
  }
  return held(inner, lowerValue(inner, expression), expression);
}

/** `do` and calls of functions that return nothing are not asked for a value. */
function hasNoValue(tree: ExpressionTree, { session }: Frame): boolean {
  if (tree.kind !== 'call') return false;
  const defined = session.functions.get(tree.callee.text);
  return defined?.result.base === 'void' && defined.result.pointers === 0;
}

/** The value in a register that nothing else changes: what follows may assign to the variables that it is made of. */
function held(frame: Frame, value: Value, { span }: ExpressionTree): Value {
  const { expression, type } = value;
  if (expression.kind === 'constant') return value;
  if (expression.kind === 'register' && expression.register < 0) return value;
  const register = frame.code.temporary();
  frame.code.emit({ kind: 'set', target: register, value: expression, span });
  return { expression: { kind: 'register', register }, type };
}
