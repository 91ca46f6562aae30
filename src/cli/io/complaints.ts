/** What commands that report on files say on standard error beside the report. */
import type { Crash, TestResult } from '../../check/result.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { visible } from '../../text/visible.js';
import type { Collection } from './collect.js';
import type { Selection } from './selection.js';
import { diagnosticColumnsOf, paintOn, type Streams, say, sayLines } from './streams.js';

/** Says why paths stand for no test, and why no test was selected; gives whether there was such a reason. */
export function sayEmpty(
  { empty }: Pick<Collection, 'empty'>,
  { fault }: Pick<Selection, 'fault'>,
  streams: Streams,
): boolean {
  const reasons = fault === null ? empty : [...empty, fault];
  for (const reason of reasons) say(streams, `pinlitmus: no test found: ${visible(reason)}`);
  return reasons.length > 0;
}

/** Says which tests a run was for, and what ended it. */
export function sayRemarks(remarks: readonly string[], streams: Streams): void {
  for (const remark of remarks) say(streams, `pinlitmus: ${visible(remark)}`);
}

/** Prints the stack of a bug where the environment asks for it. */
export function sayStack({ crash }: { readonly crash: Crash | null }, streams: Streams): void {
  if (crash !== null && streams.environment.PINLITMUS_DEBUG) say(streams, crash.stack);
}

/** Prints what is wrong with a file that is beside the report, or has no room in it. */
export async function sayDiagnostics(
  { file, crash = null }: Pick<TestResult, 'file'> & Partial<Pick<TestResult, 'crash'>>,
  diagnostics: readonly Diagnostic[],
  streams: Streams,
): Promise<void> {
  const { stderr, environment } = streams;
  const paint = paintOn(stderr, environment);
  sayLines(streams, await diagnosticLines({ file, crash }, diagnostics, diagnosticColumnsOf(stderr), paint));
}
