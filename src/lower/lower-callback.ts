/**
 * call_rcu() and rcu_barrier() as accesses. The kernel's own advice for its memory model, which has neither, is this emulation
 * (tools/memory-model/Documentation/litmus-tests.txt, "LIMITATIONS"): a callback is a process more, that a release and an
 * acquire connect with the call, and that begins with a grace period; rcu_barrier() is connected with the ends of callbacks in
 * the same way. So it is here, on every port, and the callback runs on a CPU of its own.
 *
 * rcu_barrier() waits for the callbacks that it sees queued. It is a full barrier before it looks and when it is through, as its
 * code has them (kernel/rcu/tree.c, rcu_barrier()): a call that comes before it in any way, it sees.
 */
import { C_INT } from '../kernel/c-type.js';
import type { CallbackCall } from '../kernel/primitives/callback.js';
import type { Expression } from '../program/expression.js';
import type { FunctionDefinition } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import { emitFence, emitLoad, emitReaders, emitStore, type MemoryLvalue } from './access.js';
import { type CallbackSite, type CallbackTree, NOT_QUEUED, QUEUED } from './callbacks.js';
import type { Label } from './draft.js';
import type { Frame } from './frame.js';
import { bindValue } from './inline.js';
import { lowerValue } from './lower-expression.js';
import { binary, constant, type Value } from './value.js';

/** More places that queue callbacks are more threads than any search ends on. */
const MOST = 16;

const LOADED: Value = { expression: { kind: 'loaded' }, type: C_INT };

/** Lowers a call of the table of callbacks whose arguments are as many as they should be. */
export function lowerCallbackCall(frame: Frame, call: CallbackCall, tree: CallbackTree): void {
  const domain = call.grace === 'sync-srcu' ? domainOf(frame, tree) : null;
  if (domain === undefined) return;
  if (call.kind === 'wait') lowerWait(frame, domain, tree);
  else lowerQueue(frame, call, domain, tree);
}

/** The name of the srcu_struct that the first argument points at; undefined, and reported, where that is computed. */
function domainOf(frame: Frame, tree: CallbackTree): string | undefined {
  const { expression } = lowerValue(frame, tree.arguments[0]);
  const object =
    expression.kind === 'constant'
      ? [...frame.session.memory.objects.values()].find(({ address }) => address === expression.value)
      : undefined;
  if (object === undefined) {
    const what = `${tree.callee.text} of an srcu_struct that a pointer tells`;
    frame.session.problems.errorOnce(`domain ${tree.span.start}`, tree.span, { code: 'unsupported', what });
  }
  return object?.name;
}

function lowerQueue(frame: Frame, { grace }: CallbackCall, domain: string | null, tree: CallbackTree): void {
  const { code, session, calls } = frame;
  const { callbacks } = session;
  const [head, called] = tree.arguments.slice(-2);
  const pointer = lowerValue(frame, head);
  const definition = called.kind === 'name' ? session.functions.get(called.name) : undefined;
  if (definition === undefined || definition.parameters.length === 0) {
    const expected = 'a function of this test, whose first parameter takes the pointer';
    const problem = { code: 'wrong-argument', name: tree.callee.text, expected } as const;
    session.problems.error(called.span, problem);
    return;
  }
  if (!mayQueue(frame, definition, tree)) return;
  const isSure = code.isStraight;
  const site = callbacks.add(code, {
    call: tree,
    grace,
    domain,
    definition,
    chain: [...calls, definition.name.text],
    given: pointer.expression.kind === 'constant' ? pointer : null,
    isSure,
    flag: isSure ? 0 : code.temporary(),
  });
  if (callbacks.known === null) return;
  code.nextStatement();
  if (site.given === null) {
    emitStore(frame, cell(frame, site.pointer), { order: 'relaxed', value: pointer }, tree.span);
    code.nextStatement();
  }
  emitStore(frame, cell(frame, site.queued), { order: 'release', value: number(QUEUED) }, tree.span);
  if (!isSure) code.set(site.flag, constant(1), tree.span);
}

function mayQueue(
  { session, calls }: Frame,
  { name: { text } }: FunctionDefinition,
  tree: CallbackTree,
): boolean {
  const { callbacks, problems } = session;
  if (calls.includes(text)) {
    const chain = [...calls.slice(calls.indexOf(text)), text];
    const problem = { code: 'recursive-function', name: text, chain } as const;
    problems.errorOnce(`recursion ${text}`, tree.span, problem);
    return false;
  }
  if (callbacks.sites.length < MOST) return true;
  const problem = {
    code: 'too-many',
    what: 'places that queue callbacks',
    found: MOST + 1,
    most: MOST,
  } as const;
  problems.errorOnce('callbacks', tree.span, problem);
  return false;
}

