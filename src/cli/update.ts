/** `--update`: puts the verdicts that were found into the file's `Expect=` line and leaves the rest of it alone. */
import { writeFileSync } from 'node:fs';
import { observed, withExpected } from '../check/judge.js';
import type { TestResult } from '../check/result.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { withExpect } from '../syntax/expectation.js';
import type { Document } from './document.js';
import { systemReason, UsageError } from './failure.js';

/** A result judged by the new expectations, and whether the file had to change for them. */
export interface Updated {
  readonly result: TestResult;
  readonly written: boolean;
}

/** Rewrites the file when its expectations were missing or wrong. */
export function update(result: TestResult, document: Document | Diagnostic): Updated {
  const unchanged = { result, written: false };
  if (result.status === 'error' || result.info === null || !('source' in document)) return unchanged;
  const stated = observed(result);
  if (stated.models.size === 0) return unchanged;
  const text = withExpect(document.source.text, stated.models, stated.deadlocks);
  const path = text === document.source.text ? null : document.path;
  if (path !== null) write(path, document.encode(text));
  return { result: withExpected(result, stated), written: path !== null };
}

function write(path: string, bytes: Buffer): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UsageError(`cannot update ${path}: ${systemReason(error)}`);
  }
}
