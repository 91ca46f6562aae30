/**
 * Explains a state on each model: how it comes about, by a shortest execution; or why it cannot, by the cycles that every
 * candidate for it closes. Which of the two it is, the model's engine decides, as in `check`. When what is
 * found to explain it says the other, one of the two is wrong, and nothing is said but that.
 */

import { insistOn } from '../check/inclusion.js';
import { modelsNamed } from '../check/models-of.js';
import type { Settings } from '../check/result.js';
import { infoOf } from '../check/run.js';
import { strayDiagnostics, survey } from '../check/stray.js';
import { askedBesides } from '../check/unexplained.js';
import { type Decision, decide } from '../engine/decide.js';
import { findExecution, refute } from '../engine/index.js';
import type { Model } from '../models/model.js';
import { sc } from '../models/sc.js';
import type { Target } from '../program/condition.js';
import { narrowed, type Question, soughtBy } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { isGrace } from '../program/readers.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import { Budget } from '../query/budget.js';
import type { Limit } from '../query/limits.js';
import type { Query } from '../query/query.js';
import { hasErrors } from '../text/diagnostic.js';
import { Disagreement } from '../text/invariant.js';
import { draw } from './diagram.js';
import type { ExplainedCycle, ExplainedRace, Explanation, ModelExplanation, Witness } from './explanation.js';
import { otherWitnesses } from './other-witnesses.js';
import { racesUnder } from './race-executions.js';
import { reorderingsOf } from './reordering.js';
import { timelineOf } from './timeline.js';

/** More distinct cycles than this are not worth drawing. */
const MOST_CYCLES = 24;

/** A test on a model. */
interface ExplainTask {
  readonly test: Test;
  /** With the cells outside its objects that executions reach. */
  readonly program: Program;
  readonly model: Model;
  readonly settings: Settings;
  /** A value's text. */
  readonly spell: (value: bigint) => string;
}

/**
 * Explains the state that a test's question is about; `settings.models` are the models, null for the test's own. Where a model allows
 * it, up to `others` more executions are looked for, which end in other states of those that are asked for.
 */
export function explainTest(test: Test, settings: Settings, others = 0): Explanation {
  const names = settings.models ?? test.models;
  const own = modelsNamed(names, settings);
  const programOn = (model: Model): Program => test.programFor(model.architecture(settings.atomics));
  const addresses = addressesOf(programOn(own[0]));
  const budgets = new Map<Model, Budget>();
  const within: Timed = (task, work, over) => {
    const budget = budgets.get(task.model) ?? new Budget(settings.limits);
    budgets.set(task.model, budget);
    return budget.spend((limits) => work({ ...task, settings: { ...task.settings, limits } }), over);
  };
  const ask = (model: Model): Asked => {
    const surveyed = surveyAt(taskOf(test, programOn(model), model, settings), within);
    const task = taskOf(test, surveyed.program, model, settings);
    return { model, surveyed, task, answer: within(task, answerOn, (limit) => lateAnswer(task, limit)) };
  };
  const first = own.map(ask);
  const besides = askedBesides(
    settings,
    first.map(({ model, answer }) => ({ model, hasState: isReached(answer) })),
  );
  const asked = modelsNamed([...names, ...besides], settings).map(
    (model) => first.find((each) => each.model.name === model.name) ?? ask(model),
  );
  const models = asked.map(({ model }) => model);
  const tasks = asked.map(({ task }) => task);
  const answers = asked.map(({ answer }) => answer);
  const beyond = asked.map(({ model, answer }) => ({ model, badAddresses: answer.badAddresses }));
  const common = {
    file: test.source.name,
    source: test.source.text,
    info: infoOf(test, programOn(models[0]), addresses),
    state: stateText(test.question),
    strays: strayDiagnostics([...asked.map(({ surveyed }) => surveyed), ...beyond], speller(addresses)),
  };
  if (hasErrors(common.strays)) return { ...common, models: [] };
  const simple = models.indexOf(sc);
  const scTask = taskOf(test, programOn(sc), sc, settings);
  const onSc =
    simple === -1 ? within(scTask, answerOn, (limit) => lateAnswer(scTask, limit)) : answers[simple];
  insistOn(
    [
      { model: sc, kind: onSc.kind },
      ...tasks.map(({ model }, index) => ({ model, kind: answers[index].kind })),
    ],
    test.source.text,
  );
  return {
    ...common,
    models: tasks.map((task, index) => ({
      model: task.model.name,
      title: task.model.title,
      ...within(
        task,
        (limited): Explained => explainOn(limited, answers[index], onSc.kind === 'allowed', others),
        (limit) => ({ kind: 'unknown', limit }),
      ),
      deadlock: within(task, deadlockOf, () => null),
      races: within(task, racesOn, () => []),
    })),
  };
}

/** A model that was asked, and what it answers. */
interface Asked {
  readonly model: Model;
  readonly surveyed: ReturnType<typeof survey>;
  readonly task: ExplainTask;
  readonly answer: Decision;
}

/** Whether the answer is that there is a state that is asked for; null where that is open. */
function isReached({ kind }: Decision): boolean | null {
  return kind === 'allowed' ? true : kind === 'forbidden' ? false : null;
}

function taskOf(test: Test, program: Program, model: Model, settings: Settings): ExplainTask {
  return { test, program, model, settings, spell: speller(addressesOf(program)) };
}

/** Does some work on a task within the time that its model has for everything together. */
type Timed = <Result>(
  task: ExplainTask,
  work: (task: ExplainTask) => Result,
  over: (limit: Limit) => Result,
) => Result;

