/**
 * A summary of a run in GitHub's Markdown, as the job summary of a workflow shows it: the sum, a table of what is not as it should be,
 * and each of these in full, folded. Of `explain` it is what the models say, and each explanation folded.
 */
import type { Status, TestResult } from '../../check/result.js';
import { statusOfFaults } from '../../check/unsupported.js';
import type { ExplainResult } from '../../explain/explanation.js';
import { barrierLines } from '../barriers/audit-table.js';
import { problemsOfAudit } from '../barriers/barrier-problems.js';
import { problemsOf } from '../check/problem-list.js';
import { singleLines } from '../check/single.js';
import { tallyText } from '../check/tally-lines.js';
import { explainLines, undecidedLines } from '../explain/explain-text.js';
import { problemText, type ReportedProblem } from '../reported-problem.js';
import { type BarriersPlan, type Reporter, remarksOnRun, type Summary } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { duration, plural } from '../text/layout.js';
import { observationText, STATE_WORDS } from '../text/verdict-words.js';
import { faultLines } from './fault-lines.js';
import { cell, FOLDED_WIDTH, foldedText, markdownTable, markdownText } from './markdown-text.js';

const PLAIN = paintAt(0);

const MARKS: Readonly<Record<Status, string>> = {
  pass: 'passed',
  none: 'without expectation',
  fail: '**failed**',
  unknown: '**undecided**',
  unsupported: 'unsupported',
  error: '**malformed**',
};

/** The reporter of `check`. */
export function markdownCheck(): Reporter<'check'> {
  const wrong: TestResult[] = [];
  const remarks: string[] = [];
  let titles: readonly string[] = [];
  return {
    begin(plan) {
      titles = plan.models;
      return '';
    },
    async result(result) {
      if (result.status !== 'pass' && result.status !== 'none') wrong.push(result);
      remarks.push(
        ...problemsOf(result)
          .filter(({ rule }) => rule === 'port-fault')
          .map((problem) => `- ${cell(result.file)}: ${cell(problemText(problem))}`),
      );
      return '';
    },
    async end(summary) {
      const heads = ['test', 'result', ...titles.map(cell)];
      const table = markdownTable(
        heads,
        wrong.map((result) => rowOf(result, titles)),
      );
      const below = remarks.length === 0 ? [] : [...remarks, ''];
      const sum = ['### pinlitmus', '', tallyText(summary), '', ...remarkLines(summary)];
      const parts = [...sum, ...table, ...below];
      const folded = await Promise.all(wrong.map(foldedTest));
      return markdownText([...parts, ...folded.flat()]);
    },
  };
}

/** The remarks on a run, each a paragraph. */
function remarkLines(summary: Summary): readonly string[] {
  return remarksOnRun(summary).flatMap((remark) => [cell(remark), '']);
}

function rowOf({ file, status, models }: TestResult, titles: readonly string[]): readonly string[] {
  const verdicts = titles.map((title) => {
    const model = models.find((each) => each.title === title);
    if (model === undefined) return '';
    const word = observationText(model);
    return model.status === 'fail' ? `**${word}**` : word;
  });
  return [cell(file), MARKS[status], ...verdicts];
}

async function foldedTest(result: TestResult): Promise<readonly string[]> {
  const { info, file } = result;
  const problems = problemsOf(result);
  const body =
    info === null || result.models.length === 0
      ? await faultLines(result, problems, FOLDED_WIDTH)
      : singleLines(result, info, FOLDED_WIDTH, PLAIN);
  const commands = problems.flatMap(({ command }) => command ?? []);
  return foldedText(file, [...body, ...(commands.length === 0 ? [] : ['', ...commands])]);
}

/** The reporter of `barriers`: a row a finding, and each file that has one in full. */
export function markdownBarriers(): Reporter<'barriers'> {
  const rows: (readonly string[])[] = [];
  const folded: string[] = [];
  let files = 0;
  let planned: BarriersPlan | null = null;
  return {
    begin(plan) {
      planned = plan;
      return '';
    },
    async result(result) {
      const problems = planned === null ? [] : problemsOfAudit(result, planned);
      files += 1;
      rows.push(...problems.map(findingRow));
      if (problems.length === 0) return '';
      const { info } = result;
      const lines =
        info === null
          ? await faultLines(result, problems, FOLDED_WIDTH)
          : barrierLines(result, info, FOLDED_WIDTH, PLAIN);
      folded.push(...foldedText(result.file, lines));
      return '';
    },
    async end(summary) {
      const time = duration(summary.milliseconds);
      const sum = `${plural(files, 'file')}: ${plural(rows.length, 'finding')}, in ${time}`;
      const table = markdownTable(['file', 'line', 'rule', 'finding'], rows);
      return markdownText([
        '### pinlitmus barriers',
        '',
        sum,
        '',
        ...remarkLines(summary),
        ...table,
        ...folded,
      ]);
    },
  };
}

function findingRow(problem: ReportedProblem): readonly string[] {
  const { file, start, rule, level } = problem;
  const name = level === 'error' ? `**${rule}**` : rule;
  return [cell(file), start === null ? '' : String(start.line), name, cell(problemText(problem))];
}

/** The reporter of `explain`. */
export function markdownExplain(): Reporter<'explain'> {
  const rows: (readonly string[])[] = [];
  const folded: string[] = [];
  return {
    begin: () => '',
    async result(result) {
      rows.push(...saidRows(result));
      folded.push(...foldedText(result.file, await explained(result)));
      return '';
    },
    end: async () =>
      markdownText([
        '### pinlitmus explain',
        '',
        ...markdownTable(['file', 'model', 'the state is'], rows),
        ...folded,
      ]),
  };
}

/** A row a model; one for a file that has none. */
function saidRows({
  file,
  explanation,
  undecided,
  diagnostics,
}: ExplainResult): readonly (readonly string[])[] {
  const models = explanation?.models ?? undecided;
  if (models.length === 0) return [[cell(file), '', MARKS[statusOfFaults(diagnostics)]]];
  return models.map(({ title, kind, deadlock, races }) => {
    const beside = [deadlock === null ? '' : 'a deadlock', races.length === 0 ? '' : 'a data race'];
    const said = [STATE_WORDS[kind], ...beside.filter((text) => text !== '')];
    return [cell(file), cell(title), said.join(', and ')];
  });
}

async function explained(result: ExplainResult): Promise<readonly string[]> {
  const { explanation } = result;
  const faults = await faultLines(result, [], FOLDED_WIDTH);
  const body =
    explanation === null
      ? undecidedLines(result, FOLDED_WIDTH)
      : explainLines(explanation, FOLDED_WIDTH, PLAIN);
  return [...faults, ...(faults.length > 0 && body.length > 0 ? [''] : []), ...body];
}
