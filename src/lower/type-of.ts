/** The type of an expression that is not evaluated, as `typeof` and `sizeof` ask for it. */
import type { CType } from '../kernel/c-type.js';
import type { ExpressionTree } from '../syntax/tree.js';
import { Draft } from './draft.js';
import { type Frame, lookUp, nested } from './frame.js';
import { lowerValue } from './lower-expression.js';
import { lowerLvalue } from './lvalue.js';

/** Lowers the expression to code that is thrown away. An array or a structure is one, and not its address. */
export function typeOfExpression(frame: Frame, tree: ExpressionTree): CType {
  const scratch: Frame = {
    ...nested(frame),
    code: new Draft(),
    session: { ...frame.session, plain: [] },
    locals: new Map(frame.locals),
    labels: new Map(frame.labels),
  };
  const isPlace =
    (tree.kind === 'name' && lookUp(scratch, tree.name, tree.span)?.kind === 'memory') ||
    (tree.kind === 'unary' && tree.operator === '*') ||
    tree.kind === 'index' ||
    tree.kind === 'member';
  return (isPlace ? lowerLvalue(scratch, tree)?.type : null) ?? lowerValue(scratch, tree).type;
}
