/**
 * Which machine register each register of a thread has. One that is kept has its own to the end, so that a final state can show
 * it; any other has one from its first use to its last, and through every loop that it is used in.
 */
import { definedBy, eachUse } from '../program/flow.js';
import type { Thread } from '../program/program.js';

/** A temporary's stretch of the code. */
interface Stretch {
  readonly register: number;
  first: number;
  last: number;
}

/** The allocation: machine registers by number, and those that are left. Null where there are too few. */
export interface Allocation {
  readonly registers: ReadonlyMap<number, string>;
  /** Those that keep what they hold to the end. */
  readonly kept: ReadonlySet<number>;
  readonly spare: readonly string[];
}

/** An instruction takes at most so many registers for a while. */
const SCRATCH = 3;

/** Allocates `pool`, in its order; `kept` are registers that a final state shows. */
export function allocateRegisters(
  { code }: Thread,
  pool: readonly string[],
  kept: ReadonlySet<number>,
): Allocation | null {
  const stretches = new Map<number, Stretch>();
  const touch = (register: number, place: number): void => {
    const known = stretches.get(register);
    if (known === undefined) stretches.set(register, { register, first: place, last: place });
    else known.last = place;
  };
  code.forEach((instruction, place) => {
    eachUse(instruction, (register) => touch(register, place));
    const target = definedBy(instruction);
    if (target !== null) touch(target, place);
  });
  for (const register of kept)
    stretches.set(register, { register, first: -1, last: Number.POSITIVE_INFINITY });
  const aliases = aliasesOf(code, stretches, kept);
  for (const alias of aliases.keys()) stretches.delete(alias);
  widen(stretches, code);
  const found = assigned([...stretches.values()], pool);
  if (found === null || found.spare.length < SCRATCH) return null;
  const registers = new Map(found.registers);
  for (const [alias, register] of aliases) registers.set(alias, found.registers.get(register) ?? '');
  return { registers, kept, spare: found.spare };
}

/**
 * Temporaries that end in a copy to a register that is kept, with that register: it takes their place from their beginning on,
 * where nobody asks for it meanwhile and no branch comes in or goes out between.
 */
function aliasesOf(
  code: Thread['code'],
  stretches: ReadonlyMap<number, Stretch>,
  kept: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const destinations = new Set(code.flatMap((each) => ('destination' in each ? [each.destination] : [])));
  const aliases = new Map<number, number>();
  code.forEach((instruction, place) => {
    if (instruction.kind !== 'set' || instruction.value.kind !== 'register') return;
    const { target, value } = instruction;
    const stretch = stretches.get(value.register);
    if (stretch === undefined || kept.has(value.register) || !kept.has(target) || stretch.last !== place)
      return;
    const between = code.slice(stretch.first, place);
    const isStraight = between.every(
      (each, index) => !('destination' in each) && !destinations.has(stretch.first + 1 + index),
    );
    if (isStraight && !between.some((each) => touches(each, target))) aliases.set(value.register, target);
  });
  return aliases;
}

function touches(instruction: Thread['code'][number], register: number): boolean {
  let found = definedBy(instruction) === register;
  eachUse(instruction, (each) => {
    found ||= each === register;
  });
  return found;
}

/** What is used within a loop is kept through all of it. */
function widen(stretches: ReadonlyMap<number, Stretch>, code: Thread['code']): void {
  const loops = code.flatMap((instruction, place) =>
    'destination' in instruction && instruction.destination <= place
      ? [{ first: instruction.destination, last: place }]
      : [],
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const loop of loops) {
      for (const stretch of stretches.values()) {
        if (stretch.last < loop.first || stretch.first > loop.last) continue;
        if (stretch.first <= loop.first && stretch.last >= loop.last) continue;
        stretch.first = Math.min(stretch.first, loop.first);
        stretch.last = Math.max(stretch.last, loop.last);
        changed = true;
      }
    }
  }
}

function assigned(stretches: readonly Stretch[], pool: readonly string[]): Omit<Allocation, 'kept'> | null {
  const registers = new Map<number, string>();
  const free = [...pool];
  let active: readonly Stretch[] = [];
  const used = new Set<string>();
  for (const stretch of stretches.toSorted((a, b) => a.first - b.first || a.register - b.register)) {
    for (const { register, last } of active) {
      if (last < stretch.first) free.unshift(registers.get(register) ?? '');
    }
    active = active.filter(({ last }) => last >= stretch.first);
    free.sort((a, b) => pool.indexOf(a) - pool.indexOf(b));
    const machine = free.shift();
    if (machine === undefined) return null;
    registers.set(stretch.register, machine);
    used.add(machine);
    active = [...active, stretch];
  }
  return { registers, spare: pool.filter((each) => !used.has(each)) };
}