/** The program with the cells that its executions reach; without them where there was no time to find out. */
function surveyAt(task: ExplainTask, within: Timed): ReturnType<typeof survey> {
  const { program, model } = task;
  return within(
    task,
    ({ test, settings }) => survey(program, model, test.question, settings.limits),
    () => ({ model, program, badAddresses: [] }),
  );
}

/** What is known where there was no time to ask. */
function lateAnswer({ program }: ExplainTask, limit: Limit): Decision {
  return { kind: 'unknown', limit, program, explored: 0, badAddresses: [] };
}

/** The verdict, from where every command has it. */
function answerOn(task: ExplainTask): Decision {
  return decide(queryAt(task));
}

/** The question for the state that the test is about. */
function queryAt({ test, program, model, settings }: ExplainTask): Query {
  const target = narrowed(test.question, soughtBy(test.question));
  return { program, model, target, limits: settings.limits };
}

function stateText({ quantifier, text }: Question): string {
  const bare = text.trim().replace(/^\((.*)\)$/s, '$1');
  return quantifier === 'forall' ? `not (${bare})` : bare;
}

/** The kind of an explanation with what belongs to it. */
type Explained = ModelExplanation extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'model' | 'title' | 'deadlock' | 'races'>
    : never
  : never;

function explainOn(task: ExplainTask, answer: Decision, sequential: boolean, others: number): Explained {
  switch (answer.kind) {
    case 'unknown':
      return { kind: 'unknown', limit: answer.limit };
    case 'allowed':
      return allowed(task, sequential, others);
    case 'forbidden':
      return forbidden(task);
    case 'wild':
      throw disagreement(task, 'an address near no object was not reported');
  }
}

/** How a state comes about: by a shortest execution, or where it takes too much to find one, by any. */
function allowed(task: ExplainTask, sequential: boolean, most: number): Explained {
  const { test, spell } = task;
  const found = findExecution(queryAt(task), 'state');
  if (found.kind === 'limit') return { kind: 'unknown', limit: found.limit };
  if (found.kind === 'none') throw disagreement(task, 'no execution ends in a state that the search found');
  const { program, execution } = found;
  const drawn = draw(program, execution, null, spell);
  const witness = timelineOf({ ...found, test, spell }, drawn);
  const reorderings = sequential ? [] : reorderingsOf(test, program, execution, drawn.numbers);
  const others = most === 0 ? [] : otherWitnesses(task, queryAt(task), witness, most);
  return { kind: 'allowed', sequential, reorderings, witness, ...(others.length > 0 && { others }) };
}

/** Why a state cannot be, each reason once. */
function forbidden(task: ExplainTask): Explained {
  const { spell } = task;
  const { program, cycles, complete, impossible, ruled, waiting, survivor } = refute(queryAt(task));
  if (survivor !== null)
    throw disagreement(
      task,
      'nothing speaks against an execution that ends in a state that the search did not find',
    );
  const explained = cycles.map(({ cycle, execution }): ExplainedCycle => {
    const { diagram, cycle: edges } = draw(program, execution, cycle, spell);
    return { kind: cycle.kind, axiom: cycle.axiom ?? null, diagram, edges };
  });
  const distinct = distinctCycles(explained).toSorted(
    (a, b) => threadsOf(b) - threadsOf(a) || a.edges.length - b.edges.length,
  );
  return {
    kind: 'forbidden',
    inOrder: task.model === sc && !waiting,
    cycles: distinct.slice(0, MOST_CYCLES),
    complete: complete && distinct.length <= MOST_CYCLES,
    ruled,
    waiting,
    impossible: impossible.map((thread) => program.threads[thread].name),
  };
}

/** What finds reasons for a verdict, and the search that gave it, cannot both be right. */
function disagreement({ test, model }: ExplainTask, what: string): Disagreement {
  return new Disagreement(`on ${model.title}, ${what}`, test.source.text);
}

/** Two, or one for a cycle that a thread closes with itself, which tells least. */
function threadsOf({ diagram, edges }: ExplainedCycle): number {
  return Math.min(2, new Set(edges.map(({ to }) => diagram.events[to].thread)).size);
}

/** Cycles that read alike are one, and so are those that go through the same lines and more. */
function distinctCycles(cycles: readonly ExplainedCycle[]): readonly ExplainedCycle[] {
  const seen = new Map<string, ExplainedCycle>();
  for (const cycle of cycles) {
    const { events } = cycle.diagram;
    const key = cycle.edges
      .map(({ from, relation, reason }) => {
        const event = from === null ? undefined : events[from];
        return `${event?.thread} ${event?.line} ${event?.text} ${relation} ${reason}`;
      })
      .join('\n');
    if (!seen.has(key)) seen.set(key, cycle);
  }
  return [...seen.values()];
}

/** The data races of all executions that count, whatever state is asked for. */
function racesOn(task: ExplainTask): readonly ExplainedRace[] {
  const { test, spell } = task;
  return racesUnder(test, { ...queryAt(task), target: test.question }, spell);
}

function deadlockOf(task: ExplainTask): Witness | null {
  const waits = task.program.threads.some((thread) => thread.code.some(mayWait));
  if (!waits) return null;
  const target: Target = { observables: [], filter: null };
  const { test, spell } = task;
  const found = findExecution({ ...queryAt(task), target }, 'deadlock');
  if (found.kind !== 'found') return null;
  return timelineOf({ ...found, test, spell }, draw(found.program, found.execution, null, spell));
}

/** Whether an instruction can keep its thread waiting; a loop that goes back may be a spin. */
function mayWait(instruction: Program['threads'][number]['code'][number], pc: number): boolean {
  if (instruction.kind === 'read' || instruction.kind === 'update') return instruction.awaits !== null;
  return isGrace(instruction) || ('destination' in instruction && instruction.destination <= pc);
}
