/**
 * A second check of the machine: what it shows as an execution is one by the field's definitions, worked out from the
 * execution's own relations. Nothing here knows how it was found.
 */
import {
  type AccessEvent,
  afterPair,
  communication,
  type Event,
  type Execution,
  eventsWith,
  external,
  isAccess,
  locationOf,
  orderOfTime,
  preservedOrder,
  reads,
  writes,
} from '../../src/execution/execution.js';
import { Relation } from '../../src/execution/relation.js';
import { satisfies, type Target } from '../../src/program/condition.js';
import type { AccessKinds, Program } from '../../src/program/program.js';

/** What is wrong with an execution of a program on a model, named as `--model` takes it; nothing, if all is well. */
export function flaws(program: Program, model: string, execution: Execution): readonly string[] {
  const checks: readonly (readonly [string, boolean])[] = [
    ['program order is an order of each thread', isOrderOfThreads(execution)],
    ['each read has one source, of its location and with its value', areSourced(program, execution)],
    ['coherence orders the writes of each location, the initial value first', isCoherenceTotal(execution)],
    ['from-read is what overwrites what was read', isFromRead(execution)],
    ['nothing comes between the halves of a read-modify-write', isAtomic(execution)],
    ['dependencies follow program order and start at what gives a value', areDependencies(execution)],
    ['what is preserved is part of program order', isPreserved(execution)],
    ['each location is coherent', coherenceOrder(execution).isAcyclic],
    ['there is an order of time', orderOfTime(execution).isAcyclic],
    [`the axioms of ${model} hold`, axiomsHold(model, execution)],
    ['the schedule is such an order, and memory agrees with it', isScheduled(program, execution)],
  ];
  return checks.filter(([, holds]) => !holds).map(([what]) => what);
}

/** The pairs of a relation whose events are of one location: `r & loc`. */
function sameLocation({ events }: Execution, relation: Relation): Relation {
  return relation.filtered((from, to) => {
    const location = locationOf(events[from]);
    return location !== null && location === locationOf(events[to]);
  });
}

/** What must be acyclic for each location to be coherent: program order there, and communication. */
function coherenceOrder(execution: Execution): Relation {
  return sameLocation(execution, execution.po).union(communication(execution));
}

/** Whether the final state of a complete execution passes a target's filter. */
export function endsAs(execution: Execution, { observables, filter }: Target): boolean {
  const { events, co, registers } = execution;
  const last = (location: number): bigint | null => {
    const own = events.filter(writes).filter((event) => event.location === location);
    return own.find(({ id }) => co.from(id).length === 0)?.written ?? null;
  };
  const values = observables.map((observable) =>
    observable.kind === 'location'
      ? last(observable.location)
      : registers[observable.thread]?.[observable.register],
  );
  if (values.some((value) => value === null || value === undefined)) return false;
  return filter === null || satisfies(filter, values as readonly bigint[]);
}

function isSubset(relation: Relation, other: Relation): boolean {
  return relation.difference(other).isEmpty;
}

function isOrderOfThreads({ events, po }: Execution): boolean {
  return events.every((a) =>
    events.every((b) => {
      const follows = a.kind !== 'init' && b.kind !== 'init' && a.thread === b.thread && a.index < b.index;
      return po.has(a.id, b.id) === follows;
    }),
  );
}

function areSourced({ locations }: Program, { events, rf }: Execution): boolean {
  const sources = rf.inverse();
  return events.every((event) => {
    const [source, ...others] = sources.from(event.id).map((id) => events[id]);
    if (!reads(event)) return source === undefined;
    if (source === undefined || others.length > 0 || !writes(source)) return false;
    const { bits } = locations[event.location].type;
    const content = (value: bigint | null): bigint => BigInt.asUintN(bits, value ?? -1n);
    return source.location === event.location && content(source.written) === content(event.read);
  });
}

function isCoherenceTotal(execution: Execution): boolean {
  const { events, co } = execution;
  const written = eventsWith(execution, writes);
  const pairs = sameLocation(execution, Relation.product(written, written));
  const total = pairs.filtered((a, b) => a !== b);
  const isTotal = isSubset(total, co.union(co.inverse())) && isSubset(co, total);
  return (
    isTotal &&
    co.isAcyclic &&
    events.every(({ id, kind }) => kind !== 'init' || co.inverse().from(id).length === 0)
  );
}

