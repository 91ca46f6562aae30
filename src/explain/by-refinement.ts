/**
 * Why a state is forbidden, found by giving the model's rules back one by one. At first no fence, no annotation and no
 * rule holds anything back: what is left are dependencies, coherence and atomicity. As long as the state can be reached
 * so, the execution that reaches it closes a cycle by the model's own rules. The cycle is shown, the rules and fences
 * it goes through are given back, and the search is run again, until the state cannot be reached: then what was given
 * back rules out every execution, and each cycle was needed for that. (Refinement as in Clarke et al.,
 * "Counterexample-Guided Abstraction Refinement", CAV 2000, with executions for counterexamples.)
 *
 * Loops and locks are no harder here than elsewhere, since every execution is found by the machine itself.
 */

import type { Access, Model, Rule } from '../models/model.js';
import type { Target } from '../program/condition.js';
import type { Instruction, Order, Program } from '../program/program.js';
import type { Exploration } from '../query/exploration.js';
import type { Limits } from '../query/limits.js';
import { explore } from '../search/explore.js';
import { alike, membersOf } from '../search/reductions/symmetry.js';
import { SHOWN, traceTo } from '../search/shortest-path.js';
import { type Code, prepare } from '../window/code.js';
import type { Candidate } from './candidate.js';
import { localEdgesOf } from './candidate.js';
import { type Cause, ranked } from './cause.js';
import type { Cycle, Edge } from './order-graph.js';
import { shortestCycle } from './sequential.js';
import { executed, runAs, type Script } from './witness.js';

/** A cycle, and the execution without the rules that closes it by them. */
export interface Found {
  readonly cycle: Cycle;
  readonly candidate: Candidate;
}

/** What refinement finds. */
export interface Refinement {
  /**
   * The program with all cells outside its objects that some execution reached: with fewer rules they may be more. Every cycle's
   * events are of it.
   */
  readonly program: Program;
  /** In the order in which they were found. */
  readonly cycles: readonly Found[];
  /** Whether what they go through rules the state out. */
  readonly complete: boolean;
}

/**
 * More rounds than this are not worth reading; and what needs more states than this in all, or local states of threads
 * than fit here, is left at what was found.
 */
const ROUNDS = 24;
const STATES = 100_000;
const MEGABYTES = 4;
/** The name of a fence that was not given back. It is part of the program, so that threads which differ in it do differ. */
const OFF = 'off';
/**
 * What an atomic carries that was given back where every atomic is a barrier: x86's LOCK prefix, which no annotation tells.
 * No atomic of such a model carries it otherwise.
 */
const LOCKED: Order = 'acquire-pc';

/** What was given back: rules, and fences and the annotations of accesses by their places (placeOf). */
interface Given {
  readonly rules: Set<Rule['clause']>;
  readonly places: Set<string>;
}

/** Explains why no execution of the program on the model ends in a state that passes the filter. */
export function refine(program: Program, model: Model, asked: Target, limits: Limits): Refinement {
  const given: Given = { rules: new Set(), places: new Set() };
  const cycles: Found[] = [];
  let whole = program;
  let left = Math.min(limits.states, STATES);
  for (let round = 0; round < ROUNDS && left > 0; round++) {
    const bounded = { ...limits, states: left, megabytes: Math.min(limits.megabytes, MEGABYTES) };
    const weakest = { program: withoutOrders(whole, model, given), model: withRules(model, given) };
    const searched = explore({ ...weakest, target: asked, limits: bounded }, { goal: 'first' });
    whole = { ...whole, locations: searched.program.locations };
    if (searched.states.length === 0) return { program: whole, cycles, complete: isWhole(searched) };
    left -= searched.explored;
    const traced = traceTo('way', {
      program: searched.program,
      model: weakest.model,
      target: asked,
      limits: bounded,
    });
    if (traced.kind !== 'found') break;
    whole = { ...whole, locations: traced.program.locations };
    const codes = codesOf(whole, model, asked, traced.program);
    const { candidate, scripts } = executed(codesOf(traced.program, weakest.model, asked), traced.trace);
    const cycle = cycleIn(candidate, codes, scripts);
    if (cycle === null || !giveBack(model, codes, candidate, cycle, given)) break;
    cycles.push({ cycle, candidate });
  }
  return { program: whole, cycles, complete: false };
}

/** Whether a search saw everything: no limit ended it, and no execution went where nobody can follow it. */
function isWhole({ limit, badAddresses }: Exploration): boolean {
  return limit === null && badAddresses.every(({ near }) => near !== null);
}

/** The program and the model without any rule, barrier or annotation that holds something back. */
export function unruled(
  program: Program,
  model: Model,
): { readonly program: Program; readonly model: Model } {
  const nothing: Given = { rules: new Set(), places: new Set() };
  return { program: withoutOrders(program, model, nothing), model: withRules(model, nothing) };
}

