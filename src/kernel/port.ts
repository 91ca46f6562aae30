/**
 * What a kernel port makes of a step. A port is a table from (operation, ordering) to a form: the ordering that
 * the instruction itself carries, and the fences around it. Adding an architecture is adding a port.
 */
import type { Architecture, Fence, Order } from '../program/program.js';
import { ARMV8_LLSC, ARMV8_LSE } from './ports/armv8.js';
import { RISCV } from './ports/riscv.js';
import { SPARC } from './ports/sparc.js';
import { X86 } from './ports/x86.js';
import type { FenceName, LoadOrder, StoreOrder, UpdateOrder } from './primitive.js';

/** The instructions for one step. `text` is what `pinlitmus primitives` prints. */
export interface Form {
  readonly text: string;
  readonly read: Order;
  readonly write: Order;
  readonly before: Fence | null;
  /** After an update that may fail: only when it wrote. */
  readonly after: Fence | null;
  /** Armv8's ST-form atomics. */
  readonly noReturn: boolean;
  /** An update that is a loop of exclusives rather than one instruction. */
  readonly loop: boolean;
}

/** What one architecture's port makes of every kind of step, in every ordering. */
export interface Port {
  /** As the report prints it. */
  readonly title: string;
  readonly load: Readonly<Record<LoadOrder, Form>>;
  /** An acquire in a loop that waits for a value, where its order comes from the end of the loop too. */
  readonly awaited?: Form;
  readonly store: Readonly<Record<StoreOrder, Form>>;
  /** `smp_store_mb` is an exchange (x86) rather than a store and a fence. */
  readonly storeMbExchanges: boolean;
  readonly update: Readonly<Record<UpdateOrder, Form>>;
  /** Updates that may leave memory as it is (cmpxchg, add_unless …), where they are other instructions than `update`. */
  readonly conditional?: Readonly<Record<UpdateOrder, Form>>;
  /** Null where the barrier is no instruction. */
  readonly fence: Readonly<Record<FenceName, Fence | null>>;
}

/** The form of a load; one that waits for a value says so by having an `until`. */
export function loadForm(port: Port, load: { readonly order: LoadOrder; readonly until?: unknown }): Form {
  const { load: forms, awaited } = port;
  return (load.until !== undefined && load.order === 'acquire' ? awaited : undefined) ?? forms[load.order];
}

/** The form of an update; one that may leave memory as it is says so by having a condition. */
export function updateForm(
  port: Port,
  update: { readonly order: UpdateOrder; readonly condition?: unknown },
): Form {
  const forms = update.condition === undefined ? port.update : (port.conditional ?? port.update);
  return forms[update.order];
}

export const PORTS: Readonly<Record<Architecture, Port>> = {
  x86: X86,
  'armv8-lse': ARMV8_LSE,
  'armv8-llsc': ARMV8_LLSC,
  riscv: RISCV,
  sparc: SPARC,
};
