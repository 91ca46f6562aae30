/** Statements: structured control flow becomes branches and jumps to labels. */

import type { Declarator, Expression, Statement } from '../syntax/tree.js';
import { unreachable } from '../text/invariant.js';
import type { Span } from '../text/source.js';
import { childrenOf } from './assigned.js';
import { lowerBranch, lowerEffect, lowerValue } from './expression.js';
import { declareLocal, type Frame, nested } from './frame.js';
import { lowerCase, lowerSwitch } from './switch.js';
import { resolveType } from './type.js';
import { convert } from './value.js';

/** Emits what the statement does. */
export function lowerStatement(frame: Frame, statement: Statement): void {
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
      placeLabel(frame, statement.name.text);
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

function declare(frame: Frame, { name, type, value }: Declarator): void {
  const resolved = resolveType(type, frame.session.faults);
  if (resolved.kind === 'structure' || resolved.kind === 'void') {
    const what = `a local variable of type ${type.base}`;
    frame.session.faults.error(type.span, { code: 'unsupported', what });
    return;
  }
  const initial = value === null ? null : lowerValue(frame, value);
  const local = declareLocal(frame, name.text, resolved, name.span);
  if (initial === null || value === null) return;
  const span: Span = { ...name.span, end: value.span.end };
  frame.code.set(local.register, convert(initial, resolved), span);
}

function lowerIf(frame: Frame, statement: Statement & { readonly kind: 'if' }): void {
  const { code } = frame;
  const [otherwise, end] = [code.label(), code.label()];
  lowerBranch(frame, statement.condition, 'zero', otherwise);
  lowerStatement(nested(frame), statement.then);
  if (statement.otherwise !== null) code.jump(end, statement.span);
  code.place(otherwise);
  if (statement.otherwise !== null) lowerStatement(nested(frame), statement.otherwise);
  code.place(end);
}

interface Loop {
  readonly condition: Expression | null;
  readonly body: Statement;
  readonly step: Expression | null;
  readonly span: Span;
}

/** A loop that asks first. */
function lowerLoop(frame: Frame, loop: Loop): void {
  const { code } = frame;
  const [again, next, end] = [code.label(), code.label(), code.label()];
  code.place(again);
  if (loop.condition !== null) lowerBranch(frame, loop.condition, 'zero', end);
  lowerStatement({ ...nested(frame), breakTo: end, continueTo: next }, loop.body);
  code.place(next);
  if (loop.step !== null) lowerEffect(frame, loop.step);
  code.jump(again, loop.span);
  code.place(end);
}

function lowerDo(frame: Frame, statement: Statement & { readonly kind: 'do' }): void {
  const { code } = frame;
  const [again, next, end] = [code.label(), code.label(), code.label()];
  code.place(again);
  lowerStatement({ ...nested(frame), breakTo: end, continueTo: next }, statement.body);
  code.place(next);
  lowerBranch(frame, statement.condition, 'nonzero', again);
  code.place(end);
}

function lowerFor(frame: Frame, statement: Statement & { readonly kind: 'for' }): void {
  const inner = nested(frame);
  if (statement.init !== null) lowerStatement(inner, statement.init);
  lowerLoop(inner, statement);
}

type Jump = Statement & { readonly kind: 'goto' | 'break' | 'continue' | 'return' };

function lowerJump(frame: Frame, statement: Jump): void {
  if (statement.kind === 'goto') {
    const label = frame.labels.get(statement.label.text);
    if (label !== undefined) frame.code.jump(label, statement.span);
    else reportLabel(frame, statement.label.text, statement.label.span);
  } else if (statement.kind === 'return') lowerReturn(frame, statement);
  else {
    const label = statement.kind === 'break' ? frame.breakTo : frame.continueTo;
    if (label !== null) frame.code.jump(label, statement.span);
    else frame.session.faults.error(statement.span, { code: 'stray-jump', keyword: statement.kind });
  }
}

function lowerReturn(frame: Frame, statement: Statement & { readonly kind: 'return' }): void {
  const { value, span } = statement;
  if (value !== null && frame.result === null) lowerEffect(frame, value);
  if (value !== null && frame.result !== null) {
    const { register, type } = frame.result;
    frame.code.emit({ kind: 'set', target: register, value: convert(lowerValue(frame, value), type), span });
  }
  frame.code.jump(frame.exit, span);
}

function reportLabel(frame: Frame, name: string, span: Span): void {
  const known = [...frame.labels.keys()];
  frame.session.faults.error(span, {
    code: 'unknown-label',
    name,
    ...frame.session.faults.suggest(name, known),
  });
}

/** A second label of the same name was reported, and goes nowhere. */
function placeLabel(frame: Frame, name: string): void {
  const label = frame.labels.get(name);
  if (label !== undefined && label.position === null) frame.code.place(label);
}

/** Finds the labels of a body before it is lowered, since a goto may come first. */
export function declareLabels(frame: Frame, body: Statement): void {
  const spans = new Map<string, Span>();
  const visit = (statement: Statement): void => {
    if (statement.kind === 'label') {
      const { text, span } = statement.name;
      const first = spans.get(text);
      if (first !== undefined) reportTwice(frame, text, first, span);
      spans.set(text, span);
      frame.labels.set(text, frame.code.label());
    }
    childrenOf(statement).forEach(visit);
  };
  visit(body);
}

function reportTwice(frame: Frame, name: string, first: Span, second: Span): void {
  const problem = { code: 'duplicate-name', name, first: 'a label', second: 'a label' } as const;
  frame.session.faults.error(second, problem, { notes: [{ message: 'first here', span: first }] });
}
