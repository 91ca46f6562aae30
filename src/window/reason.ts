/**
 * Why one access must wait for another of its thread: order.ts and transition.ts say only whether it must. Every reason is one
 * of theirs, with the fence, branch or rule that it comes from, so that an explanation cannot say anything else than
 * the machine does. Works on any window: one in the middle of an execution, or a complete one, in which the reasons are
 * what the manuals call locally-ordered-before (Arm) or preserved program order (RISC-V).
 */

import type { Access, Rule } from '../models/model.js';
import { readOfPair } from './coherence.js';
import type { Dependencies } from './dependency.js';
import { dependenciesOf } from './dependency.js';
import type { Scene } from './order.js';
import { accessesAt, betweenAt, isMemory } from './order.js';
import { holds, isWrite } from './window.js';

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

/** Everything that orders the accesses of a window among each other, sorted by `later` and then `earlier`. */
export function localOrder(scene: Scene): readonly LocalOrder[] {
  const dependencies = dependenciesOf(scene.code, scene.window);
  const memory = scene.window.instances.flatMap((each, index) => (isMemory(each) ? [index] : []));
  const orders = memory.flatMap((later) => {
    const found = [
      ...dependent(scene, dependencies, later),
      ...memory
        .filter((earlier) => earlier < later)
        .flatMap((earlier) => reasonsBetween(scene, dependencies, earlier, later)),
    ];
    return found.sort((a, b) => a.earlier - b.earlier);
  });
  return [...orders, ...afterChoices(scene, dependencies, orders)];
}

/** What a choice orders before the writes that come after a read that hangs on it (choice.ts). */
function afterChoices(
  scene: Scene,
  dependencies: readonly Dependencies[],
  orders: readonly LocalOrder[],
): readonly LocalOrder[] {
  const sources = dependencies.flatMap(({ valueChoice }, index) => (valueChoice.size > 0 ? [index] : []));
  return sources.flatMap((source) => {
    const reached = new Set([source]);
    // The orders are sorted by their later accesses, and lead from earlier to later ones.
    for (const { earlier, later } of orders) if (reached.has(earlier)) reached.add(later);
    return [...reached]
      .filter((later) => later > source && isWrite(scene.window.instances[later]))
      .flatMap((later) =>
        [...dependencies[source].valueChoice].map((earlier) => ({
          ...{ earlier, later },
          reason: { kind: 'choice', by: null } as const,
        })),
      );
  });
}

/** The reasons that stand between two accesses, whatever flows between them. */
function reasonsBetween(
  scene: Scene,
  dependencies: readonly Dependencies[],
  earlier: number,
  later: number,
): readonly LocalOrder[] {
  const reasons: Reason[] = [];
  if (isPair(scene, earlier, later)) reasons.push({ kind: 'pair' });
  else if (isSameLocation(scene, earlier, later)) reasons.push({ kind: 'same-location' });
  reasons.push(...ruling(scene, earlier, later));
  const found = reasons.map((reason) => ({ earlier, later, reason }));
  return [...found, ...isbs(scene, dependencies, earlier, later)];
}

function isPair({ window }: Scene, earlier: number, later: number): boolean {
  return earlier === readOfPair(window, later);
}

function isSameLocation({ window, view }: Scene, earlier: number, later: number): boolean {
  return (
    isWrite(window.instances[later]) &&
    view.locations[earlier] >= 0 &&
    view.locations[earlier] === view.locations[later]
  );
}

/** The rules of the model that order two accesses, ISBs apart. */
function ruling(scene: Scene, earlier: number, later: number): readonly Reason[] {
  const between = { ...betweenAt(scene, earlier, later), waitingIsb: false };
  const alone = { fences: [], waitingIsb: false };
  const pairs = pairsOf(accessesAt(scene, earlier), accessesAt(scene, later));
  return scene.model.rules.flatMap((rule): readonly Reason[] => {
    const applies = pairs.filter(([a, b]) => rule.orders(a, b, between));
    if (applies.length === 0) return [];
    const plain = applies.some(([a, b]) => rule.orders(asPlain(a), asPlain(b), between));
    if (applies.some(([a, b]) => rule.orders(a, b, alone)))
      return [{ kind: 'rule', rule, fences: [], plain }];
    const fences = fencesBetween(scene, earlier, later).filter((index) => {
      const only = { ...betweenAt(scene, index - 1, index + 1), waitingIsb: false };
      return applies.some(([a, b]) => rule.orders(a, b, only));
    });
    return [{ kind: 'rule', rule, fences, plain }];
  });
}

