/** A thread: its parameters are addresses, its locals registers, its body code. */
import { C_INT, type CType, integerOf, pointerTo } from '../kernel/c-type.js';
import { wrap } from '../program/expression.js';
import type { Thread } from '../program/program.js';
import type { InitItem } from '../syntax/file-scope-tree.js';
import type { Parameter, ThreadDefinition } from '../syntax/tree.js';
import { Assertions } from './assertion.js';
import { addressedNames, assignedNames } from './assigned.js';
import type { CallbackSite } from './callbacks.js';
import { reportContexts } from './context-faults.js';
import { Draft } from './draft.js';
import type { Frame, Local, LoweringSession } from './frame.js';
import { initialValue } from './initialise.js';
import { beginCallback, endCallback, endOfThread } from './lower-callback.js';
import { declareLabels, lowerStatement } from './lower-statement.js';
import { pointee } from './pointee.js';
import { resolveType } from './resolve-type.js';
import { constant } from './value.js';

/** A thread's code, and its locals by name for the condition. */
export interface LoweredThread {
  readonly thread: Thread;
  readonly locals: ReadonlyMap<string, Local>;
  readonly assertions: Assertions;
}

/** Lowers one thread; `init` are the init block's entries for its registers. */
export function lowerThread(
  session: LoweringSession,
  definition: ThreadDefinition,
  init: readonly InitItem[],
): LoweredThread {
  const frame = threadFrame(session, definition, `${definition.number}`);
  for (const parameter of definition.parameters) bindParameter(frame, parameter);
  for (const item of init) initialiseRegister(frame, item);
  declareLabels(frame, definition.body);
  lowerStatement(frame, definition.body);
  frame.code.bind(frame.exit);
  return finish(frame, definition.name.text);
}

/** Lowers a callback of the test, which is a thread: it waits until it is queued, waits for a grace period, and runs. */
export function lowerCallback(session: LoweringSession, site: CallbackSite): LoweredThread {
  const { name, parameters, body } = site.definition;
  const frame = threadFrame(session, { number: 0, name, parameters, body }, site.thread, site.chain);
  const over = beginCallback(frame, site);
  parameters.slice(1).forEach((parameter) => {
    if (!session.memory.objects.has(parameter.name.text)) reportNoLocation(frame, parameter);
    bindParameter(frame, parameter);
  });
  declareLabels(frame, body);
  lowerStatement(frame, body);
  frame.code.bind(frame.exit);
  endCallback(frame, site);
  frame.code.bind(over);
  return finish(frame, site.thread);
}

function finish(frame: Frame, name: string): LoweredThread {
  endOfThread(frame);
  const { code, session } = frame;
  reportContexts(code.resolved(), code.marks, session.problems);
  const finished = session.port.tags === undefined ? code.finish() : code.finishAsWritten();
  return { thread: { name, ...finished }, locals: frame.locals, assertions: frame.assertions };
}

/** The parameters of a callback behind the first are locations, as those of a thread are. */
function reportNoLocation({ session }: Frame, { name: { text, span } }: Parameter): void {
  const suggestion = session.problems.suggest(text, session.memory.objects.keys());
  session.problems.errorOnce(`callback parameter ${text}`, span, {
    code: 'unknown-location',
    name: text,
    ...suggestion,
  });
}

function threadFrame(
  session: LoweringSession,
  thread: ThreadDefinition,
  owner: string,
  calls: readonly string[] = [],
): Frame {
  const code = new Draft();
  const exit = code.label();
  return {
    session,
    code,
    thread,
    owner,
    prefix: '',
    scope: { parent: null, bindings: new Map() },
    locals: new Map(),
    assigned: assignedNames(thread.body),
    addressed: addressedNames(thread.body),
    labels: new Map(),
    breakTo: null,
    continueTo: null,
    cases: null,
    exit,
    end: exit,
    assertions: new Assertions(),
    result: null,
    calls,
    racy: false,
    branching: true,
  };
}

/** A parameter is its location's address; one that the body assigns to is a register that starts with it. */
function bindParameter(frame: Frame, { name, type }: Parameter): void {
  const address = frame.session.memory.objects.get(name.text)?.address ?? 0n;
  // Types were checked where the locations were declared.
  const pointed = pointee(resolveType(frame, type));
  const pointer = pointerTo(pointed);
  if (frame.assigned.has(name.text)) {
    const register = frame.code.register(name.text, address);
    const local: Local = { kind: 'local', register, type: pointer, declared: name.span };
    frame.scope.bindings.set(name.text, local);
    frame.locals.set(name.text, local);
  } else {
    const value = { expression: constant(address), type: pointer };
    frame.scope.bindings.set(name.text, { kind: 'value', value });
  }
}

/** `0:r1=2`: a local that starts with a value. It counts as declared, and a declaration may still give its type. */
function initialiseRegister(frame: Frame, item: InitItem): void {
  const type: CType = item.type === null ? C_INT : resolveType(frame, item.type);
  const { memory, problems } = frame.session;
  const known = frame.scope.bindings.get(item.name.text);
  if (known !== undefined) {
    const second = 'an initial register';
    const first = known.kind === 'local' && known.declared === null ? second : 'a parameter';
    problems.error(item.span, { code: 'duplicate-name', name: item.name.text, first, second });
    return;
  }
  const value = item.value === null ? 0n : initialValue(item.value, memory, problems);
  const register = frame.code.register(item.name.text, wrap(value, integerOf(type)));
  const local: Local = { kind: 'local', register, type, declared: null };
  frame.locals.set(item.name.text, local);
  frame.scope.bindings.set(item.name.text, local);
}
