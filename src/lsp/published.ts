/** What is wrong with a document, as diagnostics: faults of its text at once, and what searches find about it when they are done. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from 'vscode-languageserver';
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { TextFault } from '../language/index.js';
import { problemsOfAudit } from '../report/barriers/barrier-problems.js';
import { problemsOf } from '../report/check/problem-list.js';
import { problemText, type ReportedProblem } from '../report/reported-problem.js';
import type { ServerHost } from './host.js';
import type { OpenTest } from './open-test.js';
import { rangeBetween, rangeOf } from './positions.js';

const SOURCE = 'pinlitmus';

/** The diagnostics of a version of a document, with what is known of it. */
export function published(test: OpenTest, pageOf: ServerHost['pageOf']): Diagnostic[] {
  const { check, barriers } = test.known;
  const audited = barriers == null ? [] : auditProblems(barriers);
  const found = [...(check == null ? [] : problemsOf(check)), ...audited];
  // What the text alone shows the search says again.
  const told = new Set(
    test.faults.map(({ code, start }) => `${code} ${test.document.positionAt(start).line + 1}`),
  );
  const more = unique(found.filter(({ rule, start }) => !told.has(`${rule} ${start?.line}`)));
  const all = [
    ...test.faults.map((fault) => ofFault(test, fault)),
    ...more.map((problem) => ofProblem(test, problem)),
  ];
  return all.map((each) => {
    const href = pageOf(String(each.code));
    return href === null ? each : { ...each, codeDescription: { href } };
  });
}

/** Where some model allows the state, that order is redundant on another one helps nobody who is typing. */
function auditProblems(barriers: BarrierResult): readonly ReportedProblem[] {
  const isAllowed = barriers.models.some(({ answer }) => answer.kind === 'allowed');
  return problemsOfAudit(barriers, { files: [], version: '', redundantOnly: false }).filter(
    ({ rule }) => !isAllowed || !/^(?:redundant|weaker)-/.test(rule),
  );
}

function ofFault({ document }: OpenTest, fault: TextFault): Diagnostic {
  const { severity, code, message, notes } = fault;
  return {
    range: rangeOf(document, fault),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: SOURCE,
    message,
    relatedInformation: notes.map((note) => ({
      location: { uri: document.uri, range: rangeOf(document, note) },
      message: note.message,
    })),
  };
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Hint,
} as const;

function ofProblem(test: OpenTest, problem: ReportedProblem): Diagnostic {
  const { document } = test;
  const { rule, level, start, end, related } = problem;
  return {
    range: wordsFrom(
      test,
      rangeBetween(document, start ?? { line: 1, column: 1 }, end),
      // Order that is missing is about a line, and says of which thread.
      end === null && rule !== 'missing-order',
    ),
    severity: SEVERITIES[level],
    code: rule,
    ...(rule === 'redundant-barrier' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    source: SOURCE,
    message: problemText(problem),
    relatedInformation: related.map((place) => ({
      location: { uri: document.uri, range: rangeBetween(document, place.start, null) },
      message: place.message,
    })),
  };
}

/** A range that goes to the end of its line, in a table to the end of its cell. */
function wordsFrom({ document, outline }: OpenTest, range: Range, isOpen: boolean): Range {
  if (!isOpen || outline.dialect?.language !== 'assembly') return range;
  const cell = /^[^|;]*/.exec(document.getText(range))?.[0].trimEnd() ?? '';
  return { start: range.start, end: { ...range.start, character: range.start.character + cell.length } };
}

/** Both searches say what limits kept them from. */
function unique(problems: readonly ReportedProblem[]): readonly ReportedProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ rule, message, start }) => {
    const key = `${rule} ${start?.line} ${message}`;
    return !seen.has(key) && seen.add(key) !== null;
  });
}
