/**
 * JUnit's XML, as Jenkins, GitLab and others read it: a suite a folder, a case a test and model. A case fails with what the report for
 * people shows of the test; a malformed test, and one that nobody can decide, is an error of its case.
 */
import builder, { type Builder, type TestSuite } from 'junit-report-builder';
import type { ModelResult, TestResult } from '../../check/result.js';
import { visible, visibleLines } from '../../text/visible.js';
import { split } from '../check/batch.js';
import { problemsOf, problemText } from '../check/problem-list.js';
import { singleLines } from '../check/single.js';
import type { Reporter } from '../reporter.js';
import { paintAt } from '../text/colour.js';
import { joinLines } from '../text/layout.js';
import { verdictText } from '../text/verdict-words.js';

const WIDTH = 100;

/** The reporter of `check`. */
export function junitCheck(): Reporter<'check'> {
  // The package is what its types say is in it as `default`.
  const document = (builder as unknown as Builder).newBuilder();
  const suites = new Map<string, TestSuite>();
  const suiteOf = (directory: string): TestSuite => {
    const known = suites.get(directory);
    if (known !== undefined) return known;
    const suite = document.testSuite().name(directory === '' ? '.' : directory.replace(/\/$/, ''));
    suites.set(directory, suite);
    return suite;
  };
  return {
    begin: () => '',
    async result(result) {
      const { directory } = split(result.file);
      addCases(suiteOf(directory), result);
      return '';
    },
    end: async () => `${document.build().trimEnd()}\n`,
  };
}

function addCases(suite: TestSuite, result: TestResult): void {
  const { directory, name } = split(result.file);
  const className = `${directory.replaceAll('/', '.')}${name}`;
  const file = visible(result.file);
  if (result.status === 'unsupported') {
    suite.testCase().className(className).name(name).file(file).time(0).skipped();
    return;
  }
  if (result.models.length === 0 || result.status === 'error') {
    const texts = problemsOf(result).map((problem) => problemText(problem));
    const one = suite.testCase().className(className).name(name).file(file).time(0);
    one.error(visible(texts[0] ?? 'no result'), 'malformed', visibleLines(texts.join('\n')));
    return;
  }
  for (const model of result.models) addCase(suite, result, model, className);
}

function addCase(suite: TestSuite, result: TestResult, model: ModelResult, className: string): void {
  const { name } = split(result.file);
  const one = suite
    .testCase()
    .className(className)
    .name(`${name} on ${visible(model.title)}`)
    .file(visible(result.file))
    .time(Math.round(model.milliseconds) / 1000);
  const problem = problemsOf(result).find(({ models }) => models.includes(model.title));
  const said = visible(verdictText(model));
  if (model.status === 'none' && !result.expectsNothing) one.skipped();
  if (problem === undefined && !result.expectsNothing) return;
  const rule = problem?.rule ?? 'expects-nothing';
  const message = problem === undefined ? 'it expects nothing' : said;
  const { info } = result;
  const text = info === null ? said : joinLines(singleLines(result, info, WIDTH, paintAt(0))).trimEnd();
  const hint = problem?.command ?? null;
  const body = visibleLines(hint === null ? text : `${text}\n\n${hint}`);
  if (model.status === 'unknown') one.error(message, rule, body);
  else one.failure(message, rule).stacktrace(body);
}
