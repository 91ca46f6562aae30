/**
 * Assertions: WARN_ON(), BUG_ON() and their kin (include/asm-generic/bug.h), assert(), unreachable(), lockdep_assert_held(). Each
 * place has a register of its thread that is 1 once it has fired, which the question observes: so every engine knows of them. What
 * does not return ends the thread.
 */
import { C_INT, integerOf } from '../kernel/c-type.js';
import type { Primitive } from '../kernel/primitive.js';
import type { ExpressionTree } from '../syntax/tree.js';
import { lineOf, type Span } from '../text/source.js';
import type { Draft, Label, Sense } from './draft.js';
import type { Frame } from './frame.js';
import { checkCount } from './lower-call.js';
import { lowerEffect, lowerValue } from './lower-expression.js';
import { memoryAt } from './lvalue.js';
import type { ObservedRegister } from './observe.js';
import { binary, constant, truth, type Value, ZERO_VALUE } from './value.js';

type CallTree = ExpressionTree & { readonly kind: 'call' };

interface Assertion {
  /** What counts is the first; what stands behind it is of a message. */
  readonly parameters: 0 | 1 | 2;
  /** Whether there may be more, of a message that begins with a string. */
  readonly hasMessage: boolean;
  /** The values of its argument that it does not fire on; null where it fires in any case. */
  readonly passes: Sense | null;
  /** Whether the thread ends where it fires. */
  readonly ends: boolean;
  /** Whether its value is whether its argument is not 0. */
  readonly hasValue: boolean;
}

const WARNING: Assertion = {
  parameters: 1,
  hasMessage: false,
  passes: 'zero',
  ends: false,
  hasValue: true,
};
const TOLD: Assertion = { ...WARNING, hasMessage: true };
const BUG: Assertion = { ...WARNING, ends: true, hasValue: false };
const NEVER: Assertion = { ...BUG, parameters: 0, passes: null };

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['WARN_ON', WARNING],
  ['WARN', TOLD],
  ['WARN_ONCE', TOLD],
  ['WARN_RATELIMIT', TOLD],
  ['VM_WARN_ONCE', TOLD],
  ...['VM_WARN_ON_FOLIO', 'VM_WARN_ON_ONCE_FOLIO', 'VM_WARN_ON_ONCE_PAGE'].map(
    (name): [string, Assertion] => [name, { ...WARNING, parameters: 2 }],
  ),
  ...['VM_BUG_ON_PAGE', 'VM_BUG_ON_FOLIO', 'VM_BUG_ON_MM', 'VM_BUG_ON_VMA'].map(
    (name): [string, Assertion] => [name, { ...BUG, parameters: 2 }],
  ),
  ['WARN_ON_ONCE', WARNING],
  ['VM_WARN_ON', WARNING],
  ['VM_WARN_ON_ONCE', WARNING],
  ['BUG_ON', BUG],
  ['VM_BUG_ON', BUG],
  ['BUG', NEVER],
  ['unreachable', NEVER],
  ['__builtin_unreachable', NEVER],
  ['assert', { ...WARNING, passes: 'nonzero', hasValue: false }],
]);

/** They ask for the locks that the thread holds, and pass where it does. */
const HELD: ReadonlyMap<string, Sense> = new Map<string, Sense>([
  ...[
    'lockdep_assert_held',
    'lockdep_assert_held_once',
    'lockdep_assert_held_read',
    'lockdep_assert_held_write',
  ].map((name): [string, Sense] => [name, 'nonzero']),
  ['lockdep_assert_not_held', 'zero'],
]);

/** The names of all assertions. */
export const ASSERTION_NAMES: readonly string[] = [...ASSERTIONS.keys(), ...HELD.keys()];

/** A place that asserts something. */
export interface AssertionSite {
  /** The text of the call. */
  readonly span: Span;
  /** The register, with the name that conditions have for it: `WARN_ON_17`, by its line. */
  readonly register: ObservedRegister;
}

/** The assertions of one thread, and the locks that it holds. */
export class Assertions {
  readonly #sites = new Map<string, AssertionSite>();
  /** For each lock, by its address, the register that says whether the thread holds it. */
  readonly #held = new Map<bigint, number>();

