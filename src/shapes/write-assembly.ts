/** A cycle as a test in assembly: the frame that all dialects share; how each spells its instructions is its style. */
import { type AskedRegister, conditionOf, locationName } from './asked-state.js';
import {
  type Direction,
  type PlacedAccess,
  type PlacedCycle,
  placed,
  type ShapeCycle,
  threadsOf,
  type UpdateKind,
} from './shape-cycle.js';
import { dependsBy, type ThreadStep, threadSteps } from './thread-step.js';

/** How a dialect spells what tests are made of. An annotation is the name in edges, empty for none. */
export interface AssemblyStyle {
  /** The numbers of the registers that are used. */
  readonly first: number;
  readonly most: number;
  readonly data: (register: number) => string;
  /** As conditions call it, where that differs from the register of addresses or data. */
  readonly observed?: (register: number) => string;
  /** Null where instructions name locations themselves. */
  readonly address: ((register: number) => string) | null;
  readonly constant: (register: string, value: number) => string;
  readonly read: (annotation: string, target: string, address: string) => readonly string[];
  readonly write: (annotation: string, source: string, address: string) => readonly string[];
  /** What a write of a constant takes in place of a register. */
  readonly immediate?: (value: number) => string;
  /** An access at an address and an index; null where it takes an address of its own. */
  readonly indexed: (
    annotation: string,
    direction: Direction,
    register: string,
    address: string,
    index: string,
  ) => readonly string[] | null;
  readonly pointer: (target: string, address: string, index: string) => string;
  /** Zero, which depends on a register all the same. */
  readonly zero: (target: string, from: string) => readonly string[];
  readonly plus: (target: string, from: string, value: number) => string;
  /** A branch that depends on a register and goes to the next instruction in any case. */
  readonly branch: (register: string, label: string) => readonly string[];
  /** Read-modify-writes; those that the dialect has. */
  readonly updates: Readonly<Partial<Record<UpdateKind, (parts: UpdateParts) => readonly string[]>>>;
}

/** What a read-modify-write is made of. */
export interface UpdateParts {
  /** The annotations of its halves; empty for none. */
  readonly read: string;
  readonly write: string;
  /** What it reads into; an update that compares finds there what it expects, and one that only adds has none. */
  readonly target: string;
  /** What it writes, or adds. */
  readonly source: string;
  /** Where a store-conditional says that it succeeded, by 0. */
  readonly status: string;
  readonly address: string;
}

/** The init block, the threads and the condition. */
export function writeAssembly(cycle: ShapeCycle, places: PlacedCycle, style: AssemblyStyle): string {
  const observed: Observed = { reads: new Map(), others: [] };
  const columns = columnsOf(cycle, places, style, observed);
  const init = columns.flatMap(({ init: own }) => (own === '' ? [] : [`\t${own}\n`])).join('');
  const condition = conditionOf(places, (access) => observed.reads.get(access) ?? null, observed.others);
  return `{\n${init}}\n\n${table(columns.map(({ lines }) => lines))}\n${condition}\n`;
}

/** What the condition says of registers: by read of the cycle where it is, and others. */
interface Observed {
  readonly reads: Map<number, string>;
  readonly others: AskedRegister[];
}

/**
 * Why a cycle cannot be written in a style, as a clause: a thread of it needs more registers than there are; or nothing shows what an
 * update read that only adds.
 */
export function styleObjection(cycle: ShapeCycle, style: AssemblyStyle): string | null {
  const places = placed(cycle);
  if ('fault' in places) return null;
  const isUnseen = cycle.edges.some(
    ({ row }, index) =>
      row.kind === 'rmw' &&
      row.update === 'add only' &&
      (places.last.get(places.accesses[index].location) ?? 0) > 2,
  );
  if (isUnseen) return 'no final state shows what an addition read that keeps it in no register';
  const columns = columnsOf(cycle, places, style, { reads: new Map(), others: [] });
  const crowded = columns.findIndex(({ next }) => next - 1 > style.most);
  return crowded === -1 ? null : `P${crowded} needs more registers than there are`;
}

function columnsOf(
  cycle: ShapeCycle,
  places: PlacedCycle,
  style: AssemblyStyle,
  observed: Observed,
): readonly Column[] {
  return threadsOf(cycle).map((members, thread) =>
    new ThreadColumn(cycle, places, style, observed).of(members, thread),
  );
}

/** A thread: its instructions, its part of the init block, and the first register that it has no use for. */
interface Column {
  readonly lines: readonly string[];
  readonly init: string;
  readonly next: number;
}

function table(columns: readonly (readonly string[])[]): string {
  const rows = Math.max(...columns.map(({ length }) => length));
  const filled = columns.map((lines, thread) => [`P${thread}`, ...lines]);
  const widths = filled.map((lines) => Math.max(...lines.map(({ length }) => length)));
  return Array.from({ length: rows + 1 }, (_, row) => {
    const cells = filled.map((lines, column) => (lines[row] ?? '').padEnd(widths[column]));
    return ` ${cells.join(' | ')} ;\n`;
  }).join('');
}

