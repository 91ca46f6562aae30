/**
 * What a kernel port makes of a step. A port is a table from an operation and its ordering to a mapping: the ordering that
 * the instruction itself carries, and the fences around it. The ports are registered in kernel/ports/index.ts.
 */
import type { Architecture, Fence, KernelTag, Order } from '../program/program.js';
import type { FenceName, LoadOrder, StoreOrder, UpdateOrder } from './primitive.js';

/** The instructions for one step. `text` is what `pinlitmus primitives` prints. */
export interface Mapping {
  readonly text: string;
  readonly read: Order;
  readonly write: Order;
  readonly before: Fence | null;
  /** The fence behind it; behind an update that may fail, it is there only when the update wrote. */
  readonly after: Fence | null;
  /** Armv8's ST-form atomics. */
  readonly noReturn: boolean;
  /** An update that is a loop of exclusives rather than one instruction. */
  readonly loop: boolean;
}

/** What one architecture's port makes of every kind of step, in every ordering. */
export interface Port {
  /** As a model names it. */
  readonly name: Architecture;
  /** As the report prints it. */
  readonly title: string;
  /** The files of the kernel that the table is from: loads, stores and barriers, and updates. */
  readonly sources: { readonly accesses: string; readonly updates: string };
  /** The dialect of its instructions; null where there are none, as for the kernel itself. */
  readonly instructions: string | null;
  readonly load: Readonly<Record<LoadOrder, Mapping>>;
  /** An acquire in a loop that waits for a value, on a port where the end of the loop gives a part of its order. */
  readonly awaited?: Mapping;
  readonly store: Readonly<Record<StoreOrder, Mapping>>;
  /** `smp_store_mb` is an exchange (x86) rather than a store and a fence. */
  readonly storeMbExchanges: boolean;
  readonly update: Readonly<Record<UpdateOrder, Mapping>>;
  /** Updates that may leave memory as it is (cmpxchg, add_unless …), where they are other instructions than `update`. */
  readonly conditional?: Readonly<Record<UpdateOrder, Mapping>>;
  /** Null where the barrier is no instruction. */
  readonly fence: Readonly<Record<FenceName, Fence | null>>;
  /** What each step is to the kernel's own memory model; absent on a port to a machine. */
  readonly tags?: Tags;
}

/** The tags of the kernel's memory model for steps of every kind and ordering; a step's own comes first. */
export interface Tags {
  readonly load: Readonly<Record<LoadOrder, KernelTag>>;
  readonly store: Readonly<Record<StoreOrder, KernelTag>>;
  readonly update: Readonly<Record<UpdateOrder, KernelTag>>;
  /** By the name of the port's fence. */
  readonly fence: ReadonlyMap<string, KernelTag>;
}

/** The mapping of a load. A load that waits for a value says so by having an `until`. */
export function loadMapping(
  port: Port,
  load: { readonly order: LoadOrder; readonly until?: unknown },
): Mapping {
  const awaited = load.until !== undefined && load.order === 'acquire' ? port.awaited : undefined;
  return awaited ?? port.load[load.order];
}

/** The mapping of an update. An update that may leave memory as it is says so by having a condition. */
export function updateMapping(
  port: Port,
  update: { readonly order: UpdateOrder; readonly condition?: unknown },
): Mapping {
  const mappings = update.condition === undefined ? port.update : (port.conditional ?? port.update);
  return mappings[update.order];
}