/** Waits for every callback that it sees queued. */
function lowerWait(frame: Frame, domain: string | null, { callee, span }: CallbackTree): void {
  const { code, session } = frame;
  const { callbacks, problems, port } = session;
  if (callbacks.isCallback(code)) {
    const why = 'it would wait for itself';
    problems.errorOnce(`wait ${span.start}`, span, {
      code: 'unsupported',
      what: `${callee.text} in a callback`,
      why,
    });
    return;
  }
  callbacks.noteWait();
  code.nextStatement();
  emitFence(frame, port.fence.smp_mb, span);
  for (const site of callbacks.known?.sites ?? []) {
    if (site.domain !== domain) continue;
    const over = code.label();
    code.nextStatement();
    const queued = emitLoad(frame, cell(frame, site.queued), { order: 'relaxed' }, span);
    code.nextStatement();
    code.branch(binary('==', queued, number(QUEUED)), 'zero', over, span);
    const until = isNonZero(LOADED);
    emitLoad(frame, cell(frame, site.done), { order: 'acquire', until }, span);
    code.bind(over);
  }
  code.nextStatement();
  emitFence(frame, port.fence.smp_mb, span);
}

/** What a callback does before its function's body. The label that it gives back is for one that is not queued. */
export function beginCallback(frame: Frame, site: CallbackSite): Label {
  const { code, session } = frame;
  const over = code.label();
  session.callbacks.noteCallback(code);
  if (session.callbacks.known === null) {
    bindPointer(frame, site, site.given ?? number(0n));
    return over;
  }
  const { span } = site.call;
  const until = isNonZero(LOADED);
  const queued = emitLoad(frame, cell(frame, site.queued), { order: 'acquire', until }, span);
  code.nextStatement();
  if (!site.isSure) {
    code.branch(binary('==', queued, number(QUEUED)), 'zero', over, span);
    code.nextStatement();
  }
  const domain = site.domain === null ? null : cell(frame, site.domain).address;
  emitReaders(frame, { name: site.call.callee.text, tag: site.grace, domain }, span);
  code.nextStatement();
  bindPointer(frame, site, site.given ?? pointerOf(frame, site, span));
  code.nextStatement();
  return over;
}

function pointerOf(frame: Frame, site: CallbackSite, span: Span): Value {
  return emitLoad(frame, cell(frame, site.pointer), { order: 'relaxed' }, span);
}

function bindPointer(frame: Frame, { definition }: CallbackSite, pointer: Value): void {
  bindValue(frame, definition.parameters[0], pointer);
}

/** What it does behind the body: it says that it is done. */
export function endCallback(frame: Frame, { call, done }: CallbackSite): void {
  const { code, session } = frame;
  if (session.callbacks.known?.isWaitedFor !== true) return;
  code.nextStatement();
  emitStore(frame, cell(frame, done), { order: 'release', value: number(1n) }, call.span);
}

/** At the end of a thread: says of the callbacks that it could have queued and has not that they never will be. */
export function endOfThread(frame: Frame): void {
  const { code, session } = frame;
  if (session.callbacks.known === null) return;
  for (const { call, queued, isSure, flag } of session.callbacks.placesIn(code)) {
    if (isSure) continue;
    const over = code.label();
    code.nextStatement();
    code.branch(
      { expression: { kind: 'register', register: flag }, type: C_INT },
      'nonzero',
      over,
      call.span,
    );
    emitStore(frame, cell(frame, queued), { order: 'relaxed', value: number(NOT_QUEUED) }, call.span);
    code.bind(over);
  }
}

/** One of the locations that no text names. */
function cell({ session }: Frame, name: string): MemoryLvalue {
  const object = session.memory.objects.get(name);
  if (object === undefined) throw new Error(`pinlitmus bug: no location ${name}`);
  return { kind: 'memory', address: constant(object.address), type: object.type };
}

function number(value: bigint): Value {
  return { expression: constant(value), type: C_INT };
}

function isNonZero(value: Value): Expression {
  return binary('!=', value, number(0n)).expression;
}
