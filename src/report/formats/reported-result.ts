/**
 * From a test in a JSON document back to the result that it was made of, so that every reporter says the same of it as it would
 * have said where the test was run. Only the stack of a bug is lost, and digits of times.
 */
import type { ModelResult, TestResult } from '../../check/result.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import type { Position, Source, Span } from '../../text/source.js';
import type { ReportedDiagnostic, ReportedModel, ReportedTest } from './check-schema.js';
import { infoFrom } from './details.js';

/** The result of a test in a document. */
export function resultFrom(test: ReportedTest): TestResult {
  const { file, status, verdictOnly = false, expectsNothing = false, details, crash } = test;
  const source: Source = { name: file, text: test.source ?? '' };
  const observables = details?.observables ?? [];
  return {
    file,
    info: details === null ? null : infoFrom(test, details),
    status,
    diagnostics: test.diagnostics
      .filter(({ code }) => code !== 'internal-error')
      .map((diagnostic) => diagnosticFrom(diagnostic, source)),
    models: Object.entries(test.models).map(([name, model]) => modelFrom(name, model, observables)),
    verdictOnly,
    expectsNothing,
    rows: details?.rows ?? [],
    crash: crash === undefined ? null : { ...crash, stack: '' },
    ...(test.remembered === undefined ? {} : { remembered: true }),
  };
}

function modelFrom(name: string, model: ReportedModel, observables: readonly string[]): ModelResult {
  const { title, possible, holds, expected, expectedAt, raceExpected, status, deadlocks, flags } = model;
  return {
    model: name,
    title,
    possible,
    holds,
    expected,
    expectedAt,
    announced: model.deadlockExpectedBy,
    status,
    incomplete: model.limit ?? null,
    deadlocks,
    stuck: model.stuck,
    explored: model.explored,
    milliseconds: model.timeMs,
    states: model.states.map((state) => observables.map((observable) => state[observable])),
    flags,
    raceExpected,
    races: model.races,
    failing: model.failing,
    failureExpected: model.failureExpected,
    ...(model.hasResult === undefined ? {} : { hasResult: true }),
    ...(model.compared === undefined ? {} : { compared: model.compared }),
  };
}

/** Its facts are what they were when it was written, whose schema depends on the code; a document of another version is not read. */
function diagnosticFrom(diagnostic: ReportedDiagnostic, source: Source): Diagnostic {
  const { code, severity, facts = {}, start, end, fix } = diagnostic;
  const spanOf = (from: Position | null, to: Position | null | undefined): Span => {
    const begin = from === null ? 0 : offsetOf(source, from);
    return { source, start: begin, end: to == null ? begin : offsetOf(source, to) };
  };
  const notes = diagnostic.notes.map((note) => ({
    message: note.message,
    ...(note.start === null ? {} : { span: spanOf(note.start, note.end) }),
  }));
  return {
    ...facts,
    code,
    severity,
    span: spanOf(start, end),
    ...(notes.length === 0 ? {} : { notes }),
    ...(fix === undefined ? {} : { fix: { span: spanOf(fix.start, fix.end), replacement: fix.replacement } }),
  } as Diagnostic;
}

function offsetOf({ text }: Source, { line, column }: Position): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return Math.min(start + column - 1, text.length);
}
