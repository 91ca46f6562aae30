/**
 * From an assembly tree to a test. What is common to the dialects happens here: memory, initial registers, labels, the
 * question; a dialect's table says what each instruction emits. There is one program, whatever model it is run on.
 *
 * Types follow herd7: a location or register without one is an `int` where its value is shown, while registers hold what
 * the instructions put there; an untyped location is as wide as its accesses (width.ts).
 */

import { C_INT } from '../../kernel/c-type.js';
import type { Program, Thread } from '../../program/program.js';
import type { Test } from '../../program/test.js';
import type { AssemblyTest } from '../../syntax/assembly/assembly-tree.js';
import { readExpectations } from '../../syntax/expectation.js';
import type { Identifier } from '../../syntax/tree.js';
import { byPosition, hasErrors } from '../../text/diagnostic.js';
import { Faults } from '../errors.js';
import { EXPECTED_MODELS, type Lowered } from '../lower-c.js';
import { layOut, type Memory } from '../memory-layout.js';
import { Observer } from '../observe.js';
import { lowerQuestion } from '../question.js';
import { vacuous } from '../vacuous.js';
import { inferred, reportMixed, type Untyped } from '../width.js';
import { ThreadLowering } from './assembly-thread.js';
import type { Dialect } from './instruction-set.js';
import { registerRanges } from './range.js';
import { allocateSymbolic } from './symbolic.js';

/** Lowers a parsed test of an assembly dialect; of a text with faults, which is not `whole`, nothing is asked in vain. */
export function lowerAssembly(written: AssemblyTest, dialect: Dialect, whole = true): Lowered {
  const faults = new Faults();
  const tree = allocateSymbolic(written, dialect, faults);
  reportUnknownThreads(tree, faults);
  const { memory, threads } = lowerThreads(tree, dialect, faults);
  if (!hasErrors(faults.list)) reportMixed(drafts(threads), memory, faults);
  const models = [...new Set([...EXPECTED_MODELS, dialect.model])];
  const { expectations, names: nameTrees, diagnostics } = readExpectations(tree, models);
  const observer = new Observer(threads, memory, faults);
  const { question, names, arrays, compared } = lowerQuestion(tree, nameTrees, observer, () => memory.cells);
  const found = [...faults.list, ...diagnostics].sort(byPosition);
  if (hasErrors(found)) return { test: null, diagnostics: found };
  const program = finish(memory, threads);
  const asked = { question, compared, init: tree.init, memory };
  const all = [...found, ...(whole ? vacuous(program, asked) : [])].sort(byPosition);
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

/** Lowers all threads; a second time when the widths of their accesses move what has no type of its own. */
function lowerThreads(tree: AssemblyTest, dialect: Dialect, faults: Faults): LoweredThreads {
  const guessed = memoryOf(tree, dialect, () => C_INT, faults);
  const threads = lowerOver(guessed, tree, dialect, faults);
  if (hasErrors(faults.list)) return { memory: guessed, threads };
  const untyped = inferred(drafts(threads), guessed);
  if (untyped === null) return { memory: guessed, threads };
  const memory = memoryOf(tree, dialect, untyped, new Faults());
  const same = memory.isLaidOutAs(guessed);
  return { memory, threads: same ? threads : lowerOver(memory, tree, dialect, new Faults()) };
}

function lowerOver(
  memory: Memory,
  tree: AssemblyTest,
  dialect: Dialect,
  faults: Faults,
): readonly ThreadLowering[] {
  return tree.threads.map((thread) => {
    const init = tree.init.filter((item) => item.thread === BigInt(thread.number));
    return new ThreadLowering({ dialect, memory, faults }, thread, init);
  });
}

function drafts(threads: readonly ThreadLowering[]): readonly Thread[] {
  return threads.map((thread) => thread.draft());
}

function memoryOf(tree: AssemblyTest, dialect: Dialect, untyped: Untyped, faults: Faults): Memory {
  const names: Identifier[] = [];
  for (const { lines } of tree.threads) {
    for (const { instruction } of lines)
      if (instruction !== null) names.push(...dialect.locationsIn(instruction));
  }
  const { source, init } = tree;
  return layOut({ source, init, threads: [] }, faults, { names, untyped });
}

function finish(memory: Memory, threads: readonly ThreadLowering[]): Program {
  const { locations } = memory;
  const ranges = registerRanges(drafts(threads), locations);
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
