/**
 * Why a state is forbidden: every candidate execution that ends in it closes a cycle, and here they are. Candidates are
 * put together decision by decision (which run each thread makes, what each read reads, which write comes last, how
 * writes are ordered), and given up at the first cycle: however the rest is decided, the cycle stays. So the cycles
 * found account for all candidates, without most of them ever being completed.
 *
 * The search over states decided the verdict; this one only explains it, from the same rules. Should it ever complete
 * a candidate without a cycle, the two disagree, and it says so.
 */

import type { Proposition, Target } from '../program/condition.js';
import { observablesOf, satisfies } from '../program/condition.js';
import { wrap } from '../program/expression.js';
import type { Program } from '../program/program.js';
import { invariant } from '../text/invariant.js';
import type { Code } from '../window/code.js';
import { Candidate, INITIAL, isOpen } from './candidate.js';
import { type Event, eventsOf, reads, writes } from './event.js';
import type { Cycle } from './order-graph.js';
import { type Run, runsOf } from './thread-run.js';

/** A cycle, with the candidate that closed it as far as it was decided. */
export interface Refuted {
  readonly cycle: Cycle;
  readonly candidate: Candidate;
}

/** What became of all candidates that end in the state. */
export interface Refutation {
  /** Each distinct cycle once, those of time first, the shorter ones before the longer ones. */
  readonly cycles: readonly Refuted[];
  /** Whether every candidate was accounted for; false when there are too many, or a loop may go round for ever. */
  readonly complete: boolean;
  /** A candidate without a cycle: the machine should reach the state after all. */
  readonly survivor: Candidate | null;
  /** Threads that end in no such way, whatever they read; then there is no candidate at all. Empty unless `complete`. */
  readonly impossible: readonly number[];
}

/** Runs of one thread, and decisions in all, that are looked at before giving up; and how often a loop goes round. */
const MOST_RUNS = 400;
const MOST_DECISIONS = 1000;
const ROUNDS = 2;

/** Explains why no execution of the program on the codes' model ends in a state that the proposition is true of. */
export function refute(program: Program, codes: readonly Code[], asked: Target): Refutation {
  return new Refuter(program, codes, asked).run();
}

/** A read's possible source, or that a thread which is not chosen yet may provide one. */
interface Sources {
  readonly writes: readonly number[];
  readonly deferred: boolean;
}

class Refuter {
  readonly #program: Program;
  readonly #codes: readonly Code[];
  readonly #asked: Target;
  readonly #runs: readonly (readonly Run[])[];
  /** What the runs of each thread write. */
  readonly #written: readonly Written[];
  readonly #found = new Map<string, Refuted>();
  /** The locations whose final values the proposition speaks of. */
  readonly #lasts: readonly number[];
  /** The threads in the order in which their runs are chosen: those that the proposition speaks of first. */
  readonly #order: readonly number[];
  #decisions = 0;
  #complete = true;
  #survivor: Candidate | null = null;

  constructor(program: Program, codes: readonly Code[], asked: Target) {
    this.#program = program;
    this.#codes = codes;
    this.#asked = asked;
    const observables = [...observablesOf(this.#filter)].map((each) => asked.observables[each]);
    this.#lasts = [
      ...new Set(observables.flatMap((each) => (each.kind === 'location' ? [each.location] : []))),
    ];
    this.#runs = this.#allRuns();
    this.#written = this.#runs.map(writtenBy);
    const named = new Set(observables.flatMap((each) => (each.kind === 'register' ? [each.thread] : [])));
    this.#order = codes
      .map((_, thread) => thread)
      .sort(
        (a, b) => Number(named.has(b)) - Number(named.has(a)) || this.#runs[a].length - this.#runs[b].length,
      );
  }

  get #filter(): Proposition {
    return this.#asked.filter ?? { kind: 'truth', value: true };
  }

  run(): Refutation {
    const impossible = this.#runs.flatMap((runs, thread) => (runs.length === 0 ? [thread] : []));
    if (impossible.length === 0) this.#decide(new Candidate(this.#codes.length), new Map());
    const cycles = [...this.#found.values()].sort(
      (a, b) => rank(a.cycle) - rank(b.cycle) || a.cycle.edges.length - b.cycle.edges.length,
    );
    return {
      cycles,
      complete: this.#complete,
      survivor: this.#survivor,
      impossible: this.#complete ? impossible : [],
    };
  }

