/**
 * From a C tree to the parts of a test: names are resolved, types are checked, and each thread is lowered to the intermediate
 * form as a port of the kernel would run it. Errors are found once, with the first port: between ports only the instructions
 * differ that a step becomes.
 */

import { C_INT, integerOf } from '../kernel/c-type.js';
import type { Port } from '../kernel/port.js';
import { PORTS, portNamed } from '../kernel/ports/index.js';
import type { Architecture, Program, Thread } from '../program/program.js';
import type { InitItem } from '../syntax/file-scope-tree.js';
import type { CTest, FunctionDefinition } from '../syntax/tree.js';
import { hasErrors } from '../text/diagnostic.js';
import type { Span } from '../text/source.js';
import { asksForLocks } from './assertion.js';
import { reportCallbacks } from './callback-faults.js';
import { Callbacks } from './callbacks.js';
import { type FixedCall, reportChanged } from './fixed-value.js';
import type { LoweringSession } from './frame.js';
import { inferred, reportMixed, widened } from './infer-width.js';
import { lowerQuestion } from './lower-question.js';
import { type LoweredThread, lowerCallback, lowerThread } from './lower-thread.js';
import type { Lowered, LoweringOptions } from './lowered.js';
import { layOut, type Memory } from './memory-layout.js';
import { type ObservedThread, Observer } from './observe.js';
import { Problems } from './problems.js';
import { readerFaults } from './reader-faults.js';
import { Types } from './types.js';
import { vacuous } from './vacuous.js';

/**
 * The port that errors are reported with, and widths inferred. Any would do: names and types are resolved in the same way on
 * all of them.
 */
const [FIRST_PORT] = PORTS;

/** What one lowering for one port gives. */
interface LoweredProgram {
  readonly threads: readonly LoweredThread[];
  readonly plain: readonly Span[];
  readonly fixedCalls: readonly FixedCall[];
  readonly callbacks: Callbacks;
}

/** Lowers a parsed test. */
export function lowerC(tree: CTest, { names: nameTrees, whole }: LoweringOptions): Lowered {
  const problems = new Problems();
  const scope = fileScopeOf(tree, problems);
  const { memory, first } = lowerFirst(scope, problems);
  const code = (): readonly Thread[] => first.threads.map(({ thread }) => thread);
  const observer = new Observer(
    first.threads.slice(0, tree.threads.length).map(observed),
    memory,
    problems,
    code,
  );
  const sites = first.threads.map(({ assertions }) => assertions.sites);
  const asking = { tree, nameTrees, sites };
  const { question, names, arrays, compared } = lowerQuestion(asking, observer, () => memory.cells);
  const programFor = programs(scope, memory, first);
  if (!hasErrors(problems.list)) reportChanged(first.fixedCalls, programFor(FIRST_PORT.name), problems);
  if (hasErrors(problems.list)) return { parts: null, diagnostics: problems.list };
  const asked = { question, compared, init: scope.init, memory, calls: first.fixedCalls };
  const vain = whole ? vacuous(programFor(FIRST_PORT.name), asked) : [];
  const misread = readerFaults(programFor(FIRST_PORT.name));
  const plainAccesses = uniqueSpans(first.plain.filter(({ source }) => source === tree.source));
  return {
    parts: { question, names, arrays, plainAccesses, programFor },
    diagnostics: [...problems.list, ...misread, ...vain],
  };
}

/** A test with what its file scope says: types, variables among what is initialised, and the kernel's functions among its own. */
interface FileScoped extends CTest {
  readonly types: Types;
  readonly globals: ReadonlySet<string>;
}

function fileScopeOf(tree: CTest, problems: Problems): FileScoped {
  const definitions = [...tree.library.definitions, ...tree.definitions];
  const variables = definitions.flatMap((each) => (each.kind === 'variable' ? [each.item] : []));
  const globals = new Set(variables.map(({ name }) => name.text));
  return {
    ...tree,
    functions: [...tree.library.functions, ...tree.functions],
    init: [...tree.init, ...variables],
    types: new Types(definitions, problems),
    globals,
  };
}

