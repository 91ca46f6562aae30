/**
 * Branches that hang on what others write, in whose arms a thread writes what it alone writes. Once the arms have met, a read of
 * that takes what stands there on the way that is predicted, though the branch is still open, and a write of what it took may come
 * before the branch is decided, and decide it. So both ways count as possible, whatever was found of the others by then.
 */
import { definedBy, eachUse, reachable } from '../program/flow.js';
import type { Instruction } from '../program/program.js';

/** A thread, as far as this asks. */
interface Looked {
  readonly code: readonly Instruction[];
  readonly joins: readonly (number | null)[];
  /** By place, the locations that are accessed there, `ANYWHERE` among them (value-walk.ts), which is nobody's own. */
  readonly accessed: ReadonlyMap<number, ReadonlySet<number>>;
  /** Whether only the thread itself writes a location. */
  readonly isOwn: (location: number) => boolean;
}

/** The locations that are written in such arms, the registers that hold what hangs on others, and the branches. */
interface Found {
  readonly locations: Set<number>;
  readonly registers: Set<number>;
  readonly branches: Set<number>;
}

/** The branches that have such arms. */
export function decidedElsewhere(looked: Looked): ReadonlySet<number> {
  const found: Found = { locations: new Set(), registers: new Set(), branches: new Set() };
  for (let [before, after] = [-1, 0]; before < after; ) {
    before = after;
    looked.code.forEach((instruction, place) => {
      if (!hangs(looked, found, place)) return;
      const target = definedBy(instruction);
      if (target !== null) found.registers.add(target);
      const join = looked.joins[place] ?? null;
      if (join === null) return;
      for (const within of reachable(looked.code, place, join)) {
        if (addSet(looked, found, within)) found.branches.add(place);
      }
    });
    after = found.locations.size + found.registers.size + found.branches.size;
  }
  return found.branches;
}

/** Whether what an instruction does hangs on what other threads write. */
function hangs({ code, accessed, isOwn }: Looked, { locations, registers }: Found, place: number): boolean {
  const instruction = code[place];
  if (instruction.kind === 'store-conditional') return true;
  if (instruction.kind === 'read' || instruction.kind === 'update') {
    for (const each of accessed.get(place) ?? []) if (!isOwn(each) || locations.has(each)) return true;
  }
  let is = false;
  eachUse(instruction, (register) => {
    is ||= registers.has(register);
  });
  return is;
}

/** Adds what an instruction in such arms sets and writes; whether that is a location of the thread's own. */
function addSet({ code, accessed, isOwn }: Looked, { locations, registers }: Found, place: number): boolean {
  const instruction = code[place];
  if (instruction === undefined) return false;
  const target = definedBy(instruction);
  if (target !== null) registers.add(target);
  const written = 'data' in instruction ? [...(accessed.get(place) ?? [])].filter(isOwn) : [];
  for (const each of written) locations.add(each);
  return written.length > 0;
}
