/** What a pass over the code of a thread is, and what passes share. */
import { eachUse } from '../program/flow.js';
import type { Instruction, Program } from '../program/program.js';

/** The code of a thread, as a pass takes and gives it. In a draft, temporaries have negative register numbers. */
export type ThreadCode = readonly Instruction[];

/** A pass: the same accesses with the same dependencies, in fewer instructions. */
export interface Pass {
  readonly name: string;
  /** `controls` is the program's: what a branch orders. */
  readonly run: (code: ThreadCode, controls: Program['controlDependencies']) => ThreadCode;
}

/** Leaves out the instructions marked null; destinations follow. */
export function compact(code: readonly (Instruction | null)[]): ThreadCode {
  if (!code.includes(null)) return code as ThreadCode;
  const position: number[] = [];
  let kept = 0;
  for (const instruction of code) {
    position.push(kept);
    if (instruction !== null) kept += 1;
  }
  position.push(kept);
  return code
    .filter((instruction) => instruction !== null)
    .map((instruction) =>
      'destination' in instruction
        ? { ...instruction, destination: position[instruction.destination] }
        : instruction,
    );
}

/** The registers that an instruction reads, with repetitions. */
export function usesIn(instruction: Instruction): readonly number[] {
  const uses: number[] = [];
  eachUse(instruction, (register) => uses.push(register));
  return uses;
}

/** How often each register is read. */
export function countUses(code: ThreadCode): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const count = (register: number): void => {
    counts.set(register, (counts.get(register) ?? 0) + 1);
  };
  for (const instruction of code) eachUse(instruction, count);
  return counts;
}

/** Where jumps and branches go. */
export function destinationsOf(code: ThreadCode): ReadonlySet<number> {
  const destinations = new Set<number>();
  for (const each of code) if ('destination' in each) destinations.add(each.destination);
  return destinations;
}

/** Whether a register of a draft is one that the source names, and no temporary. */
export function isNamed(register: number): boolean {
  return register >= 0;
}
