/** What may be changed in an assembly test: a barrier in a row of its own before an access, an instruction made stronger. */

import type {
  AssemblyInstruction,
  AssemblyTest,
  AssemblyThread,
} from '../../syntax/assembly/assembly-tree.js';
import { positionAt, textOf } from '../../text/source.js';
import type { Option, Slot } from '../slot.js';
import { FORMS, inCaseOf, rewritten, rowAbove, writtenOf } from './assembly-sites.js';

/** The slots of an assembly test. */
export function slotsOfAssembly(tree: AssemblyTest): readonly Slot[] {
  return tree.threads.flatMap((thread) => slotsOfThread(tree, thread));
}

function slotsOfThread(tree: AssemblyTest, { number, name, lines }: AssemblyThread): readonly Slot[] {
  const slots: Slot[] = [];
  /** Whether an access stands earlier, with no barrier since: a barrier that is there is made stronger instead. */
  let open = false;
  for (const { instruction } of lines) {
    if (instruction === null) continue;
    const forms = FORMS[tree.dialect];
    const written = writtenOf(instruction);
    // An ISB orders nothing by itself, and a barrier behind it may be what is missing.
    const isBarrier = forms.weaker(written)?.kind === 'barrier' && written.mnemonic !== 'ISB';
    if (isAccess(instruction)) {
      if (open) slots.push(gapAbove(tree, number, instruction, name.text));
      open = true;
    } else if (isBarrier) open = false;
    slots.push(strongerOf(tree, instruction, name.text));
  }
  return slots.filter(({ options }) => options.length > 0);
}

function gapAbove(tree: AssemblyTest, thread: number, below: AssemblyInstruction, within: string): Slot {
  const { line } = positionAt(tree.source, below.span.start);
  const options = FORMS[tree.dialect].barriers.map(({ text, cost }): Option => {
    const barrier = inCaseOf(below, text);
    const edits = [rowAbove(tree.threads, thread, below, barrier)];
    return { cost, edits, change: { kind: 'insert', line, barrier, within } };
  });
  return { options };
}

function strongerOf(
  { dialect, source }: AssemblyTest,
  instruction: AssemblyInstruction,
  within: string,
): Slot {
  const { line } = positionAt(source, instruction.span.start);
  const old = textOf(instruction.span);
  const options = FORMS[dialect].stronger(writtenOf(instruction)).map(({ text, cost }): Option => {
    const by = inCaseOf(instruction, text);
    return { cost, edits: [rewritten(instruction, by)], change: { kind: 'replace', line, old, by, within } };
  });
  return { options };
}

/** Whether an instruction has an operand in memory; one that only computes an address does no harm here. */
function isAccess({ operands }: AssemblyInstruction): boolean {
  return operands.some(({ text }) => text === '[' || text === '(');
}