/** The access without what it carries itself. */
function asPlain(access: Access): Access {
  return { ...access, order: 'plain', partner: null, exclusive: false, noReturn: false };
}

function pairsOf(
  earlier: readonly Access[],
  later: readonly Access[],
): readonly (readonly [Access, Access])[] {
  return earlier.flatMap((a) => later.map((b) => [a, b] as const));
}

function fencesBetween({ window }: Scene, earlier: number, later: number): readonly number[] {
  return window.instances.flatMap((each, index) =>
    each.kind === 'fence' && index > earlier && index < later ? [index] : [],
  );
}

/** What waits at an ISB between two accesses: the earlier is any before it, the later a read that the model holds back. */
function isbs(
  scene: Scene,
  dependencies: readonly Dependencies[],
  earlier: number,
  later: number,
): readonly LocalOrder[] {
  const { code, window, model } = scene;
  const waiting = { fences: [], waitingIsb: true };
  const isOrdered = pairsOf(accessesAt(scene, earlier), accessesAt(scene, later)).some(([a, b]) =>
    model.rules.some(
      (rule) => rule.orders(a, b, waiting) && !rule.orders(a, b, { ...waiting, waitingIsb: false }),
    ),
  );
  if (!isOrdered) return [];
  return fencesBetween(scene, earlier, later)
    .filter((index) => {
      const instruction = code.instructions[window.instances[index].place];
      return instruction.kind === 'fence' && instruction.fence.kind === 'isb';
    })
    .filter((isb) => settles(scene, dependencies, earlier, isb))
    .map((isb) => ({ earlier, later, reason: { kind: 'isb', isb } }));
}

/** Whether a branch or address before an ISB depends on a read. */
function settles(
  { window }: Scene,
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

/** The reads that an access waits for because something flows from them to it. */
function dependent(
  scene: Scene,
  dependencies: readonly Dependencies[],
  later: number,
): readonly LocalOrder[] {
  const { address, operand, choice, choosers } = dependencies[later];
  const instance = scene.window.instances[later];
  const found: LocalOrder[] = [];
  const add = (reads: Iterable<number>, reason: Reason): void => {
    for (const earlier of reads) if (earlier < later) found.push({ earlier, later, reason });
  };
  add(address, { kind: 'address' });
  const others = [...operand].filter((read) => !isPair(scene, read, later));
  add(others, { kind: 'data' });
  for (const [reads, reason] of forwarded(scene, dependencies, later)) add(reads, reason);
  if (!isWrite(instance)) return found;
  const told = new Set<number>();
  for (const by of choosers) {
    const own = dependencies[by];
    const reads = [...own.operand, ...own.choice];
    add(reads, { kind: 'choice', by });
    for (const read of reads) told.add(read);
  }
  add(
    [...choice].filter((read) => !told.has(read)),
    { kind: 'choice', by: null },
  );
  for (let before = 0; before < later; before++) {
    const each = scene.window.instances[before];
    const own = dependencies[before];
    if (holds(each, later)) {
      add([...own.operand, ...own.choice], { kind: 'control', branch: before });
    } else if (isMemory(each)) {
      add([...own.address, ...own.addressChoice], { kind: 'earlier-address', access: before });
    }
  }
  return found;
}

/** What a read that takes its value from the store buffer waits for. */
function forwarded(
  scene: Scene,
  dependencies: readonly Dependencies[],
  later: number,
): readonly (readonly [Iterable<number>, Reason])[] {
  const write = sourceInBuffer(scene, later);
  if (write === null) return [];
  const [source] = accessesAt(scene, write);
  const [read] = accessesAt(scene, later);
  const when = scene.model.forwards(source, read);
  if (scene.window.instances[write].kind === 'update' || when === 'never')
    return [[[write], { kind: 'no-forward' }]];
  const { address, data } = dependencies[write];
  const half = when === 'after its read' ? readOfPair(scene.window, write) : null;
  return [
    [half === null ? [] : [half], { kind: 'own-atomic' }],
    [[...address, ...data], { kind: 'forward', write }],
  ];
}

/**
 * The write of its own thread that a read takes its value from: once performed it says so itself; until then it is the
 * latest unperformed one of its location.
 */
function sourceInBuffer({ window, view }: Scene, index: number): number | null {
  const read = window.instances[index];
  if (read.kind !== 'read') return null;
  if (read.value !== null) return read.from;
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    const each = window.instances[earlier];
    if (isWrite(each) && view.locations[earlier] === view.locations[index]) {
      const performed = each.kind === 'write' ? each.performed : each.value !== null;
      return performed ? null : earlier;
    }
  }
  return null;
}
