/**
 * The public API: from the text of a litmus test to what each memory model makes of it, as plain data. It reads no
 * files, prints nothing and starts no threads.
 *
 *     import { checkSource, DEFAULT_SETTINGS } from 'pinlitmus';
 *     const result = checkSource({ name: 'sb.litmus', text }, DEFAULT_SETTINGS);
 *     for (const model of result.models) console.log(model.title, model.possible, model.states);
 */

export { auditSource, type BarrierSettings } from './barriers/barriers.js';
export type { BarrierResult } from './barriers/result.js';
export type {
  Asked,
  Cell,
  Crash,
  Incompleteness,
  ModelResult,
  Row,
  Settings,
  Status,
  Stuck,
  TestInfo,
  TestResult,
  Verdict,
} from './check/result.js';
export { runTest } from './check/run.js';
export { DEFAULT_SETTINGS } from './check/settings.js';
export { checkSource } from './check/source.js';
export { observationOf } from './check/verdict.js';
export type { Diagnostic, Fix, Note, Problem } from './diagnostic/diagnostic.js';
export { type Position, positionAt, type Source, type Span } from './diagnostic/source.js';
export type { Limit, Limits } from './explore/outcome.js';
export { loadTest } from './lower/load.js';
export type { Lowered } from './lower/lower.js';
export type { Model } from './machine/model.js';
export { MODELS } from './machine/models/index.js';
export type { Expectations, NamedObservable, Observation, Test } from './program/test.js';
export { messageOf } from './report/message.js';
export type { AssemblyTest } from './syntax/assembly/tree.js';
export { type Printed, printSource } from './syntax/print/source.js';
export { printTest } from './syntax/print/test.js';
export { type ParsedTest, parseTest } from './syntax/test.js';
export type { CTest } from './syntax/tree.js';
