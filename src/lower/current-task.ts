/** `current`: the task that a thread is. */
import { type CType, pointerTo, sizeOf } from '../kernel/c-type.js';
import type { ThreadDefinition } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { Binding, Frame, LoweringSession } from './frame.js';
import { binary, constant, type Value } from './value.js';

/** The structure of tasks. */
const TASK = 'struct task_struct';
/** What a thread's own task is called where it knows others. */
const OWN = /^(?:current|self|me)$/;
/** An array with a task for each thread, for those that have none among their parameters (kernel/definitions). */
const TASKS = 'task_of';

/**
 * What `current` stands for: the one task among the parameters of a thread, of several the one that is called `current`, `self` or
 * `me`, and where it has none, one that nobody else names. Null where the thread has several, or nothing is known of tasks.
 */
export function currentTask({ thread, session }: Frame): Binding | null {
  const task = taskOf(session, thread);
  return task === null
    ? null
    : { kind: 'value', value: { expression: constant(task.address), type: pointerTo(task.type) } };
}

/** `task_of_cpu(n)`: the task of the thread that is the CPU of that number, chosen by branches, so that each way knows its address. */
export function taskOfCpu({ session, code }: Frame, cpu: Value, span: Span): Value | null {
  const tasks = session.threads.map((thread) => taskOf(session, thread));
  const [first] = tasks;
  if (!first) return null;
  const register = code.temporary();
  const done = code.label();
  for (const [number, task] of tasks.entries()) {
    if (task === null) return null;
    code.emit({ kind: 'set', target: register, value: constant(task.address), span });
    if (number === tasks.length - 1) break;
    code.branch(binary('==', cpu, { expression: constant(number), type: cpu.type }), 'nonzero', done, span);
  }
  code.bind(done);
  return { expression: { kind: 'register', register }, type: pointerTo(first.type) };
}

function taskOf(
  session: LoweringSession,
  thread: ThreadDefinition,
): { readonly address: bigint; readonly type: CType } | null {
  const { objects } = session.memory;
  const tasks = thread.parameters.filter(({ type }) => type.base === TASK && type.pointers === 1);
  const own = tasks.length === 1 ? tasks[0] : tasks.find(({ name }) => OWN.test(name.text));
  if (own !== undefined) return objects.get(own.name.text) ?? null;
  const all = tasks.length === 0 ? objects.get(TASKS) : undefined;
  if (all?.type.kind !== 'array') return null;
  return { address: all.address + BigInt(thread.number * sizeOf(all.type.of)), type: all.type.of };
}
