/** `pinlitmus check` for people: one test in full, or many with a line each. */
import type { TestResult } from '../../check/result.js';
import { type Canvas, type CheckPlan, diagnosticWidthOf, type Reporter, remarksOnRun } from '../reporter.js';
import { type Paint, paintAt } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { joinLines, NARROWEST, wrapped } from '../text/layout.js';
import { isNotAsExpected } from './batch.js';
import { BatchReporter } from './batch-reporter.js';
import type { LineWidths } from './failure-lines.js';
import { singleLines } from './single.js';

/** The reporter for a canvas. How it reports depends on how many files there are. */
export function prettyCheck(canvas: Canvas): Reporter<'check'> {
  const width = Math.max(canvas.width, NARROWEST);
  const widths = { width, diagnosticWidth: diagnosticWidthOf(canvas) };
  const paint = paintAt(canvas.colours, canvas.links);
  let chosen: Reporter<'check'> | null = null;
  return {
    begin(plan) {
      chosen =
        plan.files.length === 1
          ? alone(plan, widths, paint)
          : new BatchReporter(plan, widths, canvas.page, paint);
      return chosen.begin(plan);
    },
    result: async (result) => chosen?.result(result) ?? '',
    end: async (summary) => chosen?.end(summary) ?? '',
  };
}

/** What is said of a result that was not found now. */
const REMEMBERED = 'Remembered from an earlier run, and so are its times; --no-cache runs it anew.';

function alone(plan: CheckPlan, widths: LineWidths, paint: Paint): Reporter<'check'> {
  const { width, diagnosticWidth } = widths;
  return {
    begin: () => '',
    async result(result: TestResult) {
      const remembered = result.remembered
        ? ['', ...wrapped(REMEMBERED, width).map((line) => paint.dim(line))]
        : [];
      if (isNotAsExpected(result) || result.info === null) {
        const { failureLines } = await import('./failure-lines.js');
        return joinLines([...(await failureLines(result, widths, paint)), ...remembered]);
      }
      if (plan.detail === 'quiet') return '';
      const problems = await diagnosticLines(result, result.diagnostics, diagnosticWidth, paint);
      if (result.status === 'unsupported') return joinLines([...problems, ...remembered]);
      const body = singleLines(result, result.info, width, paint);
      return joinLines([...(problems.length === 0 ? body : [...problems, '', ...body]), ...remembered]);
    },
    end: async (summary) => {
      const remarks = remarksOnRun(summary);
      return remarks.length === 0
        ? ''
        : joinLines(['', ...remarks.flatMap((remark) => wrapped(remark, width))]);
    },
  };
}
