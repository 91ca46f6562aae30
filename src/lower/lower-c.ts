/**
 * From a tree to a test: names resolved, types checked, each thread lowered to the intermediate form as a port of
 * the kernel would run it. Faults are found once, with the first architecture; what differs between
 * architectures is only which instructions a step becomes.
 */

import { integerOf } from '../kernel/c-type.js';
import { PORTS } from '../kernel/port.js';
import type { Architecture, Program } from '../program/program.js';
import type { Test } from '../program/test.js';
import { readExpectations } from '../syntax/expectation.js';
import type { CTest, FunctionDefinition, InitItem } from '../syntax/tree.js';
import { byPosition, type Diagnostic, hasErrors } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';
import { Faults } from './errors.js';
import type { Session } from './frame.js';
import { layOut, type Memory } from './memory-layout.js';
import { type ObservedThread, Observer } from './observe.js';
import { lowerQuestion } from './question.js';
import { type LoweredThread, lowerThread } from './thread.js';
import { vacuous } from './vacuous.js';
import { inferred, reportMixed } from './width.js';

/** The models that an `Expect=` line may name. */
export const EXPECTED_MODELS: readonly string[] = ['sc', 'tso', 'pso', 'armv8', 'riscv'];

/** A test fit to run, or null when there were errors; warnings stand beside either. */
export interface Lowered {
  readonly test: Test | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers a parsed test; of a text with faults, which is not `whole`, nothing is asked in vain. */
export function lowerC(tree: CTest, whole = true): Lowered {
  const faults = new Faults();
  const { memory, first } = lowerFirst(tree, faults);
  const { expectations, names: nameTrees, diagnostics } = readExpectations(tree, EXPECTED_MODELS);
  const observer = new Observer(first.threads.map(observed), memory, faults);
  const { question, names, arrays, compared } = lowerQuestion(tree, nameTrees, observer, () => memory.cells);
  const found = [...faults.list, ...diagnostics].sort(byPosition);
  if (hasErrors(found)) return { test: null, diagnostics: found };
  const programFor = programs(tree, memory, first.threads);
  const asked = { question, compared, init: tree.init, memory };
  const vain = whole ? vacuous(programFor('x86'), asked) : [];
  const all = [...found, ...vain].sort(byPosition);
  const test: Test = {
    source: tree.source,
    dialect: tree.dialect,
    models: EXPECTED_MODELS,
    name: tree.name.text,
    title: tree.title,
    question,
    conditionSpan: tree.condition?.span ?? tree.name.span,
    names,
    arrays,
    expectations,
    diagnostics: all,
    plainAccesses: uniqueSpans(first.plain),
    programFor,
  };
  return { test, diagnostics: all };
}

/** Lays memory out and lowers the threads, again where the widths of their accesses say what no declaration does. */
function lowerFirst(tree: CTest, faults: Faults) {
  const guessed = layOut(tree, faults);
  const first = lowerFor(tree, 'x86', guessed, faults);
  const threads = first.threads.map(({ thread }) => thread);
  if (hasErrors(faults.list)) return { memory: guessed, first };
  const untyped = inferred(threads, guessed);
  const memory = untyped === null ? guessed : layOut(tree, new Faults(), { names: [], untyped });
  reportMixed(threads, memory, faults);
  return { memory, first: untyped === null ? first : lowerFor(tree, 'x86', memory, new Faults()) };
}

/** A thread's locals, as the condition names them. */
function observed({ thread, locals }: LoweredThread): ObservedThread {
  const find = (name: string) => {
    const local = locals.get(name);
    return local === undefined ? null : { name, register: local.register, type: integerOf(local.type) };
  };
  const names = new Set(locals.keys());
  return { name: thread.name, find, bare: names, known: names };
}

/** In order of the text, each once: what is inlined twice is written once. */
function uniqueSpans(spans: readonly Span[]): readonly Span[] {
  const unique = new Map(spans.map((span) => [`${span.start} ${span.end}`, span]));
  return [...unique.values()].sort((a, b) => a.start - b.start);
}

/** Lowers for each architecture when it is first asked for. */
function programs(
  tree: CTest,
  memory: Memory,
  x86: readonly LoweredThread[],
): (architecture: Architecture) => Program {
  const { locations } = memory;
  const toProgram = (threads: readonly LoweredThread[]): Program => ({
    controls: 'arms',
    locations,
    threads: threads.map(({ thread }) => thread),
  });
  const made = new Map<Architecture, Program>([['x86', toProgram(x86)]]);
  return (architecture) => {
    const program =
      made.get(architecture) ?? toProgram(lowerFor(tree, architecture, memory, new Faults()).threads);
    made.set(architecture, program);
    return program;
  };
}

function lowerFor(tree: CTest, architecture: Architecture, memory: Memory, faults: Faults) {
  const plain: Span[] = [];
  const functions = new Map(tree.functions.map((each) => [each.name.text, each]));
  const session: Session = { port: PORTS[architecture], memory, functions, faults, plain };
  reportUnknownThreads(tree, faults);
  reportTwice(tree.functions, faults);
  const threads = tree.threads.map((thread, index) =>
    lowerThread(
      session,
      thread,
      tree.init.filter((item) => item.thread === BigInt(index)),
    ),
  );
  return { threads, plain };
}

function reportUnknownThreads(tree: CTest, faults: Faults): void {
  const isUnknown = (item: InitItem) => item.thread !== null && item.thread >= tree.threads.length;
  for (const item of tree.init.filter(isUnknown)) {
    const problem = {
      code: 'unknown-thread',
      number: item.thread ?? 0n,
      threads: tree.threads.length,
    } as const;
    faults.error(item.span, problem);
  }
}

function reportTwice(functions: readonly FunctionDefinition[], faults: Faults): void {
  const seen = new Map<string, Span>();
  for (const { name } of functions) {
    const first = seen.get(name.text);
    seen.set(name.text, first ?? name.span);
    if (first === undefined) continue;
    const problem = {
      code: 'duplicate-name',
      name: name.text,
      first: 'a function',
      second: 'a function',
    } as const;
    faults.error(name.span, problem, { notes: [{ message: 'first defined here', span: first }] });
  }
}
