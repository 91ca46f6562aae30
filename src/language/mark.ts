/** What the parts of a text are: the one list that colours, names, completions and explanations are read from. */
import type { TextRange } from '../syntax/lexer.js';

/** What a part of a text is. */
export type MarkKind =
  | 'comment'
  /** In the header, what no tool reads. */
  | 'prose'
  | 'dialect'
  | 'test-name'
  | 'title'
  | 'header-key'
  | 'model'
  | 'verdict'
  | 'observable-label'
  | 'keyword'
  | 'type'
  | 'number'
  | 'string'
  | 'operator'
  | 'primitive'
  | 'barrier'
  | 'function'
  | 'macro'
  | 'macro-parameter'
  | 'parameter'
  | 'location'
  | 'local'
  | 'register'
  | 'label'
  | 'field'
  | 'structure'
  | 'constant'
  | 'thread'
  | 'instruction';

/** A part of a text. Two that agree in `kind`, `name` and `scope` are the same thing. */
export interface TextMark extends TextRange {
  readonly kind: MarkKind;
  /** As written; of a register, as herd7 has it: `X1` for `w1`. */
  readonly name: string;
  /** What it is known in: a thread or a function by its name, or `''` for the whole file; null for what is no name of the file's own. */
  readonly scope: string | null;
  /** Whether it is declared here. */
  readonly declares: boolean;
}

/** A mark without a name of the file's own. */
export function plainMark(kind: MarkKind, { start, end }: TextRange, name: string): TextMark {
  return { start, end, kind, name, scope: null, declares: false };
}

/** Whether two marks are of one thing. */
export function isSame(one: TextMark, other: TextMark): boolean {
  return one.kind === other.kind && one.name === other.name && one.scope === other.scope;
}
