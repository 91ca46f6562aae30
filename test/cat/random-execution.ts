/** Random executions of kernel code: threads of accesses, barriers and critical sections, with any rf and co whatever. */
import type { HandEvent, HandRelations, Pairs } from './skeleton.js';

/** Numbers below a bound, the same for the same seed. */
export type Draw = (bound: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % bound;
  };
}

export interface RandomExecution {
  readonly events: readonly HandEvent[];
  readonly relations: HandRelations;
}

const BARRIERS: readonly string[] = [
  ...['MB', 'Rmb', 'Wmb', 'Barrier', 'Before-atomic', 'After-atomic', 'After-spinlock', 'After-unlock-lock'],
  ...['After-srcu-read-unlock', 'Sync-rcu', 'Rcu-lock', 'Rcu-unlock'],
];

type MutablePairs = (readonly [number, number])[];

/** Makes one execution. */
export function randomExecution(draw: Draw): RandomExecution {
  const maker = new Maker(draw);
  const threads = 2 + draw(3);
  for (let thread = 0; thread < threads; thread++) maker.thread(thread);
  return { events: maker.events, relations: maker.relations() };
}

class Maker {
  readonly events: HandEvent[] = [];
  readonly #draw: Draw;
  readonly #isPlain: boolean;
  readonly #dependencies = { addr: [] as MutablePairs, data: [] as MutablePairs, ctrl: [] as MutablePairs };
  readonly #rmw: MutablePairs = [];
  #thread = 0;
  #reads: number[] = [];
  #open: (() => void)[] = [];

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#isPlain = draw(4) === 0;
  }

  thread(thread: number): void {
    this.#thread = thread;
    this.#reads = [];
    this.#open = [];
    const steps = 2 + this.#draw(3);
    for (let step = 0; step < steps; step++) {
      this.#step(this.#draw(this.#isPlain ? 6 : 13));
      while (this.#open.length > 0 && this.#draw(2) === 0)
        this.#open.splice(this.#draw(this.#open.length), 1)[0]();
    }
    if (this.#draw(8) > 0) while (this.#open.length > 0) this.#open.pop()?.();
  }

  /** Any source for a read, any order of the writes of a location. */
  relations(): HandRelations {
    const { events } = this;
    const isWrite = (event: number, at?: string): boolean =>
      events[event].sets.includes('W') && events[event].at === at;
    const rf: MutablePairs = [];
    for (const [read, { sets, at }] of events.entries()) {
      const writes = [...events.keys()].filter((event) => isWrite(event, at));
      if (sets.includes('R') && writes.length > 0 && this.#draw(3) > 0) rf.push([this.#one(writes), read]);
    }
    const locations = new Set(events.flatMap(({ at }) => (at === undefined ? [] : [at])));
    const co = [...locations].flatMap((at): Pairs => {
      const writes = [...events.keys()].filter((event) => isWrite(event, at));
      if (this.#draw(3) === 0) writes.reverse();
      return writes.flatMap((a, index) => writes.slice(index + 1).map((b) => [a, b] as const));
    });
    return { rf, co, rmw: this.#rmw, ...this.#dependencies };
  }

  #step(kind: number): void {
    const at = this.#one(['x', 'y', 'z']);
    if (kind < 2) this.#read(at, this.#one([['ONCE'], ['ONCE'], [], ['ACQUIRE']]));
    else if (kind < 4)
      this.#depend(this.#add(['W', ...this.#one([['ONCE'], ['ONCE'], [], ['RELEASE']])], at));
    else if (kind < 5) this.#add(['F', this.#one(BARRIERS)]);
    else if (kind < 7) this.#update(at);
    else if (kind < 9) this.#lock(this.#one(['k', 'l']));
    else if (kind < 10) {
      this.#add(['F', 'Rcu-lock']);
      this.#open.push(() => this.#add(['F', 'Rcu-unlock']));
    } else if (kind < 11) this.#srcu(this.#one(['s', 't']));
    else if (kind < 12) this.#add(['Sync-srcu'], this.#one(['s', 't']));
    else this.#read(this.#one(['k', 'l']), [this.#one(['LF', 'RU'])]);
  }

  #read(at: string, sets: readonly string[]): void {
    const read = this.#add(['R', ...sets], at);
    this.#depend(read);
    this.#reads.push(read);
  }

  #update(at: string): void {
    const sets = ['RMW', this.#one(['ONCE', 'MB', 'ACQUIRE', 'RELEASE', 'NORETURN'])];
    const read = this.events.length;
    this.#read(at, sets);
    // It may fail.
    if (this.#draw(4) === 0) return;
    const write = this.#add(['W', ...sets], at);
    this.#rmw.push([read, write]);
    this.#depend(write);
  }

  #lock(at: string): void {
    const read = this.#add(['R', 'LKR'], at);
    this.#rmw.push([read, this.#add(['W', 'LKW'], at)]);
    this.#open.push(() => this.#add(['W', 'UL'], at));
  }

  #srcu(at: string): void {
    const read = this.#add(['R', 'Srcu-lock'], at);
    if (this.#draw(2) === 0) this.#reads.push(read);
    this.#open.push(() => {
      const write = this.#add(['W', 'Srcu-unlock'], at);
      if (this.#draw(5) > 0) this.#dependencies.data.push([read, write]);
      this.#depend(write);
    });
  }

  /** Makes an event depend on some reads before it. */
  #depend(event: number): void {
    for (const read of this.#reads) {
      if (read === event) continue;
      const kind = this.#one(['addr', 'data', 'ctrl', ...Array.from({ length: 6 }, () => 'none')]);
      if (kind === 'addr' || kind === 'ctrl') this.#dependencies[kind].push([read, event]);
      if (kind === 'data' && this.events[event].sets.includes('W'))
        this.#dependencies.data.push([read, event]);
    }
  }

  #add(sets: readonly string[], at?: string): number {
    this.events.push(at === undefined ? { thread: this.#thread, sets } : { thread: this.#thread, sets, at });
    return this.events.length - 1;
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#draw(choices.length)];
  }
}
