/**
 * The face of a reporter: it is told what happens and answers with text, which the caller writes where the user
 * wants it. Reporters know nothing of streams, and nothing of each other.
 */
import type { TestResult } from '../check/result.js';
import type { Tally } from '../check/tally.js';
import type { ColorSupportLevel } from './text/colour.js';

/** What is known before the first test ran. */
export interface Plan {
  /** All files, in the order in which their results come. */
  readonly files: readonly string[];
  /** The titles of the models, in the order in which they are shown. */
  readonly models: readonly string[];
  /** Of pinlitmus. */
  readonly version: string;
}

/** What is known after the last. */
export interface Closing {
  readonly tally: Tally;
  readonly milliseconds: number;
}

/** The room and the means for the text. */
export interface Canvas {
  /** Columns; no line may be wider. */
  readonly width: number;
  readonly colours: ColorSupportLevel;
}

/** Every answer is text that ends in a newline, or nothing. */
export interface Reporter {
  start(plan: Plan): string;
  test(result: TestResult): Promise<string>;
  end(closing: Closing): string;
}