/**
 * The threads' codes, instruction by instruction as the search has them that finds executions of `searched`: what is observed
 * of a thread is kept in those interchangeable with it too.
 */
export function codesOf(
  program: Program,
  model: Model,
  asked: Target,
  searched: Program = program,
): readonly Code[] {
  const members = membersOf(alike(searched, asked));
  return members.map((each) => prepare(program, each, asked, model, SHOWN));
}

/** The program whose accesses and fences carry no order but where it was given back. */
function withoutOrders(program: Program, model: Model, { places }: Given): Program {
  const whole = everyAtomicOrders(model) ? locked : (each: Instruction): Instruction => each;
  const threads = program.threads.map((thread, index) => ({
    ...thread,
    code: thread.code.map((each) => (places.has(placeOf(index, each)) ? whole(each) : withoutOrder(each))),
  }));
  return { ...program, threads };
}

/** Whether atomics are barriers on a model whatever they carry. */
function everyAtomicOrders({ rules }: Model): boolean {
  const store: Access = { kind: 'write', order: 'plain', partner: null, exclusive: false, noReturn: false };
  const load: Access = { ...store, kind: 'read' };
  const nothing = { fences: [], waitingIsb: false };
  const orders = (earlier: Access): boolean => rules.some((rule) => rule.orders(earlier, load, nothing));
  return orders({ ...store, partner: 'plain' }) && !orders(store);
}

function locked(instruction: Instruction): Instruction {
  if (instruction.kind !== 'update') return instruction;
  return { ...instruction, readOrder: LOCKED, writeOrder: LOCKED };
}

/** An access as the rules of such a model are to see it: an atomic only where that was given back. */
function asGiven(access: Access): Access {
  if (access.partner === null) return access;
  return { ...access, order: 'plain', partner: access.order === LOCKED ? 'plain' : null };
}

function withoutOrder(instruction: Instruction): Instruction {
  switch (instruction.kind) {
    case 'read':
    case 'write':
    case 'conditional':
      return { ...instruction, order: 'plain' };
    case 'update':
      return { ...instruction, readOrder: 'plain', writeOrder: 'plain' };
    case 'fence':
      return { ...instruction, fence: { ...instruction.fence, name: OFF } };
    default:
      return instruction;
  }
}

/** What an instruction is known by: transformations move it, its place in the source stays. FENCE.TSO is two in one place. */
function placeOf(thread: number, { kind, span }: Instruction): string {
  return `${thread}.${kind}.${span.start}`;
}

/** The model with the rules that were given back, which see only the fences that were. */
function withRules(model: Model, given: Given): Model {
  const seen = everyAtomicOrders(model) ? asGiven : (access: Access): Access => access;
  const rules = model.rules
    .filter(({ clause }) => given.rules.has(clause))
    .map(
      ({ clause, orders }): Rule => ({
        clause,
        orders: (earlier, later, between) =>
          orders(seen(earlier), seen(later), {
            ...between,
            fences: between.fences.filter(({ name }) => name !== OFF),
          }),
      }),
    );
  return { ...model, rules };
}

/** The shortest cycle that the model's rules close in an execution without them. */
function cycleIn(candidate: Candidate, codes: readonly Code[], scripts: readonly Script[]): Cycle | null {
  const local = codes.flatMap((code, thread) => {
    const own = candidate.events.filter((event) => event.thread === thread);
    const numbers = new Map(own.map((event) => [event.instance, event.id]));
    return localEdgesOf(runAs(code, scripts[thread]), numbers);
  });
  // Without its rules the execution has edges too: dependencies, and what is handed over in the store buffer.
  return shortestCycle([...[...candidate.graph.all('time').values()].flat(), ...local]);
}

/** Gives back what a cycle goes through; false when that is nothing new. */
function giveBack(
  model: Model,
  codes: readonly Code[],
  candidate: Candidate,
  { edges }: Cycle,
  given: Given,
): boolean {
  const size = (): number => given.rules.size + given.places.size;
  const before = size();
  for (const edge of edges) {
    if (edge.relation.kind !== 'local') continue;
    const [cause] = ranked(edge.relation.causes);
    giveCause(model, codes, candidate, edge, cause, given);
  }
  return size() > before;
}

function giveCause(
  model: Model,
  codes: readonly Code[],
  { events, runs }: Candidate,
  { from, to }: Edge,
  { kind, rule, at: [fence] }: Cause,
  given: Given,
): void {
  // The rule about ISBs has no fence of a kind; with all rules given back it is among them.
  if (kind === 'isb') for (const { clause } of model.rules) given.rules.add(clause);
  if (rule !== null) given.rules.add(rule);
  if (kind === 'rule' && fence !== undefined) {
    given.places.add(`${events[from].thread}.fence.${fence.start}`);
    return;
  }
  for (const { instance, thread } of [events[from], events[to]]) {
    const place = runs[thread]?.window.instances[instance].place;
    if (place !== undefined) given.places.add(placeOf(thread, codes[thread].instructions[place]));
  }
}
