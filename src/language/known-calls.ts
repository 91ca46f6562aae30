/** What a test in C may call without defining it, with how it is called. */

import { listPrimitives, type PrimitiveListing } from '../kernel/listing.js';
import type { FenceName } from '../kernel/primitive.js';
import { BARRIERS } from '../kernel/primitives/barrier.js';
import { CALLBACK_CALLS } from '../kernel/primitives/callback.js';
import { DATA_RACE } from '../kernel/primitives/index.js';
import { ASSERTION_NAMES } from '../lower/assertion.js';
import { BUILTIN_NAMES } from '../lower/builtin.js';

/** A name that may be called. */
export interface KnownCall {
  readonly name: string;
  /** `smp_store_release(p, v)`; the name alone where nothing more is known. */
  readonly signature: string;
  /** What it becomes on each port; null for what is no primitive. */
  readonly listing: PrimitiveListing | null;
}

/** The arguments of calls that queue callbacks, the last so many of them. */
const QUEUED = ['ssp', 'head', 'func'];

/** Every call that is known, by its name: primitives as they are listed, and then the others. */
export const KNOWN_CALLS: ReadonlyMap<string, KnownCall> = new Map(
  [
    ...listPrimitives().map((listing) => ({ name: listing.name, signature: listing.signature, listing })),
    ...[...CALLBACK_CALLS].map(([name, { kind, arguments: count }]) => {
      const taken = kind === 'wait' ? QUEUED.slice(0, count) : QUEUED.slice(-count);
      return { name, signature: `${name}(${taken.join(', ')})`, listing: null };
    }),
    ...[...ASSERTION_NAMES, ...BUILTIN_NAMES, DATA_RACE].map((name) => ({
      ...{ name, signature: name, listing: null },
    })),
  ].map((call: KnownCall) => [call.name, call]),
);

/** Whether a call is a barrier. */
export function isBarrier(name: string): name is FenceName {
  return (BARRIERS as ReadonlyMap<string, unknown>).has(name);
}
