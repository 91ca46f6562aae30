/**
 * Why a state is forbidden: every candidate execution that ends in it closes a cycle, and here they are. Candidates are
 * put together decision by decision (which run each thread makes, what each read reads, which write comes last, how
 * writes are ordered), and given up at the first cycle: however the rest is decided, the cycle stays. So the cycles
 * found account for all candidates, without most of them ever being completed.
 *
 * The search over states decided the verdict; this one only explains it, from the same rules. Should it ever complete
 * a candidate without a cycle, the two disagree, and it says so.
 */

import type { Cycle } from '../../../execution/edge.js';
import type { Proposition, Target } from '../../../program/condition.js';
import { observablesOf, satisfies } from '../../../program/condition.js';
import { wrap } from '../../../program/expression.js';
import type { Program } from '../../../program/program.js';
import { invariant } from '../../../text/invariant.js';
import type { Code } from '../../../window/code.js';
import {
  Candidate,
  type CandidateEvent,
  fromWrite,
  INITIAL,
  type ReadSource,
} from '../execution/candidate.js';
import { isReading, isWriting, type RunAccess } from '../execution/run-access.js';
import { type Run, runsOf } from '../execution/thread-run.js';

/** A cycle, with the candidate that closed it as far as it was decided. */
export interface ClosedCycle {
  readonly cycle: Cycle;
  readonly candidate: Candidate;
}

/** What became of all candidates that end in the state. */
export interface Enumeration {
  /** Each distinct cycle once, those of time first, the shorter ones before the longer ones. */
  readonly cycles: readonly ClosedCycle[];
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
const ROUNDS = 3;

/** Explains why no execution of the program on the codes' model ends in a state that passes the target's filter. */
export function enumerate(program: Program, codes: readonly Code[], target: Target): Enumeration {
  return new Enumerator(program, codes, target).run();
}

/** What a read may take its value from, and whether a thread that is not decided yet may provide it. */
interface Sources {
  readonly known: readonly ReadSource[];
  readonly deferred: boolean;
}

/** By location, its last write, where that was chosen; null where nobody writes it. */
type LastWrites = ReadonlyMap<number, CandidateEvent | null>;

class Enumerator {
  readonly #program: Program;
  readonly #codes: readonly Code[];
  readonly #target: Target;
  readonly #runs: readonly (readonly Run[])[];
  /** What the runs of each thread write. */
  readonly #written: readonly Written[];
  readonly #found = new Map<string, ClosedCycle>();
  /** The locations whose final values the proposition speaks of. */
  readonly #lasts: readonly number[];
  /** The threads in the order in which their runs are chosen: those that the proposition speaks of first. */
  readonly #order: readonly number[];
  #decisions = 0;
  #complete = true;
  #survivor: Candidate | null = null;

