/** Statements: structured control flow becomes branches and jumps to labels. */

import type { Declarator, ExpressionTree, StatementTree } from '../syntax/tree.js';
import { someExpression, visitStatements } from '../syntax/visit.js';
import { unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import { fixedValue } from './fixed-value.js';
import { declareLocal, type Frame, nested } from './frame.js';
import { declareMemory } from './local-memory.js';
import { lowerBranch, lowerEffect, lowerValue, unwrapped } from './lower-expression.js';
import { resolveType } from './resolve-type.js';
import { lowerCase, lowerSwitch } from './switch.js';
import { convert } from './value.js';

/** Emits what the statement does. */
export function lowerStatement(frame: Frame, statement: StatementTree): void {
  switch (statement.kind) {
    case 'empty':
      return;
    case 'block': {
      const inner = nested(frame);
      for (const each of statement.statements) lowerStatement(inner, each);
      return;
    }
    case 'declaration':
      for (const declarator of statement.declarators) declare(frame, declarator);
      return;
    case 'expression':
      frame.code.nextStatement();
      lowerEffect(frame, statement.expression);
      return;
    case 'if':
      lowerIf(frame, statement);
      return;
    case 'while':
      lowerLoop(frame, { ...statement, step: null });
      return;
    case 'do':
      lowerDo(frame, statement);
      return;
    case 'for':
      lowerFor(frame, statement);
      return;
    case 'switch':
      lowerSwitch(frame, statement);
      return;
    case 'case':
      lowerCase(frame, statement);
      return;
    case 'label':
      bindLabel(frame, statement.name.text);
      lowerStatement(frame, statement.statement);
      return;
    case 'goto':
    case 'break':
    case 'continue':
    case 'return':
      lowerJump(frame, statement);
      return;
    default:
      unreachable(statement);
  }
}

function declare(frame: Frame, { name, type, value: given }: Declarator): void {
  const resolved = resolveType(frame, type);
  const value = (given?.kind === 'list' ? unwrapped(resolved, given) : null) ?? given;
  if (resolved.kind === 'void') {
    const what = `a local variable of type ${type.base}`;
    frame.session.problems.error(type.span, { code: 'unsupported', what });
    return;
  }
  if (resolved.kind === 'structure' || resolved.kind === 'array' || frame.addressed.has(name.text)) {
    declareMemory(frame, { name, type, value }, resolved);
    return;
  }
  // C11 6.2.1: a name is in scope in its own initialiser, where it has the value of any local that was given none.
  const own =
    value !== null && someExpression(value, (each) => each.kind === 'name' && each.name === name.text);
  const early = own ? declareLocal(frame, name.text, resolved, name.span) : null;
  if (early !== null) frame.code.unset.add(early.register);
  frame.code.nextStatement();
  const initial = value === null ? null : lowerValue(frame, value);
  const local = early ?? declareLocal(frame, name.text, resolved, name.span);
  if (initial === null || value === null) {
    frame.code.unset.add(local.register);
    return;
  }
  const span: Span = { ...name.span, end: value.span.end };
  frame.code.set(local.register, convert(initial, resolved), span);
  const fixed = frame.assigned.has(name.text) ? null : fixedValue(frame, value);
  if (fixed !== null) frame.scope.bindings.set(name.text, { ...local, fixed: { ...fixed, type: resolved } });
}

function lowerIf(frame: Frame, statement: StatementTree & { readonly kind: 'if' }): void {
  const { code } = frame;
  const [otherwise, end] = [code.label(), code.label()];
  code.nextStatement();
  lowerBranch(frame, statement.condition, 'zero', otherwise);
  lowerStatement(nested(frame), statement.then);
  if (statement.otherwise !== null) code.jump(end, statement.span);
  code.bind(otherwise);
  if (statement.otherwise !== null) lowerStatement(nested(frame), statement.otherwise);
  code.bind(end);
}

interface Loop {
  readonly condition: ExpressionTree | null;
  readonly body: StatementTree;
  readonly step: ExpressionTree | null;
  readonly span: Span;
}

/** A loop that tests its condition first. */
function lowerLoop(frame: Frame, loop: Loop): void {
  const { code } = frame;
  const [again, next, end] = [code.label(), code.label(), code.label()];
  code.bind(again);
  code.nextStatement();
  if (loop.condition !== null) lowerBranch(frame, loop.condition, 'zero', end);
  lowerStatement({ ...nested(frame), breakTo: end, continueTo: next }, loop.body);
  code.bind(next);
  code.nextStatement();
  if (loop.step !== null) lowerEffect(frame, loop.step);
  code.jump(again, loop.span);
  code.bind(end);
}

function lowerDo(frame: Frame, statement: StatementTree & { readonly kind: 'do' }): void {
  const { code } = frame;
  const [again, next, end] = [code.label(), code.label(), code.label()];
  code.bind(again);
  lowerStatement({ ...nested(frame), breakTo: end, continueTo: next }, statement.body);
  code.bind(next);
  code.nextStatement();
  lowerBranch(frame, statement.condition, 'nonzero', again);
  code.bind(end);
}

function lowerFor(frame: Frame, statement: StatementTree & { readonly kind: 'for' }): void {
  const inner = nested(frame);
  if (statement.init !== null) lowerStatement(inner, statement.init);
  lowerLoop(inner, statement);
}

type Jump = StatementTree & { readonly kind: 'goto' | 'break' | 'continue' | 'return' };

function lowerJump(frame: Frame, statement: Jump): void {
  if (statement.kind === 'goto') {
    const label = frame.labels.get(statement.label.text);
    if (label !== undefined) frame.code.jump(label, statement.span);
    else reportLabel(frame, statement.label.text, statement.label.span);
  } else if (statement.kind === 'return') lowerReturn(frame, statement);
  else {
    const label = statement.kind === 'break' ? frame.breakTo : frame.continueTo;
    if (label !== null) frame.code.jump(label, statement.span);
    else frame.session.problems.error(statement.span, { code: 'stray-jump', keyword: statement.kind });
  }
}

function lowerReturn(frame: Frame, statement: StatementTree & { readonly kind: 'return' }): void {
  const { value, span } = statement;
  frame.code.nextStatement();
  if (value !== null && frame.result === null) lowerEffect(frame, value);
  if (value !== null && frame.result !== null) {
    const { register, type } = frame.result;
    frame.code.emit({ kind: 'set', target: register, value: convert(lowerValue(frame, value), type), span });
  }
  frame.code.jump(frame.exit, span);
}

function reportLabel(frame: Frame, name: string, span: Span): void {
  const known = [...frame.labels.keys()];
  frame.session.problems.error(span, {
    code: 'unknown-label',
    name,
    ...frame.session.problems.suggest(name, known),
  });
}

/** A second label of the same name was reported, and goes nowhere. */
function bindLabel(frame: Frame, name: string): void {
  const label = frame.labels.get(name);
  if (label !== undefined && label.position === null) frame.code.bind(label);
}

/** Finds the labels of a body before it is lowered, since a goto may come first. */
export function declareLabels(frame: Frame, body: StatementTree): void {
  const spans = new Map<string, Span>();
  visitStatements(body, (statement) => {
    if (statement.kind !== 'label') return;
    const { text, span } = statement.name;
    const first = spans.get(text);
    if (first !== undefined) reportTwice(frame, text, first, span);
    spans.set(text, span);
    frame.labels.set(text, frame.code.label());
  });
}

function reportTwice(frame: Frame, name: string, first: Span, second: Span): void {
  const problem = { code: 'duplicate-name', name, first: 'a label', second: 'a label' } as const;
  frame.session.problems.error(second, problem, { notes: [{ message: 'first here', span: first }] });
}