function isFromRead({ rf, co, fr }: Execution): boolean {
  const derived = rf
    .inverse()
    .sequence(co)
    .filtered((a, b) => a !== b);
  return isSubset(derived, fr) && isSubset(fr, derived);
}

/** No foreign write between the two halves; one step takes the write right before it. */
function isAtomic(execution: Execution): boolean {
  const { events, rf, co, fr, rmw } = execution;
  const between = external(execution, fr).sequence(external(execution, co));
  const isNext = (from: number, to: number): boolean =>
    !events.some(({ id }) => co.has(from, id) && co.has(id, to));
  const ones = rf.filtered((_, to) => events[to].kind === 'update' && writes(events[to]));
  return rmw.intersection(between).isEmpty && ones.filtered((from, to) => !isNext(from, to)).isEmpty;
}

/** They start at reads, or at a store-conditional, whose status others depend on. */
function areDependencies(execution: Execution): boolean {
  const { events, po, addr, data, ctrl, rmw } = execution;
  const all = addr.union(data, ctrl);
  const isEffect = (event: Event): boolean => event.kind === 'write' || event.kind === 'update';
  const conditionals = rmw.range();
  return (
    isSubset(all, po) &&
    [...all.domain()].every((id) => reads(events[id]) || conditionals.has(id)) &&
    [...addr.range()].every((id) => isAccess(events[id])) &&
    [...data.range()].every((id) => isEffect(events[id]))
  );
}

function isPreserved(execution: Execution): boolean {
  const { po, addr, data } = execution;
  const preserved = preservedOrder(execution);
  return isSubset(preserved, po) && isSubset(addr.union(data).difference(execution.rmw), preserved);
}

/** The axioms of the models that have short ones, as the literature states them: Alglave et al. 2014, figures 4 and 21. */
function axiomsHold(model: string, execution: Execution): boolean {
  const { events, po } = execution;
  const order = (holds: (a: AccessEvent, b: AccessEvent) => boolean): Relation =>
    po.filtered((from, to) => {
      const [a, b] = [events[from], events[to]];
      return isAccess(a) && isAccess(b) && (holds(a, b) || isFenced(execution, a, b));
    });
  const global = external(execution, execution.rf).union(execution.co, execution.fr, afterPair(execution));
  // A locked instruction reads and writes in one step, and is ordered with everything.
  const isStore = (event: Event): boolean => event.kind === 'write';
  switch (model) {
    case 'sc':
      return order(() => true).union(communication(execution)).isAcyclic;
    case 'tso':
      return order((a, b) => !isStore(a) || b.kind !== 'read').union(global).isAcyclic;
    case 'pso':
      return order((a, b) => !isStore(a) || b.kind === 'update').union(global).isAcyclic;
    default:
      return true;
  }
}

function isFenced({ events, po }: Execution, a: AccessEvent, b: AccessEvent): boolean {
  const covers = (kinds: AccessKinds, { kind }: AccessEvent): boolean =>
    kinds === 'rw' || kind === 'update' || (kinds === 'r') === (kind === 'read');
  return events.some(
    (each) =>
      each.kind === 'fence' &&
      po.has(a.id, each.id) &&
      po.has(each.id, b.id) &&
      each.fence.kind === 'access' &&
      covers(each.fence.before, a) &&
      covers(each.fence.after, b),
  );
}

/** Whether every access is scheduled once, after what comes before it, and takes what memory or its store buffer holds. */
function isScheduled({ locations }: Program, execution: Execution): boolean {
  const { events, rf, schedule } = execution;
  if (schedule === null) return false;
  const times = new Map(
    schedule.flatMap(({ event }, time) => (event === null ? [] : [[event, time] as const])),
  );
  const time = (event: number): number => times.get(event) ?? -1;
  const accesses = events.filter(isAccess);
  if (!accesses.every(({ id }) => times.has(id)) || times.size !== accesses.length) return false;
  const late = orderOfTime(execution).filtered((a, b) => isAccess(events[a]) && time(a) >= time(b));
  if (!late.isEmpty) return false;
  const memory = locations.map((_, location) => location);
  return schedule.every(({ event, location, action, written }) => {
    const id = event ?? -1;
    const forwarded = events.some(
      (each) => rf.has(each.id, id) && isAccess(each) && time(each.id) > time(id),
    );
    const agrees =
      event === null ||
      action === 'write' ||
      (action === 'forward' ? forwarded : location !== null && rf.has(memory[location], id));
    if (written !== null && event !== null && location !== null) memory[location] = id;
    return agrees;
  });
}
