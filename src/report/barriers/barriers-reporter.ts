/** `pinlitmus barriers` for people: each file in full, or with `--check` only what could be taken out. */
import { visible } from '../../text/visible.js';
import { problemText } from '../reported-problem.js';
import { type BarriersPlan, type Canvas, diagnosticWidthOf, type Reporter } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { joinLines, NARROWEST } from '../text/layout.js';
import { barrierLines, unknownLines } from './audit-table.js';
import { problemsOfAudit } from './barrier-problems.js';
import { checkSummary } from './finding.js';

/** The reporter for a canvas. How it reports depends on what is to be listed. */
export function prettyBarriers(canvas: Canvas): Reporter<'barriers'> {
  let chosen: Reporter<'barriers'> | null = null;
  return {
    begin(plan) {
      chosen = plan.redundantOnly ? redundantOnly(canvas, plan) : inFull(canvas);
      return chosen.begin(plan);
    },
    result: async (result) => chosen?.result(result) ?? '',
    end: async (summary) => chosen?.end(summary) ?? '',
  };
}

function inFull(canvas: Canvas): Reporter<'barriers'> {
  const width = Math.max(canvas.width, NARROWEST);
  const paint = paintAt(canvas.colours, canvas.links);
  let apart = '';
  return {
    begin: () => '',
    async result(result) {
      const problems = await diagnosticLines(result, result.diagnostics, diagnosticWidthOf(canvas), paint);
      const body =
        result.info === null ? unknownLines(result, width) : barrierLines(result, result.info, width, paint);
      const between = problems.length > 0 && body.length > 0 ? '\n' : '';
      const text = `${apart}${joinLines(problems)}${between}${body.map((line) => `${line}\n`).join('')}`;
      apart = '\n';
      return text;
    },
    end: async () => '',
  };
}

function redundantOnly(canvas: Canvas, plan: BarriersPlan): Reporter<'barriers'> {
  const paint = paintAt(canvas.colours, canvas.links);
  let found = 0;
  return {
    begin: () => '',
    async result(result) {
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
      const problems = await diagnosticLines(result, errors, diagnosticWidthOf(canvas), paint);
      if (result.sites.some(({ removable }) => removable)) found += 1;
      const lines = problemsOfAudit(result, plan)
        .filter(({ rule }) => rule === 'redundant-barrier' || rule === 'undecided')
        .map((problem) => {
          const { start, rule } = problem;
          const place = start === null ? '' : `:${start.line}:${start.column}`;
          const word = rule === 'undecided' ? 'undecided: ' : '';
          return `${visible(result.file)}${place}: ${word}${visible(problemText(problem))}`;
        });
      return joinLines([...problems, ...lines]);
    },
    end: async () => `${checkSummary(plan.files.length, found)}\n`,
  };
}
