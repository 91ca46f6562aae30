/** Calls: of the test's own functions, which are inlined, and of the kernel's primitives, which are steps. */

import { C_INT, type CType, integerOf } from '../kernel/c-type.js';
import { definedCalls } from '../kernel/definitions/index.js';
import type { Primitive, PrimitiveParameter, PrimitiveStep } from '../kernel/primitive.js';
import { CALLBACK_CALLS } from '../kernel/primitives/callback.js';
import type { FormulaOperands } from '../kernel/primitives/formula.js';
import { DATA_RACE, PRIMITIVES, UNSUPPORTED } from '../kernel/primitives/index.js';
import { contextChange } from '../kernel/primitives/sleep.js';
import type { Expression } from '../program/expression.js';
import type { ExpressionTree } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import {
  emitAssertion,
  emitFence,
  emitLoad,
  emitReaders,
  emitStore,
  emitUpdate,
  type MemoryLvalue,
} from './access.js';
import { type Arguments, lowerArguments } from './argument.js';
import { ASSERTION_NAMES, hasMessage, lowerAssertion, noteLock } from './assertion.js';
import { BUILTIN_NAMES, lowerBuiltin } from './builtin.js';
import type { Label } from './draft.js';
import { fixedValue, refuseCall } from './fixed-value.js';
import { bindingOf, type Frame, localValue } from './frame.js';
import { inlineFunction } from './inline.js';
import { lowerCallbackCall } from './lower-callback.js';
import { lowerValue } from './lower-expression.js';
import { fieldOf } from './lvalue.js';
import { storeTo } from './plain-access.js';
import { isSilent, lowerSilent } from './silent.js';
import { constant, convert, type Value, ZERO_VALUE } from './value.js';

/** Runs a call; null when it has no value. A call that is not understood is reported, and is worth 0. */
export function lowerCall(frame: Frame, tree: ExpressionTree & { readonly kind: 'call' }): Value | null {
  const { text, span } = tree.callee;
  const { problems, functions } = frame.session;
  const { message } = tree;
  if (message !== undefined && !takesMessage(text)) {
    const why = 'only what prints something, WARN() and WARN_ONCE() take one';
    problems.error(message, { code: 'unsupported', what: `a string as an argument of '${text}'`, why });
    return ZERO_VALUE;
  }
  const defined = functions.get(text);
  if (defined !== undefined) return inlineFunction(frame, defined, tree);
  const builtin = lowerBuiltin(frame, tree);
  if (builtin !== undefined) return builtin;
  const assertion = lowerAssertion(frame, tree);
  if (assertion !== undefined) return assertion;
  if (lowerSilent(frame, tree)) return null;
  const primitive = PRIMITIVES.get(text);
  if (primitive !== undefined) return lowerPrimitive(frame, primitive, tree);
  if (text === DATA_RACE) return lowerDataRace(frame, tree);
  const callback = CALLBACK_CALLS.get(text);
  if (callback !== undefined) {
    if (checkCount(frame, text, callback.arguments, tree)) lowerCallbackCall(frame, callback, tree);
    return null;
  }
  if (bindingOf(frame, text) !== null) {
    const callee = { kind: 'name', name: text, span } as const;
    return lowerIndirectCall(frame, { ...tree, kind: 'indirect-call', callee });
  }
  const why = UNSUPPORTED.get(text);
  if (why !== undefined) {
    problems.errorOnce(`call ${text}`, span, { code: 'unsupported', what: text, why });
  } else {
    const known = [...functions, ...PRIMITIVES, ...CALLBACK_CALLS, ...UNSUPPORTED]
      .map(([name]) => name)
      .concat(DATA_RACE, BUILTIN_NAMES, ASSERTION_NAMES)
      .concat(definedCalls().map(({ name }) => name));
    const later = definedLater(tree.callee.text, span);
    const notes =
      later === null ? [] : [{ message: 'it is a macro from here on, behind its use', span: later }];
    problems.error(
      span,
      { code: 'unknown-function', name: text, ...problems.suggest(text, known) },
      { notes },
    );
  }
  return ZERO_VALUE;
}

/** Where a macro of that name is defined behind its use. */
function definedLater(name: string, { source, end }: Span): Span | null {
  const found = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').exec(source.text.slice(end));
  return found === null
    ? null
    : { source, start: end + found.index, end: end + found.index + found[0].length };
}

