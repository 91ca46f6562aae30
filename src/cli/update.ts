/** `--update`: puts the verdicts that were found into the file's `Expect=` line and leaves the rest of it alone. */
import { writeFileSync } from 'node:fs';
import { observed, withExpected } from '../check/judge.js';
import type { TestResult } from '../check/result.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { withExpect } from '../syntax/expectation.js';
import type { Document } from './document.js';
import { systemReason, UsageError } from './failure.js';

/** Rewrites the file when its expectations were missing or wrong, and gives the result judged by the new ones. */
export function update(result: TestResult, document: Document | Diagnostic): TestResult {
  if (result.status === 'error' || result.info === null || !('source' in document)) return result;
  const verdicts = observed(result);
  if (verdicts.size === 0) return result;
  const text = withExpect(document.source.text, verdicts);
  if (text !== document.source.text && document.path !== null) write(document.path, document.encode(text));
  return withExpected(result, verdicts);
}

function write(path: string, bytes: Buffer): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UsageError(`cannot update ${path}: ${systemReason(error)}`);
  }
}
