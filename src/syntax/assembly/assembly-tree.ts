/**
 * The tree of an assembly litmus test, as written. The frame (header, init, instruction table, condition) is common
 * to all dialects and parsed by parse-assembly.ts; what an instruction's operands mean is a dialect's business, so a cell of the
 * table is a mnemonic and the tokens after it.
 */
import type { Source, Span } from '../../text/source.js';
import type { InitItem } from '../file-scope-tree.js';
import type { Token } from '../tokens.js';
import type { ConditionTree, Identifier, InfoLine, LocationsItem, PropositionTree } from '../tree.js';

/** A whole assembly litmus file. */
export interface AssemblyTest {
  readonly source: Source;
  readonly language: 'assembly';
  /** The first word of the file. */
  readonly dialect: string;
  readonly name: Identifier;
  readonly title: string | null;
  readonly info: readonly InfoLine[];
  readonly init: readonly InitItem[];
  /** One entry a column of the table, in order; thread n is entry n. */
  readonly threads: readonly AssemblyThread[];
  readonly locations: readonly LocationsItem[];
  readonly filter: PropositionTree | null;
  readonly condition: ConditionTree | null;
  /** The file's own condition where another has taken its place: symbolic registers are what they are without it. */
  readonly ownCondition?: ConditionTree | null;
}

/** A column of the table. */
export interface AssemblyThread {
  readonly number: number;
  /** `P0` in the table's head. */
  readonly name: Identifier;
  /** The non-empty cells of the column, from the top. */
  readonly lines: readonly AssemblyLine[];
  /** The registers that symbolic ones, `%a`, stand for, once they are allocated. */
  readonly symbolic?: ReadonlyMap<string, string>;
}

/** A cell: labels (`LC00:`), and perhaps an instruction. */
export interface AssemblyLine {
  readonly labels: readonly Identifier[];
  readonly instruction: AssemblyInstruction | null;
  readonly span: Span;
}

/** A mnemonic with what stands around it. */
export interface AssemblyInstruction {
  /** As written, with its suffixes: `LDR`, `B.NE`, `amoswap.w.aq.rl`; `LOCK` and the like are prefixes. */
  readonly mnemonic: Identifier;
  readonly prefixes: readonly Identifier[];
  /** Everything after the mnemonic. */
  readonly operands: readonly Token[];
  readonly span: Span;
}
