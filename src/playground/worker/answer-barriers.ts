/** The barriers of a test: what each is for, as the terminal says it, and changes that can be made. */
import { auditSource } from '../../barriers/index.js';
import { adviceParts, changeText } from '../../report/barriers/advice.js';
import { findingLines, stateIn, unknownLines } from '../../report/barriers/audit-table.js';
import { diagnosticLines } from '../../report/text/diagnostic-lines.js';
import { apart, joinLines } from '../../report/text/layout.js';
import type { BarriersPanel, PlaygroundQuestion } from '../protocol.js';
import { PAINT, settingsOf, sourceOf } from './asked.js';

/** Searches that advice may take. */
const SEARCHES = 2000;

/** Looks at the barriers of a test. */
export async function barriersPanel(question: PlaygroundQuestion): Promise<BarriersPanel> {
  const { columns } = question;
  const result = auditSource(sourceOf(question), { ...settingsOf(question), searches: SEARCHES });
  const problems = await diagnosticLines(result, result.diagnostics, columns, PAINT);
  const { info, advice } = result;
  if (info === null)
    return {
      report: joinLines(apart([problems, unknownLines(result, columns)])),
      lead: '',
      patches: [],
      rest: '',
      facts: result,
    };
  const { lead, alternatives, rest } = adviceParts(result, stateIn(info), columns, PAINT);
  const offered = advice.kind === 'alternatives' ? advice.alternatives : [];
  return {
    report: joinLines(apart([problems, findingLines(result, info, columns, PAINT)])),
    lead: joinLines(lead),
    patches: offered.map(({ changes, text }, index) => ({
      title: changes.map(changeText).join('; '),
      report: joinLines(alternatives[index]),
      text,
    })),
    rest: joinLines(rest),
    facts: result,
  };
}