  /**
   * Every run of every thread that may be part of a candidate: reads take initial values, and what such runs write. How a
   * value came about is a chain of writes, none twice, so there are no more rounds than writes: a counter that a thread
   * adds to does not count on by itself.
   */
  #allRuns(): readonly (readonly Run[])[] {
    const contents = this.#program.locations.map((location) => new Set([location.initial]));
    for (let round = 0; ; round++) {
      const runs = this.#codes.map((code) => this.#runsOf(code, contents));
      const written = runs.map((each, thread) => each.map((run) => writesOf(run, thread)));
      const before = contents.reduce((sum, each) => sum + each.size, 0);
      for (const event of written.flat(2))
        if (event.written !== null) contents[event.location].add(event.written);
      const after = contents.reduce((sum, each) => sum + each.size, 0);
      const most = written.map((each) => Math.max(0, ...each.map((events) => events.length)));
      const longest = most.reduce((sum, each) => sum + each, 0);
      if (after === before || round >= longest) return this.#supplied(runs.map((each) => each.filter(meets)));
    }
  }

  /** The runs whose every read finds its value somewhere: in the beginning, or in a run that is left. */
  #supplied(all: readonly (readonly Run[])[]): readonly (readonly Run[])[] {
    for (let runs = all; ; ) {
      const written = runs.map((each, thread) => writtenBy(each, thread));
      const kept = runs.map((each, thread) => each.filter((run) => this.#isSupplied(run, thread, written)));
      if (kept.every((each, thread) => each.length === runs[thread].length)) return runs;
      runs = kept;
    }
  }

  #isSupplied(run: Run, thread: number, written: readonly Written[]): boolean {
    return eventsOf(run, thread, 0).every((event) => {
      if (!reads(event)) return true;
      const fits = fitting(run, event);
      if (fits(this.#program.locations[event.location].initial)) return true;
      const isEarlier = (write: Event): boolean =>
        write.instance < event.instance && write.location === event.location && fits(write.written);
      return (
        writesOf(run, thread).some(isEarlier) ||
        written.some((each, other) => other !== thread && provides(each, event.location, fits))
      );
    });
  }

  #runsOf(code: Code, contents: readonly ReadonlySet<bigint>[]): readonly Run[] {
    const onCut = (): void => {
      this.#complete = false;
    };
    const runs: Run[] = [];
    for (const run of runsOf(code, (location) => contents[location], { rounds: ROUNDS, onCut })) {
      if (runs.length === MOST_RUNS) {
        onCut();
        break;
      }
      runs.push(run);
    }
    return runs;
  }

  /** Decides one thing in every way; `last` are the locations whose last write was chosen, by the write's number. */
  #decide(candidate: Candidate, last: ReadonlyMap<number, number>): void {
    if (this.#survivor !== null) return;
    if (++this.#decisions > MOST_DECISIONS) {
      this.#complete = false;
      return;
    }
    const open = this.#openReads(candidate);
    const forced = open.find(({ sources }) => !sources.deferred && sources.writes.length === 1);
    if (forced !== undefined) {
      this.#tryRead(candidate, last, forced.event, forced.sources.writes[0]);
      return;
    }
    const dead = open.some(({ sources }) => !sources.deferred && sources.writes.length === 0);
    if (dead) return;
    const thread = this.#order.find((each) => candidate.runs[each] === null);
    if (thread !== undefined) this.#chooseRun(candidate, last, thread);
    else if (open.length > 0) {
      const [{ event, sources }] = open.toSorted((a, b) => a.sources.writes.length - b.sources.writes.length);
      for (const source of sources.writes) this.#tryRead(candidate, last, event, source);
    } else this.#chooseLast(candidate, last);
  }

  #chooseRun(candidate: Candidate, last: ReadonlyMap<number, number>, thread: number): void {
    for (const run of this.#runs[thread]) {
      const next = new Candidate(candidate);
      if (!this.#isRefuted(next, next.addRun(thread, run))) this.#decide(next, last);
    }
  }

  #tryRead(candidate: Candidate, last: ReadonlyMap<number, number>, event: Event, source: number): void {
    const next = new Candidate(candidate);
    if (!this.#isRefuted(next, next.read(event.id, source))) this.#decide(next, last);
  }

  /** Decides which write of a location in question is the last one; then, when all are, how the others are ordered. */
  #chooseLast(candidate: Candidate, last: ReadonlyMap<number, number>): void {
    const location = this.#lasts.find((each) => !last.has(each));
    if (location === undefined) {
      if (this.#holds(candidate, last)) this.#chooseOrder(candidate, last);
      return;
    }
    const all = candidate.events.filter((event) => event.location === location && writes(event));
    if (all.length === 0) this.#decide(candidate, new Map([...last, [location, INITIAL]]));
    for (const { id } of all) {
      const next = new Candidate(candidate);
      const others = all.filter((other) => other.id !== id);
      let cycle: Cycle | null = null;
      for (const other of others) cycle ??= next.order(other.id, id);
      const chosen = new Map([...last, [location, id]]);
      if (this.#mayHold(candidate, chosen) && !this.#isRefuted(next, cycle)) this.#decide(next, chosen);
    }
  }

  /** Whether the proposition may still come true; with all last writes chosen it is known. */
  #mayHold(candidate: Candidate, last: ReadonlyMap<number, number>): boolean {
    return this.#lasts.some((each) => !last.has(each)) || this.#holds(candidate, last);
  }

  #holds(candidate: Candidate, last: ReadonlyMap<number, number>): boolean {
    const values = this.#asked.observables.map((observable) => {
      if (observable.kind === 'location') {
        const write = last.get(observable.location) ?? INITIAL;
        const { initial } = this.#program.locations[observable.location];
        return write === INITIAL ? initial : (candidate.events[write].written ?? initial);
      }
      const run = candidate.runs[observable.thread];
      return run?.view.registers[run.window.instances.length][observable.register] ?? 0n;
    });
    return satisfies(this.#filter, values);
  }

  #chooseOrder(candidate: Candidate, last: ReadonlyMap<number, number>): void {
    const all = candidate.events.filter(writes);
    for (const a of all) {
      for (const b of all) {
        if (b.id <= a.id || b.location !== a.location) continue;
        if (candidate.isBefore(a.id, b.id) || candidate.isBefore(b.id, a.id)) continue;
        for (const [first, second] of [
          [a.id, b.id],
          [b.id, a.id],
        ]) {
          const next = new Candidate(candidate);
          if (!this.#isRefuted(next, next.order(first, second))) this.#decide(next, last);
        }
        return;
      }
    }
    this.#survivor = candidate;
  }

  #isRefuted(candidate: Candidate, cycle: Cycle | null): boolean {
    if (cycle === null) return false;
    const key = keyOf(cycle, candidate);
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { cycle, candidate });
    return true;
  }

  #openReads(candidate: Candidate): readonly { readonly event: Event; readonly sources: Sources }[] {
    return candidate.events
      .filter((event) => isOpen(candidate, event))
      .map((event) => ({ event, sources: this.#sourcesOf(candidate, event) }));
  }

  /** The writes that a read may take its value from. Its own thread's later writes are not worth a word. */
  #sourcesOf(candidate: Candidate, event: Event): Sources {
    const run = candidate.runs[event.thread];
    invariant(run !== null, 'an event belongs to a run that was chosen');
    const fits = fitting(run, event);
    const own = candidate.events.filter(
      (write) =>
        write.location === event.location &&
        writes(write) &&
        fits(write.written) &&
        !(write.thread === event.thread && write.instance >= event.instance),
    );
    const initial = fits(this.#program.locations[event.location].initial) ? [INITIAL] : [];
    const deferred = this.#written.some(
      (written, thread) => candidate.runs[thread] === null && provides(written, event.location, fits),
    );
    return { writes: [...initial, ...own.map(({ id }) => id)], deferred };
  }
}

