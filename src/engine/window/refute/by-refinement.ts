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

import { type Cause, ranked } from '../../../execution/cause.js';
import { type Cycle, type Edge, shortestCycle } from '../../../execution/edge.js';
import type { Access, Rule, WindowModel } from '../../../models/model.js';
import type { Instruction, Program } from '../../../program/program.js';
import type { Exploration } from '../../../query/exploration.js';
import type { MachineQuery } from '../../../query/query.js';
import { explore } from '../../../search/explore.js';
import { traceTo } from '../../../search/shortest-path.js';
import type { Code } from '../../../window/code.js';
import { type Candidate, localEdges } from '../execution/candidate.js';
import { codesOf } from '../execution/codes.js';
import { executed, runAs, type Script } from '../execution/from-trace.js';
import type { ClosedCycle } from './by-enumeration.js';

/** What refinement finds. */
export interface Refinement {
  /**
   * The program with all cells outside its objects that some execution reached: with fewer rules they may be more. Every cycle's
   * events are of it.
   */
  readonly program: Program;
  /** In the order in which they were found, each with the execution without the rules that closes it by them. */
  readonly cycles: readonly ClosedCycle[];
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

/** What was given back: rules, and fences and the annotations of accesses by where they stand (`keyOf`). */
interface GivenBack {
  readonly rules: Set<Rule['clause']>;
  readonly instructions: Set<string>;
}

/** Explains why no execution of the program on the model ends in a state that passes the target's filter. */
export function refine({ program, model, target, limits }: MachineQuery): Refinement {
  const given: GivenBack = { rules: new Set(), instructions: new Set() };
  const cycles: ClosedCycle[] = [];
  let whole = program;
  let left = Math.min(limits.states, STATES);
  for (let round = 0; round < ROUNDS && left > 0; round++) {
    const bounded = { ...limits, states: left, megabytes: Math.min(limits.megabytes, MEGABYTES) };
    const weakest = { ...weakened(whole, model, given), target, limits: bounded };
    const searched = explore(weakest, { goal: 'first' });
    whole = { ...whole, locations: searched.program.locations };
    if (searched.states.length === 0) return { program: whole, cycles, complete: isWhole(searched) };
    left -= searched.explored;
    const traced = traceTo('way', { ...weakest, program: searched.program });
    if (traced.kind !== 'found') break;
    whole = { ...whole, locations: traced.program.locations };
    const codes = codesOf({ program: whole, model, target }, traced.program);
    const { candidate, scripts } = executed(codesOf({ ...weakest, program: traced.program }), traced.trace);
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
export function unruled(program: Program, model: WindowModel): Pick<MachineQuery, 'program' | 'model'> {
  return weakened(program, model, { rules: new Set(), instructions: new Set() });
}

/** The program and the model with no rule, and no barrier or annotation, but what was given back. */
function weakened(
  program: Program,
  model: WindowModel,
  { rules, instructions }: GivenBack,
): Pick<MachineQuery, 'program' | 'model'> {
  const bare = everyAtomicOrders(model);
  const threads = program.threads.map((thread, index) => ({
    ...thread,
    code: thread.code.map((each) => (instructions.has(keyOf(index, each)) ? each : withoutOrder(each, bare))),
  }));
  return {
    program: { ...program, threads },
    model: { ...model, rules: model.rules.filter(({ clause }) => rules.has(clause)) },
  };
}

/** Whether atomics are barriers on a model whatever they carry: x86's LOCK prefix, which no annotation tells. */
function everyAtomicOrders({ rules }: WindowModel): boolean {
  const store: Access = { kind: 'write', order: 'plain', partner: null, exclusive: false, noReturn: false };
  const load: Access = { ...store, kind: 'read' };
  const nothing = { fences: [], waitingIsb: false };
  const orders = (earlier: Access): boolean => rules.some((rule) => rule.orders(earlier, load, nothing));
  return orders({ ...store, partner: 'plain' }) && !orders(store);
}

/** The instruction without what it orders; an ISB orders nothing by itself. `bare` is whether an atomic becomes a plain access to the rules. */
function withoutOrder(instruction: Instruction, bare: boolean): Instruction {
  switch (instruction.kind) {
    case 'read':
    case 'write':
    case 'store-conditional':
      return { ...instruction, order: 'plain' };
    case 'update': {
      const plain = { ...instruction, readOrder: 'plain', writeOrder: 'plain' } as const;
      return bare ? { ...plain, bare } : plain;
    }
    case 'fence': {
      const { kind, name } = instruction.fence;
      return kind === 'isb' ? instruction : { ...instruction, fence: { kind: 'none', name } };
    }
    default:
      return instruction;
  }
}

/** What an instruction is known by: transformations move it, its place in the source stays. FENCE.TSO is two in one place. */
function keyOf(thread: number, { kind, span }: Pick<Instruction, 'kind' | 'span'>): string {
  return `${thread}.${kind}.${span.start}`;
}

/** The shortest cycle that the model's rules close in an execution without them. */
function cycleIn(candidate: Candidate, codes: readonly Code[], scripts: readonly Script[]): Cycle | null {
  const local = codes.flatMap((code, thread) => {
    const run = runAs(code, scripts[thread]);
    return localEdges(run, run.order, candidate.eventsOf(thread));
  });
  // Without its rules the execution has edges too: dependencies, and what is handed over in the store buffer.
  const edges = shortestCycle([...candidate.timeEdges, ...local]);
  return edges === null ? null : { kind: 'time', edges };
}

/** Gives back what a cycle goes through; false when that is nothing new. */
function giveBack(
  model: WindowModel,
  codes: readonly Code[],
  candidate: Candidate,
  { edges }: Cycle,
  given: GivenBack,
): boolean {
  const size = (): number => given.rules.size + given.instructions.size;
  const before = size();
  for (const edge of edges) {
    if (edge.relation.kind !== 'preserved') continue;
    const [cause] = ranked(edge.relation.causes);
    giveCause(model, codes, candidate, edge, cause, given);
  }
  return size() > before;
}

function giveCause(
  model: WindowModel,
  codes: readonly Code[],
  { events, runs }: Candidate,
  { from, to }: Edge,
  { kind, rule, at: [fence] }: Cause,
  given: GivenBack,
): void {
  // The rule about ISBs has no fence of a kind; with all rules given back it is among them.
  if (kind === 'isb') for (const { clause } of model.rules) given.rules.add(clause);
  if (rule !== null) given.rules.add(rule);
  if (kind === 'rule' && fence !== undefined) {
    given.instructions.add(keyOf(events[from].thread, { kind: 'fence', span: fence }));
    return;
  }
  for (const { instance, thread } of [events[from], events[to]]) {
    const pc = runs[thread]?.window.instances[instance].pc;
    if (pc !== undefined) given.instructions.add(keyOf(thread, codes[thread].instructions[pc]));
  }
}