/** One thread: its instructions, and the registers that hold addresses. */
class ThreadColumn {
  readonly #cycle: ShapeCycle;
  readonly #placed: PlacedCycle;
  readonly #style: AssemblyStyle;
  readonly #observed: Observed;
  readonly #lines: string[] = [];
  readonly #registers = new Map<number, string>();
  readonly #addresses = new Map<number, string>();
  #next: number;
  #labels = 0;

  constructor(cycle: ShapeCycle, placed: PlacedCycle, style: AssemblyStyle, observed: Observed) {
    this.#cycle = cycle;
    this.#placed = placed;
    this.#style = style;
    this.#observed = observed;
    this.#next = style.first;
  }

  of(members: readonly number[], thread: number): Column {
    for (const step of threadSteps(this.#cycle, this.#placed, members)) this.#step(step, thread);
    const init = [...this.#addresses].map(
      ([location, register]) => `${thread}:${register}=${locationName(location)};`,
    );
    return { lines: this.#lines, init: init.join(' '), next: this.#next };
  }

  #step(step: ThreadStep, thread: number): void {
    const { before, after, from, placed, written } = step;
    const source = this.#registers.get(from) ?? '';
    let index: string | null = null;
    if (before?.kind === 'dependency') {
      if (before.on === 'ctrl') this.#branch(source, before.fence, thread);
      else index = this.#zero(source);
    }
    if (written !== null && step.update !== null) this.#update(step, step.update, written, index);
    else if (placed.direction === 'R') {
      const target = this.#register(step.access);
      this.#observed.reads.set(step.access, this.#nameOf(target.number));
      this.#at(placed, target.register, index);
    } else if (index !== null && dependsBy(before, 'data')) {
      const sum = this.#style.data(this.#next++);
      this.#lines.push(this.#style.plus(sum, index, placed.value));
      this.#at(placed, sum, null);
    } else {
      const { immediate } = this.#style;
      this.#at(placed, immediate?.(placed.value) ?? this.#constant(placed.value).register, index);
    }
    if (after.kind === 'fence') this.#lines.push(after.code);
  }

  #update(step: ThreadStep, kind: UpdateKind, written: PlacedAccess, index: string | null): void {
    const { access, placed, before } = step;
    const style = this.#style;
    // What is compared stands where the old value comes to.
    const expected = kind === 'compare' ? this.#constant(placed.value) : null;
    const source = this.#constant(written.value - (kind.startsWith('add') ? placed.value : 0));
    // XCHG reads into the register that it writes from.
    const isOne = kind === 'add only' || style.address === null;
    const target = expected ?? (isOne ? source : this.#register(access));
    if (kind !== 'add only') {
      this.#registers.set(access, target.register);
      this.#observed.reads.set(access, this.#nameOf(target.number));
    }
    const status = kind === 'exclusive' ? this.#next++ : null;
    if (status !== null)
      this.#observed.others.push({ thread: placed.thread, register: this.#nameOf(status), value: 0 });
    const address = this.#address(placed.location, dependsBy(before, 'addr') ? index : null);
    const [read, write] = [placed, written].map(({ annotation }) => annotation?.edge ?? '');
    const parts = {
      ...{ read, write, address, target: target.register, source: source.register },
      status: style.data(status ?? 0),
    };
    this.#lines.push(...(style.updates[kind]?.(parts) ?? []));
  }

  #register(access: number): { readonly number: number; readonly register: string } {
    const number = this.#next++;
    const register = this.#style.data(number);
    this.#registers.set(access, register);
    return { number, register };
  }

  #nameOf(number: number): string {
    const { observed, address, data } = this.#style;
    return (observed ?? address ?? data)(number);
  }

  #constant(value: number): { readonly number: number; readonly register: string } {
    const number = this.#next++;
    const register = this.#style.data(number);
    this.#lines.push(this.#style.constant(register, value));
    return { number, register };
  }

  #zero(from: string): string {
    const register = this.#style.data(this.#next++);
    this.#lines.push(...this.#style.zero(register, from));
    return register;
  }

  #branch(from: string, fence: string | null, thread: number): void {
    const label = `L${thread}${this.#labels++}`;
    this.#lines.push(...this.#style.branch(from, label), `${label}:`, ...(fence === null ? [] : [fence]));
  }

  /** The address of a location, with an index added to it where there is one. */
  #address(location: number, index: string | null): string {
    const { address: named, pointer } = this.#style;
    if (named === null) return locationName(location);
    const address = this.#addresses.get(location) ?? named(this.#next++);
    this.#addresses.set(location, address);
    if (index === null) return address;
    const whole = named(this.#next++);
    this.#lines.push(pointer(whole, address, index));
    return whole;
  }

  #at({ annotation, direction, location }: PlacedAccess, register: string, index: string | null): void {
    const { indexed, read, write } = this.#style;
    const order = annotation?.edge ?? '';
    if (index !== null) {
      const short = indexed(order, direction, register, this.#address(location, null), index);
      if (short !== null) {
        this.#lines.push(...short);
        return;
      }
    }
    const address = this.#address(location, index);
    this.#lines.push(...(direction === 'R' ? read : write)(order, register, address));
  }
}
