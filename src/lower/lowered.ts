/** What lowering gives back, whatever the language of the test. */
import type { Test } from '../program/test.js';
import type { NameTree } from '../syntax/expectation.js';
import type { Diagnostic } from '../text/diagnostic.js';

/** What lowering must know beside the tree. */
export interface LoweringOptions {
  /** The names that the header gives to registers and locations. */
  readonly names: readonly NameTree[];
  /** Whether the text had no errors so far; of one that had, nothing is said to be asked in vain. */
  readonly whole: boolean;
}

/** The parts of a test that come from its code and its question. */
type LoweredParts = Pick<Test, 'question' | 'names' | 'arrays' | 'plainAccesses' | 'programFor'>;

/** The parts of a test fit to run, or null when there were errors; warnings stand beside either. */
export interface Lowered {
  readonly parts: LoweredParts | null;
  /** In the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];
}
