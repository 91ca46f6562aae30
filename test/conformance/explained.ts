/**
 * Whether a test can be explained: an allowed state has an execution, which was replayed when it was made (a failure
 * throws) and is one by its own relations (flaws.ts); a forbidden one has a cycle, unless no choice of values gives it, and every edge of the cycle is a real
 * constraint. Real means that the machine itself, asked about the two accesses alone, lets the later one wait; or that
 * the candidate's values say so.
 */
import { findExecution } from '../../src/engine/index.js';
import type { Candidate, CandidateEvent } from '../../src/engine/window/execution/candidate.js';
import { codesOf } from '../../src/engine/window/execution/codes.js';
import { runAs } from '../../src/engine/window/execution/from-trace.js';
import type { Run } from '../../src/engine/window/execution/thread-run.js';
import { findings } from '../../src/engine/window/refute/refute.js';
import type { Edge } from '../../src/execution/edge.js';
import type { WindowModel } from '../../src/models/model.js';
import { narrowed, soughtBy } from '../../src/program/condition.js';
import type { Test } from '../../src/program/test.js';
import type { Limits } from '../../src/query/limits.js';
import type { MachineQuery } from '../../src/query/query.js';
import { isWithoutResult } from '../../src/window/binding.js';
import type { Code } from '../../src/window/code.js';
import { evaluationOf } from '../../src/window/evaluation.js';
import { changed } from '../../src/window/instance.js';
import { isMemory, type ThreadContext } from '../../src/window/order.js';
import { stepsOf } from '../../src/window/transition.js';
import type { Instance } from '../../src/window/window.js';
import { endsAs, flaws } from '../execution/flaws.js';

const LIMITS: Limits = { states: 1_000_000, milliseconds: 60_000, megabytes: 2048 };

/** What is wrong with the explanation of a test's question on a model; nothing, if all is well. */
export function complaints(test: Test, model: WindowModel): readonly string[] {
  const target = narrowed(test.question, soughtBy(test.question));
  const program = test.programFor(model.architecture('lse'));
  const query: MachineQuery = { program, model, target, limits: LIMITS };
  const found = findExecution(query, 'state');
  if (found.kind === 'limit') return [`${model.title}: nothing within the limits`];
  if (found.kind === 'none') return complaintsAboutCycles(query);
  const { execution } = found;
  const wrong = flaws(found.program, model.name, execution).map((what) => `${model.title}: not so: ${what}`);
  return endsAs(execution, target) ? wrong : [...wrong, `${model.title}: the execution ends otherwise`];
}

function complaintsAboutCycles(query: MachineQuery): readonly string[] {
  const { title } = query.model;
  const codes = codesOf(query);
  const { cycles, survivor, complete } = findings(query);
  const wrong = cycles.flatMap(({ cycle, candidate }) =>
    cycle.edges.flatMap((edge, index) => {
      const next = cycle.edges[(index + 1) % cycle.edges.length];
      const chained = next.from === edge.to;
      return chained && isReal(edge, candidate, codes) ? [] : [`${title}: ${edge.relation.kind} is not real`];
    }),
  );
  if (survivor !== null) wrong.push(`${title}: a candidate without a cycle`);
  // A loop that writes has candidates without end, of which only some are looked at.
  const loops = codes.some(({ loopHeads }) => loopHeads.size > 0);
  const none = complete || loops;
  if (cycles.length === 0 && !none) wrong.push(`${title}: forbidden without a cycle`);
  return wrong;
}

function isReal({ from, to, relation }: Edge, candidate: Candidate, codes: readonly Code[]): boolean {
  const [a, b] = [candidate.events[from], candidate.events[to]];
  const source = candidate.sources[from];
  switch (relation.kind) {
    case 'rf':
      return isSource(candidate, to, from) && a.written !== null;
    case 'co':
      return candidate.isBefore(from, to);
    case 'fr':
      return (
        b.written !== null &&
        (source.kind === 'initial' || (source.kind === 'write' && candidate.isBefore(source.event, to)))
      );
    case 'atomic': {
      const half = a.pair === null ? null : candidate.events[a.pair];
      return (
        half !== null &&
        b.thread !== a.thread &&
        isReal({ from: half.id, to, relation: { kind: 'fr' } }, candidate, codes)
      );
    }
    case 'po':
      return a.thread === b.thread && a.location === b.location && a.instance < b.instance;
    case 'preserved': {
      const run = candidate.runs[a.thread];
      if (run === null) return false;
      const own = withSources(asOn(codes[a.thread], run), a.thread, candidate);
      return relation.causes.some((cause) => holdsBack(own, a, b, cause.kind));
    }
  }
}

