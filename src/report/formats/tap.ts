/**
 * The Test Anything Protocol, version 14 (testanything.org): a test point a file, with its problems as YAML. A test that nobody can
 * decide, and one that is malformed, is not ok; one that expects nothing, or
 * is not supported, is ok, and says so by a directive.
 */
import type { Status, TestResult } from '../../check/result.js';
import { jsonText, visible } from '../../text/visible.js';
import { problemsOf, problemText } from '../check/problem-list.js';
import type { Reporter } from '../reporter.js';
import { observationText } from '../text/verdict-words.js';

const OK: Readonly<Record<Status, boolean>> = {
  pass: true,
  none: true,
  fail: false,
  unknown: false,
  unsupported: true,
  error: false,
};

/** Why a test that is ok says nothing. */
const DIRECTIVES: Readonly<Partial<Record<Status, string>>> = {
  none: ' # SKIP nothing is expected',
  unsupported: ' # SKIP unsupported',
};

/** The reporter of `check`. */
export function tapCheck(): Reporter<'check'> {
  let number = 0;
  return {
    begin: () => 'TAP version 14\n',
    async result(result) {
      number += 1;
      const word = OK[result.status] ? 'ok' : 'not ok';
      const directive = DIRECTIVES[result.status] ?? '';
      return `${word} ${number} - ${described(result.file)}${directive}\n${yamlOf(result)}`;
    },
    end: async () => `1..${number}\n`,
  };
}

/** A name in which nothing begins a directive. */
function described(file: string): string {
  return visible(file).replace(/[\\#]/g, '\\$&');
}

/** The block behind a test point. Every value is JSON, which YAML takes as it is. */
function yamlOf(result: TestResult): string {
  const problems = problemsOf(result);
  const lines = [
    ...(problems.length === 0 ? [] : ['problems:', ...problems.flatMap(problemLines)]),
    ...(result.models.length === 0 ? [] : ['verdicts:']),
    ...result.models.map((model) => `  ${quoted(model.title)}: ${quoted(observationText(model))}`),
  ];
  if (lines.length === 0) return '';
  return ['  ---', ...lines.map((line) => `  ${line}`), '  ...', ''].join('\n');
}

function problemLines(problem: ReturnType<typeof problemsOf>[number]): readonly string[] {
  const { rule, level, start, command } = problem;
  return [
    `  - message: ${quoted(problemText(problem))}`,
    `    severity: ${level}`,
    `    rule: ${rule}`,
    ...(start === null ? [] : [`    line: ${start.line}`, `    column: ${start.column}`]),
    ...(command === null ? [] : [`    explain: ${quoted(command)}`]),
  ];
}

function quoted(text: string): string {
  return jsonText(text).trim();
}