  constructor(program: Program, codes: readonly Code[], target: Target) {
    this.#program = program;
    this.#codes = codes;
    this.#target = target;
    const observables = [...observablesOf(this.#filter)].map((each) => target.observables[each]);
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
    return this.#target.filter ?? { kind: 'truth', value: true };
  }

  run(): Enumeration {
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
      const written = runs.map((each) => each.map(writesOf));
      const before = contents.reduce((sum, each) => sum + each.size, 0);
      for (const { location, written: content } of written.flat(2))
        if (content !== null) contents[location].add(content);
      const after = contents.reduce((sum, each) => sum + each.size, 0);
      const most = written.map((each) => Math.max(0, ...each.map((writes) => writes.length)));
      const longest = most.reduce((sum, each) => sum + each, 0);
      if (after === before || round >= longest) return this.#supplied(runs.map((each) => each.filter(meets)));
    }
  }

  /** The runs whose every read finds its value somewhere: in the beginning, or in a run that is left. */
  #supplied(all: readonly (readonly Run[])[]): readonly (readonly Run[])[] {
    for (let runs = all; ; ) {
      const written = runs.map(writtenBy);
      const kept = runs.map((each, thread) => each.filter((run) => this.#isSupplied(run, thread, written)));
      if (kept.every((each, thread) => each.length === runs[thread].length)) return runs;
      runs = kept;
    }
  }

  #isSupplied(run: Run, thread: number, written: readonly Written[]): boolean {
    return run.accesses.every((access) => {
      if (!isReading(access)) return true;
      const fits = fitting(run, access);
      if (fits(this.#program.locations[access.location].initial)) return true;
      const isEarlier = (write: RunAccess): boolean =>
        write.instance < access.instance && write.location === access.location && fits(write.written);
      return (
        writesOf(run).some(isEarlier) ||
        written.some((each, other) => other !== thread && provides(each, access.location, fits))
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

  /** Decides one thing in every way; `last` are the last writes that were chosen. */
  #decide(candidate: Candidate, last: LastWrites): void {
    if (this.#survivor !== null) return;
    if (++this.#decisions > MOST_DECISIONS) {
      this.#complete = false;
      return;
    }
    const open = this.#openReads(candidate);
    const forced = open.find(({ sources }) => !sources.deferred && sources.known.length === 1);
    if (forced !== undefined) {
      this.#tryRead(candidate, last, forced.event, forced.sources.known[0]);
      return;
    }
    const dead = open.some(({ sources }) => !sources.deferred && sources.known.length === 0);
    if (dead) return;
    const thread = this.#order.find((each) => candidate.runs[each] === null);
    if (thread !== undefined) this.#chooseRun(candidate, last, thread);
    else if (open.length > 0) {
      const [{ event, sources }] = open.toSorted((a, b) => a.sources.known.length - b.sources.known.length);
      for (const source of sources.known) this.#tryRead(candidate, last, event, source);
    } else this.#chooseLast(candidate, last);
  }

  #chooseRun(candidate: Candidate, last: LastWrites, thread: number): void {
    for (const run of this.#runs[thread]) {
      const next = new Candidate(candidate);
      if (!this.#isRefuted(next, next.addRun(thread, run))) this.#decide(next, last);
    }
  }

  #tryRead(candidate: Candidate, last: LastWrites, event: CandidateEvent, source: ReadSource): void {
    const next = new Candidate(candidate);
    if (!this.#isRefuted(next, next.read(event.id, source))) this.#decide(next, last);
  }

  /** Decides which write of a location in question is the last one; then, when all are, how the others are ordered. */
  #chooseLast(candidate: Candidate, last: LastWrites): void {
    const location = this.#lasts.find((each) => !last.has(each));
    if (location === undefined) {
      if (this.#holds(candidate, last)) this.#chooseOrder(candidate, last);
      return;
    }
    const all = candidate.events.filter((event) => event.location === location && isWriting(event));
    if (all.length === 0) this.#decide(candidate, new Map([...last, [location, null]]));
    for (const write of all) {
      const next = new Candidate(candidate);
      let cycle: Cycle | null = null;
      for (const other of all) if (other.id !== write.id) cycle ??= next.order(other.id, write.id);
      const chosen = new Map([...last, [location, write]]);
      if (this.#mayHold(candidate, chosen) && !this.#isRefuted(next, cycle)) this.#decide(next, chosen);
    }
  }

  /** Whether the proposition may still come true; with all last writes chosen it is known. */
  #mayHold(candidate: Candidate, last: LastWrites): boolean {
    return this.#lasts.some((each) => !last.has(each)) || this.#holds(candidate, last);
  }

  #holds(candidate: Candidate, last: LastWrites): boolean {
    const values = this.#target.observables.map((observable) => {
      if (observable.kind === 'location') {
        const { initial } = this.#program.locations[observable.location];
        return last.get(observable.location)?.written ?? initial;
      }
      return candidate.runs[observable.thread]?.registers[observable.register] ?? 0n;
    });
    return satisfies(this.#filter, values);
  }

  #chooseOrder(candidate: Candidate, last: LastWrites): void {
    const all = candidate.events.filter(isWriting);
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

  #openReads(candidate: Candidate): readonly { readonly event: CandidateEvent; readonly sources: Sources }[] {
    return candidate.events
      .filter((event) => candidate.isOpen(event))
      .map((event) => ({ event, sources: this.#sourcesOf(candidate, event) }));
  }

  /** What a read may take its value from. Its own thread's later writes are not worth mentioning. */
  #sourcesOf(candidate: Candidate, event: CandidateEvent): Sources {
    const run = candidate.runs[event.thread];
    invariant(run !== null, 'an event belongs to a run that was chosen');
    const fits = fitting(run, event);
    const writes = candidate.events.filter(
      (write) =>
        write.location === event.location &&
        isWriting(write) &&
        fits(write.written) &&
        !(write.thread === event.thread && write.instance >= event.instance),
    );
    const initial = fits(this.#program.locations[event.location].initial) ? [INITIAL] : [];
    const deferred = this.#written.some(
      (written, thread) => candidate.runs[thread] === null && provides(written, event.location, fits),
    );
    return { known: [...initial, ...writes.map(({ id }) => fromWrite(id))], deferred };
  }
}

/** Whether a cell's content is what a read saw, as its instruction sees it. */
function fitting(run: Run, access: RunAccess): (content: bigint | null) => boolean {
  const instruction = run.code.instructions[run.window.instances[access.instance].pc];
  invariant('type' in instruction, 'an event is of an access');
  return (content) => content !== null && wrap(content, instruction.type) === access.read;
}

/** Whether a run ends as the state asks of its thread alone. */
function meets({ code, registers }: Run): boolean {
  return code.requirements.every((requirement) => requirement.holds(registers));
}

/** By location, what some runs of a thread write there. */
type Written = ReadonlyMap<number, ReadonlySet<bigint>>;

function writtenBy(runs: readonly Run[]): Written {
  const written = new Map<number, Set<bigint>>();
  for (const access of runs.flatMap(writesOf)) {
    const contents = written.get(access.location) ?? new Set();
    if (access.written !== null) written.set(access.location, contents.add(access.written));
  }
  return written;
}

function provides(written: Written, location: number, fits: (content: bigint | null) => boolean): boolean {
  return [...(written.get(location) ?? [])].some(fits);
}

function writesOf(run: Run): readonly RunAccess[] {
  return run.accesses.filter(isWriting);
}

function rank({ kind }: Cycle): number {
  return kind === 'time' ? 0 : 1;
}

/** Equal for cycles through the same places of the source for the same reasons, wherever they begin. */
function keyOf(cycle: Cycle, candidate: Candidate): string {
  const parts = cycle.edges.map(({ from, relation }) => {
    const { thread, instance, kind } = candidate.events[from];
    const pc = candidate.runs[thread]?.window.instances[instance].pc ?? -1;
    return `${thread}.${pc}.${kind}.${relation.kind}`;
  });
  const rotations = parts.map((_, start) => [...parts.slice(start), ...parts.slice(0, start)].join(' '));
  return `${cycle.kind} ${rotations.sort()[0]}`;
}