function isSource(candidate: Candidate, read: number, write: number): boolean {
  const source = candidate.sources[read];
  return source.kind === 'write' && source.event === write;
}

/** The run as the model's own code has it: a candidate may be of a machine without rules. */
function asOn(code: Code, run: Run): Run {
  if (run.code === code) return run;
  const accesses = run.window.instances.filter(isMemory);
  const script = accesses.map((each, access) => {
    const content = each.kind === 'read' || each.kind === 'update' ? each.value : null;
    const matched = each.kind === 'read' && each.matched;
    return [access, { pc: each.pc, content, matched, reads: each.kind === 'read' }] as const;
  });
  const graces = run.window.instances.filter(({ kind }) => kind === 'grace').length;
  return runAs(code, { accesses: new Map(script), graces });
}

/** The run in which each read knows the own write that it takes its value from: choices travel that way. */
function withSources(run: Run, thread: number, candidate: Candidate): ThreadContext {
  const own = candidate.eventsOf(thread);
  const instances = run.window.instances.map((each, index) => {
    const reader = own.find((event) => event.instance === index);
    const source = reader === undefined ? undefined : candidate.sources[reader.id];
    const write = source?.kind === 'write' ? candidate.events[source.event] : undefined;
    return each.kind === 'read' && write?.thread === thread ? changed(each, { from: write.instance }) : each;
  });
  return run.withWindow({ ...run.window, instances });
}

/** Whether the machine lets one access wait for another when all others have performed, or sit in the store buffer. */
function holdsBack(
  run: ThreadContext,
  earlier: CandidateEvent,
  later: CandidateEvent,
  kind: string,
): boolean {
  const forwards = kind === 'forward' || kind === 'own-atomic';
  const pending = (each: Instance): Instance =>
    each.kind === 'write'
      ? changed(each, { performed: false })
      : each.kind === 'read'
        ? changed(each, { value: null, from: null })
        : each.kind === 'update'
          ? changed(each, { value: null })
          : each;
  const isOpen = (index: number, each: Instance): boolean =>
    index === earlier.instance ||
    index === later.instance ||
    (forwards &&
      each.kind === 'write' &&
      run.evaluation.locations[index] === later.location &&
      index < later.instance);
  // A compare-and-swap's register has its value from the one side that the run says, as if the other were unknown.
  const isMatched = (each: Instance): boolean =>
    later.written === null && each.kind === 'read' && each.matched;
  const { instances: complete } = run.window;
  // The write of a pair waits for its read.
  const isSecond = (each: Instance): boolean => each.kind === 'write' && each.pair === 'update';
  // What reads an atomic without result back has performed, and its value is still to come.
  const isBoundThen = (index: number): boolean => {
    const each = complete[index];
    if (each.kind !== 'read' || each.from === null || !isSecond(complete[each.from])) return false;
    const read = each.from - 1;
    return (read === earlier.instance && isWithoutResult(run, read)) || isBoundThen(read);
  };
  const isHeld = (index: number): boolean => isOpen(index, complete[index]) || isMatched(complete[index]);
  const instances = complete.map((each, index) => {
    if (isHeld(index) || (isSecond(each) && (isHeld(index - 1) || isBoundThen(index - 1))))
      return pending(each);
    return each.kind === 'read' && isBoundThen(index) ? changed(each, { value: null }) : each;
  });
  const window = { ...run.window, instances };
  const unmatched = run.window.instances.filter((each) => each.kind === 'read' && !each.matched);
  const places = new Set(unmatched.map(({ pc }) => pc));
  const code = { ...run.code, compared: run.code.compared.map((each, at) => (places.has(at) ? null : each)) };
  const context: ThreadContext = { code, model: run.model, window, evaluation: evaluationOf(code, window) };
  // To read memory past a store whose address is not known yet is no way to take that store's value.
  return !stepsOf(context).some(
    ({ index, kind: step }) => index === later.instance && (!forwards || step === 'forward'),
  );
}
