/** The registry of what is defined in C. Adding a definition is adding it to a chapter; it needs no more than its text. */
import { ARCH_SPINLOCK } from './arch-spinlock.js';
import { BITOPS } from './bitops.js';
import type { KernelDefinition } from './definition.js';
import { LIST } from './list.js';
import { LIST_ENTRIES } from './list-entry.js';
import { LLIST } from './llist.js';
import { NUMBERS } from './number.js';
import { PAGE_CODE } from './page-code.js';
import { PERCPU } from './percpu.js';
import { REFERENCE } from './reference.js';
import { SIMPLE_WAIT } from './simple-wait.js';
import { TASKS } from './sleeping-task.js';
import { SUNDRY } from './sundry.js';
import { WAIT } from './wait.js';
import { WAIT_EVENTS } from './wait-event.js';
import { WAIT_VAR } from './wait-var.js';

/** All of them. */
export const DEFINITIONS: readonly KernelDefinition[] = [
  ...LLIST,
  ...LIST,
  ...LIST_ENTRIES,
  ...TASKS,
  ...WAIT,
  ...WAIT_EVENTS,
  ...WAIT_VAR,
  ...SIMPLE_WAIT,
  ...REFERENCE,
  ...PERCPU,
  ...PAGE_CODE,
  ...BITOPS,
  ...NUMBERS,
  ...ARCH_SPINLOCK,
  ...SUNDRY,
];

const BY_NAME: ReadonlyMap<string, KernelDefinition> = new Map(
  DEFINITIONS.flatMap((each) => each.names.map((name) => [name, each] as const)),
);

/** The definition of a name, or undefined. */
export function kernelDefinition(name: string): KernelDefinition | undefined {
  return BY_NAME.get(name);
}

/** A function or macro among them, as the manual would print it. */
export interface DefinedCall {
  readonly name: string;
  readonly signature: string;
}

const FUNCTION =
  /^(?:static inline [\w ]+?\**(?<called>\w+)(?<taken>\([^)]*\))|#define (?<macro>\w+)(?<given>\([^)]*\)))/gm;

/** What of them can be called, in their order. */
export const DEFINED_CALLS: readonly DefinedCall[] = DEFINITIONS.flatMap(({ text }) =>
  [...text.matchAll(FUNCTION)].map(({ groups = {} }) => {
    const name = groups.called ?? groups.macro;
    return { name, signature: name + (groups.taken ?? groups.given) };
  }),
);
