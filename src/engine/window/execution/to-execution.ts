/** The window machine's candidates as executions: what they decided, in the terms of every engine. */
import type { Edge } from '../../../execution/edge.js';
import type {
  AccessEvent,
  Event,
  Execution,
  FenceEvent,
  InitialWrite,
} from '../../../execution/execution.js';
import { Relation } from '../../../execution/relation.js';
import type { Program } from '../../../program/program.js';
import { type Dependencies, dependenciesOf, type Indices } from '../../../window/dependency.js';
import { accessesAt } from '../../../window/order.js';
import { holds } from '../../../window/window.js';
import type { Candidate, CandidateEvent } from './candidate.js';
import type { Run } from './thread-run.js';

/** An execution without time, and what became of the candidate's numbers. */
export interface Converted {
  readonly execution: Execution;
  /** By the number of an event of the candidate, its number in the execution. */
  readonly numbers: readonly number[];
}

/** The execution that a candidate of a program is, as far as it was decided. */
export function toExecution(program: Program, candidate: Candidate): Converted {
  const initial = program.locations.map(
    (location, id): InitialWrite => ({ id, kind: 'init', location: id, written: location.initial }),
  );
  const events: Event[] = [...initial];
  const numbers: number[] = [];
  const placed: PlacedRun[] = [];
  candidate.runs.forEach((run, thread) => {
    if (run === null) return;
    const byInstance = eventsOfRun(candidate, run, thread, events.length);
    for (const [instance, event] of byInstance) {
      events.push(event);
      const access = candidate.eventsOf(thread).find((each) => each.instance === instance);
      if (access !== undefined) numbers[access.id] = event.id;
    }
    placed.push({ run: withSources(candidate, run, thread), events: byInstance });
  });
  const size = events.length;
  const communication = communicationOf(candidate, numbers, size);
  const renumbered = (edge: Edge): Edge => renumber(edge, numbers);
  const execution: Execution = {
    events,
    po: Relation.of(
      size,
      placed.flatMap((each) => [...programOrder(each)]),
    ),
    ...communication,
    ...dependencyRelations(placed, size),
    preserved: candidate.timeEdges.filter(({ relation }) => relation.kind === 'preserved').map(renumbered),
    registers: candidate.runs.map((run) => (run?.isComplete ? run.registers : null)),
    schedule: null,
  };
  return { execution, numbers };
}

/** An edge of a candidate as one of the execution that it was converted to. */
export function renumber({ from, to, relation }: Edge, numbers: readonly number[]): Edge {
  return { from: numbers[from], to: numbers[to], relation };
}

/** A run, and its events by the indices of their instances, in program order. */
interface PlacedRun {
  readonly run: Run;
  readonly events: ReadonlyMap<number, AccessEvent | FenceEvent>;
}

function withSources(candidate: Candidate, run: Run, thread: number): Run {
  const window = candidate.windowWithSources(thread);
  return window === null ? run : run.withWindow(window);
}

/** The accesses and fences of a run; their numbers count from `first`. */
function eventsOfRun(
  candidate: Candidate,
  run: Run,
  thread: number,
  first: number,
): ReadonlyMap<number, AccessEvent | FenceEvent> {
  const accesses = new Map(candidate.eventsOf(thread).map((each) => [each.instance, each]));
  const events = new Map<number, AccessEvent | FenceEvent>();
  run.window.instances.forEach(({ pc }, instance) => {
    const instruction = run.code.instructions[pc];
    const common = { id: first + events.size, thread, index: events.size, span: instruction.span };
    const access = accesses.get(instance);
    if (access !== undefined) events.set(instance, { ...common, ...accessPart(run, access) });
    else if (instruction.kind === 'fence')
      events.set(instance, { ...common, kind: 'fence', fence: instruction.fence });
  });
  return events;
}

type AccessPart = Pick<AccessEvent, 'kind' | 'location' | 'read' | 'written' | 'order'>;

function accessPart(run: Run, { kind, location, read, written, instance }: CandidateEvent): AccessPart {
  const [{ order }] = accessesAt(run, instance);
  return { kind, location, read, written, order };
}

function* programOrder({ events }: PlacedRun): Generator<readonly [number, number]> {
  const own = [...events.values()];
  for (const [index, { id }] of own.entries()) for (const later of own.slice(index + 1)) yield [id, later.id];
}

function communicationOf(
  candidate: Candidate,
  numbers: readonly number[],
  size: number,
): Pick<Execution, 'rf' | 'co' | 'fr' | 'rmw'> {
  const { events, sources } = candidate;
  // The initial write of a location has the location's number.
  const rf = Relation.of(
    size,
    events.flatMap(({ id, location }) => {
      const source = sources[id];
      if (source.kind === 'undecided') return [];
      return [[source.kind === 'initial' ? location : numbers[source.event], numbers[id]] as const];
    }),
  );
  const writes = events.filter(({ written }) => written !== null);
  const co = Relation.of(
    size,
    writes.flatMap(({ id, location }) => [
      [location, numbers[id]] as const,
      ...writes
        .filter((later) => candidate.isBefore(id, later.id))
        .map((later) => [numbers[id], numbers[later.id]] as const),
    ]),
  );
  // A read-modify-write in one step overwrites what it read itself.
  const fr = rf
    .inverse()
    .sequence(co)
    .filtered((from, to) => from !== to);
  const halves = events.flatMap(({ id, kind, pair }) =>
    kind === 'read' && pair !== null ? [[numbers[id], numbers[pair]] as const] : [],
  );
  return { rf, co, fr, rmw: Relation.of(size, halves) };
}

function dependencyRelations(
  placed: readonly PlacedRun[],
  size: number,
): Pick<Execution, 'addr' | 'data' | 'ctrl'> {
  const addr: [number, number][] = [];
  const data: [number, number][] = [];
  const ctrl: [number, number][] = [];
  for (const { run, events } of placed) {
    const dependencies = dependenciesOf(run.code, run.window);
    const add = (pairs: [number, number][], reads: Indices, to: number): void => {
      for (const read of reads) {
        const from = events.get(read);
        if (from !== undefined) pairs.push([from.id, to]);
      }
    };
    for (const [instance, { id, kind }] of events) {
      const own: Dependencies = dependencies[instance];
      if (kind !== 'fence') add(addr, own.address, id);
      if (kind === 'write' || kind === 'update') add(data, own.data, id);
      for (let branch = 0; branch < instance; branch++) {
        if (!holds(run.window.instances[branch], instance)) continue;
        add(ctrl, dependencies[branch].operand, id);
        add(ctrl, dependencies[branch].choice, id);
      }
    }
  }
  return { addr: Relation.of(size, addr), data: Relation.of(size, data), ctrl: Relation.of(size, ctrl) };
}
