/**
 * What a dialect is: one value, which the rest of the program asks for all that differs between dialects. A dialect is a
 * folder here and a line in index.ts. Its language decides how its tests are read and lowered: C by the kernel's table of
 * primitives and ports, assembly by the dialect's instruction set in a frame that all of them share (header, init block,
 * table, question).
 */
import type { InstructionSet } from '../lower/assembly/instruction-set.js';
import type { AssemblyTest } from '../syntax/assembly/assembly-tree.js';
import { invariant } from '../text/invariant.js';
import type { OrderingInstructions } from './ordering-instructions.js';

/** A dialect. */
export type Dialect = CDialect | AssemblyDialect;

/** A dialect of C. */
export interface CDialect extends Named {
  readonly language: 'C';
}

/** A dialect of an assembly language. */
export interface AssemblyDialect extends Named {
  readonly language: 'assembly';
  readonly instructions: InstructionSet;
  /** What `pinlitmus barriers` takes away, and puts in. */
  readonly orderings: OrderingInstructions;
}

interface Named {
  /** The first word of a test in this dialect. */
  readonly name: string;
  /** What else it is called, in lower case: no test begins so, and whoever writes it is told the name. */
  readonly aliases: readonly string[];
  /** The names of the models that a test is run on when none are asked for, beside those that its `Expect=` names. */
  readonly models: readonly string[];
}

/**
 * The names of the models that a test is run on when none are asked for: an expectation that nobody looks at would pass
 * whatever it says.
 */
export function modelsToRun({ models }: Dialect, expected: readonly string[]): readonly string[] {
  return [...new Set([...models, ...expected])];
}

/** The dialect of that name, or null. */
export function dialectNamed(name: string, dialects: readonly Dialect[]): Dialect | null {
  return dialects.find((dialect) => dialect.name === name) ?? null;
}

/** The dialect that a test in assembly was parsed in. */
export function assemblyDialectOf({ dialect }: AssemblyTest, dialects: readonly Dialect[]): AssemblyDialect {
  const found = dialectNamed(dialect, dialects);
  invariant(found?.language === 'assembly', `${dialect} is no assembly language`);
  return found;
}
