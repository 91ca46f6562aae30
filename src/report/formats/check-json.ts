/** `pinlitmus check` for programs: one JSON document, checked against check-schema.ts before it is written. */
import type { Crash, ModelResult, RaceResult, StateComparison, TestResult } from '../../check/result.js';
import { observationOf } from '../../check/verdict.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import { oneLine } from '../../text/one-line.js';
import { type Position, positionAt, type Span } from '../../text/source.js';
import type { CheckPlan, CheckSummary, Reporter, Summary } from '../reporter.js';
import { crashText } from '../text/diagnostic-lines.js';
import { messageOf } from '../text/message.js';
import { limitText } from '../text/verdict-words.js';
import {
  type Report,
  type ReportedDiagnostic,
  type ReportedModel,
  type ReportedRace,
  type ReportedTest,
  reportSchema,
} from './check-schema.js';
import { detailsOf } from './details.js';
import { jsonDocument } from './json-document.js';

/** The reporter that writes the document of `check`. */
export function jsonCheck(): Reporter<'check'> {
  return jsonDocument({
    headOf: runOf,
    list: 'tests',
    partOf: testOf,
    tailOf: (summary) => ({ summary: summaryOf(summary) }),
    schema: reportSchema,
  });
}

/** What a document says of the run itself. */
export function runOf({ version, models, shard }: CheckPlan): Omit<Report, 'tests' | 'summary'> {
  return {
    schemaVersion: 2,
    tool: { name: 'pinlitmus', version },
    models: [...models],
    ...(shard === undefined ? {} : { shard }),
  };
}

/** The sums of a run. Files that cannot be read are counted among the malformed ones. */
export function summaryOf({ tally, milliseconds, remarks }: CheckSummary): Report['summary'] {
  const { unreadable, remembered: _, ...counts } = tally;
  return {
    ...counts,
    malformed: tally.malformed + unreadable,
    timeMs: milliseconds,
    ...remarksOf({ remarks }),
  };
}

/** The remarks on a run, where there are any. */
export function remarksOf({ remarks = [] }: Pick<Summary, 'remarks'>): { remarks?: string[] } {
  return remarks.length === 0 ? {} : { remarks: [...remarks] };
}

/** A test as the document has it. */
export function testOf(result: TestResult): ReportedTest {
  const { file, info, status, crash } = result;
  const internal = crash === null ? [] : [internalError(file, crash)];
  const [first] = result.diagnostics;
  return {
    file,
    name: info?.name ?? null,
    dialect: info?.dialect ?? null,
    condition:
      info === null ? null : { quantifier: info.question.quantifier, text: oneLine(info.question.text) },
    status,
    ...(result.verdictOnly ? { verdictOnly: true } : {}),
    ...(result.expectsNothing ? { expectsNothing: true } : {}),
    ...(result.remembered ? { remembered: true } : {}),
    diagnostics: [...result.diagnostics.map(diagnosticOf), ...internal],
    models: Object.fromEntries(
      result.models.map((model) => [model.model, modelOf(model, info?.observables ?? [])]),
    ),
    details: info === null ? null : detailsOf(info, result.rows),
    ...(first === undefined ? {} : { source: first.span.source.text }),
    ...(crash === null ? {} : { crash: { message: crash.message, ...given('test', crash.test) } }),
  };
}

function modelOf(model: ModelResult, observables: readonly string[]): ReportedModel {
  const { incomplete } = model;
  return {
    title: model.title,
    observation: observationOf(model) ?? 'Unknown',
    possible: [...model.possible],
    holds: model.holds,
    expected: model.expected,
    expectedAt: model.expectedAt,
    ...(model.hasResult === true ? { hasResult: true } : {}),
    deadlockExpected: model.announced !== null,
    deadlockExpectedBy: model.announced,
    raceExpected: model.raceExpected,
    status: model.status,
    complete: incomplete === null,
    ...(incomplete === null ? {} : { reason: limitText(incomplete), limit: incomplete }),
    deadlocks: model.deadlocks,
    stuck: model.stuck.map(({ thread, line }) => ({ thread, line })),
    ...(model.compared === undefined ? {} : { compared: comparisonOf(model.compared) }),
    flags: [...model.flags],
    races: model.races.map(raceOf),
    failing: model.failing === null ? null : model.failing.map((each) => ({ ...each })),
    failureExpected: model.failureExpected,
    explored: model.explored,
    timeMs: model.milliseconds,
    states: model.states.map((state) =>
      Object.fromEntries(state.map((value, index) => [observables[index], value])),
    ),
  };
}

function comparisonOf({ reference, deviations }: StateComparison): ReportedModel['compared'] {
  return { reference, deviations: deviations.map((each) => ({ ...each })) };
}

/** A property that is there where it has a value. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);
}

/** A data race as the document has it. */
export function raceOf({ accesses: [first, second], values, ...race }: RaceResult): ReportedRace {
  return { ...race, accesses: [{ ...first }, { ...second }], values: [...values] };
}

/** A diagnostic as the document has it. */
export function diagnosticOf(diagnostic: Diagnostic): ReportedDiagnostic {
  const { fix } = diagnostic;
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: messageOf(diagnostic),
    ...ends(diagnostic.span),
    notes: (diagnostic.notes ?? []).map(({ message, span }) => ({
      message,
      start: span ? ends(span).start : null,
      end: span ? ends(span).end : null,
    })),
    ...(fix === undefined ? {} : { fix: { ...ends(fix.span), replacement: fix.replacement } }),
    ...factsOf(diagnostic),
  };
}

/** What is particular to a kind of diagnostic. */
function factsOf(diagnostic: Diagnostic): Pick<ReportedDiagnostic, 'facts'> {
  const { code: _code, severity: _severity, span: _span, notes: _notes, fix: _fix, ...facts } = diagnostic;
  if (Object.keys(facts).length === 0) return {};
  const plain = JSON.stringify(facts, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return { facts: JSON.parse(plain) };
}

/** A bug of pinlitmus as the document has it. */
export function internalError(file: string, crash: Crash): ReportedDiagnostic {
  const text = crashText(file, crash);
  const message = crash.test === undefined ? text : `${text}:\n${crash.test}`;
  return { code: 'internal-error', severity: 'error', message, start: null, end: null, notes: [] };
}

function ends({ source, start, end }: Span): { start: Position; end: Position } {
  return { start: positionAt(source, start), end: positionAt(source, end) };
}
