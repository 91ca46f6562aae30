/**
 * Why one access must wait for another of its thread: all constraints that order.ts says once for everybody, with everything
 * open, so that an explanation cannot say anything else than the machine does. To each belong the fences, or the reads that
 * a branch or an operand depends on. Works on any window: one in the middle of an execution, or a complete one, in which the
 * reasons are what the manuals call locally-ordered-before (Arm) or preserved program order (RISC-V).
 */

import type { Access, Between, Rule } from '../models/model.js';
import type { Fence } from '../program/program.js';
import { isWithoutResult } from './binding.js';
import { readOfPair } from './coherence.js';
import type { Dependencies, Indices } from './dependency.js';
import { dependenciesOf } from './dependency.js';
import type { Open, ThreadContext, Visit } from './order.js';
import {
  accessesAt,
  eachConstraint,
  eachForwardingConstraint,
  isMemory,
  orders,
  writeInBuffer,
} from './order.js';
import { isPending, isWrite } from './window.js';

/** Why the later of two accesses waits for the earlier. Numbers are indices of instances in the window. */
export type Reason =
  /**
   * A rule of the model. `fences` are those without which it would not apply, none when it speaks of the accesses alone;
   * `plain` is whether it would apply to plain loads and stores in their places as well.
   */
  | {
      readonly kind: 'rule';
      readonly rule: Rule;
      readonly fences: readonly number[];
      readonly plain: boolean;
    }
  /** Both are of one location and the later one writes. */
  | { readonly kind: 'same-location' }
  /** The two halves of a read-modify-write. */
  | { readonly kind: 'pair' }
  | { readonly kind: 'address' }
  | { readonly kind: 'data' }
  /** The later one is a write in an arm of a branch that depends on the earlier one. */
  | { readonly kind: 'control'; readonly branch: number }
  /** The later one is a write, and the address of an access before it depends on the earlier one. */
  | { readonly kind: 'earlier-address'; readonly access: number }
  /**
   * The later one is a write that hangs on a choice which the earlier one decides, or comes after a read that does. `by` is
   * the select or branch that made it; null where it has come by way of memory, or is a compare-and-swap's.
   */
  | { readonly kind: 'choice'; readonly by: number | null }
  /** An ISB after a branch or address that depends on the earlier one; the later one is a read. */
  | { readonly kind: 'isb'; readonly isb: number }
  /** The later one takes its value from a store in the store buffer whose address or data depends on the earlier one. */
  | { readonly kind: 'forward'; readonly write: number }
  /** The later one is an acquire that takes its value from the write of the read-modify-write whose read the earlier one is. */
  | { readonly kind: 'own-atomic' }
  /** The later one would take its value from the earlier one, which the model does not hand over before it performed. */
  | { readonly kind: 'no-forward' };

/** That one access must perform before another of its thread, and why. Indices of instances, `earlier` below `later`. */
export interface LocalOrder {
  readonly earlier: number;
  readonly later: number;
  readonly reason: Reason;
}

/** Everything is open: what is visited are all constraints that there are, whatever has performed. */
const EVERYTHING: Open<ThreadContext> = {
  access: ({ window }, index) => isMemory(window.instances[index]),
  address: () => true,
  branch: () => true,
  condition: () => true,
  operand: () => true,
  value: () => true,
};

/** Everything that orders the accesses of a window among each other, sorted by `later` and then `earlier`. */
export function localOrder(context: ThreadContext): readonly LocalOrder[] {
  const dependencies = dependenciesOf(context.code, context.window);
  const found = context.window.instances.flatMap((each, later) =>
    isMemory(each) ? reasonsFor(context, dependencies, later).toSorted((a, b) => a.earlier - b.earlier) : [],
  );
  return [...found, ...afterChoices(context, dependencies, found)];
}

/** What a choice orders before the writes that come after a read that depends on it (choice.ts). */
function afterChoices(
  context: ThreadContext,
  dependencies: readonly Dependencies[],
  found: readonly LocalOrder[],
): readonly LocalOrder[] {
  const sources = dependencies.flatMap(({ valueChoice }, index) => (valueChoice.size > 0 ? [index] : []));
  return sources.flatMap((source) => {
    const reached = new Set([source]);
    // The orders are sorted by their later accesses, and lead from earlier to later ones.
    for (const { earlier, later } of found) if (reached.has(earlier)) reached.add(later);
    return [...reached]
      .filter((later) => later > source && isWrite(context.window.instances[later]))
      .flatMap((later) =>
        [...dependencies[source].valueChoice].map((earlier) => ({
          ...{ earlier, later },
          reason: { kind: 'choice', by: null } as const,
        })),
      );
  });
}

