/**
 * A summary of a run in GitHub's Markdown, as the job summary of a workflow shows it: the sum, a table of the tests that are not as
 * expected, and each of these in full, folded.
 */
import type { Status, TestResult } from '../../check/result.js';
import { visible, visibleLines } from '../../text/visible.js';
import { tallyText } from '../check/batch.js';
import { problemsOf, problemText } from '../check/problem-list.js';
import { singleLines } from '../check/single.js';
import type { Reporter } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { observationText } from '../text/verdict-words.js';

const WIDTH = 100;
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
  let titles: readonly string[] = [];
  return {
    begin(plan) {
      titles = plan.models;
      return '';
    },
    async result(result) {
      if (result.status !== 'pass' && result.status !== 'none') wrong.push(result);
      return '';
    },
    async end(summary) {
      const table = wrong.length === 0 ? [] : tableOf(wrong, titles);
      const remarks = (summary.remarks ?? []).flatMap((remark) => [cell(remark), '']);
      const sum = ['### pinlitmus', '', tallyText(summary), '', ...remarks];
      const parts = [...sum, ...table, ...wrong.flatMap(foldedOf)];
      return `${parts.join('\n').trimEnd()}\n`;
    },
  };
}

function tableOf(results: readonly TestResult[], titles: readonly string[]): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['test', 'result', ...titles.map(cell)]),
    row(['---', '---', ...titles.map(() => '---')]),
    ...results.map(({ file, status, models }) => {
      const verdicts = titles.map((title) => {
        const model = models.find((each) => each.title === title);
        if (model === undefined) return '';
        const word = observationText(model);
        return model.status === 'fail' ? `**${word}**` : word;
      });
      return row([cell(file), MARKS[status], ...verdicts]);
    }),
    '',
  ];
}

/** Text as a cell shows it. */
function cell(text: string): string {
  return visible(text).replace(/[\\|`*_<>[\]&]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function foldedOf(result: TestResult): readonly string[] {
  const { info, file } = result;
  const problems = problemsOf(result);
  const body =
    info === null || result.models.length === 0
      ? problems.map((problem) => problemText(problem))
      : singleLines(result, info, WIDTH, paintAt(0)).map((line) => line.trimEnd());
  const commands = problems.flatMap(({ command }) => command ?? []);
  const text = visibleLines([...body, ...(commands.length === 0 ? [] : ['', ...commands])].join('\n'));
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [`<details><summary>${cell(file)}</summary>`, '', `${fence}text`, text, fence, '', '</details>', ''];
}
