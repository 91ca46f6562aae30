/**
 * Explains a state on each model: how it comes about, by a shortest execution; or why it cannot, by the cycles that every
 * candidate for it closes. Which of the two it is, the search over the machine's states decides, as in `check`.
 */

import type { Settings } from '../check/result.js';
import { infoOf } from '../check/run.js';
import { Budget } from '../explore/budget.js';
import type { Limit } from '../explore/outcome.js';
import { traceTo } from '../explore/trace.js';
import type { Asked } from '../machine/code.js';
import type { Model } from '../machine/model.js';
import { MODELS } from '../machine/models/index.js';
import { sc } from '../machine/models/sc.js';
import { narrowed, type Proposition, type Question, soughtBy } from '../program/condition.js';
import type { Program } from '../program/program.js';
import { addressesOf, speller } from '../program/spell.js';
import type { Test } from '../program/test.js';
import type { ExplainedCycle, Explanation, ModelExplanation, Witness } from './explanation.js';
import { draw } from './picture.js';
import { codesOf } from './refine.js';
import { refusal } from './refusal.js';
import { reorderingsOf } from './reordering.js';
import { storyOf } from './story.js';
import { happened } from './witness.js';

/** More distinct cycles than this are not worth drawing. */
const MOST_CYCLES = 24;

/** A test on a model. */
interface Place {
  readonly test: Test;
  readonly program: Program;
  readonly model: Model;
  readonly settings: Settings;
  readonly spell: (value: bigint) => string;
}

/** Explains the state that a test's question is about; `settings.models` are the models, null for the test's own. */
export function explainTest(test: Test, settings: Settings): Explanation {
  const names = settings.models ?? test.models;
  const target = soughtBy(test.question);
  const places = MODELS.filter((model) => names.includes(model.name)).map((model) =>
    placeOf(test, model, settings),
  );
  const budgets = new Map(places.map(({ model }) => [model, new Budget(settings.limits)]));
  const within = <Result>(
    place: Place,
    work: (place: Place) => Result,
    over: (limit: Limit) => Result,
  ): Result => {
    const budget = budgets.get(place.model) ?? new Budget(settings.limits);
    return budget.spend((limits) => work({ ...place, settings: { ...place.settings, limits } }), over);
  };
  const onSc = placeOf(test, sc, settings);
  const sequential = within(
    onSc,
    (place) => search(place, target).kind === 'found',
    () => false,
  );
  const addresses = addressesOf(places[0].program);
  return {
    file: test.source.name,
    source: test.source.text,
    info: infoOf(test, places[0].program, addresses),
    state: stateText(test.question),
    models: places.map((place) => ({
      model: place.model.name,
      title: place.model.title,
      ...within(
        place,
        (limited): Explained => explainOn(limited, target, sequential),
        (limit) => ({ kind: 'unknown', limit }),
      ),
      deadlock: within(place, deadlockOf, () => null),
    })),
  };
}

function stateText({ quantifier, text }: Question): string {
  const bare = text.trim().replace(/^\((.*)\)$/s, '$1');
  return quantifier === 'forall' ? `not (${bare})` : bare;
}

function placeOf(test: Test, model: Model, settings: Settings): Place {
  const program = test.programFor(model.architecture(settings.atomics));
  return { test, program, model, settings, spell: speller(addressesOf(program)) };
}

function search({ test, program, model, settings }: Place, target: Proposition) {
  return traceTo('nearest', program, model, narrowed(test.question, target), settings.limits);
}

/** The kind of an explanation with what belongs to it. */
type Explained = ModelExplanation extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'model' | 'title' | 'deadlock'>
    : never
  : never;

function explainOn(place: Place, target: Proposition, sequential: boolean): Explained {
  const asked = narrowed(place.test.question, target);
  const traced = search(place, target);
  if (traced.kind === 'limit') return { kind: 'unknown', limit: traced.limit };
  if (traced.kind === 'found') {
    const codes = codesOf(place.program, place.model, asked);
    const what = happened(place.program, place.model, asked, codes, traced.trace);
    const drawn = draw(place.program, what.candidate, null, place.spell);
    const witness = storyOf(place, what, drawn, traced.trace);
    const reorderings = sequential ? [] : reorderingsOf(place.test, what, drawn.numbers);
    return { kind: 'allowed', sequential, reorderings, witness };
  }
  return forbidden(place, asked);
}

/** Why a state cannot be, each reason once. */
function forbidden(place: Place, asked: Asked): Explained {
  const { program, model, settings, spell } = place;
  const { cycles, complete, impossible, ruled } = refusal(program, model, asked, settings.limits);
  const explained = cycles.map(({ cycle, candidate }): ExplainedCycle => {
    const { picture, cycle: edges } = draw(program, candidate, cycle, spell);
    return { kind: cycle.kind, picture, edges };
  });
  const distinct = distinctCycles(explained).toSorted(
    (a, b) => threadsOf(b) - threadsOf(a) || a.edges.length - b.edges.length,
  );
  return {
    kind: 'forbidden',
    cycles: distinct.slice(0, MOST_CYCLES),
    complete: complete && distinct.length <= MOST_CYCLES,
    ruled,
    impossible: impossible.map((thread) => program.threads[thread].name),
  };
}

/** Two, or one for a cycle that a thread closes with itself, which tells least. */
function threadsOf({ picture, edges }: ExplainedCycle): number {
  return Math.min(2, new Set(edges.map(({ to }) => picture.events[to].thread)).size);
}

/** Cycles that read alike are one, and so are those that go through the same places and more. */
function distinctCycles(cycles: readonly ExplainedCycle[]): readonly ExplainedCycle[] {
  const seen = new Map<string, ExplainedCycle>();
  for (const cycle of cycles) {
    const { events } = cycle.picture;
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

function deadlockOf(place: Place): Witness | null {
  const waits = place.program.threads.some((thread) => thread.code.some(mayWait));
  if (!waits) return null;
  const nothing: Asked = { observables: [], filter: null };
  const { program, model, settings, spell } = place;
  const traced = traceTo('deadlock', program, model, nothing, settings.limits);
  if (traced.kind !== 'found') return null;
  const what = happened(program, model, nothing, codesOf(program, model, nothing), traced.trace);
  return storyOf(place, what, draw(program, what.candidate, null, spell), traced.trace);
}

/** Whether an instruction can keep its thread waiting; a loop that goes back may be a spin. */
function mayWait(instruction: Program['threads'][number]['code'][number], place: number): boolean {
  if (instruction.kind === 'read' || instruction.kind === 'update') return instruction.until !== null;
  return 'destination' in instruction && instruction.destination <= place;
}