/** Lays memory out and lowers the threads, again where the widths of their accesses say what no declaration does. */
function lowerFirst(tree: FileScoped, problems: Problems) {
  const guessed = layOut(tree, problems);
  const first = lowerFor(tree, FIRST_PORT, guessed, problems);
  const threads = first.threads.map(({ thread }) => thread);
  if (hasErrors(problems.list)) return { memory: guessed, first };
  const untyped = inferred(threads, guessed);
  const wide = widened(threads, guessed, problems);
  const { callbacks } = first;
  const isGuessed = untyped === null && wide.size === 0;
  const mentioned = isGuessed ? undefined : { names: [], untyped: untyped ?? (() => C_INT), widened: wide };
  const memory =
    isGuessed && callbacks.sites.length === 0
      ? guessed
      : layOut(tree, new Problems(), mentioned, callbacks.hidden);
  reportMixed(threads, memory, problems);
  if (memory === guessed) return { memory, first };
  const again = lowerFor(tree, FIRST_PORT, memory, new Problems(), callbacks);
  const whole = again.threads.map(({ thread }) => thread);
  reportCallbacks(
    { controlDependencies: 'arms', instructions: null, locations: memory.locations, threads: whole },
    again.callbacks,
    problems,
  );
  return { memory, first: again };
}

/** A thread's locals, as the condition names them. */
function observed({ thread, locals, assertions }: LoweredThread): ObservedThread {
  const find = (name: string) => {
    const local = locals.get(name);
    if (local === undefined) return assertions.find(name);
    return { name, register: local.register, type: integerOf(local.type) };
  };
  const names = new Set(locals.keys());
  return { name: thread.name, find, bare: names, known: names };
}

/** The spans in the order of the text, each once: code that is inlined twice is written once. */
function uniqueSpans(spans: readonly Span[]): readonly Span[] {
  const unique = new Map(spans.map((span) => [`${span.start} ${span.end}`, span]));
  return [...unique.values()].sort((a, b) => a.start - b.start);
}

/** Lowers for each port when it is first asked for, and keeps the program. */
function programs(
  tree: FileScoped,
  memory: Memory,
  first: LoweredProgram,
): (architecture: Architecture) => Program {
  const { locations } = memory;
  const toProgram = (threads: readonly LoweredThread[], { instructions }: Port): Program => ({
    controlDependencies: 'arms',
    instructions,
    locations,
    threads: threads.map(({ thread }) => thread),
  });
  const made = new Map<Architecture, Program>([[FIRST_PORT.name, toProgram(first.threads, FIRST_PORT)]]);
  return (architecture) => {
    const port = portNamed(architecture);
    const program =
      made.get(architecture) ??
      toProgram(lowerFor(tree, port, memory, new Problems(), first.callbacks).threads, port);
    made.set(architecture, program);
    return program;
  };
}

/** The threads of a test, its callbacks behind them; `known` are the callbacks where they were looked for before. */
function lowerFor(
  tree: FileScoped,
  port: Port,
  memory: Memory,
  problems: Problems,
  known: Callbacks | null = null,
): LoweredProgram {
  const plain: Span[] = [];
  const fixedCalls: FixedCall[] = [];
  const callbacks = new Callbacks(known);
  const functions = new Map(tree.functions.map((each) => [each.name.text, each]));
  const { types, globals } = tree;
  const asked = asksForLocks(tree.source.text);
  const session: LoweringSession = {
    port,
    memory,
    types,
    globals,
    functions,
    threads: tree.threads,
    problems,
    callbacks,
    asksForLocks: asked,
    plain,
    fixedCalls,
  };
  reportUnknownThreads(tree, problems);
  reportTwice(tree.functions, problems);
  const threads = tree.threads.map((thread, index) =>
    lowerThread(
      session,
      thread,
      tree.init.filter((item) => item.thread === BigInt(index)),
    ),
  );
  // A callback may queue others.
  for (const site of callbacks.sites) threads.push(lowerCallback(session, site));
  return { threads, plain, fixedCalls, callbacks };
}

function reportUnknownThreads(tree: CTest, problems: Problems): void {
  const isUnknown = (item: InitItem) => item.thread !== null && item.thread >= tree.threads.length;
  for (const item of tree.init.filter(isUnknown)) {
    const problem = {
      code: 'unknown-thread',
      number: item.thread ?? 0n,
      threads: tree.threads.length,
    } as const;
    problems.error(item.span, problem);
  }
}

function reportTwice(functions: readonly FunctionDefinition[], problems: Problems): void {
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
    problems.error(name.span, problem, { notes: [{ message: 'first defined here', span: first }] });
  }
}
