/** Puts the verdicts that were found into the `Expect=` line of a text, and leaves the rest of it alone. */
import { withExpect } from '../dialects/expect-line.js';
import type { Source } from '../text/source.js';
import { checkSource } from './check-source.js';
import { observed, withExpected } from './judge.js';
import type { Settings, TestInfo, TestResult } from './result.js';

/** A result judged by the new expectations, and the text that has them; null where nothing is to be expected. */
export interface Corrected {
  readonly result: TestResult;
  readonly text: string;
}

/** The text with the verdicts of a result. */
export function corrected(result: TestResult, text: string): Corrected | null {
  if (result.status === 'error' || result.status === 'unsupported' || result.info === null) return null;
  const stated = observed(result);
  if (stated.models.size === 0) return null;
  return { result: withExpected(result, stated), text: withExpect(text, stated.models, stated) };
}

/** A changed text with the verdicts that it has by now, if the text before the change expected any. */
export function expecting(
  { info }: { readonly info: TestInfo | null },
  changed: Source,
  settings: Settings,
): string {
  const { text } = changed;
  if (info === null || info.expectations.models.size === 0) return text;
  const own = { ...settings, given: [], models: null, verdictOnly: true };
  return corrected(checkSource(changed, own), text)?.text ?? text;
}
