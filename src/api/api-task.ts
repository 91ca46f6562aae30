/** What the API can be asked, as plain data that may go to another thread, and the work of it. */
import type { BarrierResult } from '../barriers/barrier-result.js';
import { auditSource } from '../barriers/index.js';
import { checkSource } from '../check/check-source.js';
import { compareModels } from '../check/compare/compare-models.js';
import type { OutcomeComparison } from '../check/compare/compare-outcomes.js';
import type { Settings } from '../check/result.js';
import { explainSource } from '../explain/explain-source.js';
import type { GraphForm } from '../report/graph/graph.js';
import type { Source } from '../text/source.js';
import { type CheckAnswer, checkAnswer, type ExplainAnswer, explainAnswer } from './named.js';

/** A question about a test, or about several. */
export type ApiTask = TestTask | CompareTask;

/** What two models make of the same tests. */
interface CompareTask {
  readonly kind: 'compare';
  readonly sources: readonly Source[];
  readonly models: readonly [string, string];
  readonly settings: Settings;
}

type TestTask = { readonly source: Source; readonly settings: Settings } & (
  | { readonly kind: 'check' }
  | { readonly kind: 'explain'; readonly state: string | null }
  | { readonly kind: 'barriers'; readonly searches: number }
  /** The explanation as the terminal has it. */
  | { readonly kind: 'text'; readonly state: string | null; readonly columns: number }
  | { readonly kind: 'graph'; readonly state: string | null; readonly form: GraphForm }
);

/** The answers, by the kinds of questions. */
export interface ApiAnswers {
  readonly check: CheckAnswer;
  readonly explain: ExplainAnswer;
  readonly barriers: BarrierResult;
  readonly compare: OutcomeComparison;
  readonly text: string;
  readonly graph: string | null;
}

/** Answers a question. */
export async function perform(task: ApiTask): Promise<ApiAnswers[ApiTask['kind']]> {
  const { settings } = task;
  if (task.kind === 'compare')
    return compareModels(
      task.sources.map((each) => checkSource(each, { ...settings, models: task.models })),
      task.models,
    );
  const { source } = task;
  switch (task.kind) {
    case 'check':
      return checkAnswer(checkSource(source, settings));
    case 'explain':
      return explainAnswer(explainSource(source, settings, asked(task.state)));
    case 'barriers':
      return auditSource(source, { ...settings, searches: task.searches });
    case 'text': {
      const { prettyExplain } = await import('../report/explain/explain-reporter.js');
      const explained = explainSource(source, settings, asked(task.state));
      return prettyExplain({ width: task.columns, colours: 0 }).result(explained);
    }
    default: {
      const { explanation } = explainSource(source, settings, asked(task.state));
      if (explanation === null) return null;
      const { graphOf } = await import('../report/graph/graph.js');
      return graphOf(explanation, { model: null, which: 0 }, task.form);
    }
  }
}

function asked(state: string | null): Source | null {
  return state === null ? null : { name: 'state', text: state };
}
