/** The test's own functions, put in place of their calls. Each call has registers of its own. */
import { VOID } from '../kernel/c-type.js';
import type { ExpressionTree, FunctionDefinition, Parameter } from '../syntax/tree.js';
import { emitStore } from './access.js';
import { addressedNames, assignedNames } from './assigned.js';
import { type FixedValue, fixedValue } from './fixed-value.js';
import { declareInMemory, type Frame, type Scope } from './frame.js';
import { checkCount } from './lower-call.js';
import { lowerValue } from './lower-expression.js';
import { declareLabels, lowerStatement } from './lower-statement.js';
import { resolveType } from './resolve-type.js';
import { convert, type Value, ZERO_VALUE } from './value.js';

/** Functions that call others twice grow exponentially. No search ends on a thread of this many instructions. */
const LONGEST = 20_000;
/** The most calls within calls: each of them takes as much stack as its expressions nest. */
const DEEPEST = 100;

/** Runs the function's body here; null when it returns nothing. */
export function inlineFunction(
  frame: Frame,
  definition: FunctionDefinition,
  tree: ExpressionTree & { readonly kind: 'call' },
): Value | null {
  const name = definition.name.text;
  const type = resolveType(frame, definition.result);
  const failed = type === VOID ? null : ZERO_VALUE;
  if (frame.calls.includes(name)) {
    frame.session.problems.errorOnce(`recursion ${name}`, tree.callee.span, {
      code: 'recursive-function',
      name,
      chain: [...frame.calls.slice(frame.calls.indexOf(name)), name],
    });
    return failed;
  }
  if (frame.code.size > LONGEST) {
    const what = `the code of ${frame.thread.name.text}`;
    frame.session.problems.errorOnce(what, tree.callee.span, { code: 'too-deep', what });
    return failed;
  }
  if (frame.calls.length >= DEEPEST) {
    const what = `the nesting of calls in ${frame.thread.name.text}`;
    frame.session.problems.errorOnce(what, tree.callee.span, { code: 'too-deep', what });
    return failed;
  }
  if (!checkCount(frame, name, definition.parameters.length, tree)) return failed;
  const values = tree.arguments.map((argument) => lowerValue(frame, argument));
  const register = type === VOID ? null : frame.code.temporary();
  const callee: Frame = {
    ...frame,
    ...bodyOf(frame, definition),
    result: register === null ? null : { register, type },
    calls: [...frame.calls, name],
  };
  for (const [index, parameter] of definition.parameters.entries()) {
    bindValue(callee, parameter, values[index], fixedValue(frame, tree.arguments[index]));
  }
  const isKernels = definition.name.span.source !== frame.thread.name.span.source;
  frame.code.standingAt(isKernels ? tree.span : null, () => {
    declareLabels(callee, definition.body);
    lowerStatement(callee, definition.body);
  });
  frame.code.bind(callee.exit);
  frame.code.nextStatement();
  return register === null ? null : { expression: { kind: 'register', register }, type };
}

/** What a function's frame has of its own. */
function bodyOf(frame: Frame, definition: FunctionDefinition) {
  const scope: Scope = { parent: null, bindings: new Map() };
  return {
    scope,
    prefix: `${frame.code.uniquePrefix(definition.name.text)}.`,
    locals: new Map(),
    assigned: assignedNames(definition.body),
    addressed: addressedNames(definition.body),
    labels: new Map(),
    breakTo: null,
    continueTo: null,
    cases: null,
    exit: frame.code.label(),
  };
}

/** Binds a parameter: to its argument if the parameter never changes and the argument is simple, else to a register. */
export function bindValue(
  callee: Frame,
  parameter: Parameter,
  given: Value,
  known: FixedValue | null = null,
): void {
  const { text, span } = parameter.name;
  const type = resolveType(callee, parameter.type);
  const expression = convert(given, type);
  if (callee.addressed.has(text)) {
    const lvalue = declareInMemory(callee, text, type, span);
    emitStore(callee, lvalue, { order: 'relaxed', tag: 'plain', value: { expression, type } }, span);
    return;
  }
  const simple = expression.kind === 'constant' || expression.kind === 'register';
  const fixed = known === null || callee.assigned.has(text) ? {} : { fixed: { ...known, type } };
  if (simple && !callee.assigned.has(text)) {
    callee.scope.bindings.set(text, { kind: 'value', value: { expression, type }, ...fixed });
    return;
  }
  const register = callee.code.register(callee.code.uniqueName(callee.prefix + text), 0n);
  callee.scope.bindings.set(text, { kind: 'local', register, type, declared: span, ...fixed });
  callee.code.set(register, expression, span);
}
