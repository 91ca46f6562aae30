/** Reads what `--reporter json` and `--reporter jsonl` write. */
import type { ZodError } from 'zod';
import { type Report, reportSchema, summaryLineSchema, testSchema } from './check-schema.js';

/** A value, or why there is none. */
export type ReadOutcome<Value> = { readonly value: Value } | { readonly reason: string };

const WRONG = 'it is no report of pinlitmus';

/** What is written in a file, if it is a report of this version: one document, or a line a test. */
export function readReport(text: string): ReadOutcome<Report> {
  const whole = parsed(text);
  if (whole === undefined)
    return /^\s*\{.*\}\s*$/m.test(text) ? fromLines(text) : { reason: 'it is not JSON' };
  if (isObject(whole.value) && 'type' in whole.value) return fromLines(text);
  return fromDocument(whole.value);
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fromDocument(value: unknown): ReadOutcome<Report> {
  const other = otherVersion(value);
  if (other !== null) return { reason: other };
  const read = reportSchema.safeParse(value);
  return read.success ? { value: read.data } : { reason: `${WRONG}${issueOf(read.error)}` };
}

/** The lines of a run that has ended: the last one sums up. */
function fromLines(text: string): ReadOutcome<Report> {
  const tests: Report['tests'] = [];
  let end: Omit<Report, 'tests'> | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = ` in line ${index + 1}`;
    const read = parsed(line);
    if (read === undefined) return { reason: `it is not JSON${place}` };
    const { value } = read;
    const other = otherVersion(value);
    if (other !== null) return { reason: `${other}${place}` };
    if (end !== null)
      return { reason: `${WRONG}: nothing follows the line that sums up, but line ${index + 1}` };
    if (isObject(value) && 'type' in value && value.type === 'test') {
      const { type: _type, ...rest } = value;
      const test = testSchema.safeParse(rest);
      if (!test.success) return { reason: `${WRONG}${place}${issueOf(test.error)}` };
      tests.push(test.data);
    } else {
      const summary = summaryLineSchema.safeParse(value);
      if (!summary.success) return { reason: `${WRONG}${place}${issueOf(summary.error)}` };
      const { type: _type, ...rest } = summary.data;
      end = rest;
    }
  }
  if (end === null)
    return { reason: 'it has no line that sums up: the run that wrote it has not come to its end' };
  return { value: { ...end, tests } };
}

/** Why a document of another schema is not read; null where it may be of this one. */
function otherVersion(value: unknown): string | null {
  const expected = reportSchema.shape.schemaVersion.value;
  if (!isObject(value) || !('schemaVersion' in value) || value.schemaVersion === expected) return null;
  return `its schemaVersion is ${JSON.stringify(value.schemaVersion)}, expected ${expected}`;
}

function issueOf({ issues: [issue] }: ZodError): string {
  const place = issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return `${place}: ${issue.message}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
