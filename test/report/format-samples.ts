/** Results of every outcome, and the reports that reporters make of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BarrierResult } from '../../src/barriers/barrier-result.js';
import { auditSource } from '../../src/barriers/index.js';
import { checkSource } from '../../src/check/check-source.js';
import type { TestResult } from '../../src/check/result.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { count, NOTHING } from '../../src/check/tally.js';
import { explainSource } from '../../src/explain/explain-source.js';
import type { ExplainResult } from '../../src/explain/explanation.js';
import { loaderOf } from '../../src/report/index.js';
import type { ReportingCommand, Reports } from '../../src/report/reporter.js';
import { DEADLOCK, ENDLESS, MALFORMED, storeBuffering, UNJUDGED } from '../cli/cases.js';
import { reported } from './reported.js';

const SETTINGS = { ...DEFAULT_SETTINGS, models: ['lkmm', 'sc', 'tso'] };
const LIMITED = { ...SETTINGS, limits: { ...SETTINGS.limits, states: 50 } };

const RACY =
  'C racy\nExpect=lkmm:Always\n{}\nP0(int *x) { *x = 1; }\nP1(int *x) { int r0 = *x; }\nexists (true)\n';

/** Armv8's atomics without result do what the kernel's model forbids. */
const PORT = `C port
Expect=lkmm:Never
{}
P0(atomic_t *x, int *y)
{
	int r0;
	int r1;

	atomic_inc(x);
	r0 = atomic_read(x);
	smp_rmb();
	r1 = READ_ONCE(*y);
}
P1(atomic_t *x, int *y)
{
	WRITE_ONCE(*y, 1);
	smp_mb();
	atomic_set(x, 2);
}
exists (0:r0=3 /\\ 0:r1=0)
`;

/** A test of each outcome, in two folders. */
export const TESTS: readonly TestResult[] = [
  checkSource({ name: 'a/pass.litmus', text: storeBuffering('Expect=lkmm:Sometimes sc:Never') }, SETTINGS),
  checkSource(
    { name: 'a/fail, 100%.litmus', text: storeBuffering('Expect=lkmm:Never sc:Never tso:Never') },
    SETTINGS,
  ),
  checkSource({ name: 'a/none.litmus', text: UNJUDGED }, SETTINGS),
  checkSource({ name: 'b/bad.litmus', text: MALFORMED }, SETTINGS),
  checkSource({ name: 'b/stuck.litmus', text: DEADLOCK }, SETTINGS),
  checkSource({ name: 'b/open.litmus', text: ENDLESS }, LIMITED),
  checkSource({ name: 'b/race.litmus', text: RACY }, SETTINGS),
  checkSource({ name: 'b/port.litmus', text: PORT }, { ...SETTINGS, models: ['lkmm', 'armv8'] }),
];

const LITMUS = join(import.meta.dirname, '../../litmus');

function audited(name: string, text: string, settings: typeof SETTINGS): BarrierResult {
  return auditSource({ name, text }, { ...settings, searches: 200 });
}

/** Two barriers that cover for each other, one that is redundant, one that may be weaker, an allowed state, and what has no answer. */
export const AUDITS: readonly BarrierResult[] = [
  audited('a/twice.litmus', storeBuffering('', 'smp_mb();\n\tsmp_mb();'), SETTINGS),
  audited('a/barrier.litmus', readFileSync(join(LITMUS, 'gup-writeback/barrier.litmus'), 'utf8'), {
    ...SETTINGS,
    models: ['lkmm', 'riscv'],
  }),
  audited(
    'a/weaker, 100%.litmus',
    readFileSync(join(LITMUS, 'classics/MP.litmus'), 'utf8')
      .replace('WRITE_ONCE(*y', 'smp_mb();\n\tWRITE_ONCE(*y')
      .replace('r1 = READ', 'smp_rmb();\n\tr1 = READ'),
    SETTINGS,
  ),
  audited('b/missing.litmus', storeBuffering(), SETTINGS),
  audited('b/bad.litmus', MALFORMED, SETTINGS),
  audited('b/open.litmus', ENDLESS, LIMITED),
];

/** An allowed state, a forbidden one, a deadlock, a data race, a malformed file, and one without an answer. */
export const EXPLANATIONS: readonly ExplainResult[] = [
  explainSource({ name: 'a/sb.litmus', text: storeBuffering() }, SETTINGS, null),
  explainSource({ name: 'a/mb.litmus', text: storeBuffering('', 'smp_mb();') }, SETTINGS, null),
  explainSource({ name: 'b/stuck.litmus', text: DEADLOCK }, SETTINGS, null),
  explainSource({ name: 'b/race.litmus', text: RACY }, SETTINGS, null),
  explainSource({ name: 'b/bad.litmus', text: MALFORMED }, SETTINGS, null),
  explainSource({ name: 'b/open.litmus', text: ENDLESS }, LIMITED, null),
  explainSource(
    { name: 'b/lisa.litmus', text: 'LISA lisa\n{}\n P0 ;\n w[] x 1 ;\nexists (x=1)\n' },
    SETTINGS,
    null,
  ),
];

/** The report of `check`, with times that are always the same. */
export function checkReport(name: string): Promise<string> {
  const results = TESTS.map((result) => ({
    ...result,
    models: result.models.map((model) => ({ ...model, milliseconds: 7 })),
  }));
  const plan = { ...planOf(results), models: ['LKMM', 'SC', 'x86-TSO', 'Armv8'] };
  return reportBy('check', name, plan, results, {
    tally: results.reduce(count, NOTHING),
    milliseconds: 1234,
  });
}

/** The report of `barriers`. */
export function barriersReport(name: string, redundantOnly = false): Promise<string> {
  const results = AUDITS.map((result) => ({ ...result, milliseconds: 7 }));
  return reportBy('barriers', name, { ...planOf(results), redundantOnly }, results, { milliseconds: 1234 });
}

/** The report of `explain`. */
export function explainReport(name: string): Promise<string> {
  return reportBy('explain', name, planOf(EXPLANATIONS), EXPLANATIONS, { milliseconds: 1234 });
}

function planOf(results: readonly { readonly file: string }[]) {
  return { files: results.map(({ file }) => file), version: '1.2.3' };
}

async function reportBy<Command extends ReportingCommand>(
  command: Command,
  name: string,
  plan: Reports[Command]['plan'],
  results: readonly Reports[Command]['result'][],
  summary: Reports[Command]['summary'],
): Promise<string> {
  const load = loaderOf(command, name);
  if (load === undefined) throw new Error(`no reporter ${name} of ${command}`);
  return reported(await load({ width: 80, colours: 0 }), plan, results, summary);
}
