/**
 * JUnit's XML, as Jenkins, GitLab and others read it: a suite a folder, a case a test and model, or of `barriers` a case a file. A case
 * fails with what the report for people shows of the test; a malformed test, and one that nobody can decide, is an error of its case.
 */
import type { BarrierResult } from '../../barriers/barrier-result.js';
import type { ModelResult, TestResult } from '../../check/result.js';
import { visible, visibleLines } from '../../text/visible.js';
import { barrierLines } from '../barriers/audit-table.js';
import { problemsOfAudit } from '../barriers/barrier-problems.js';
import { problemsOf } from '../check/problem-list.js';
import { singleLines } from '../check/single.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import type { BarriersPlan, Reporter } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { joinLines } from '../text/layout.js';
import { verdictText } from '../text/verdict-words.js';
import { faultLines } from './fault-lines.js';
import { CASE_WIDTH, JunitDocument } from './junit-document.js';

/** The reporter of `check`. */
export function junitCheck(): Reporter<'check'> {
  const document = new JunitDocument();
  return {
    begin: () => '',
    async result(result) {
      await addTest(document, result);
      return '';
    },
    end: async (summary) => document.endOf(summary),
  };
}

async function addTest(document: JunitDocument, result: TestResult): Promise<void> {
  const problems = problemsOf(result);
  if (result.status === 'unsupported') {
    document.add(result.file).time(0).skipped();
    return;
  }
  if (result.models.length === 0 || result.status === 'error') {
    const [first] = problems;
    const message = first === undefined ? 'no result' : visible(problemText(first));
    document
      .add(result.file)
      .time(0)
      .error(message, 'malformed', plainText(await faultLines(result, problems, CASE_WIDTH)));
    return;
  }
  for (const model of result.models) addCase(document, result, model, problems);
}

function addCase(
  document: JunitDocument,
  result: TestResult,
  model: ModelResult,
  problems: readonly ReportedProblem[],
): void {
  const one = document
    .add(result.file, ` on ${visible(model.title)}`)
    .time(Math.round(model.milliseconds) / 1000);
  const problem = problems.find(({ models }) => models.includes(model.title));
  const said = visible(verdictText(model));
  if (model.status === 'none' && !result.expectsNothing) one.skipped();
  const remarks = problems.filter(({ level }) => level !== 'error').map(problemText);
  if (remarks.length > 0) one.standardOutput(visibleLines(remarks.join('\n')));
  if (problem === undefined && !result.expectsNothing) return;
  const rule = problem?.rule ?? 'expects-nothing';
  const message = problem === undefined ? 'it expects nothing' : said;
  const { info } = result;
  const lines = info === null ? [said] : singleLines(result, info, CASE_WIDTH, paintAt(0));
  const hint = problem?.command ?? null;
  const body = plainText(hint === null ? lines : [...lines, '', hint]);
  if (model.status === 'unknown') one.error(message, rule, body);
  else one.failure(message, rule).stacktrace(body);
}

/** The body of a case. */
function plainText(lines: readonly string[]): string {
  return visibleLines(joinLines(lines).trimEnd());
}

/** The reporter of `barriers`. */
export function junitBarriers(): Reporter<'barriers'> {
  const document = new JunitDocument();
  let planned: BarriersPlan | null = null;
  return {
    begin(plan) {
      planned = plan;
      return '';
    },
    async result(result) {
      if (planned !== null) await addAudit(document, result, problemsOfAudit(result, planned));
      return '';
    },
    end: async (summary) => document.endOf(summary),
  };
}

/** A case fails by redundant barriers where those are asked about; every finding is in its output. */
async function addAudit(
  document: JunitDocument,
  result: BarrierResult,
  problems: readonly ReportedProblem[],
): Promise<void> {
  const one = document.add(result.file).time(Math.round(result.milliseconds) / 1000);
  const texts = problems.map((problem) => visible(problemText(problem)));
  if (texts.length > 0) one.standardOutput(texts.join('\n'));
  const worst = problems.find(({ level }) => level === 'error');
  if (worst === undefined) return;
  const { info } = result;
  const body = plainText(
    info === null
      ? await faultLines(result, problems, CASE_WIDTH)
      : barrierLines(result, info, CASE_WIDTH, paintAt(0)),
  );
  const message = visible(problemText(worst));
  if (worst.rule === 'redundant-barrier') one.failure(message, worst.rule).stacktrace(body);
  else one.error(message, worst.rule, body);
}