/** Runs a call through a pointer that leads to one function always, as one of that function. */
export function lowerIndirectCall(
  frame: Frame,
  tree: ExpressionTree & { readonly kind: 'indirect-call' },
): Value | null {
  const { callee, span } = tree;
  const { session } = frame;
  const pointer = fixedValue(frame, callee);
  const name = pointer && (session.memory.functions.get(pointer.value) ?? null);
  const defined = name === null ? undefined : session.functions.get(name);
  if (pointer === null || name === null || defined === undefined) {
    refuseCall(callee.span, pointer?.value === 0n, session.problems);
    return ZERO_VALUE;
  }
  session.fixedCalls.push({ span: callee.span, from: pointer.from });
  const named = { text: name, span: callee.span };
  return inlineFunction(frame, defined, { kind: 'call', callee: named, arguments: tree.arguments, span });
}

/** Whether a function of the kernel takes strings. */
function takesMessage(name: string): boolean {
  return isSilent(name) || hasMessage(name);
}

/** data_race(expression) is the expression, whose accesses KCSAN says nothing about (include/linux/compiler.h). */
function lowerDataRace(frame: Frame, tree: ExpressionTree & { readonly kind: 'call' }): Value | null {
  if (!checkCount(frame, DATA_RACE, 1, tree)) return ZERO_VALUE;
  const [inner] = tree.arguments;
  const racy: Frame = { ...frame, racy: true };
  return inner.kind === 'call' ? lowerCall(racy, inner) : lowerValue(racy, inner);
}

function lowerPrimitive(
  frame: Frame,
  primitive: Primitive,
  tree: ExpressionTree & { readonly kind: 'call' },
): Value | null {
  if (!checkCount(frame, primitive.name, primitive.parameters.length, tree)) return failed(primitive);
  const given = lowerArguments(frame, primitive, tree);
  if (given === null) return failed(primitive);
  const change = contextChange(primitive.name);
  if (change !== null) frame.code.mark(markedName(primitive.name, tree.span), change, tree.span);
  return new Call(frame, primitive, given, tree.span).run();
}

/** What says that it may sleep may be a part of a macro: then that is what sleeps. */
function markedName(name: string, { source, start, end }: Span): string {
  if (name !== 'might_sleep') return name;
  return /^\w+/.exec(source.text.slice(start, end))?.[0] ?? name;
}

function failed(primitive: Primitive): Value | null {
  return primitive.result === 'void' ? null : ZERO_VALUE;
}

/** Reports a wrong number of arguments. */
export function checkCount(
  frame: Frame,
  name: string,
  expected: number,
  tree: ExpressionTree & { readonly kind: 'call' },
): boolean {
  const found = tree.arguments.length;
  if (found === expected) return true;
  frame.session.problems.error(tree.span, {
    code: 'wrong-argument-count',
    name,
    expected: `${expected} argument${expected === 1 ? '' : 's'}`,
    found,
  });
  return false;
}

/** One call of a primitive: its steps in order, over the value that the last access found in memory. */
class Call {
  private readonly frame: Frame;
  private readonly primitive: Primitive;
  private readonly given: Arguments;
  private readonly span: Span;
  private old: Expression = constant(0);
  private readonly end: Label;
  /** The register of the result, set at the first guard: from there on the result may be computed, or 0. */
  private result: number | null = null;

  constructor(frame: Frame, primitive: Primitive, given: Arguments, span: Span) {
    this.frame = frame;
    this.primitive = primitive;
    this.given = given;
    this.span = span;
    this.end = frame.code.label();
  }

  run(): Value | null {
    const { steps } = this.primitive;
    for (const step of steps) {
      this.step(step);
      if (steps.length > 1) this.frame.code.nextStatement();
    }
    const value = this.settle();
    this.writeBack(value);
    noteLock(this.frame, this.primitive, this.given.lvalue.address, value, this.span);
    return this.primitive.result === 'void' ? null : value;
  }

