/**
 * Jumps to computed addresses (BR, RET, jalr): which labels each thread's may come to. Those are the labels whose addresses the
 * thread's own code asks for, and where its calls return to; what its registers and the memory hold at first; and, where addresses
 * may go through memory, every label whose address is asked for anywhere. Where a jump comes to none of them the search says so.
 */
import type { Instruction } from '../../program/program.js';
import type { AssemblyTest } from '../../syntax/assembly/assembly-tree.js';
import type { InitItem, InitValue } from '../../syntax/file-scope-tree.js';
import type { LabelTree } from '../../syntax/tree.js';
import { conditionOperands } from '../../syntax/visit.js';
import type { ThreadLowering } from './assembly-thread.js';
import type { CodePlace, CodePlaces } from './code-places.js';

/** Finishes the jumps to computed addresses of all threads. */
export function connect(
  { threads: columns, init }: AssemblyTest,
  places: CodePlaces,
  threads: readonly ThreadLowering[],
): void {
  if (!threads.some(({ jumpsFar }) => jumpsFar)) return;
  const given = init.map(({ thread, value }) => ({ thread, places: placesIn(value, places) }));
  const shown = threads.flatMap(({ emitter }) => emitter.shown);
  const handsOn = threads.some(({ emitter }) => emitter.code.has(mayStoreAddress));
  threads.forEach((thread, number) => {
    const own = given.filter((each) => handsOn || each.thread === null || each.thread === BigInt(number));
    thread.finishJumps([...own.flatMap((each) => each.places), ...(handsOn ? shown : [])], columns);
  });
}

/** Whether addresses of labels are values of the test, which reports name then. */
export function hasLabelValues(
  { init, condition, filter }: AssemblyTest,
  threads: readonly ThreadLowering[],
): boolean {
  const propositions = [filter, condition?.proposition ?? null].filter((each) => each !== null);
  return (
    init.some(({ value }) => labelsIn(value).length > 0) ||
    propositions.flatMap(conditionOperands).some(({ kind }) => kind === 'label') ||
    threads.some(({ emitter }) => emitter.taken.size > 0)
  );
}

/** Addresses have as many bits as a register. */
function mayStoreAddress(instruction: Instruction): boolean {
  return 'data' in instruction && instruction.type.bits === 64;
}

function placesIn(value: InitItem['value'], places: CodePlaces): readonly CodePlace[] {
  return labelsIn(value).flatMap((label) => places.placeOf(label) ?? []);
}

function labelsIn(value: InitValue | null): readonly LabelTree[] {
  if (value === null) return [];
  if (value.kind === 'list') return value.items.flatMap((item) => labelsIn(item.value));
  return value.kind === 'label' ? [value] : [];
}
