/**
 * The public API: from the text of a litmus test to what each memory model makes of it, as plain data. It reads no
 * files, prints nothing and needs nothing of node: it runs in a browser as it is.
 *
 *     import { check } from 'pinlitmus';
 *     const { models } = await check(text, { models: ['lkmm', 'armv8'], signal: AbortSignal.timeout(5000) });
 *     for (const { title, possible, states } of models) console.log(title, possible, states);
 *
 * What ends in `Source` does the same at once, with all that reports are made of.
 */
import { type Api, answerHere, apiBy } from './api/api.js';

export type { Api, AskBarriersOptions, AskOptions, AskStateOptions } from './api/api.js';
export type {
  CheckAnswer,
  CheckedModel,
  ExplainAnswer,
  ExplainedModel,
  NamedRace,
  NamedWitness,
  StateByName,
} from './api/named.js';
export type { BarrierResult } from './barriers/barrier-result.js';
export { auditSource, type BarrierSettings } from './barriers/index.js';
export { checkSource } from './check/check-source.js';
export {
  type ChangeGroup,
  compareOutcomes,
  isChanged,
  type OutcomeChange,
  type OutcomeComparison,
} from './check/compare/compare-outcomes.js';
export { type ModelOutcome, type OutcomeSet, outcomeOf, type TestOutcome } from './check/compare/outcome.js';
export { type HerdLog, readHerdLog } from './check/reference/herd-log.js';
export type {
  Crash,
  Deviation,
  Incompleteness,
  ModelResult,
  QuestionInfo,
  RaceGap,
  RaceResult,
  RacingAccess,
  Row,
  RowCell,
  Settings,
  StateComparison,
  Status,
  StuckThread,
  TestInfo,
  TestResult,
  Verdict,
} from './check/result.js';
export { runTest } from './check/run.js';
export { DEFAULT_SETTINGS } from './check/settings.js';
export { observationOf } from './check/verdict.js';
export {
  type Configuration,
  type ConfigurationOverride,
  defineConfig,
  type TestConfiguration,
  type TestLimits,
} from './cli/config/configuration.js';
export { type LoadedTest, loadTest, loadTestAsking } from './dialects/load.js';
export { type ParsedTest, parseTest } from './dialects/parse.js';
export { type Printed, printSource } from './dialects/print-source.js';
export { engineOf } from './engine/index.js';
export type { Execution } from './execution/execution.js';
export { explainSource } from './explain/explain-source.js';
export type { ExplainedRace, ExplainResult, Explanation, ModelExplanation } from './explain/explanation.js';
export { explainTest } from './explain/index.js';
export { type FormattedSource, formatLitmus, formatSource } from './format/format-source.js';
export { MODELS } from './models/index.js';
export type { Model } from './models/model.js';
export type { Expectations, NamedObservable, Observation, Test } from './program/test.js';
export type { Engine } from './query/engine.js';
export type { Exploration } from './query/exploration.js';
export type { Limit, Limits } from './query/limits.js';
export { type Query, queryOf } from './query/query.js';
export type { Stepper } from './query/stepper.js';
export type { GraphForm } from './report/graph/graph.js';
export { messageOf } from './report/text/message.js';
export { type BegunSession, beginStepping, type StepSettings } from './step/index.js';
export type { Screen } from './step/screen.js';
export { type CommandResult, type StepCommand, StepSession } from './step/session.js';
export { screenOf } from './step/to-screen.js';
export type { AssemblyTest } from './syntax/assembly/assembly-tree.js';
export { printTest } from './syntax/print/print-test.js';
export type { CTest } from './syntax/tree.js';
export type { Diagnostic, Fix, Note, Problem } from './text/diagnostic.js';
export { type Position, positionAt, type Source, type Span } from './text/source.js';

const api = apiBy(answerHere);

export const check: Api['check'] = api.check;
export const explain: Api['explain'] = api.explain;
export const barriers: Api['barriers'] = api.barriers;
export const explainText: Api['explainText'] = api.explainText;
export const compare: Api['compare'] = api.compare;
export const graph: Api['graph'] = api.graph;