/** Whether a cell's content is what a read saw, as its instruction sees it. */
function fitting(run: Run, event: Event): (content: bigint | null) => boolean {
  const instruction = run.code.instructions[run.window.instances[event.instance].place];
  invariant('type' in instruction, 'an event is of an access');
  return (content) => content !== null && wrap(content, instruction.type) === event.read;
}

/** Whether a run ends as the state asks of its thread alone. */
function meets({ code, window, view }: Run): boolean {
  const registers = view.registers[window.instances.length];
  return code.requirements.every((requirement) => requirement.holds(registers));
}

const WRITTEN = new WeakMap<Run, readonly Event[]>();

/** By location, what some runs of a thread write there. */
type Written = ReadonlyMap<number, ReadonlySet<bigint>>;

function writtenBy(runs: readonly Run[], thread: number): Written {
  const written = new Map<number, Set<bigint>>();
  for (const event of runs.flatMap((run) => writesOf(run, thread))) {
    const contents = written.get(event.location) ?? new Set();
    if (event.written !== null) written.set(event.location, contents.add(event.written));
  }
  return written;
}

function provides(written: Written, location: number, fits: (content: bigint | null) => boolean): boolean {
  return [...(written.get(location) ?? [])].some(fits);
}

function writesOf(run: Run, thread: number): readonly Event[] {
  const events = WRITTEN.get(run) ?? eventsOf(run, thread, 0).filter(writes);
  WRITTEN.set(run, events);
  return events;
}

function rank({ kind }: Cycle): number {
  return kind === 'time' ? 0 : 1;
}

/** Equal for cycles through the same places of the source for the same reasons, wherever they begin. */
function keyOf(cycle: Cycle, candidate: Candidate): string {
  const parts = cycle.edges.map(({ from, relation }) => {
    const { thread, instance, kind } = candidate.events[from];
    const place = candidate.runs[thread]?.window.instances[instance].place ?? -1;
    return `${thread}.${place}.${kind}.${relation.kind}`;
  });
  const rotations = parts.map((_, start) => [...parts.slice(start), ...parts.slice(0, start)].join(' '));
  return `${cycle.kind} ${rotations.sort()[0]}`;
}