  private step(step: PrimitiveStep): void {
    const { frame, span } = this;
    switch (step.kind) {
      case 'load': {
        const until = step.until?.(this.operands({ kind: 'loaded' })) ?? null;
        this.old = emitLoad(frame, this.lvalue(step.field), { ...step, until }, span).expression;
        return;
      }
      case 'store': {
        const lvalue = this.lvalue(step.field);
        const value = { expression: step.data(this.operands(this.old)), type: lvalue.type };
        emitStore(frame, lvalue, { ...step, value }, span);
        return;
      }
      case 'update':
        this.update(step);
        return;
      case 'fence':
        emitFence(frame, frame.session.port.fence[step.fence], span);
        return;
      case 'readers': {
        const domain = step.domain ? this.given.lvalue.address : null;
        emitReaders(frame, { name: this.primitive.name, tag: step.tag, domain }, span);
        return;
      }
      case 'assertion':
        emitAssertion(frame, this.lvalue(undefined), step.tag, span);
        return;
      case 'guard':
        this.guard(step.condition(this.operands(this.old)));
    }
  }

  private update(step: PrimitiveStep & { readonly kind: 'update' }): void {
    const { condition, until } = step;
    const over = (formula: (operands: FormulaOperands) => Expression) => (old: Expression) =>
      formula(this.operands(old));
    const update = {
      order: step.order,
      ...(step.tag && { tag: step.tag }),
      data: over(step.data),
      ...(condition && { condition: over(condition) }),
      ...(until && { until: over(until) }),
      looksFirst: step.looksFirst ?? false,
      foretold: this.given.foretold,
    };
    this.old = emitUpdate(this.frame, this.lvalue(step.field), update, this.span).expression;
  }

  private guard(condition: Expression): void {
    const { code } = this.frame;
    this.result ??= code.temporary();
    code.emit({ kind: 'set', target: this.result, value: constant(0), span: this.span });
    code.branch({ expression: condition, type: C_INT }, 'zero', this.end, this.span);
  }

  /** The value of the call, where the paths through its guards meet. */
  private settle(): Value {
    const { code } = this.frame;
    const value = this.value();
    if (this.result === null && this.primitive.back === null) return value;
    const register = this.result ?? code.temporary();
    code.emit({ kind: 'set', target: register, value: value.expression, span: this.span });
    code.bind(this.end);
    return { expression: { kind: 'register', register }, type: value.type };
  }

  private value(): Value {
    const { result } = this.primitive;
    if (result === 'argument') return this.given.first;
    const expression = this.primitive.value(this.operands(this.old));
    return { expression, type: result === 'value' ? this.accessType() : C_INT };
  }

  private writeBack(value: Value): void {
    const { back } = this.primitive;
    const local = back === null ? undefined : this.given.locals.get(back);
    if (local === undefined) return;
    const found: Value = { expression: this.old, type: this.accessType() };
    if (local.kind === 'local') {
      this.frame.code.set(local.register, convert(found, local.type), this.span);
      return;
    }
    // Memory is written where the primitive failed, and not else.
    const { code } = this.frame;
    const over = code.label();
    code.nextStatement();
    code.branch(value, 'nonzero', over, this.span);
    storeTo(this.frame, local, found, this.span);
    code.bind(over);
    code.nextStatement();
  }

  private lvalue(field: string | undefined): MemoryLvalue {
    const { lvalue } = this.given;
    return (field === undefined ? null : fieldOf(this.frame, lvalue, field)) ?? lvalue;
  }

  private accessType(): CType {
    for (const step of this.primitive.steps) if ('field' in step) return this.lvalue(step.field).type;
    return this.given.lvalue.type;
  }

  private operands(old: Expression): FormulaOperands {
    const type = this.accessType();
    const arg: Record<string, Expression> = {};
    for (const parameter of this.primitive.parameters) {
      const expression = this.argument(parameter, type);
      if (expression !== null) arg[parameter.name] = expression;
    }
    return { old, arg, type: integerOf(type) };
  }

  private argument(parameter: PrimitiveParameter, type: CType): Expression | null {
    const local = this.given.locals.get(parameter.name);
    if (local?.kind === 'local') return convert(localValue(local), type);
    const value = this.given.values.get(parameter.name);
    if (value === undefined) return null;
    if (parameter.kind === 'predicate') return value.expression;
    return convert(value, parameter.kind === 'number' ? C_INT : type);
  }
}
