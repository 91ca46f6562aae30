/**
 * Making instances. All are objects of one shape, whatever their kind: the machine looks at the kinds and places of
 * instances all the time, and compiled code does so in one load where there is one shape, and guesses again and again
 * where there are many. Changed copies are made here too, since a spread would be another shape.
 */
import type { Instance, ReadInstance, WriteInstance } from './window.js';

class Slot {
  readonly kind: Instance['kind'];
  readonly place: number;
  readonly taken: boolean;
  readonly scopeEnd: number | null;
  readonly role: ReadInstance['role'];
  readonly value: bigint | null;
  readonly from: number | null;
  readonly stale: boolean;
  readonly exclusive: boolean;
  readonly lost: boolean;
  readonly performed: boolean;
  readonly pair: WriteInstance['pair'];

  constructor(from: Slot | null, kind: Instance['kind'], place: number, parts: Partial<Slot>) {
    this.kind = kind;
    this.place = place;
    this.taken = parts.taken ?? from?.taken ?? false;
    this.scopeEnd = parts.scopeEnd === undefined ? (from?.scopeEnd ?? null) : parts.scopeEnd;
    this.role = parts.role ?? from?.role ?? 'alone';
    this.value = parts.value === undefined ? (from?.value ?? null) : parts.value;
    this.from = parts.from === undefined ? (from?.from ?? null) : parts.from;
    this.stale = parts.stale ?? from?.stale ?? false;
    this.exclusive = parts.exclusive ?? from?.exclusive ?? false;
    this.lost = parts.lost ?? from?.lost ?? false;
    this.performed = parts.performed ?? from?.performed ?? false;
    this.pair = parts.pair ?? from?.pair ?? 'none';
  }
}

/** What instances of a kind hold beside their kind and place. */
type Parts<Kind extends Instance['kind']> = Omit<
  Extract<Instance, { readonly kind: Kind }>,
  'kind' | 'place'
>;

/** An instance of a kind; what is not given is as in one that was just fetched. */
export function instanceOf<Kind extends Instance['kind']>(
  kind: Kind,
  place: number,
  parts: Partial<Parts<Kind>> = {},
): Instance {
  return new Slot(null, kind, place, parts as Partial<Slot>) as Instance;
}

/** The instance with some of its parts changed. */
export function changed<Changed extends Instance>(
  instance: Changed,
  parts: Partial<Omit<Changed, 'kind' | 'place'>>,
): Instance {
  return new Slot(
    instance as unknown as Slot,
    instance.kind,
    instance.place,
    parts as Partial<Slot>,
  ) as Instance;
}
