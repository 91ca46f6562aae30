/**
 * Making instances. All are objects of one shape, whatever their kind: the machine looks at the kinds and places of
 * instances all the time, and compiled code does so in one load where there is one shape, and guesses again and again
 * where there are many. Changed copies are made here too, since a spread would be another shape.
 */
import type { Instance, ReadInstance, WriteInstance } from './window.js';

class Slot {
  kind: Instance['kind'];
  pc: number;
  taken = false;
  scopeEnd: number | null = null;
  role: ReadInstance['role'] = 'alone';
  value: bigint | null = null;
  from: number | null = null;
  stale = false;
  exclusive = false;
  lost = false;
  matched = false;
  isLast = false;
  performed = false;
  pair: WriteInstance['pair'] = 'none';

  constructor(kind: Instance['kind'], pc: number) {
    this.kind = kind;
    this.pc = pc;
  }

  /** Sets what is known from the beginning. */
  begin({ taken, role, exclusive, pair, value }: Partial<Pick<Slot, Beginning>>): this {
    if (taken !== undefined) this.taken = taken;
    if (role !== undefined) this.role = role;
    if (exclusive !== undefined) this.exclusive = exclusive;
    if (pair !== undefined) this.pair = pair;
    if (value !== undefined) this.value = value;
    return this;
  }

  /** A copy in which what may change later is as given. */
  changed({
    scopeEnd,
    value,
    from,
    stale,
    lost,
    matched,
    isLast,
    performed,
  }: Partial<Pick<Slot, Changing>>): Slot {
    const copy = new Slot(this.kind, this.pc);
    copy.taken = this.taken;
    copy.scopeEnd = scopeEnd === undefined ? this.scopeEnd : scopeEnd;
    copy.role = this.role;
    copy.value = value === undefined ? this.value : value;
    copy.from = from === undefined ? this.from : from;
    copy.stale = stale ?? this.stale;
    copy.exclusive = this.exclusive;
    copy.lost = lost ?? this.lost;
    copy.matched = matched ?? this.matched;
    copy.isLast = isLast ?? this.isLast;
    copy.performed = performed ?? this.performed;
    copy.pair = this.pair;
    return copy;
  }
}

type Beginning = 'taken' | 'role' | 'exclusive' | 'pair' | 'value';
type Changing = 'scopeEnd' | 'value' | 'from' | 'stale' | 'lost' | 'matched' | 'isLast' | 'performed';

/** Those of some parts that instances of a kind have. */
type Parts<Some extends Instance, Names> = Partial<Pick<Some, keyof Some & Names>>;

/** An instance of a kind; what is not given is as in one that was just fetched. */
export function instanceOf<Kind extends Instance['kind']>(
  kind: Kind,
  pc: number,
  parts: Parts<Extract<Instance, { readonly kind: Kind }>, Beginning> = {},
): Instance {
  return new Slot(kind, pc).begin(parts as Partial<Slot>) as Instance;
}

/** The instance with some of its parts changed. */
export function changed<Changed extends Instance>(
  instance: Changed,
  parts: Parts<Changed, Changing>,
): Instance {
  return (instance as unknown as Slot).changed(parts as Partial<Slot>) as Instance;
}
