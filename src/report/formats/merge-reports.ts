/**
 * Joins reports, as the parts of a large run on several machines write them, into the results that a single machine would have
 * had. A test may be in several of them as long as all say the same of it; times may differ.
 */
import { inModelOrder } from '../../check/model-kind.js';
import type { TestResult } from '../../check/result.js';
import { count, NOTHING } from '../../check/tally.js';
import type { CheckPlan, CheckSummary } from '../reporter.js';
import { plural } from '../text/layout.js';
import type { Report, ReportedTest } from './check-schema.js';
import type { ReadOutcome } from './read-report.js';
import { resultFrom } from './reported-result.js';

/** A report with the name of the file that it comes from. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
  /** Tests that were run, and are not in it any more. */
  readonly missing?: readonly string[];
  /** The files that its run did not come to, where they are known. */
  readonly notRun?: readonly string[];
}

/** One whose missing tests are in no other either. */
type LostReport = NamedReport & Pick<Required<NamedReport>, 'missing'>;

/** So many of those are named. */
const NAMED = 3;

/** What a reporter is told of a run that is over. */
export interface MergedRun {
  readonly plan: CheckPlan;
  readonly results: readonly TestResult[];
  readonly summary: CheckSummary;
}

/** The reports in one, its tests sorted by file; or which two contradict each other. There is at least one. */
export function merged(reports: readonly NamedReport[]): ReadOutcome<MergedRun> {
  const [first] = reports;
  const { version } = first.report.tool;
  const other = reports.find(({ report }) => report.tool.version !== version);
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
  const results = [...tests.values()].map(({ test }) => resultFrom(test)).sort(byFile);
  const planned = reports.flatMap(({ missing = [], notRun = [] }) => [...missing, ...notRun]);
  const files = [...new Set([...tests.keys(), ...planned])].sort();
  const lost = reports.map(({ missing = [], ...named }) => ({
    ...named,
    missing: missing.filter((file) => !tests.has(file)),
  }));
  return {
    value: {
      plan: { files, models: inModelOrder(reports.flatMap(({ report }) => report.models)), version },
      results,
      summary: {
        tally: { ...results.reduce(count, NOTHING), notRun: notRun(lost, results.length) },
        milliseconds: reports.reduce((sum, { report }) => sum + report.summary.timeMs, 0),
        remarks: remarksOn(lost),
      },
    },
  };
}

/**
 * How many tests nobody has run. Parts of one run say how many there are in all, so that one that is missing, or parts that were
 * not divided in the same way, are seen; of other reports, each says what an interruption left out.
 */
function notRun(reports: readonly LostReport[], tests: number): number {
  const totals = new Set(reports.map(({ report: { shard } }) => (shard === undefined ? null : shard.of)));
  const [of] = totals;
  if (totals.size === 1 && of !== null) return Math.max(0, of - tests);
  const missing = new Set(reports.flatMap((report) => report.missing));
  return reports.reduce((sum, { report }) => sum + report.summary.notRun, missing.size);
}

/** What the reports remark on their runs: what all do, and of the rest whose it is. */
function remarksOn(reports: readonly LostReport[]): readonly string[] {
  const remarked = reports.map(({ name, report, missing }) => ({
    name,
    remarks: [...(report.summary.remarks ?? []), ...remarkOnLost(missing)],
  }));
  const isOfAll = (remark: string): boolean => remarked.every(({ remarks }) => remarks.includes(remark));
  const [{ remarks: first }] = remarked;
  return [
    ...first.filter(isOfAll),
    ...remarked.flatMap(({ name, remarks }) =>
      remarks.filter((remark) => !isOfAll(remark)).map((remark) => `${name}: ${remark}`),
    ),
  ];
}

function remarkOnLost(missing: readonly string[]): readonly string[] {
  const { length } = missing;
  if (length === 0) return [];
  const more = length > NAMED ? [`and ${length - NAMED} more`] : [];
  const names = [...missing.slice(0, NAMED), ...more].join(', ');
  return [`${plural(length, 'test')} ${length === 1 ? 'is' : 'are'} not remembered any more: ${names}`];
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

function byFile(a: TestResult, b: TestResult): number {
  return a.file < b.file ? -1 : Number(a.file > b.file);
}
