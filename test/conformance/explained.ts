/**
 * Whether a test can be explained: an allowed state has an execution, which was replayed when it was made (a failure
 * throws); a forbidden one has a cycle, unless no choice of values gives it, and every edge of the cycle is a real
 * constraint. Real means that the machine itself, asked about the two accesses alone, lets the later one wait; or that
 * the candidate's values say so.
 */
import { type Candidate, INITIAL } from '../../src/explain/candidate.js';
import type { Event } from '../../src/explain/event.js';
import type { Edge } from '../../src/explain/order-graph.js';
import { isAccess, type Run } from '../../src/explain/thread-run.js';
import { refusal } from '../../src/explain/why-forbidden.js';
import { happened, runAs } from '../../src/explain/witness.js';
import type { Model } from '../../src/models/model.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import type { Limits } from '../../src/query/limits.js';
import { SHOWN, traceTo } from '../../src/search/shortest-path.js';
import { type Code, prepare } from '../../src/window/code.js';
import { viewOf } from '../../src/window/evaluation.js';
import { stepsOf } from '../../src/window/transition.js';
import type { Instance } from '../../src/window/window.js';

const LIMITS: Limits = { states: 1_000_000, milliseconds: 60_000, megabytes: 2048 };

/** What is wrong with the explanation of a test's question on a model; nothing, if all is well. */
export function complaints(test: Test, model: Model): readonly string[] {
  const asked = narrowed(test.question, soughtBy(test.question));
  const program = test.programFor(model.architecture('lse'));
  const codes = program.threads.map((_, thread) => prepare(program, [thread], asked, model, SHOWN));
  const traced = traceTo('nearest', { program, model, target: asked, limits: LIMITS });
  if (traced.kind === 'limit') return [`${model.title}: nothing within the limits`];
  if (traced.kind === 'found') {
    happened(program, model, asked, codes, traced.trace);
    return [];
  }
  const found = refusal(program, model, asked, LIMITS);
  const wrong = found.cycles.flatMap(({ cycle, candidate }) =>
    cycle.edges.flatMap((edge, index) => {
      const next = cycle.edges[(index + 1) % cycle.edges.length];
      const chained = next.from === edge.to;
      return chained && isReal(edge, candidate, codes)
        ? []
        : [`${model.title}: ${edge.relation.kind} is not real`];
    }),
  );
  if (found.survivor !== null) wrong.push(`${model.title}: a candidate without a cycle`);
  // A loop that writes has candidates without end, of which only some are looked at.
  const loops = codes.some(({ loopHeads }) => loopHeads.size > 0);
  const none = found.complete || loops;
  if (found.cycles.length === 0 && !none) wrong.push(`${model.title}: forbidden without a cycle`);
  return wrong;
}

function isReal({ from, to, relation }: Edge, candidate: Candidate, codes: readonly Code[]): boolean {
  const [a, b] = [candidate.events[from], candidate.events[to]];
  const source = candidate.sources[from];
  switch (relation.kind) {
    case 'rf':
      return candidate.sources[to] === from && a.written !== null;
    case 'co':
      return candidate.isBefore(from, to);
    case 'fr':
      return b.written !== null && (source === INITIAL || candidate.isBefore(source, to));
    case 'atomic': {
      const half = a.pair === null ? null : candidate.events[a.pair];
      return (
        half !== null &&
        b.thread !== a.thread &&
        isReal({ from: half.id, to, relation: { kind: 'fr' } }, candidate, codes)
      );
    }
    case 'po-loc':
      return a.thread === b.thread && a.location === b.location && a.instance < b.instance;
    case 'local': {
      const run = candidate.runs[a.thread];
      if (run === null) return false;
      const own = withSources(asOn(codes[a.thread], run), a.thread, candidate);
      return relation.causes.some((cause) => holdsBack(own, a, b, cause.kind));
    }
  }
}

/** The run as the model's own code has it: a candidate may be of a machine without rules. */
function asOn(code: Code, run: Run): Run {
  if (run.code === code) return run;
  const accesses = run.window.instances.filter(isAccess);
  const script = accesses.map((each, access) => {
    const content = each.kind === 'read' || each.kind === 'update' ? each.value : null;
    const matched = each.kind === 'read' && each.matched;
    return [access, { place: each.place, content, matched }] as const;
  });
  return runAs(code, new Map(script));
}

/** The run in which each read knows the own write that it takes its value from: choices travel that way. */
function withSources(run: Run, thread: number, candidate: Candidate): Run {
  const instances = run.window.instances.map((each, index) => {
    const reader = candidate.events.find((event) => event.thread === thread && event.instance === index);
    const source = reader === undefined ? undefined : candidate.events[candidate.sources[reader.id]];
    return each.kind === 'read' && source?.thread === thread ? { ...each, from: source.instance } : each;
  });
  return { ...run, window: { ...run.window, instances } };
}

/** Whether the machine lets one access wait for another when all others have performed, or sit in the store buffer. */
function holdsBack(run: Run, earlier: Event, later: Event, kind: string): boolean {
  const forwards = kind === 'forward' || kind === 'own-atomic';
  const pending = (each: Instance): Instance =>
    each.kind === 'write'
      ? { ...each, performed: false }
      : each.kind === 'read' || each.kind === 'update'
        ? { ...each, value: null }
        : each;
  const isOpen = (index: number, each: Instance): boolean =>
    index === earlier.instance ||
    index === later.instance ||
    (forwards &&
      each.kind === 'write' &&
      run.view.locations[index] === later.location &&
      index < later.instance);
  // A compare-and-swap's register has its value from the one side that the run says, as if the other were unknown.
  const isMatched = (each: Instance): boolean =>
    later.written === null && each.kind === 'read' && each.matched;
  const { instances: complete } = run.window;
  const isHeld = (index: number): boolean => isOpen(index, complete[index]) || isMatched(complete[index]);
  // The write of a pair waits for its read.
  const isSecond = (each: Instance): boolean => each.kind === 'write' && each.pair === 'update';
  const instances = complete.map((each, index) =>
    isHeld(index) || (isSecond(each) && isHeld(index - 1)) ? pending(each) : each,
  );
  const window = { ...run.window, instances };
  const unmatched = run.window.instances.filter((each) => each.kind === 'read' && !each.matched);
  const places = new Set(unmatched.map(({ place }) => place));
  const code = { ...run.code, compared: run.code.compared.map((each, at) => (places.has(at) ? null : each)) };
  const scene = { ...run, code, window, view: viewOf(code, window) };
  // To read memory past a store whose address is not known yet is no way to take that store's value.
  return !stepsOf(scene).some(
    ({ index, kind: step }) => index === later.instance && (!forwards || step === 'forward'),
  );
}
