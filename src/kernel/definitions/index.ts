/** The registry of what is defined in C. Adding a definition is adding it to a chapter; it needs no more than its text. */
import { ARCH_SPINLOCK } from './arch-spinlock.js';
import { BITOPS } from './bitops.js';
import { type DefinitionText, definitionsIn, type KernelDefinition } from './definition.js';
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

const TEXTS: readonly DefinitionText[] = [
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

/** By each name, the text that defines it. */
const BY_NAME: ReadonlyMap<string, DefinitionText> = new Map(
  TEXTS.flatMap((each) => each.names.split(' ').map((name) => [name, each] as const)),
);

/** The definitions of the texts of which one was asked for. */
const KNOWN = new Map<DefinitionText, readonly KernelDefinition[]>();

function known(text: DefinitionText): readonly KernelDefinition[] {
  const found = KNOWN.get(text) ?? definitionsIn(text);
  KNOWN.set(text, found);
  return found;
}

/** All of them. */
export function kernelDefinitions(): readonly KernelDefinition[] {
  return TEXTS.flatMap(known);
}

/** The definition of a name, or undefined. */
export function kernelDefinition(name: string): KernelDefinition | undefined {
  const text = BY_NAME.get(name);
  return text && known(text).find(({ names }) => names.includes(name));
}

/** A function or macro among them, as the manual would print it. */
export interface DefinedCall {
  readonly name: string;
  readonly signature: string;
}

const FUNCTION =
  /^(?:static inline [\w ]+?\**(?<called>\w+)(?<taken>\([^)]*\))|#define (?<macro>\w+)(?<given>\([^)]*\)))/gm;

/** What of them can be called, in their order. */
export function definedCalls(): readonly DefinedCall[] {
  return TEXTS.flatMap(({ text }) =>
    [...text.matchAll(FUNCTION)].map(({ groups = {} }) => {
      const name = groups.called ?? groups.macro;
      return { name, signature: name + (groups.taken ?? groups.given) };
    }),
  );
}
