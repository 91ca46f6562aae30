/**
 * Macros of the kernel that are no primitives: formulas, and those that take types or lvalues: include/linux/minmax.h,
 * container_of.h, array_size.h, stddef.h.
 */
import { C_INT, C_ULONG, type CType, integerOf, pointerTo, spellType } from '../kernel/c-type.js';
import { locationOf } from '../syntax/parse-init.js';
import type { ExpressionTree, PathStep } from '../syntax/tree.js';
import { FORMULAS } from './builtin-formula.js';
import { taskOfCpu } from './current-task.js';
import type { Frame } from './frame.js';
import { checkCount } from './lower-call.js';
import { lowerValue } from './lower-expression.js';
import { lowerLvalue } from './lvalue.js';
import { placeIn } from './place.js';
import { loadFrom, storeTo } from './plain-access.js';
import { resolveType } from './resolve-type.js';
import { typeOfExpression } from './type-of.js';
import { addBytes, binary, constant, convert, type Value, ZERO_VALUE } from './value.js';

type CallTree = ExpressionTree & { readonly kind: 'call' };

/** A macro with so many parameters; null is what has no value. */
interface Builtin {
  readonly parameters: number;
  readonly lower: (frame: Frame, tree: CallTree) => Value | null;
}

const BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  ['min', { parameters: 2, lower: (frame, tree) => extreme(frame, tree, '<', tree.arguments) }],
  ['max', { parameters: 2, lower: (frame, tree) => extreme(frame, tree, '>', tree.arguments) }],
  ['min_t', { parameters: 3, lower: (frame, tree) => extremeOf(frame, tree, '<') }],
  ['max_t', { parameters: 3, lower: (frame, tree) => extremeOf(frame, tree, '>') }],
  ['swap', { parameters: 2, lower: swap }],
  ['ARRAY_SIZE', { parameters: 1, lower: arraySize }],
  ['container_of', { parameters: 3, lower: containerOf }],
  ['container_of_const', { parameters: 3, lower: containerOf }],
  ['list_entry', { parameters: 3, lower: containerOf }],
  ['offsetof', { parameters: 2, lower: offsetOf }],
  // A thread of a test is a CPU.
  ...['smp_processor_id', 'raw_smp_processor_id'].map((name): [string, Builtin] => [
    name,
    { parameters: 0, lower: ({ thread }) => ({ expression: constant(thread.number), type: C_INT }) },
  ]),
  // A thread is a task, and is never interrupted.
  ...['in_interrupt', 'in_irq', 'in_hardirq', 'in_serving_softirq', 'in_nmi'].map(
    (name): [string, Builtin] => [
      name,
      { parameters: 0, lower: () => ({ expression: constant(0), type: C_INT }) },
    ],
  ),
  [
    'task_of_cpu',
    {
      parameters: 1,
      lower: (frame, tree) => taskOfCpu(frame, lowerValue(frame, tree.arguments[0]), tree.span) ?? ZERO_VALUE,
    },
  ],
  // Whether a thread waits so that it is woken alone: without one, nobody looks for it (kernel/definitions/wait.ts).
  [
    'waits_singly',
    {
      parameters: 0,
      lower: ({ session }) => ({
        expression: constant(session.functions.has('put_singly') ? 1 : 0),
        type: C_INT,
      }),
    },
  ],
  ['in_task', { parameters: 0, lower: () => ({ expression: constant(1), type: C_INT }) }],
  ...['num_possible_cpus', 'num_online_cpus', 'num_present_cpus'].map((name): [string, Builtin] => [
    name,
    {
      parameters: 0,
      lower: ({ session }) => ({ expression: constant(session.threads.length), type: C_INT }),
    },
  ]),
]);

/** The names of all of them. */
export const BUILTIN_NAMES: readonly string[] = [...BUILTINS.keys(), ...FORMULAS.keys()];

/** Lowers a call of one of them; undefined for any other function, null for what has no value. */
export function lowerBuiltin(frame: Frame, tree: CallTree): Value | null | undefined {
  const { text } = tree.callee;
  const formula = FORMULAS.get(text);
  const builtin = BUILTINS.get(text);
  const found = formula ?? builtin;
  if (found === undefined) return undefined;
  if (!checkCount(frame, text, found.parameters, tree)) return ZERO_VALUE;
  if (formula === undefined) return builtin?.lower(frame, tree);
  return formula.value(...tree.arguments.map((each) => lowerValue(frame, each)));
}

