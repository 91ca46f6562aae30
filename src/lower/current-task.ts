/** `current`: the task that a thread is. */
import { pointerTo } from '../kernel/c-type.js';
import type { Binding, Frame } from './frame.js';
import { constant } from './value.js';

/** The structure of tasks. */
const TASK = 'struct task_struct';
/** What a thread's own task is called where it knows others. */
const OWN = /^(?:current|self|me)$/;

/**
 * What `current` stands for: the one task among the parameters of a thread, or of several the one that is
 * called `current`, `self` or `me`. Null where the thread
 * has none, or several.
 */
export function currentTask({ thread, session }: Frame): Binding | null {
  const tasks = thread.parameters.filter(({ type }) => type.base === TASK && type.pointers === 1);
  const own = tasks.length === 1 ? tasks[0] : tasks.find(({ name }) => OWN.test(name.text));
  if (own === undefined) return null;
  const object = session.memory.objects.get(own.name.text);
  if (object === undefined) return null;
  return { kind: 'value', value: { expression: constant(object.address), type: pointerTo(object.type) } };
}
