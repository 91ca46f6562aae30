/** What may be changed in an assembly test: a barrier in a row of its own before an access, an instruction made stronger. */

import type { OrderingInstructions } from '../../dialects/ordering-instructions.js';
import type {
  AssemblyInstruction,
  AssemblyTest,
  AssemblyThread,
} from '../../syntax/assembly/assembly-tree.js';
import { positionAt, textOf } from '../../text/source.js';
import type { Option, Slot } from '../slot.js';
import { inCaseOf, rewritten, rowAbove, writtenOf } from './assembly-sites.js';

/** The slots of an assembly test. */
export function slotsOfAssembly(tree: AssemblyTest, orderings: OrderingInstructions): readonly Slot[] {
  return tree.threads.flatMap((thread) => slotsOfThread(tree, thread, orderings));
}

function slotsOfThread(
  tree: AssemblyTest,
  { number, name, lines }: AssemblyThread,
  orderings: OrderingInstructions,
): readonly Slot[] {
  const slots: Slot[] = [];
  /** Whether an access stands earlier, with no barrier since: a barrier that is there is made stronger instead. */
  let open = false;
  for (const { instruction } of lines) {
    if (instruction === null) continue;
    const written = writtenOf(instruction);
    const ordering = orderings.weaker(written);
    // Behind a barrier that orders nothing by itself another may be missing.
    const isBarrier = ordering?.kind === 'barrier' && ordering.ordersAlone;
    if (isAccess(instruction)) {
      if (open) slots.push(gapAbove(tree, number, instruction, orderings));
      open = true;
    } else if (isBarrier) open = false;
    slots.push(strongerOf(instruction, name.text, orderings));
  }
  return slots.filter(({ options }) => options.length > 0);
}

function gapAbove(
  { threads }: AssemblyTest,
  thread: number,
  below: AssemblyInstruction,
  orderings: OrderingInstructions,
): Slot {
  const { line } = positionAt(below.span.source, below.span.start);
  const within = threads[thread].name.text;
  const options = orderings.barriers.map(({ text, cost }): Option => {
    const barrier = inCaseOf(below, text, 'barrier');
    const edits = [rowAbove(threads, thread, below, barrier)];
    return { cost, edits, change: { kind: 'insert', line, barrier, within } };
  });
  return { options };
}

function strongerOf(instruction: AssemblyInstruction, within: string, orderings: OrderingInstructions): Slot {
  const { line } = positionAt(instruction.span.source, instruction.span.start);
  const old = textOf(instruction.span);
  const kind = orderings.weaker(writtenOf(instruction))?.kind ?? 'access';
  const options = orderings.stronger(writtenOf(instruction)).map(({ text, cost }): Option => {
    const by = inCaseOf(instruction, text, kind);
    return { cost, edits: [rewritten(instruction, by)], change: { kind: 'replace', line, old, by, within } };
  });
  return { options };
}

/** Whether an instruction has an operand in memory; one that only computes an address does no harm here. */
function isAccess({ operands }: AssemblyInstruction): boolean {
  return operands.some(({ text }) => text === '[' || text === '(');
}