/** `min(a, b)`: a comparison, and a choice. */
function extreme(
  frame: Frame,
  { span }: CallTree,
  operator: '<' | '>',
  [first, second]: readonly ExpressionTree[],
  type: CType | null = null,
): Value {
  const [left, right] = [first, second].map((each) => as(lowerValue(frame, each), type));
  const common = type ?? (left.type.kind === 'pointer' ? left.type : binary('+', left, right).type);
  const isLeft = binary(operator, left, right);
  const { code } = frame;
  if (isLeft.expression.kind === 'constant') return as(isLeft.expression.value === 0n ? right : left, common);
  const register = code.temporary();
  const over = code.label();
  code.emit({ kind: 'set', target: register, value: convert(left, common), span });
  code.branch(isLeft, 'nonzero', over, span);
  code.emit({ kind: 'set', target: register, value: convert(right, common), span });
  code.bind(over);
  return { expression: { kind: 'register', register }, type: common };
}

function as(value: Value, type: CType | null): Value {
  return type === null ? value : { expression: convert(value, type), type };
}

/** `min_t(u32, a, b)` */
function extremeOf(frame: Frame, tree: CallTree, operator: '<' | '>'): Value {
  const type = typeArgument(frame, tree, 0);
  return type === null ? ZERO_VALUE : extreme(frame, tree, operator, tree.arguments.slice(1), type);
}

/** `swap(a, b)`: reads both, and writes both. */
function swap(frame: Frame, tree: CallTree): null {
  const [first, second] = tree.arguments.map((each) => lowerLvalue(frame, each));
  if (first === null || second === null) return null;
  const { code } = frame;
  const register = code.temporary();
  const old = loadFrom(frame, first, tree.span);
  code.emit({ kind: 'set', target: register, value: old.expression, span: tree.span });
  code.nextStatement();
  storeTo(frame, first, loadFrom(frame, second, tree.span), tree.span);
  code.nextStatement();
  storeTo(frame, second, { expression: { kind: 'register', register }, type: old.type }, tree.span);
  return null;
}

/** `ARRAY_SIZE(a)` */
function arraySize(frame: Frame, tree: CallTree): Value {
  const type = typeOfExpression(frame, tree.arguments[0]);
  if (type.kind === 'array') return { expression: constant(type.length), type: C_ULONG };
  return wrong(frame, tree, 0, 'an array, whose length is known');
}

/** `container_of(p, struct clock, lock)`: the structure that the member is in. */
function containerOf(frame: Frame, tree: CallTree): Value {
  const pointer = lowerValue(frame, tree.arguments[0]);
  const type = typeArgument(frame, tree, 1);
  const offset = type === null ? null : offsetIn(frame, tree, type, 2);
  if (type === null || offset === null) return ZERO_VALUE;
  return { expression: addBytes(convert(pointer, C_ULONG), -offset), type: pointerTo(type) };
}

/** `offsetof(struct clock, lock)` */
function offsetOf(frame: Frame, tree: CallTree): Value {
  const type = typeArgument(frame, tree, 0);
  if (type !== null) frame.session.types.reportIncomplete(type, frame.session.problems);
  const offset = type === null ? null : offsetIn(frame, tree, type, 1);
  return { expression: constant(offset ?? 0), type: C_ULONG };
}

function typeArgument(frame: Frame, tree: CallTree, index: number): CType | null {
  const argument = tree.arguments[index];
  if (argument.kind === 'type') return resolveType(frame, argument.type);
  if (argument.kind === 'name') {
    return resolveType(frame, { base: argument.name, pointers: 0, span: argument.span });
  }
  wrong(frame, tree, index, 'a type');
  return null;
}

/** The offset of a member that an argument names, `lock` or `waiters[1].next`. */
function offsetIn(frame: Frame, tree: CallTree, type: CType, index: number): number | null {
  const argument = tree.arguments[index];
  const location = locationOf(argument);
  if (location === null) {
    wrong(frame, tree, index, 'the name of a member');
    return null;
  }
  const { name } = location;
  const first: PathStep = { kind: 'field', name, span: name.span };
  const { types, problems } = frame.session;
  const place = placeIn(type, [first, ...location.path], (step) => types.number(step.index, problems));
  if (!('missing' in place)) return place.offset;
  const missing = place.missing.kind === 'field' ? place.missing.name.text : '';
  if (types.reportLeftOut(spellType(place.within), missing, problems)) return null;
  const known = type.kind === 'structure' ? type.fields.map((field) => field.name) : [];
  const structure = type.kind === 'structure' ? type.name : `${integerOf(type).bits} bits`;
  problems.error(argument.span, { code: 'unknown-field', structure, name: name.text, known });
  return null;
}

function wrong(frame: Frame, { callee, arguments: given }: CallTree, index: number, expected: string): Value {
  const problem = { code: 'wrong-argument', name: callee.text, expected } as const;
  frame.session.problems.error(given[index].span, problem);
  return ZERO_VALUE;
}
