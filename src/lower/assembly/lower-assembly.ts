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
import { CodePlaces } from './code-places.js';
import { connect, hasLabelValues } from './computed-jumps.js';
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
  const { memory, places, threads } = lowerThreads(tree, instructions, problems);
  if (!hasErrors(problems.list)) reportMixed(drafts(threads), memory, problems);
  const observer = new Observer(threads, memory, problems, () => drafts(threads));
  const { question, names, arrays, compared } = lowerQuestion(
    { tree, nameTrees, sites: [] },
    observer,
    () => memory.cells,
  );
  if (hasErrors(problems.list)) return { parts: null, diagnostics: problems.list };
  const labels = hasLabelValues(tree, threads) ? places.named : null;
  const program = finish(tree.dialect, memory, threads, labels);
  const vain = whole ? vacuous(program, { question, compared, init: tree.init, memory, calls: [] }) : [];
  return {
    parts: { question, names, arrays, plainAccesses: [], programFor: () => program },
    diagnostics: [...problems.list, ...vain],
  };
}

/** Where everything stands that has an address. */
interface LaidOut {
  readonly memory: Memory;
  readonly places: CodePlaces;
}

interface LoweredThreads extends LaidOut {
  readonly threads: readonly ThreadLowering[];
}

/** Lowers all threads, and again when the widths of their accesses move locations that have no type of their own. */
function lowerThreads(tree: AssemblyTest, instructions: InstructionSet, problems: Problems): LoweredThreads {
  const guessed = layOutTest(tree, instructions, () => C_INT, problems);
  const threads = lowerOver(guessed, tree, instructions, problems);
  if (hasErrors(problems.list)) return { ...guessed, threads };
  const untyped = inferred(drafts(threads), guessed.memory);
  if (untyped === null) return { ...guessed, threads };
  const laidOut = layOutTest(tree, instructions, untyped, new Problems());
  const same = laidOut.memory.isLaidOutAs(guessed.memory);
  return { ...laidOut, threads: same ? threads : lowerOver(laidOut, tree, instructions, new Problems()) };
}

function lowerOver(
  { memory, places }: LaidOut,
  tree: AssemblyTest,
  instructions: InstructionSet,
  problems: Problems,
): readonly ThreadLowering[] {
  const threads = tree.threads.map((thread) => {
    const init = tree.init.filter((item) => item.thread === BigInt(thread.number));
    return new ThreadLowering({ instructions, memory, problems, places }, thread, init);
  });
  if (!hasErrors(problems.list)) connect(tree, places, threads);
  return threads;
}

function drafts(threads: readonly ThreadLowering[]): readonly Thread[] {
  return threads.map((thread) => thread.draft());
}

function layOutTest(
  tree: AssemblyTest,
  instructions: InstructionSet,
  untyped: Untyped,
  problems: Problems,
): LaidOut {
  const names = tree.threads.flatMap(({ lines }) => {
    const labels = new Set(lines.flatMap((line) => line.labels.map(({ text }) => text)));
    return lines.flatMap(({ instruction }) => {
      const named = instruction === null ? [] : instructions.locationsIn(instruction);
      return named.filter(({ text }) => !labels.has(text));
    });
  });
  const { source, init } = tree;
  const types = new Types([], problems);
  const at = (base: bigint): CodePlaces => new CodePlaces(tree.threads, base, instructions.instructionBytes);
  let places = at(0n);
  const labels = (base: bigint): CodePlaces => {
    places = at(base);
    return places;
  };
  const memory = layOut({ source, init, threads: [], types }, problems, { names, untyped, labels });
  return { memory, places };
}

function finish(
  dialect: string,
  memory: Memory,
  threads: readonly ThreadLowering[],
  labels: Program['labels'] | null,
): Program {
  const { locations } = memory;
  const ranges = registerRanges(drafts(threads), locations);
  return {
    controlDependencies: 'everything',
    instructions: dialect,
    locations,
    threads: threads.map((thread, index) => thread.finish(ranges[index])),
    ...(labels === null ? {} : { labels }),
  };
}

function reportUnknownThreads(tree: AssemblyTest, problems: Problems): void {
  const threads = tree.threads.length;
  for (const { thread, span } of tree.init) {
    if (thread === null || thread < threads) continue;
    problems.error(span, { code: 'unknown-thread', number: thread, threads });
  }
}
