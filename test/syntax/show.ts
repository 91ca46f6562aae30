/** Trees as short text, for tests: expressions and propositions with every parenthesis, the rest by kind. */
import { expect } from 'vitest';
import { parseTest } from '../../src/dialects/parse.js';
import { messageOf } from '../../src/report/text/message.js';
import type { InitValue } from '../../src/syntax/file-scope-tree.js';
import type {
  ConditionOperand,
  CTest,
  ExpressionTree,
  LocationTree,
  PathStep,
  PropositionTree,
  StatementTree,
} from '../../src/syntax/tree.js';

/** The tree of a text that must be faultless. */
export function parsed(text: string): CTest {
  const { tree, diagnostics } = parseTest({ name: 'test.litmus', text });
  expect(diagnostics.map(messageOf)).toEqual([]);
  return tree as CTest;
}

/** What is said about a text, in order, without places. */
export function messages(text: string): string[] {
  return parseTest({ name: 'test.litmus', text }).diagnostics.map(messageOf);
}

/** A test around the statements of one thread. */
export function withBody(body: string): string {
  return `C test\n{}\nP0(int *x, int *y)\n{\n${body}\n}\nexists (x=1)\n`;
}

/** A test around a condition. */
export function withCondition(condition: string): string {
  return `C test\n{}\nP0(int *x)\n{\n}\n${condition}\n`;
}

export function showExpression(expression: ExpressionTree): string {
  const show = showExpression;
  switch (expression.kind) {
    case 'number':
      return `${expression.value}${expression.unsigned ? 'u' : ''}${expression.long ? 'l' : ''}`;
    case 'name':
      return expression.name;
    case 'unary':
      return `(${expression.operator}${show(expression.operand)})`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'assign':
      return `(${show(expression.target)} ${expression.operator ?? ''}= ${show(expression.value)})`;
    case 'step': {
      const step = expression.operator.repeat(2);
      return expression.prefix
        ? `(${step}${show(expression.target)})`
        : `(${show(expression.target)}${step})`;
    }
    case 'conditional':
      return `(${show(expression.condition)} ? ${show(expression.then)} : ${show(expression.otherwise)})`;
    case 'indirect-call':
      return `(${show(expression.callee)})(${expression.arguments.map(show).join(', ')})`;
    case 'call':
      return `${expression.callee.text}(${expression.arguments.map(show).join(', ')})`;
    case 'type':
      return `${expression.type.base}${'*'.repeat(expression.type.pointers)}`;
    case 'sizeof':
      return `sizeof(${show(expression.operand)})`;
    case 'statements':
      return `(${showStatement(expression.body)})`;
    case 'list':
      return `{${expression.items.map(({ place, value }) => showPlace(place) + show(value)).join(', ')}}`;
    case 'cast':
      return `((${expression.type.base}${'*'.repeat(expression.type.pointers)}) ${show(expression.operand)})`;
    case 'index':
      return `${show(expression.array)}[${show(expression.index)}]`;
    case 'member':
      return `${show(expression.object)}${expression.arrow ? '->' : '.'}${expression.name.text}`;
  }
}

export function showStatement(statement: StatementTree): string {
  const show = showStatement;
  switch (statement.kind) {
    case 'block':
      return `{${statement.statements.map(show).join(' ')}}`;
    case 'expression':
      return `${showExpression(statement.expression)};`;
    case 'declaration':
      return `${statement.declarators
        .map(({ name, type, value }) => {
          const start = value === null ? '' : ` = ${showExpression(value)}`;
          return `${type.base}${'*'.repeat(type.pointers)} ${name.text}${start}`;
        })
        .join(', ')};`;
    case 'if': {
      const otherwise = statement.otherwise === null ? '' : ` else ${show(statement.otherwise)}`;
      return `if ${showExpression(statement.condition)} ${show(statement.then)}${otherwise}`;
    }
    case 'while':
      return `while ${showExpression(statement.condition)} ${show(statement.body)}`;
    case 'do':
      return `do ${show(statement.body)} while ${showExpression(statement.condition)};`;
    case 'for': {
      const { init, condition, step } = statement;
      const parts = [
        init && show(init).slice(0, -1),
        condition && showExpression(condition),
        step && showExpression(step),
      ];
      return `for (${parts.map((part) => part ?? '').join('; ')}) ${show(statement.body)}`;
    }
    case 'switch':
      return `switch ${showExpression(statement.value)} ${show(statement.body)}`;
    case 'case':
      return `${statement.value === null ? 'default' : `case ${showExpression(statement.value)}`}: ${show(statement.statement)}`;
    case 'label':
      return `${statement.name.text}: ${show(statement.statement)}`;
    case 'goto':
      return `goto ${statement.label.text};`;
    case 'return':
      return statement.value === null ? 'return;' : `return ${showExpression(statement.value)};`;
    case 'empty':
      return ';';
    default:
      return `${statement.kind};`;
  }
}

export function showLocation({ name, path }: Pick<LocationTree, 'name' | 'path'>): string {
  return name.text + showPath(path);
}

function showPath(path: readonly PathStep[]): string {
  return path
    .map((step) => (step.kind === 'field' ? `.${step.name.text}` : `[${showExpression(step.index)}]`))
    .join('');
}

function showPlace(place: readonly PathStep[]): string {
  return place.length === 0 ? '' : `${showPath(place)}=`;
}

export function showOperand(operand: ConditionOperand): string {
  switch (operand.kind) {
    case 'flags':
      return operand.names.map(({ text }) => text).join('|');
    case 'number':
      return `${operand.value}`;
    case 'register':
      return `${operand.thread.value}:${operand.name.text}`;
    case 'content':
      return `[${showLocation(operand.location)}]`;
    case 'address':
      return `&${showLocation(operand.location)}`;
    case 'location':
      return showLocation(operand.location);
    case 'label':
      return `label:"P${operand.thread}:${operand.name.text}"`;
    case 'list':
      return `{${operand.items.map(showOperand).join(',')}}`;
  }
}

export function showProposition(proposition: PropositionTree): string {
  const show = showProposition;
  switch (proposition.kind) {
    case 'truth':
      return `${proposition.value}`;
    case 'compare':
      return `${showOperand(proposition.left)}${proposition.operator}${showOperand(proposition.right)}`;
    case 'operand':
      return showOperand(proposition.operand);
    case 'not':
      return `~(${show(proposition.operand)})`;
    default:
      return `(${show(proposition.left)} ${proposition.kind} ${show(proposition.right)})`;
  }
}

/** An entry of the init block, all parts in one line. */
export function showInit({ type, thread, name, path, value }: CTest['init'][number]): string {
  const typed = type === null ? '' : `${type.base}${'*'.repeat(type.pointers)} `;
  const lengths = (type?.lengths ?? []).map((each) => `[${each === null ? '' : showExpression(each)}]`);
  const place = showLocation({ name, path }) + lengths.join('');
  return `${typed}${thread === null ? '' : `${thread}:`}${place}${value === null ? '' : `=${showValue(value)}`}`;
}

function showValue(value: InitValue): string {
  switch (value.kind) {
    case 'number':
      return `${value.value}`;
    case 'address':
      return `&${showLocation(value.location)}`;
    case 'label':
      return `P${value.thread}:${value.name.text}`;
    case 'list':
      return `{${value.items.map((item) => showPlace(item.place) + showValue(item.value)).join(',')}}`;
    case 'expression':
      return showExpression(value.expression);
  }
}