  /** The places in the order in which they were come to. */
  get sites(): readonly AssertionSite[] {
    return [...this.#sites.values()];
  }

  /** The register of that name, or null. */
  find(name: string): ObservedRegister | null {
    return this.#sites.get(name)?.register ?? null;
  }

  /** The register of a call. What is inlined twice has one. */
  registerOf(code: Draft, { callee, span }: CallTree): number {
    const line = `${callee.text}_${lineOf(span)}`;
    for (let number = 1; ; number++) {
      const name = number === 1 ? line : `${line}_${number}`;
      const known = this.#sites.get(name);
      if (known !== undefined && known.span.start !== span.start) continue;
      if (known !== undefined) return known.register.register;
      const register = code.register(code.uniqueName(name), 0n);
      this.#sites.set(name, { span, register: { name, register, type: integerOf(C_INT) } });
      return register;
    }
  }

  heldBy(code: Draft, address: bigint): number {
    const register = this.#held.get(address) ?? code.temporary();
    this.#held.set(address, register);
    return register;
  }
}

/** Lowers an assertion; undefined for any other call, null for one that has no value. */
export function lowerAssertion(frame: Frame, tree: CallTree): Value | null | undefined {
  const { text } = tree.callee;
  const sense = HELD.get(text);
  if (sense !== undefined) return lowerHeld(frame, tree, sense);
  const assertion = ASSERTIONS.get(text);
  if (assertion === undefined) return undefined;
  const { parameters, passes, ends, hasValue } = assertion;
  const isTold = assertion.hasMessage && tree.message !== undefined && tree.arguments.length > 0;
  if (!isTold && !checkCount(frame, text, parameters, tree)) return hasValue ? ZERO_VALUE : null;
  const value = passes === null ? null : truth(lowerValue(frame, tree.arguments[0]));
  assertThat(frame, tree, value, passes ?? 'zero', ends);
  return hasValue ? value : null;
}

/** Whether an assertion of that name may have a message. */
export function hasMessage(name: string): boolean {
  return ASSERTIONS.get(name)?.hasMessage ?? false;
}

/** Fires unless the value passes; without a value it fires in any case. */
function assertThat(frame: Frame, tree: CallTree, value: Value | null, passes: Sense, ends: boolean): void {
  const { code, assertions } = frame;
  const flag = assertions.registerOf(code, tree);
  const over: Label = code.label();
  if (value !== null) code.branch(value, passes, over, tree.span);
  code.emit({ kind: 'set', target: flag, value: constant(1), span: tree.span });
  // What the message tells is read where it is told.
  for (const each of tree.arguments.slice(1)) lowerEffect(frame, each);
  if (ends) code.jump(frame.end, tree.span);
  code.bind(over);
  code.nextStatement();
}

function lowerHeld(frame: Frame, tree: CallTree, passes: Sense): null {
  if (!checkCount(frame, tree.callee.text, 1, tree)) return null;
  const { address } = memoryAt(lowerValue(frame, tree.arguments[0]));
  const register = registerOfLock(frame, address, tree.span);
  if (register !== null) assertThat(frame, tree, held(register), passes, false);
  return null;
}

function held(register: number): Value {
  return binary('!=', { expression: { kind: 'register', register }, type: C_INT }, ZERO_VALUE);
}

function registerOfLock(frame: Frame, address: Value['expression'], span: Span): number | null {
  if (address.kind === 'constant') return frame.assertions.heldBy(frame.code, address.value);
  const what = `lockdep_assert_held in a test in which a pointer tells the lock`;
  frame.session.problems.errorOnce('held lock', span, { code: 'unsupported', what });
  return null;
}

/** What takes a lock, what may, and what gives one back, by the kernel's habits with names. */
const TAKES = /^(?:(?:raw_)?spin_lock|read_lock|write_lock|mutex_lock|down_read|down_write)(?:_(?!init).*)?$/;
const TRIES = /^(?:(?:raw_)?spin_|read_|write_|mutex_|down_read_|down_write_)trylock/;
const GIVES = /^(?:(?:raw_)?spin_unlock|read_unlock|write_unlock|mutex_unlock|up_read|up_write)/;

/** Notes what a primitive does to a lock, where the test asks what is held. `value` is the result of a trylock. */
export function noteLock(
  frame: Frame,
  primitive: Primitive,
  address: Value['expression'],
  value: Value,
  span: Span,
): void {
  if (primitive.lock === null || !frame.session.asksForLocks) return;
  const { name } = primitive;
  const tries = TRIES.test(name);
  const takes = !tries && TAKES.test(name);
  if (!takes && !tries && !GIVES.test(name)) return;
  const register = registerOfLock(frame, address, span);
  if (register === null) return;
  const after = takes ? constant(1) : tries ? truth(value).expression : constant(0);
  frame.code.emit({ kind: 'set', target: register, value: after, span });
}

/** Whether a text asks for the locks that are held. */
export function asksForLocks(text: string): boolean {
  return /\blockdep_assert_(?:not_)?held/.test(text);
}
