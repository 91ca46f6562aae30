/** Warns of what is correct C and surely not meant. */
import type { ExpressionTree } from '../syntax/tree.js';
import type { Frame } from './frame.js';

/** What stands before a condition that has no parentheses but its statement's own. */
const CONDITION = /(?:\b(?:if|while)\s*\(|;)\s*$/;
/** How far back `CONDITION` is looked for. */
const NEAR = 80;

/** Warns of `if (r0 = 1)`. Parentheses of its own say that an assignment is meant, as for C's compilers. */
export function doubtCondition(frame: Frame, tree: ExpressionTree): void {
  if (tree.kind !== 'assign' || tree.operator !== null) return;
  const { source, start } = tree.span;
  // A span begins with the parentheses of its own.
  if (source.text[start] === '(' || !CONDITION.test(source.text.slice(Math.max(0, start - NEAR), start)))
    return;
  const sign = source.text.indexOf('=', tree.target.span.end);
  const span = { source, start: sign, end: sign + 1 };
  const fix = { span, replacement: '==' };
  frame.session.problems.warnOnce(
    `assignment ${start}`,
    tree.span,
    { code: 'assignment-as-condition' },
    { fix },
  );
}
