/** Memory accesses as instructions: what a port makes of a load, a store or an update, with the fences around it. */

import { C_INT, type CType, integerOf } from '../kernel/c-type.js';
import { loadMapping, type Mapping, updateMapping } from '../kernel/port.js';
import type { LoadOrder, StoreOrder, UpdateOrder } from '../kernel/primitive.js';
import { type Expression, readsRegister } from '../program/expression.js';
import { mechanismOf } from '../program/mechanism.js';
import type { Fence, KernelEvent, KernelTag } from '../program/program.js';
import { withLoaded } from '../program/substitute.js';
import type { Span } from '../text/source.js';
import type { Frame } from './frame.js';
import { convert, type Value } from './value.js';

/** Memory at an address, seen as a type. */
export interface MemoryLvalue {
  readonly kind: 'memory';
  readonly address: Expression;
  readonly type: CType;
  /** Whether it is a variable of a function that is kept in memory. */
  readonly isLocal?: true;
}

const LOADED: Expression = { kind: 'loaded' };

/** A load; `tag` is what it is to the kernel's memory model, where that does not follow from its order. */
export interface MemoryLoad {
  readonly order: LoadOrder;
  readonly tag?: KernelTag;
  readonly until?: Expression | null;
}

/**
 * Reads into a temporary; the value has the type of the lvalue. A read that waits is a loop in the kernel
 * (include/asm-generic/barrier.h, smp_cond_load_relaxed): later writes wait for the branch that leaves it. A read that waits
 * for more than its own value shows, such as VAL == r0, is that loop here too: the register may come from a read that
 * is still to perform, and nothing orders the two.
 */
export function emitLoad(
  frame: Frame,
  lvalue: MemoryLvalue,
  { order, tag, until = null }: MemoryLoad,
  span: Span,
): Value {
  const mapping = loadMapping(frame.session.port, { order, ...(until && { until }) });
  const target = frame.code.temporary();
  const value: Value = { expression: { kind: 'register', register: target }, type: lvalue.type };
  const loops = until !== null && readsRegister(until);
  emitFence(frame, mapping.before, span);
  const again = frame.code.label();
  if (loops) frame.code.bind(again);
  frame.code.emit({
    kind: 'read',
    address: lvalue.address,
    type: integerOf(lvalue.type),
    target,
    result: LOADED,
    order: mapping.read,
    awaits: loops ? null : until,
    exclusive: false,
    span,
    ...eventOf(frame, tag ?? frame.session.port.tags?.load[order]),
  });
  if (until !== null) {
    const condition = withLoaded(until, value.expression);
    if (loops) frame.code.branch({ expression: condition, type: C_INT }, 'zero', again, span);
    else frame.code.emit({ kind: 'assume', condition, span });
  }
  emitFence(frame, mapping.after, span);
  if (tag === 'srcu-lock') emitSrcuBarrier(frame, span);
  return value;
}

/** A store. */
export interface MemoryStore {
  readonly order: StoreOrder;
  readonly tag?: KernelTag;
  readonly value: Value;
}

/** Writes a value, converted to the type of the lvalue. */
export function emitStore(
  frame: Frame,
  lvalue: MemoryLvalue,
  { order, tag, value }: MemoryStore,
  span: Span,
): void {
  const { port } = frame.session;
  const data = convert(value, lvalue.type);
  if (order === 'mb' && port.storeMbExchanges) {
    emitUpdate(frame, lvalue, { order: 'full', data: () => data }, span);
    return;
  }
  const mapping = port.store[order];
  if (tag === 'srcu-unlock') emitSrcuBarrier(frame, span);
  emitFence(frame, mapping.before, span);
  frame.code.emit({
    kind: 'write',
    address: lvalue.address,
    type: integerOf(lvalue.type),
    data,
    order: mapping.write,
    span,
    ...eventOf(frame, tag ?? port.tags?.store[order]),
  });
  if (mapping.after === null) return;
  // smp_store_mb() is two statements.
  frame.code.nextStatement();
  emitFence(frame, mapping.after, span);
}

