/**
 * Where lowering stands: the session (one test for one architecture) and, inside it, the frame of a thread or of a
 * function inlined into it. Frames are copied with changes as statements nest; what they share is mutable.
 */

import { C_INT, type CType, pointerTo, sameType, VOID } from '../kernel/c-type.js';
import type { Port } from '../kernel/port.js';
import type { FunctionDefinition, StatementTree, ThreadDefinition } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { MemoryLvalue } from './access.js';
import type { Assertions } from './assertion.js';
import type { Callbacks } from './callbacks.js';
import { currentTask } from './current-task.js';
import type { Draft, Label } from './draft.js';
import type { FixedCall, FixedValue } from './fixed-value.js';
import type { Memory } from './memory-layout.js';
import type { Problems } from './problems.js';
import type { Types } from './types.js';
import { constant, type Value } from './value.js';

/** One lowering of a test for one architecture. */
export interface LoweringSession {
  readonly port: Port;
  readonly memory: Memory;
  readonly types: Types;
  /** The names of variables at file scope: every function may use them. */
  readonly globals: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** The threads, each of which is a CPU. */
  readonly threads: readonly ThreadDefinition[];
  readonly problems: Problems;
  readonly callbacks: Callbacks;
  /** Whether the test asks for the locks that a thread holds. */
  readonly asksForLocks: boolean;
  /** Accesses that are neither marked nor atomic: a compiler may do more to them than the models know. */
  readonly plain: Span[];
  /** Calls through pointers of which it is known where they lead, unless something writes what that was read from. */
  readonly fixedCalls: FixedCall[];
}

/** A variable that lives in a register. `declared` is where it was declared, or null where it never was. */
export interface Local {
  readonly kind: 'local';
  readonly register: number;
  readonly type: CType;
  readonly declared: Span | null;
  /** Its value, where it never has another. */
  readonly fixed?: FixedValue;
}

/** What a name stands for: a local, memory, or a value that never changes (a parameter's address). */
export type Binding =
  | Local
  | MemoryLvalue
  | { readonly kind: 'value'; readonly value: Value; readonly fixed?: FixedValue };

/** The names that are visible at a place. */
export interface Scope {
  readonly parent: Scope | null;
  readonly bindings: Map<string, Binding>;
}

/** What lowering a statement needs to know about where it stands. */
export interface Frame {
  readonly session: LoweringSession;
  readonly code: Draft;
  readonly thread: ThreadDefinition;
  /** What conditions call the thread: `0`. */
  readonly owner: string;
  /** The prefix of the names of an inlined function's registers, as in `f.r0`; empty for the thread itself. */
  readonly prefix: string;
  readonly scope: Scope;
  /** The locals by name, the outermost where inner ones shadow it: what `0:r1` means in a condition. */
  readonly locals: Map<string, Local>;
  /** Names that the body assigns to: locals even when undeclared. */
  readonly assigned: ReadonlySet<string>;
  /** Names whose address the body takes: locals that are in memory. */
  readonly addressed: ReadonlySet<string>;
  readonly labels: Map<string, Label>;
  readonly breakTo: Label | null;
  readonly continueTo: Label | null;
  /** Where the `case`s of the innermost switch are. */
  readonly cases: ReadonlyMap<StatementTree, Label> | null;
  readonly exit: Label;
  /** Where the thread ends, from within functions too. */
  readonly end: Label;
  /** The assertions of the thread. */
  readonly assertions: Assertions;
  /** The temporary that takes an inlined function's result, and its type. */
  readonly result: { readonly register: number; readonly type: CType } | null;
  /** The functions being inlined, outermost first. */
  readonly calls: readonly string[];
  /** Whether it is in data_race(), whose accesses race with nothing. */
  readonly racy: boolean;
  /** Whether lowering may make branches; it may not inside the condition of a waiting load. */
  readonly branching: boolean;
}

/** The frame with a scope of its own inside. */
export function nested(frame: Frame): Frame {
  return { ...frame, scope: { parent: frame.scope, bindings: new Map() } };
}

/** The local as an expression. */
export function localValue(local: Local): Value {
  return { expression: { kind: 'register', register: local.register }, type: local.type };
}

/** Declares a local that is in memory: an array, a structure, or what has its address taken. */
export function declareInMemory(frame: Frame, name: string, type: CType, span: Span): MemoryLvalue {
  const { memory } = frame.session;
  const spelled = `${frame.owner}:${frame.prefix}${name}`;
  let object = memory.localObject(spelled, type, span);
  for (let number = 2; !sameType(object.type, type); number++) {
    object = memory.localObject(`${spelled}#${number}`, type, span);
  }
  const twice = frame.scope.bindings.get(name);
  if (twice !== undefined && frame.scope.parent !== null) {
    const problem = { code: 'duplicate-name', name, first: 'a local', second: 'a local' } as const;
    frame.session.problems.error(span, problem);
  }
  const lvalue: MemoryLvalue = { kind: 'memory', address: constant(object.address), type, isLocal: true };
  frame.scope.bindings.set(name, lvalue);
  return lvalue;
}

