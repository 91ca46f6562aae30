/** `--update`: puts the verdicts that were found into the file's `Expect=` line and leaves the rest of it alone. */
import { observed, withExpected } from '../../check/judge.js';
import type { TestResult } from '../../check/result.js';
import { withExpect } from '../../dialects/expect-line.js';
import type { Document } from '../io/document.js';
import { replace, targetOf } from '../io/replace.js';

/** A result judged by the new expectations, and the text that has them; null where nothing is to be expected. */
export interface Corrected {
  readonly result: TestResult;
  readonly text: string;
}

/** The text with the verdicts of a result. */
export function corrected(result: TestResult, text: string): Corrected | null {
  if (result.status === 'error' || result.info === null) return null;
  const stated = observed(result);
  if (stated.models.size === 0) return null;
  return { result: withExpected(result, stated), text: withExpect(text, stated.models, stated) };
}

/** What became of a file; `remark` is what the user may not expect, a line. */
export interface UpdatedFile {
  readonly result: TestResult;
  readonly written: boolean;
  readonly remark: string | null;
}

/** Rewrites the file when its expectations were missing or wrong. `base` is the directory that was given for it. */
export function update(result: TestResult, document: Document, base: string | undefined): UpdatedFile {
  const { source, path, encode } = document;
  const correction = corrected(result, source.text);
  if (correction === null || path === null) return { result, written: false, remark: null };
  const isRight = correction.text === source.text;
  const remark = isRight ? null : write(path, encode(correction.text), base);
  return { result: correction.result, written: !isRight, remark };
}

function write(path: string, bytes: Buffer, base: string | undefined): string | null {
  const purpose = 'cannot update';
  const target = targetOf(path, base, purpose);
  replace(target, bytes, purpose);
  return target.remark;
}