/** A read-modify-write, as functions of the value in memory. */
export interface MemoryUpdate {
  readonly order: UpdateOrder;
  readonly tag?: KernelTag;
  readonly data: (old: Expression) => Expression;
  readonly condition?: (old: Expression) => Expression;
  readonly until?: (old: Expression) => Expression;
  readonly looksFirst?: boolean;
  readonly foretold?: boolean;
}

/** Updates memory; the value found there is put into a temporary. */
export function emitUpdate(frame: Frame, lvalue: MemoryLvalue, update: MemoryUpdate, span: Span): Value {
  const { port } = frame.session;
  const mapping = updateMapping(port, update);
  const target = frame.code.temporary();
  emitFence(frame, mapping.before, span);
  frame.code.emit({
    kind: 'update',
    address: lvalue.address,
    type: integerOf(lvalue.type),
    data: update.data(LOADED),
    condition: update.condition?.(LOADED) ?? null,
    awaits: update.until?.(LOADED) ?? null,
    target,
    result: LOADED,
    readOrder: mapping.read,
    writeOrder: mapping.write,
    noReturn: mapping.noReturn,
    loop: mapping.loop,
    // To the kernel's model it is one update all the same.
    looksFirst: port.tags === undefined && (update.looksFirst ?? false),
    ...(update.foretold && { foretold: true }),
    span,
    ...eventOf(frame, update.tag ?? port.tags?.update[update.order]),
  });
  const old: Expression = { kind: 'register', register: target };
  emitFenceOnSuccess(frame, mapping, update.condition?.(old) ?? null, span);
  return { expression: old, type: lvalue.type };
}

/** The fence behind an update is jumped over when the update did not write. */
function emitFenceOnSuccess(frame: Frame, mapping: Mapping, condition: Expression | null, span: Span): void {
  if (mapping.after === null || condition === null) {
    emitFence(frame, mapping.after, span);
    return;
  }
  const failed = frame.code.label();
  frame.code.branch({ expression: condition, type: C_INT }, 'zero', failed, span);
  emitFence(frame, mapping.after, span);
  frame.code.bind(failed);
}

/** The smp_mb() in __srcu_read_lock() and __srcu_read_unlock() (kernel/rcu/srcutree.c), which are one event to the kernel's model. */
function emitSrcuBarrier(frame: Frame, span: Span): void {
  const { port } = frame.session;
  if (port.tags === undefined) emitFence(frame, port.fence.smp_mb, span);
}

/** Emits an assertion of KCSAN: to the kernel's model a read that nothing uses, to a machine nothing. */
export function emitAssertion(frame: Frame, lvalue: MemoryLvalue, tag: KernelTag, span: Span): void {
  if (frame.session.port.tags !== undefined) emitLoad(frame, lvalue, { order: 'relaxed', tag }, span);
}

/** Emits a barrier, where the port has one. */
export function emitFence(frame: Frame, fence: Fence | null, span: Span): void {
  if (fence === null) return;
  const event = eventOf(frame, frame.session.port.tags?.fence.get(fence.name));
  frame.code.emit({ kind: 'fence', fence, span, ...event });
}

/**
 * Emits a step about readers. On a port to a machine the ends of RCU's readers order nothing, and a grace period is a full
 * fence beside what it waits for; smp_mb__after_srcu_read_unlock() is one too.
 */
export function emitReaders(
  frame: Frame,
  step: { readonly name: string; readonly tag: KernelTag; readonly domain: Expression | null },
  span: Span,
): void {
  const { name, tag, domain } = step;
  const orders = frame.session.port.tags === undefined && tag !== 'rcu-lock' && tag !== 'rcu-unlock';
  const fence: Fence = orders ? { kind: 'access', name, before: 'rw', after: 'rw' } : { kind: 'none', name };
  frame.code.emit({ kind: 'fence', fence, ...(domain && { domain }), span, ...eventOf(frame, tag) });
}

/** What an instruction is to the kernel's memory model: on its own port, and where readers and grace periods come in. */
function eventOf(frame: Frame, tag: KernelTag | undefined): { readonly event?: KernelEvent } {
  if (tag === undefined) return {};
  if (frame.session.port.tags === undefined && mechanismOf(tag) === null) return {};
  const racy = frame.racy && frame.session.port.tags !== undefined;
  return { event: { tag, statement: frame.code.statementNumber(), ...(racy && { racy }) } };
}