/** Every reason why an access waits for earlier ones. */
function reasonsFor(
  context: ThreadContext,
  dependencies: readonly Dependencies[],
  later: number,
): readonly LocalOrder[] {
  const found: LocalOrder[] = [];
  const add = (reason: Reason, ...reads: readonly Iterable<number>[]): void => {
    for (const earlier of reads.flatMap((each) => [...each]))
      if (earlier < later) found.push({ earlier, later, reason });
  };
  const { address, operand } = dependencies[later];
  const pair = readOfPair(context.window, later);
  // An access cannot perform before its operands are known, which needs no rule.
  add({ kind: 'address' }, address);
  add({ kind: 'data' }, without(operand, pair));
  const visit: Visit = (kind, at, rule) => {
    const own = dependencies[at];
    switch (kind) {
      case 'operand':
        for (const [reason, reads] of choicesFor(dependencies, at)) add(reason, reads);
        break;
      case 'branch':
        add({ kind: 'control', branch: at }, own.operand, own.choice);
        break;
      case 'address':
        add({ kind: 'earlier-address', access: at }, own.address, own.addressChoice);
        break;
      case 'forward':
        add({ kind: 'forward', write: at }, own.address, without(own.data, passedOver(context, at, later)));
        break;
      case 'rule':
        if (rule === null) break;
        for (const reason of ruleReasons(context, dependencies, rule, at, later)) add(reason, [at]);
        break;
      // One that is over is a fence.
      case 'grace':
        break;
      case 'same-location':
        if (at !== pair) add({ kind }, [at]);
        break;
      default:
        add({ kind }, [at]);
    }
    return false;
  };
  const write = sourceOf(context, later);
  if (write !== null) eachForwardingConstraint(context, write, later, EVERYTHING, visit);
  eachConstraint(context, later, EVERYTHING, visit);
  return found;
}

function without(reads: Indices, read: number | null): readonly number[] {
  return [...reads].filter((each) => each !== read);
}

/**
 * The read of an atomic without result, where a later read has performed on its write: it may have been bound to that before. Null
 * when there is none.
 */
function passedOver(context: ThreadContext, write: number, later: number): number | null {
  const read = readOfPair(context.window, write);
  const passes =
    read !== null && isWithoutResult(context, read) && !isPending(context.window.instances[later]);
  return passes ? read : null;
}

/** The reads that decide the choices which a write depends on, by the select or branch that made the choice. */
function choicesFor(
  dependencies: readonly Dependencies[],
  write: number,
): readonly (readonly [Reason, readonly number[]])[] {
  const { choice, choosers } = dependencies[write];
  const made = [...choosers].map((by) => {
    const { operand, choice } = dependencies[by];
    return [{ kind: 'choice', by }, [...operand, ...choice]] as const;
  });
  const known = new Set(made.flatMap(([, reads]) => reads));
  return [...made, [{ kind: 'choice', by: null }, [...choice].filter((read) => !known.has(read))]];
}

/** How a rule orders two accesses: by the accesses alone, by fences between them, or since an ISB between them waits. */
function ruleReasons(
  context: ThreadContext,
  dependencies: readonly Dependencies[],
  rule: Rule,
  earlier: number,
  later: number,
): readonly Reason[] {
  const [a, b] = [accessesAt(context, earlier), accessesAt(context, later)];
  const fences = fencesBetween(context, earlier, later);
  const reasons: Reason[] = [];
  const between = withFences(fences.map(({ fence }) => fence));
  if (orders(rule, a, b, between)) {
    const plain = appliesToPlain(rule, a, b, between);
    const needed = orders(rule, a, b, NOTHING)
      ? []
      : fences.filter(({ fence }) => orders(rule, a, b, withFences([fence])));
    reasons.push({ kind: 'rule', rule, fences: needed.map(({ index }) => index), plain });
  }
  if (orders(rule, a, b, { ...NOTHING, waitingIsb: true }) && !orders(rule, a, b, NOTHING)) {
    for (const { fence, index } of fences)
      if (fence.kind === 'isb' && isAwaited(context, dependencies, earlier, index))
        reasons.push({ kind: 'isb', isb: index });
  }
  return reasons;
}

const NOTHING: Between = { fences: [], waitingIsb: false };

function withFences(fences: readonly Fence[]): Between {
  return { fences, waitingIsb: false };
}

/** Whether a rule that orders two accesses would order plain ones in their places too. */
function appliesToPlain(
  rule: Rule,
  earlier: readonly Access[],
  later: readonly Access[],
  between: Between,
): boolean {
  return earlier.some((a) =>
    later.some((b) => rule.orders(a, b, between) && rule.orders(asPlain(a), asPlain(b), between)),
  );
}

/** The access without what it carries itself. */
function asPlain(access: Access): Access {
  return { ...access, order: 'plain', partner: null, exclusive: false, noReturn: false };
}

function fencesBetween(
  { code, window }: ThreadContext,
  earlier: number,
  later: number,
): readonly { readonly index: number; readonly fence: Fence }[] {
  return window.instances.slice(earlier + 1, later).flatMap(({ pc }, offset) => {
    const instruction = code.instructions[pc];
    return instruction.kind === 'fence' ? [{ index: earlier + 1 + offset, fence: instruction.fence }] : [];
  });
}

/** Whether a branch or address before an ISB depends on a read. */
function isAwaited(
  { window }: ThreadContext,
  dependencies: readonly Dependencies[],
  read: number,
  isb: number,
): boolean {
  return window.instances.slice(0, isb).some((each, index) => {
    const { address, addressChoice, operand, choice } = dependencies[index];
    if (each.kind === 'branch' || each.kind === 'assume') return operand.has(read) || choice.has(read);
    return isMemory(each) && (address.has(read) || addressChoice.has(read));
  });
}

/**
 * The write of its own thread that a read takes its value from: a read that has performed says so itself; until then it is
 * the one in the store buffer.
 */
function sourceOf(context: ThreadContext, index: number): number | null {
  const read = context.window.instances[index];
  if (read.kind !== 'read') return null;
  return read.value === null ? writeInBuffer(context, index) : read.from;
}
