/** Failures, one line each with its position, for the log of a run whose report goes to a file. */

import type { TestInfo, TestResult } from '../../check/result.js';
import { isWrong } from '../../check/verdict.js';
import { visible } from '../../text/visible.js';
import { crashText } from '../text/diagnostic-lines.js';
import { groupedBy, listed } from '../text/layout.js';
import { messageOf, positionText } from '../text/message.js';
import { sayingOf } from './problem-list.js';

/** The lines of a test; none for one that is as expected, or of which nothing is expected,
 * or that is not supported. */
export function briefLines(result: TestResult): readonly string[] {
  const { file, info, models, diagnostics, crash } = result;
  if (crash !== null) return [crashText(file, crash)];
  if (result.status === 'unsupported') return [];
  const name = visible(file);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const wrong = errors.map(
    (diagnostic) => `${positionText(diagnostic.span)}: error: ${messageOf(diagnostic)} [${diagnostic.code}]`,
  );
  // Models with the same statement share a line.
  const unexpected = models.filter(isWrong);
  const verdicts = groupedBy(unexpected, sayingOf).map((alike) => {
    const word = alike[0].status === 'fail' ? 'failed' : 'undecided';
    return `${conditionLine(name, info)}: ${word}: ${sayingOf(alike[0])} on ${listed(alike.map(({ title }) => title))}`;
  });
  const nothing = result.expectsNothing ? [`${name}: failed: it expects nothing`] : [];
  return [...wrong, ...verdicts, ...nothing];
}

function conditionLine(name: string, info: TestInfo | null): string {
  return info === null ? name : `${name}:${info.line}`;
}
