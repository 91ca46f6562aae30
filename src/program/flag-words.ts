/**
 * Which words of a program are flags, so that their bits are shown by names: locations as they are declared, and registers whose
 * every value was taken from such a location, perhaps with some bits set or cleared.
 */
import type { Expression } from './expression.js';
import { definedBy } from './flow.js';
import type { Instruction, Program, Thread } from './program.js';

/** The names of a word's bits, by their numbers. */
export type FlagNames = readonly (string | undefined)[];

/** The words of flags, by what a final state calls them: `page.flags`, `1:r0`. */
export function flagWords({ locations, threads }: Program): ReadonlyMap<string, FlagNames> {
  const declared = locations.flatMap(({ name, address, flags }) =>
    flags === undefined ? [] : [{ name, address, flags }],
  );
  const words = new Map(declared.map(({ name, flags }) => [name, flags]));
  if (declared.length === 0) return words;
  const cells = new Map(declared.map(({ address, flags }) => [address, flags]));
  threads.forEach((thread, index) => {
    for (const [register, flags] of registersOf(thread, cells))
      words.set(`${index}:${thread.registers[register].name}`, flags);
  });
  return words;
}

/** The registers of a thread that hold nothing but flags. */
function registersOf(
  { code, registers }: Thread,
  cells: ReadonlyMap<bigint, FlagNames>,
): ReadonlyMap<number, FlagNames> {
  const definitions = registers.map((_, register) => code.filter((each) => definedBy(each) === register));
  const known = new Map<number, FlagNames>();
  for (let before = -1; before < known.size; ) {
    before = known.size;
    for (const [register, all] of definitions.entries()) {
      const [first = null, ...others] = all.map((instruction) => given(instruction, cells, known));
      if (first !== null && others.every((each) => each === first)) known.set(register, first);
    }
  }
  return known;
}

/** The flags in what an instruction gives a register; null where it is no word of flags. */
function given(
  instruction: Instruction,
  cells: ReadonlyMap<bigint, FlagNames>,
  known: ReadonlyMap<number, FlagNames>,
): FlagNames | null {
  if (instruction.kind === 'set') return inWord(instruction.value, null, known);
  if (instruction.kind !== 'read' && instruction.kind !== 'update') return null;
  const { address, result } = instruction;
  const loaded = address.kind === 'constant' ? (cells.get(address.value) ?? null) : null;
  return inWord(result, loaded, known);
}

function inWord(
  expression: Expression,
  loaded: FlagNames | null,
  known: ReadonlyMap<number, FlagNames>,
): FlagNames | null {
  switch (expression.kind) {
    case 'loaded':
      return loaded;
    case 'register':
      return known.get(expression.register) ?? null;
    case 'convert':
      return inWord(expression.operand, loaded, known);
    case 'binary': {
      const { operator, left, right } = expression;
      const masks = (operator === '&' || operator === '|') && right.kind === 'constant';
      return masks ? inWord(left, loaded, known) : null;
    }
    default:
      return null;
  }
}
