/** `pinlitmus explain` for people: each file in full, set apart from the one before. */

import { type Canvas, diagnosticWidthOf, type Reporter } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { diagnosticLines } from '../text/diagnostic-lines.js';
import { joinLines } from '../text/layout.js';
import { explainLines, undecidedLines } from './explain-text.js';

/** The reporter for a canvas. */
export function prettyExplain(canvas: Canvas): Reporter<'explain'> {
  const { width, colours, links } = canvas;
  const paint = paintAt(colours, links);
  let isFirst = true;
  return {
    begin: () => '',
    async result(result) {
      const { explanation, diagnostics } = result;
      const problems = await diagnosticLines(result, diagnostics, diagnosticWidthOf(canvas), paint);
      const body =
        explanation === null ? undecidedLines(result, width) : explainLines(explanation, width, paint);
      const between = problems.length > 0 && body.length > 0 ? [''] : [];
      const before = isFirst ? [] : [''];
      isFirst = false;
      return joinLines([...before, ...problems, ...between, ...body]);
    },
    end: async () => '',
  };
}
