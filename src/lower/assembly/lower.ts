/**
 * From an assembly tree to a test. What is common to the dialects happens here: memory, initial registers, labels, the
 * question; a dialect's table says what each instruction emits. There is one program, whatever model it is run on.
 *
 * Types follow herd7: a location or register without one is an `int` where its value is shown, while registers hold what
 * the instructions put there; an untyped location holds 64 bits when some access of the test has as many.
 */
import { byPosition, hasErrors } from '../../diagnostic/diagnostic.js';
import { C_INT, C_LONG } from '../../kernel/type.js';
import type { Program } from '../../program/program.js';
import type { Test } from '../../program/test.js';
import type { AssemblyTest } from '../../syntax/assembly/tree.js';
import { readExpectations } from '../../syntax/expectation.js';
import type { Identifier } from '../../syntax/tree.js';
import { Faults } from '../fault.js';
import { EXPECTED_MODELS, type Lowered } from '../lower.js';
import { layOut, type Memory } from '../memory.js';
import { Observer } from '../observe.js';
import { lowerQuestion } from '../question.js';
import { vacuous } from '../vacuous.js';
import type { Dialect } from './dialect.js';
import { DIALECTS } from './dialects.js';
import { registerRanges } from './range.js';
import { ThreadLowering } from './thread.js';

/** Lowers a parsed assembly test. */
export function lowerAssembly(tree: AssemblyTest): Lowered {
  const faults = new Faults();
  const dialect = DIALECTS.get(tree.dialect);
  if (dialect === undefined) {
    faults.error(tree.name.span, { code: 'unsupported', what: `the dialect ${tree.dialect}` });
    return { test: null, diagnostics: faults.list };
  }
  reportUnknownThreads(tree, faults);
  const { memory, threads } = lowerThreads(tree, dialect, faults);
  const models = [...new Set([...EXPECTED_MODELS, dialect.model])];
  const { expectations, names: nameTrees, diagnostics } = readExpectations(tree, models);
  const observer = new Observer(threads, memory, faults);
  const { question, names, arrays, compared } = lowerQuestion(tree, nameTrees, observer, () => memory.cells);
  const found = [...faults.list, ...diagnostics].sort(byPosition);
  if (hasErrors(found)) return { test: null, diagnostics: found };
  const program = finish(memory, threads);
  const asked = { question, compared, init: tree.init, memory };
  const all = [...found, ...vacuous(program, asked)].sort(byPosition);
  const test: Test = {
    source: tree.source,
    dialect: tree.dialect,
    models: ['sc', dialect.model],
    name: tree.name.text,
    title: tree.title,
    question,
    conditionSpan: tree.condition?.span ?? tree.name.span,
    names,
    arrays,
    expectations,
    diagnostics: all,
    plainAccesses: [],
    programFor: () => program,
  };
  return { test, diagnostics: all };
}

interface LoweredThreads {
  readonly memory: Memory;
  readonly threads: readonly ThreadLowering[];
}

/** Lowers all threads; a second time when only then it is known that locations must hold 64 bits. */
function lowerThreads(tree: AssemblyTest, dialect: Dialect, faults: Faults): LoweredThreads {
  const narrow = lowerWith(tree, dialect, false, faults);
  const wide = narrow.threads.some(({ emitter }) => emitter.wide);
  return wide ? { ...narrow, memory: memoryOf(tree, dialect, true, new Faults()) } : narrow;
}

function lowerWith(tree: AssemblyTest, dialect: Dialect, wide: boolean, faults: Faults): LoweredThreads {
  const memory = memoryOf(tree, dialect, wide, faults);
  const surroundings = { dialect, memory, faults };
  const threads = tree.threads.map((thread) => {
    const init = tree.init.filter((item) => item.thread === thread.number);
    return new ThreadLowering(surroundings, thread, init);
  });
  return { memory, threads };
}

/** Addresses do not depend on the type of what has none: objects stand a page apart. */
function memoryOf(tree: AssemblyTest, dialect: Dialect, wide: boolean, faults: Faults): Memory {
  const names: Identifier[] = [];
  for (const { lines } of tree.threads) {
    for (const { instruction } of lines)
      if (instruction !== null) names.push(...dialect.locationsIn(instruction));
  }
  const { source, init } = tree;
  return layOut({ source, init, threads: [] }, faults, { names, untyped: wide ? C_LONG : C_INT });
}

function finish(memory: Memory, threads: readonly ThreadLowering[]): Program {
  const { locations } = memory;
  const ranges = registerRanges(
    threads.map((thread) => thread.draft()),
    locations,
  );
  return {
    controls: 'everything',
    locations,
    threads: threads.map((thread, index) => thread.finish(ranges[index])),
  };
}

function reportUnknownThreads(tree: AssemblyTest, faults: Faults): void {
  const threads = tree.threads.length;
  for (const { thread, span } of tree.init) {
    if (thread === null || thread < threads) continue;
    faults.error(span, { code: 'unknown-thread', number: thread, threads });
  }
}
