/**
 * Which addresses the accesses of a program may use at all (value-sets.ts), to guess how a location without a type is accessed,
 * and to rule out beforehand that any execution makes an access of mixed size.
 */
import type { IntegerType } from '../program/expression.js';
import type { Instruction, MemoryInstruction, Program } from '../program/program.js';
import { isFar, isWhole, overlapped } from '../program/width.js';
import { type Held, Holding } from './value-sets.js';

/** The addresses that an access of a thread may use. */
export type TargetsOf = (thread: number, access: MemoryInstruction) => Held;

/** After so many rounds every access is taken to reach any address. */
const ROUNDS = 80;

/** Follows a program. */
export function targetsIn(program: Program): TargetsOf {
  const holding = new Holding(program);
  for (let round = 0; holding.grow(); round++) if (round === ROUNDS) return () => null;
  return (thread, { address }) => holding.valuesOf(address, thread);
}

/**
 * Whether some execution may make an access of mixed size. An access beside an object counts as well, since for it the
 * search adds a cell that another may overlap.
 */
export function mayMix(program: Program): boolean {
  const { threads, locations } = program;
  const isSafe = (address: bigint, bits: IntegerType['bits']): boolean => {
    const location = overlapped(locations, address, bits);
    return location === undefined ? isFar(locations, address) : isWhole(location, address, bits);
  };
  let targets: TargetsOf | null = null;
  const isSafeIn = (thread: number, each: Instruction): boolean => {
    if (!('address' in each)) return true;
    if (each.address.kind === 'constant') return isSafe(each.address.value, each.type.bits);
    targets ??= targetsIn(program);
    return targets(thread, each)?.every((address) => isSafe(address, each.type.bits)) ?? false;
  };
  return !threads.every(({ code }, thread) => code.every((each) => isSafeIn(thread, each)));
}
