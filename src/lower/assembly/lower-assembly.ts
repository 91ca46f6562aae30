/**
 * From an assembly tree to the parts of a test. What is common to the dialects happens here: memory, initial registers,
 * labels, the question. The instruction set of a dialect says what each instruction emits. There is one program, whatever
 * model it is run on.
 *
 * Types follow herd7: a location or register without one is an `int` where its value is shown, while registers hold what
 * the instructions put there; an untyped location is as wide as its accesses (lower/infer-width.ts).
 */

import { C_INT } from '../../kernel/c-type.js';
import type { Program, Thread } from '../../program/program.js';
import type { AssemblyTest } from '../../syntax/assembly/assembly-tree.js';
import type { Identifier } from '../../syntax/tree.js';
import { hasErrors } from '../../text/diagnostic.js';
import { inferred, reportMixed, type Untyped } from '../infer-width.js';
import { lowerQuestion } from '../lower-question.js';
import type { Lowered, LoweringOptions } from '../lowered.js';
import { layOut, type Memory } from '../memory-layout.js';
import { Observer } from '../observe.js';
import { Problems } from '../problems.js';
import { Types } from '../types.js';
import { vacuous } from '../vacuous.js';
import { ThreadLowering } from './assembly-thread.js';
import type { InstructionSet } from './instruction-set.js';
import { registerRanges } from './range.js';
import { allocateSymbolic } from './symbolic.js';

/** Lowers a parsed test of the assembly dialect that has those instructions. */
export function lowerAssembly(
  written: AssemblyTest,
  instructions: InstructionSet,
  { names: nameTrees, whole }: LoweringOptions,
): Lowered {
  const problems = new Problems();
  const tree = allocateSymbolic(written, instructions, problems);
  reportUnknownThreads(tree, problems);
  const { memory, threads } = lowerThreads(tree, instructions, problems);
  if (!hasErrors(problems.list)) reportMixed(drafts(threads), memory, problems);
  const observer = new Observer(threads, memory, problems);
  const { question, names, arrays, compared } = lowerQuestion(
    { tree, nameTrees, sites: [] },
    observer,
    () => memory.cells,
  );
  if (hasErrors(problems.list)) return { parts: null, diagnostics: problems.list };
  const program = finish(tree.dialect, memory, threads);
  const vain = whole ? vacuous(program, { question, compared, init: tree.init, memory }) : [];
  return {
    parts: { question, names, arrays, plainAccesses: [], programFor: () => program },
    diagnostics: [...problems.list, ...vain],
  };
}

interface LoweredThreads {
  readonly memory: Memory;
  readonly threads: readonly ThreadLowering[];
}

/** Lowers all threads, and again when the widths of their accesses move locations that have no type of their own. */
function lowerThreads(tree: AssemblyTest, instructions: InstructionSet, problems: Problems): LoweredThreads {
  const guessed = memoryOf(tree, instructions, () => C_INT, problems);
  const threads = lowerOver(guessed, tree, instructions, problems);
  if (hasErrors(problems.list)) return { memory: guessed, threads };
  const untyped = inferred(drafts(threads), guessed);
  if (untyped === null) return { memory: guessed, threads };
  const memory = memoryOf(tree, instructions, untyped, new Problems());
  const same = memory.isLaidOutAs(guessed);
  return { memory, threads: same ? threads : lowerOver(memory, tree, instructions, new Problems()) };
}

function lowerOver(
  memory: Memory,
  tree: AssemblyTest,
  instructions: InstructionSet,
  problems: Problems,
): readonly ThreadLowering[] {
  return tree.threads.map((thread) => {
    const init = tree.init.filter((item) => item.thread === BigInt(thread.number));
    return new ThreadLowering({ instructions, memory, problems }, thread, init);
  });
}

function drafts(threads: readonly ThreadLowering[]): readonly Thread[] {
  return threads.map((thread) => thread.draft());
}

function memoryOf(
  tree: AssemblyTest,
  instructions: InstructionSet,
  untyped: Untyped,
  problems: Problems,
): Memory {
  const names: Identifier[] = [];
  for (const { lines } of tree.threads) {
    for (const { instruction } of lines)
      if (instruction !== null) names.push(...instructions.locationsIn(instruction));
  }
  const { source, init } = tree;
  const types = new Types([], problems);
  return layOut({ source, init, threads: [], types }, problems, { names, untyped });
}

function finish(dialect: string, memory: Memory, threads: readonly ThreadLowering[]): Program {
  const { locations } = memory;
  const ranges = registerRanges(drafts(threads), locations);
  return {
    controlDependencies: 'everything',
    instructions: dialect,
    locations,
    threads: threads.map((thread, index) => thread.finish(ranges[index])),
  };
}

function reportUnknownThreads(tree: AssemblyTest, problems: Problems): void {
  const threads = tree.threads.length;
  for (const { thread, span } of tree.init) {
    if (thread === null || thread < threads) continue;
    problems.error(span, { code: 'unknown-thread', number: thread, threads });
  }
}
