/**
 * What an assembly dialect says about its registers and its instructions: a table from mnemonics to what they emit. Everything
 * else (labels, initial registers, memory, the question) is common to all of them. Adding an instruction is adding a line to a
 * dialect's table.
 */
import type { IntegerType } from '../../program/expression.js';
import type { AssemblyInstruction } from '../../syntax/assembly/assembly-tree.js';
import type { Identifier } from '../../syntax/tree.js';
import type { Emitter } from './emitter.js';
import type { OperandReader } from './operands.js';

/** Reads the operands of one instruction and emits what it does. A wrong operand is thrown by `operands`. */
export type InstructionLowering = (emitter: Emitter, operands: OperandReader) => void;

/** The registers and instructions of a dialect, as the common lowering sees them. */
export interface InstructionSet {
  /** The type in which a register holds its value. */
  readonly registerType: IntegerType;
  /** herd7's spelling of a register (`X1` for `w1`, `x10` for `a0`); null for what is no register of the dialect. */
  readonly registerOf: (name: string) => string | null;
  /** Names of registers to suggest for a misspelt one. */
  readonly registers: readonly string[];
  /** How many bytes each instruction has; null where they differ. */
  readonly instructionBytes: number | null;
  /** The registers, in herd7's spelling, that a symbolic one (`%a`) may become; none where the dialect has no such. */
  readonly spare: readonly string[];
  /** Why a name that is no register here cannot be one, such as a system register's; null when nothing is known of it. */
  readonly refusal: (name: string) => string | null;
  /** What an instruction emits; null for an unknown mnemonic. */
  readonly find: (instruction: AssemblyInstruction) => InstructionLowering | null;
  /** All mnemonics, to suggest one for a misspelt one. */
  readonly mnemonics: readonly string[];
  /** Those that are offered where one begins to type, if there are too many for that; absent where all are. */
  readonly offered?: readonly string[];
  /** The names of locations that stand in an instruction, as in `MOV [x],$1`. */
  readonly locationsIn: (instruction: AssemblyInstruction) => readonly Identifier[];
}
