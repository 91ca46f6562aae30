/**
 * What an explanation says, one item for models that say the same, for reporters for programs: a state that is allowed, with the steps
 * of an execution that ends in it; one that is forbidden, with the cycle that forbids it; deadlocks, data races, and what is not known.
 */
import type { ExplainResult, Explanation, ModelExplanation, Witness } from '../../explain/explanation.js';
import { faultsOf, problemOf, type RelatedPlace, type ReportedProblem } from '../reported-problem.js';
import { groupedBy, listed } from '../text/layout.js';
import { raceInShort } from '../text/race-words.js';
import { quotedForShell } from '../text/shell.js';
import { limitText, STATE_WORDS } from '../text/verdict-words.js';
import { edgeText, effectText } from './cycle-lines.js';
import { stateText, stuckText } from './explain-text.js';
import { leadText, shownOf } from './forbidden-text.js';
import { effectOf } from './timeline-table.js';

/** An item before it is known of which models it is true, and what follows their names. */
type Draft = Pick<ReportedProblem, 'rule' | 'message'> & Partial<ReportedProblem> & { readonly why?: string };

/** The items of a file, faults of its text first. */
export function problemsOfExplanation(result: ExplainResult): readonly ReportedProblem[] {
  const { file, diagnostics, crash, explanation, undecided } = result;
  const models = explanation?.models ?? undecided;
  const drafts = models.map((model) => ({ title: model.title, drafts: draftsOf(model, explanation) }));
  const all = drafts.flatMap(({ title, drafts: own }) => own.map((draft) => ({ title, draft })));
  const command = `pinlitmus explain ${quotedForShell(file)}`;
  return [
    ...faultsOf(file, diagnostics, crash),
    ...groupedBy(all, ({ draft }) => JSON.stringify(draft)).map((same) => {
      const [{ draft }] = same;
      const { rule, message, why, ...more } = draft;
      const models = same.map(({ title }) => title);
      if (why === undefined) return problemOf(file, rule, message, { command, ...more, models });
      return problemOf(file, rule, `${message} on ${listed(models)}: ${why}`, { command, ...more });
    }),
  ];
}

function draftsOf(model: ModelExplanation, explanation: Explanation | null): readonly Draft[] {
  const { deadlock, races } = model;
  return [
    ofState(model, explanation),
    ...(deadlock === null ? [] : [ofDeadlock(deadlock)]),
    ...races.map(({ race, witness }): Draft => {
      const [one, other] = race.accesses.map(({ thread, line, column, kind, text }) => ({
        start: { line, column },
        message: `${thread}'s ${kind}: ${text}`,
      }));
      return {
        rule: 'data-race',
        message: 'there is a data race',
        why: raceInShort(race),
        level: 'warning',
        start: one.start,
        related: [other],
        steps: stepsOf(witness),
      };
    }),
  ];
}

function ofState(model: ModelExplanation, explanation: Explanation | null): Draft {
  const start = explanation === null ? null : { line: explanation.info.line, column: 1 };
  if (model.kind === 'unknown' || explanation === null) {
    const reason = model.kind === 'unknown' ? limitText(model.limit) : 'nothing is known';
    return { rule: 'undecided', message: 'whether the state is allowed is unknown', why: reason, start };
  }
  const message = `${stateText(explanation)} is ${STATE_WORDS[model.kind]}`;
  if (model.kind === 'allowed')
    return { rule: 'allowed-state', level: 'note', message, start, steps: stepsOf(model.witness) };
  const [cycle] = shownOf(model);
  const steps = cycle === undefined ? [] : turnsOf(cycle);
  const forbidden = { rule: 'forbidden-state', level: 'note', message, start, steps } as const;
  if (cycle !== undefined && model.impossible.length === 0) return forbidden;
  return { ...forbidden, why: leadText(model).replace(/[.:]$/, '') };
}

/** What takes effect, in the order of time; in a model without time, in the order of the program. */
function stepsOf(witness: Witness): readonly RelatedPlace[] {
  const { threads, events } = witness.diagram;
  if (witness.steps.length === 0)
    return events.map((event) => ({
      start: { line: event.line, column: 1 },
      message: `${threads[event.thread]}: ${event.text} ${effectText(event)}`,
    }));
  return witness.steps.map(({ thread, line, text }, index) => ({
    start: { line, column: 1 },
    message: `${threads[thread]}: ${text} ${effectOf(witness, index).text}`,
  }));
}

/** The accesses round a cycle, each with why it is before the next. */
function turnsOf({ edges, diagram }: ReturnType<typeof shownOf>[number]): readonly RelatedPlace[] {
  return edges.flatMap((edge) => {
    if (edge.from === null) return [];
    const event = diagram.events[edge.from];
    const message = `${diagram.threads[event.thread]}: ${event.text} ${effectText(event)}, ${edgeText(edge)}`;
    return [{ start: { line: event.line, column: 1 }, message }];
  });
}

function ofDeadlock(deadlock: Witness): Draft {
  const places = deadlock.stuck.map((stuck) => ({
    start: { line: stuck.line, column: 1 },
    message: stuckText(stuck).replace(/\.$/, ''),
  }));
  return {
    rule: 'deadlock',
    level: 'warning',
    message: 'there is a deadlock',
    why: places.map(({ message }) => message).join('; '),
    start: places[0]?.start ?? null,
    related: places,
    steps: stepsOf(deadlock),
  };
}
