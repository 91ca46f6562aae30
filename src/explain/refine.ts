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
import { explore } from '../explore/explore.js';
import type { Limits } from '../explore/outcome.js';
import { SHOWN, traceTo } from '../explore/trace.js';
import { type Asked, type Code, prepare } from '../machine/code.js';
import type { Model, Rule } from '../machine/model.js';
import type { Fence, Instruction, Program } from '../program/program.js';
import type { Candidate } from './candidate.js';
import { localEdgesOf } from './candidate.js';
import { type Cause, ranked } from './cause.js';
import type { Cycle, Edge } from './graph.js';
import { shortestCycle } from './sequential.js';
import { type Contents, executed, runAs } from './witness.js';

/** A cycle, and the execution without the rules that closes it by them. */
export interface Found {
  readonly cycle: Cycle;
  readonly candidate: Candidate;
}

/** What refinement finds. */
export interface Refinement {
  /** In the order in which they were found. */
  readonly cycles: readonly Found[];
  /** Whether what they go through rules the state out. */
  readonly complete: boolean;
}

/** More rounds than this are not worth reading; and what needs more states than this without its rules is left unexplained. */
const ROUNDS = 24;
const STATES = 200_000;

/** Explains why no execution of the program on the model ends in a state that passes the filter. */
export function refine(program: Program, model: Model, asked: Asked, limits: Limits): Refinement {
  const bounded = { ...limits, states: Math.min(limits.states, STATES) };
  const own = withOwnFences(program);
  const codes = codesOf(own, model, asked);
  const given: Given = { rules: new Set(), places: new Set(), fences: new Set() };
  const cycles: Found[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const weak = { program: withoutOrders(own, given), model: withRules(model, given) };
    const { states, limit } = explore(weak.program, weak.model, asked, bounded, { goal: 'first' });
    if (states.length === 0) return { cycles, complete: limit === null };
    const traced = traceTo('way', weak.program, weak.model, asked, bounded);
    if (traced.kind !== 'found') return { cycles, complete: false };
    const { candidate, contents } = executed(codesOf(weak.program, weak.model, asked), traced.trace);
    const cycle = cycleIn(candidate, codes, contents);
    if (cycle === null || !giveBack(own, model, codes, candidate, cycle, given)) break;
    cycles.push({ cycle, candidate });
  }
  return { cycles, complete: false };
}

/** What was given back: rules by themselves, fences by themselves, and the annotations of instructions. */
interface Given {
  readonly rules: Set<Rule['clause']>;
  /** `thread.place` */
  readonly places: Set<string>;
  readonly fences: Set<Fence>;
}

function codesOf(program: Program, model: Model, asked: Asked): readonly Code[] {
  return program.threads.map((_, thread) => prepare(program, [thread], asked, model, SHOWN));
}

/** Makes each fence an object of its own, so that it can be told from others of its kind. */
function withOwnFences(program: Program): Program {
  return mapInstructions(program, (instruction) =>
    instruction.kind === 'fence' ? { ...instruction, fence: { ...instruction.fence } } : instruction,
  );
}

function mapInstructions(
  program: Program,
  map: (instruction: Instruction, thread: number) => Instruction,
): Program {
  const threads = program.threads.map((thread, index) => ({
    ...thread,
    code: thread.code.map((instruction) => map(instruction, index)),
  }));
  return { ...program, threads };
}

/** The program whose accesses carry no order but where it was given back. */
function withoutOrders(program: Program, { places }: Given): Program {
  return mapInstructions(program, (instruction, thread) => {
    if (places.has(placeOf(thread, instruction))) return instruction;
    switch (instruction.kind) {
      case 'read':
      case 'write':
      case 'conditional':
        return { ...instruction, order: 'plain' };
      case 'update':
        return { ...instruction, readOrder: 'plain', writeOrder: 'plain' };
      default:
        return instruction;
    }
  });
}

/** What an instruction is known by: transformations move it, its place in the source stays. */
function placeOf(thread: number, { kind, span }: Instruction): string {
  return `${thread}.${kind}.${span.start}`;
}

/** The model with the rules that were given back, which see only the fences that were. */
function withRules(model: Model, given: Given): Model {
  const rules = model.rules
    .filter(({ clause }) => given.rules.has(clause))
    .map(
      ({ clause, orders }): Rule => ({
        clause,
        orders: (earlier, later, between) =>
          orders(earlier, later, {
            ...between,
            fences: between.fences.filter((fence) => given.fences.has(fence)),
          }),
      }),
    );
  return { ...model, rules };
}

/** The shortest cycle that the model's rules close in an execution without them. */
function cycleIn(candidate: Candidate, codes: readonly Code[], contents: readonly Contents[]): Cycle | null {
  const local = codes.flatMap((code, thread) => {
    const own = candidate.events.filter((event) => event.thread === thread);
    const numbers = new Map(own.map((event) => [event.instance, event.id]));
    return localEdgesOf(runAs(code, contents[thread]), numbers);
  });
  // Without its rules the execution has edges too: dependencies, and what is handed over in the store buffer.
  return shortestCycle([...[...candidate.graph.all('time').values()].flat(), ...local]);
}

/** Gives back what a cycle goes through; false when that is nothing new. */
function giveBack(
  program: Program,
  model: Model,
  codes: readonly Code[],
  candidate: Candidate,
  { edges }: Cycle,
  given: Given,
): boolean {
  const size = (): number => given.rules.size + given.places.size + given.fences.size;
  const before = size();
  for (const edge of edges) {
    if (edge.relation.kind !== 'local') continue;
    const [cause] = ranked(edge.relation.causes);
    giveCause(program, model, codes, candidate, edge, cause, given);
  }
  return size() > before;
}

function giveCause(
  program: Program,
  model: Model,
  codes: readonly Code[],
  candidate: Candidate,
  { from, to }: Edge,
  { kind, rule, at }: Cause,
  given: Given,
): void {
  const { thread } = candidate.events[from];
  if (kind === 'isb') for (const { clause } of model.rules) given.rules.add(clause);
  if (rule !== null) given.rules.add(rule);
  const [fence] = at;
  if (kind === 'rule' && fence !== undefined) {
    // FENCE.TSO is two in one place.
    for (const each of program.threads[thread].code) {
      if (each.kind === 'fence' && each.span.start === fence.start) given.fences.add(each.fence);
    }
    return;
  }
  for (const event of [from, to]) {
    const { instance, thread: own } = candidate.events[event];
    const run = candidate.runs[own];
    const place = run?.window.instances[instance].place;
    if (place !== undefined) given.places.add(placeOf(own, codes[own].instructions[place]));
  }
}
