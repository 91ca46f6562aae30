/** `pinlitmus check` for people: one test in full, or many with a line each. */
import type { TestResult } from '../../check/result.js';
import type { Canvas, CheckPlan, Reporter } from '../reporter.js';
import { type Paint, paintAt } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { joinLines, NARROWEST, wrapped } from '../text/layout.js';
import { batchLines, columnsOf, headLine, legendLines, split, tallyLines, type Warned } from './batch.js';
import { nothingLines, singleLines } from './single.js';

/** The reporter for a canvas. How it reports depends on how many files there are. */
export function prettyCheck(canvas: Canvas): Reporter<'check'> {
  const width = Math.max(canvas.width, NARROWEST);
  const paint = paintAt(canvas.colours);
  let chosen: Reporter<'check'> | null = null;
  return {
    begin(plan) {
      chosen = plan.files.length === 1 ? alone(width, paint) : many(plan, width, paint);
      return chosen.begin(plan);
    },
    result: async (result) => chosen?.result(result) ?? '',
    end: async (summary) => chosen?.end(summary) ?? '',
  };
}

/** What is said of a result that was not found now. */
const REMEMBERED = 'Remembered from an earlier run, and so are its times; --no-cache runs it anew.';

function alone(width: number, paint: Paint): Reporter<'check'> {
  return {
    begin: () => '',
    async result(result: TestResult) {
      const problems = await diagnosticLines(result, result.diagnostics, width, paint);
      const remembered = result.remembered
        ? ['', ...wrapped(REMEMBERED, width).map((line) => paint.dim(line))]
        : [];
      if (result.status === 'error' || result.status === 'unsupported')
        return joinLines([...problems, ...remembered]);
      if (result.info === null) return joinLines([...problems, ...nothingLines(result, width)]);
      const body = singleLines(result, result.info, width, paint);
      return joinLines([...(problems.length === 0 ? body : [...problems, '', ...body]), ...remembered]);
    },
    end: async ({ remarks = [] }) =>
      remarks.length === 0 ? '' : joinLines(['', ...remarks.flatMap((remark) => wrapped(remark, width))]),
  };
}

function many(plan: CheckPlan, width: number, paint: Paint): Reporter<'check'> {
  const columns = columnsOf(plan, width);
  const warned: Warned[] = [];
  let directory: string | null = null;
  let apart = true;
  return {
    begin: () => (columns.models.length === 0 ? '' : joinLines([headLine(columns, paint)])),
    async result(result) {
      const errors = result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
      const warnings = result.diagnostics.length - errors.length;
      if (warnings > 0) warned.push({ file: result.file, warnings });
      const shown = result.status === 'fail' ? result.diagnostics : errors;
      const problems = await diagnosticLines(result, shown, width, paint);
      const lines = [...batchLines(result, problems, columns, width, paint)];
      const own = split(result.file).directory;
      if (own !== directory && own !== '')
        lines.unshift(...(apart ? [] : ['']), ...wrapped(own, width).map((line) => paint.dim(line)));
      directory = own;
      apart = lines[lines.length - 1] === '';
      return joinLines(lines);
    },
    end: async (summary) =>
      plan.files.length === 0
        ? ''
        : joinLines([
            ...(apart ? [] : ['']),
            ...legendLines(columns, width, paint),
            ...tallyLines(summary, warned, width, paint),
          ]),
  };
}
