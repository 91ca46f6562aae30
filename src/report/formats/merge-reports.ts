/**
 * Joins JSON reports, as the parts of a large run on several machines write them, into the one that a single machine
 * would have written. A test may be in several of them as long as all say the same of it; times may differ.
 */
import { type Report, type ReportedTest, reportSchema } from './check-schema.js';

/** A report with the name of the file that it comes from. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** A value, or why there is none. */
export type MergeOutcome<Value> = { readonly value: Value } | { readonly reason: string };

/** What is written in a file, if it is a report of this version. */
export function readReport(text: string): MergeOutcome<Report> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'it is not JSON' };
  }
  const expected = reportSchema.shape.schemaVersion.value;
  const version = versionOf(value);
  if (version !== undefined && version !== expected)
    return { reason: `its schemaVersion is ${JSON.stringify(version)}, expected ${expected}` };
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return { reason: `it is no report of pinlitmus${place}: ${issue.message}` };
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value
    ? value.schemaVersion
    : undefined;
}

/** The reports in one, its tests sorted by file; or which two contradict each other. There is at least one. */
export function merged(reports: readonly NamedReport[]): MergeOutcome<Report> {
  const [first] = reports;
  const other = reports.find(({ report }) => report.tool.version !== first.report.tool.version);
  if (other !== undefined) {
    const [one, two] = [first, other].map(({ name, report }) => `${name} by ${report.tool.version}`);
    return { reason: `the reports are of different versions of pinlitmus: ${one}, ${two}` };
  }
  const tests = new Map<string, { readonly test: ReportedTest; readonly name: string }>();
  for (const { name, report } of reports) {
    for (const test of report.tests) {
      const known = tests.get(test.file);
      if (known !== undefined && timeless(known.test) !== timeless(test))
        return { reason: `${test.file} has different results in ${known.name} and ${name}` };
      if (known === undefined) tests.set(test.file, { test, name });
    }
  }
  const sorted = [...tests.values()].map(({ test }) => test).sort(byFile);
  return { value: { ...first.report, tests: sorted, summary: summaryOf(sorted, reports) } };
}

/**
 * What a report says of a test, as a text that does not depend on the order of fields: apart from times, and from whether it was
 * remembered.
 */
function timeless(test: ReportedTest): string {
  return JSON.stringify(test, (key, value: unknown) => {
    if (key === 'timeMs' && typeof value === 'number') return undefined;
    if (key === 'remembered' && value === true) return undefined;
    return isObject(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

function byFile(a: ReportedTest, b: ReportedTest): number {
  return a.file < b.file ? -1 : Number(a.file > b.file);
}

/** Counted from the tests, for one that is in two reports is in both of their sums. */
function summaryOf(tests: readonly ReportedTest[], reports: readonly NamedReport[]): Report['summary'] {
  const crashed = tests.filter(isCrashed).length;
  const count = (status: ReportedTest['status']): number =>
    tests.filter((test) => test.status === status).length;
  const sum = (field: 'notRun' | 'timeMs'): number =>
    reports.reduce((total, { report }) => total + report.summary[field], 0);
  return {
    tests: tests.length,
    passed: count('pass'),
    failed: count('fail'),
    undecided: count('unknown'),
    noExpectation: count('none'),
    malformed: count('error') - crashed,
    crashed,
    warnings: tests.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'warning')
      .length,
    notRun: sum('notRun'),
    timeMs: Math.round(sum('timeMs') * 1000) / 1000,
  };
}

function isCrashed({ diagnostics }: ReportedTest): boolean {
  return diagnostics.some(({ code }) => code === 'internal-error');
}