/** Declares a local in the innermost scope. A name of an enclosing scope is shadowed; a sibling's is the same register. */
export function declareLocal(frame: Frame, name: string, type: CType, span: Span): Local {
  const twice = frame.scope.bindings.get(name);
  if (twice?.kind === 'local' && twice.declared !== null) {
    const problem = { code: 'duplicate-name', name, first: 'a local', second: 'a local' } as const;
    const help = { notes: [{ message: 'first declared here', span: twice.declared }] };
    // To herd7 that is the same local, which is given another value: published tests have it.
    if (sameType(twice.type, type))
      frame.session.problems.warnOnce(`twice ${span.start}`, span, problem, help);
    else frame.session.problems.error(span, problem, help);
    return twice;
  }
  const outer = find(frame.scope.parent, name);
  if (outer !== null && isParameter(frame, name)) {
    const problem = { code: 'duplicate-name', name, first: 'a parameter', second: 'a local' } as const;
    frame.session.problems.error(span, problem);
  }
  const shadows = outer !== null && !(outer.kind === 'local' && outer.declared === null);
  const known = shadows ? undefined : frame.locals.get(name);
  // Used before, or initialised in the init block: now it gets its type.
  const same = known !== undefined && (known.declared === null || sameType(known.type, type));
  const local: Local = same ? { ...known, type, declared: span } : newLocal(frame, name, type, span);
  frame.scope.bindings.set(name, local);
  if (same || !frame.locals.has(name)) frame.locals.set(name, local);
  return local;
}

/** Whether the name is a parameter's, and the scope the body's own: a block inside may shadow it. */
function isParameter({ scope }: Frame, name: string): boolean {
  const root = scope.parent;
  if (root === null || root.parent !== null) return false;
  const binding = root.bindings.get(name);
  return binding !== undefined && !(binding.kind === 'local' && binding.declared === null);
}

function newLocal(frame: Frame, name: string, type: CType, declared: Span | null): Local {
  const spelled = frame.code.uniqueName(frame.prefix + name);
  return { kind: 'local', register: frame.code.register(spelled, 0n), type, declared };
}

function find(scope: Scope | null, name: string): Binding | null {
  for (let at = scope; at !== null; at = at.parent) {
    const binding = at.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}

/** What a name that is declared stands for, or null. */
export function bindingOf(frame: Frame, name: string): Binding | null {
  return find(frame.scope, name) ?? globalNamed(frame, name);
}

/** What a name stands for. Undeclared locals are int, with a warning; an unknown name is reported and null. */
export function lookUp(frame: Frame, name: string, span: Span): Binding | null {
  const found = bindingOf(frame, name);
  if (found !== null) return found;
  const known = frame.locals.get(name);
  const isLocation = frame.session.memory.objects.has(name);
  // What nobody declares and has an address was meant to be a location.
  const isAssigned = frame.assigned.has(name) && !frame.addressed.has(name);
  if (known !== undefined || (isAssigned && !isLocation)) {
    warnUndeclared(frame, name, span);
    return known ?? undeclaredLocal(frame, name);
  }
  const number = frame.session.types.constant(name);
  if (number !== undefined) return { kind: 'value', value: number };
  const code = frame.session.memory.addressOfFunction(name, span);
  if (code !== null) return { kind: 'value', value: { expression: constant(code), type: pointerTo(VOID) } };
  const task = name === 'current' ? currentTask(frame) : null;
  if (task !== null) return task;
  reportUnknown(frame, name, span);
  return null;
}

/** A variable at file scope. */
function globalNamed({ session }: Frame, name: string): Binding | null {
  const object = session.globals.has(name) ? session.memory.objects.get(name) : undefined;
  if (object === undefined) return null;
  return { kind: 'memory', address: constant(object.address), type: object.type };
}

function undeclaredLocal(frame: Frame, name: string): Local {
  const local = newLocal(frame, name, C_INT, null);
  frame.locals.set(name, local);
  return local;
}

function warnUndeclared(frame: Frame, name: string, span: Span): void {
  const thread = frame.thread.name.text;
  frame.session.problems.warnOnce(`local ${thread} ${frame.prefix}${name}`, span, {
    code: 'undeclared-local',
    name,
    thread,
  });
}

function reportUnknown(frame: Frame, name: string, span: Span): void {
  const { session, thread } = frame;
  const object = session.memory.objects.get(name);
  const problem = { code: 'undeclared-location', name, thread: thread.name.text } as const;
  const key = `location ${thread.name.text} ${name}`;
  if (object === undefined) {
    const known = [...frame.locals.keys(), ...session.memory.objects.keys(), ...session.types.constants];
    const { suggestion } = session.problems.suggest(name, known);
    const task = "a thread that sleeps has a parameter 'struct task_struct *self', its own task";
    const meant = suggestion === undefined ? [] : [{ message: `did you mean '${suggestion}'?` }];
    const notes = name === 'current' ? [{ message: task }] : meant;
    session.problems.errorOnce(key, span, problem, { notes });
    return;
  }
  const last = thread.parameters.at(-1)?.name.span;
  const fix = last && {
    span: { ...last, start: last.end },
    replacement: `, ${parameterFor(object.type)}${name}`,
  };
  const notes = [{ message: `'${name}' is a location of this test`, span: object.span }];
  session.problems.errorOnce(key, span, problem, fix === undefined ? { notes } : { notes, fix });
}

function parameterFor(type: CType): string {
  if (type.kind === 'integer' || type.kind === 'structure') return `${type.name} *`;
  if (type.kind === 'array') return parameterFor(type.of);
  return type.kind === 'pointer' ? `${parameterFor(type.to)}*` : 'void *';
}
