/**
 * What there is to see of an explanation, one diagram at a time: the execution of an allowed state in the order of time,
 * each cycle of a forbidden one arrow by arrow, a deadlock. Texts are those of the report in the terminal.
 */
import type {
  Diagram,
  DiagramEdge,
  ExplainedCycle,
  ExplainedRace,
  Explanation,
  ModelExplanation,
  Witness,
} from '../../explain/explanation.js';
import { edgeText, effectText } from '../explain/cycle-lines.js';
import { RACE, stateText, stuckText } from '../explain/explain-text.js';
import { CYCLE_LEAD, type Forbidden, leadText, shownOf } from '../explain/forbidden-text.js';
import { reorderingText } from '../explain/reordering-text.js';
import { effectOf } from '../explain/timeline-table.js';
import { shownStates, stateLines } from '../text/final-state.js';
import { adviceSentences, raceSentences } from '../text/race-words.js';
import { STATE_WORDS } from '../text/verdict-words.js';
import type { Drawing } from './dot.js';
import { namesOf } from './label.js';

/** The name of the kernel's model. */
const KERNEL = 'lkmm';

/** One thing to look at in a scene. */
export interface SceneStep {
  /** Where in the source: `P0:23 wb = PageWriteback(page)`. */
  readonly what: string;
  readonly how: string;
  /** What is unusual about it, if anything. */
  readonly aside: string | null;
  /** What memory holds from then on, where that changes. */
  readonly memory: string | null;
  /** Numbers of events and of edges in the diagram. */
  readonly events: readonly number[];
  readonly arrows: readonly number[];
  /** The lines of the source that it is about, and those of the fences and branches that it comes from. */
  readonly lines: readonly number[];
  readonly alsoLines: readonly number[];
  /** Numbers of the events that are still to come after it, where steps follow each other in time. */
  readonly pending: readonly number[];
}

/** A diagram with its steps. */
export interface Scene {
  readonly kind: 'execution' | 'cycle' | 'deadlock' | 'race';
  /** `Execution`, `Execution 1 of 2`, `Cycle 2 of 3`, `Deadlock`, `Data race` */
  readonly name: string;
  /** The verdict in a sentence. */
  readonly verdict: string;
  /** How to read the steps, where that needs words. */
  readonly lead: string | null;
  /** What follows from the steps, a paragraph each. */
  readonly remarks: readonly string[];
  readonly steps: readonly SceneStep[];
  readonly drawing: Drawing;
}

/** The scenes of one model: the execution or the cycles, the deadlock, the data races. None where there is nothing to draw. */
export function scenesOf(explanation: Explanation, model: ModelExplanation): readonly Scene[] {
  const { deadlock } = model;
  const last = [
    ...(deadlock === null ? [] : [deadlockScene(explanation, model, deadlock)]),
    ...model.races.map((race, index) =>
      raceScene(
        explanation,
        model,
        race,
        model.races.length === 1 ? '' : ` ${index + 1} of ${model.races.length}`,
      ),
    ),
  ];
  switch (model.kind) {
    case 'allowed':
      return [...executionScenes(explanation, model), ...last];
    case 'forbidden': {
      const cycles = shownOf(model);
      const scenes = cycles.map((cycle, index) =>
        cycleScene(explanation, model, cycle, cycles.length === 1 ? '' : ` ${index + 1} of ${cycles.length}`),
      );
      return [...scenes, ...last];
    }
    case 'unknown':
      return last;
  }
}

/**
 * The models, the one to open on first: the weakest that forbids, since what it takes there is what the test needs anywhere, then
 * the others that forbid, and those that allow. Models are listed from the strongest machine to the weakest, and the kernel's
 * model, which has to allow what any of them does, is weaker than all.
 */
export function byInterest(models: readonly ModelExplanation[]): readonly ModelExplanation[] {
  const ofKind = (kind: ModelExplanation['kind']): readonly ModelExplanation[] =>
    models.filter((each) => each.kind === kind);
  const forbidden = ofKind('forbidden').toReversed();
  const kernel = forbidden.filter(({ model }) => model === KERNEL);
  const machines = forbidden.filter(({ model }) => model !== KERNEL);
  return [...kernel, ...machines, ...ofKind('allowed'), ...ofKind('unknown')];
}

/** The model to open on: the first by interest that has something to show; undefined where there are no models. */
export function openingModel(explanation: Explanation): ModelExplanation | undefined {
  const models = byInterest(explanation.models);
  return models.find((model) => scenesOf(explanation, model).length > 0) ?? models.at(0);
}

/** The classes of what a step marks in its diagram: what it is about, and what is still to come. */
export function markedBy(
  { events, arrows, pending }: SceneStep,
  { drawing }: Scene,
): { readonly now: readonly string[]; readonly later: readonly string[] } {
  const { edges } = drawing.diagram;
  const waits = (event: number | null): boolean => event !== null && pending.includes(event);
  const faded = edges.flatMap(({ from, to }, index) => (waits(from) || waits(to) ? [`arrow-${index}`] : []));
  return {
    now: [...events.map((event) => `event-${event}`), ...arrows.map((arrow) => `arrow-${arrow}`)],
    later: [...pending.map((event) => `event-${event}`), ...faded],
  };
}

/** The verdict on a model, as a clause. */
function verdictOn(explanation: Explanation, { kind, title }: ModelExplanation): string {
  return `${stateText(explanation)} is ${STATE_WORDS[kind]} on ${title}`;
}

type Allowed = Extract<ModelExplanation, { readonly kind: 'allowed' }>;

/** The first execution, and those that end in other states. */
function executionScenes(explanation: Explanation, model: Allowed): readonly Scene[] {
  const { others = [] } = model;
  const which = (index: number): string => (others.length === 0 ? '' : ` ${index} of ${others.length + 1}`);
  return [
    executionScene(explanation, model, model, which(1)),
    ...others.map((other, index) => {
      const sequential = other.reorderings.length === 0;
      return executionScene(explanation, model, { ...other, sequential }, which(index + 2));
    }),
  ];
}

function executionScene(
  explanation: Explanation,
  model: Allowed,
  { witness, reorderings, sequential }: Pick<Allowed, 'witness' | 'reorderings' | 'sequential'>,
  which: string,
): Scene {
  return {
    kind: 'execution',
    name: `Execution${which}`,
    verdict: `${verdictOn(explanation, model)}.`,
    lead: null,
    remarks: [
      ...finalText(explanation, witness),
      ...(sequential ? [RACE] : reorderings.map((each) => reorderingText(model, each))),
    ],
    steps: stepsOf(witness),
    drawing: {
      ...drawingOf(explanation, witness.diagram, verdictOn(explanation, model)),
      stepNumbers: stepNumbersOf(witness),
      overtakings: reorderings,
    },
  };
}

function deadlockScene(explanation: Explanation, { title }: ModelExplanation, witness: Witness): Scene {
  return {
    kind: 'deadlock',
    name: 'Deadlock',
    verdict: `${title} can end in a deadlock.`,
    lead: null,
    remarks: witness.stuck.map(stuckText),
    steps: stepsOf(witness),
    drawing: {
      ...drawingOf(explanation, witness.diagram, `a deadlock on ${title}`),
      stepNumbers: stepNumbersOf(witness),
    },
  };
}

function raceScene(
  explanation: Explanation,
  { title }: ModelExplanation,
  { race, events, witness }: ExplainedRace,
  which: string,
): Scene {
  const { diagram } = witness;
  const names = namesOf(diagram);
  return {
    kind: 'race',
    name: `Data race${which}`,
    verdict: `${title} flags a data race.`,
    lead: null,
    remarks: [...raceSentences(race), ...adviceSentences([race])],
    steps: events.map(
      (id): SceneStep => ({
        what: `${names[id]} ${diagram.events[id].text}`,
        how: effectText(diagram.events[id]),
        aside: null,
        memory: null,
        events: [id],
        arrows: [],
        lines: [diagram.events[id].line],
        alsoLines: [],
        pending: [],
      }),
    ),
    drawing: { ...drawingOf(explanation, diagram, `a data race on ${title}`), pointed: events },
  };
}

function cycleScene(explanation: Explanation, model: Forbidden, cycle: ExplainedCycle, which: string): Scene {
  const verdict = verdictOn(explanation, model);
  const { edges, diagram } = cycle;
  const names = namesOf(diagram);
  const step = (edge: DiagramEdge): SceneStep => {
    const { from, to } = edge;
    const ends = [...(from === null ? [] : [from]), to];
    const same = (other: DiagramEdge): boolean =>
      other.from === from && other.to === to && other.relation === edge.relation;
    const source = from === null ? 'the initial value' : `${names[from]} ${effectText(diagram.events[from])}`;
    return {
      what: `${source} → ${names[to]} ${effectText(diagram.events[to])}`,
      how: `${edge.relation}: ${edgeText(edge)}`,
      aside: null,
      memory: null,
      events: ends,
      arrows: diagram.edges.flatMap((other, index) => (same(other) ? [index] : [])),
      lines: ends.map((id) => diagram.events[id].line),
      alsoLines: edge.lines,
      pending: [],
    };
  };
  return {
    kind: 'cycle',
    name: `Cycle${which}`,
    verdict: `${verdict}.`,
    lead: cycle.axiom === null ? CYCLE_LEAD : leadText({ ...model, cycles: [cycle] }),
    remarks: [],
    steps: edges.map(step),
    drawing: drawingOf(explanation, diagram, `${verdict}${which === '' ? '' : `, cycle${which}`}`),
  };
}

function drawingOf({ info }: Explanation, diagram: Diagram, verdict: string): Drawing {
  const heading = info.title === null ? info.name : `${info.name}: ${info.title}`;
  return {
    name: info.name,
    title: [heading, verdict],
    diagram,
    stepNumbers: new Map(),
    overtakings: [],
    pointed: [],
  };
}

function stepsOf(witness: Witness): readonly SceneStep[] {
  const { events, edges, threads } = witness.diagram;
  const names = namesOf(witness.diagram);
  const begun = new Set<number | null>();
  return witness.steps.map(({ thread, event, action, text, line, location, written }, index): SceneStep => {
    const effect = effectOf(witness, index);
    begun.add(event);
    const isWrite = action === 'write' || action === 'update';
    const isRead = action !== 'write' && action !== 'grace';
    const own = edges.flatMap(({ to, relation }, number) =>
      to === event && ((relation === 'rf' && isRead) || (relation === 'co' && isWrite)) ? [number] : [],
    );
    return {
      what: `${event === null ? `${threads[thread]}:${line}` : names[event]} ${event === null ? text : events[event].text}`,
      how: effect.text,
      aside: effect.ahead,
      memory: written === null ? null : `${location} = ${written}`,
      events: event === null ? [] : [event],
      arrows: own,
      lines: [line],
      alsoLines: [],
      pending: events.map(({ id }) => id).filter((id) => !begun.has(id)),
    };
  });
}

/** For each event the numbers of the steps that it takes. */
function stepNumbersOf({ steps }: Witness): ReadonlyMap<number, readonly number[]> {
  const numbers = new Map<number, number[]>();
  for (const [index, { event }] of steps.entries()) {
    if (event !== null) numbers.set(event, [...(numbers.get(event) ?? []), index + 1]);
  }
  return numbers;
}

function finalText({ info }: Explanation, { final }: Witness): readonly string[] {
  if (info.observables.length === 0) return [];
  const { spelling, states } = shownStates(info, [final]);
  const [lines] = stateLines(spelling, states, Number.POSITIVE_INFINITY);
  return [`In the end ${lines.map((line) => line.trim()).join(' ')}.`];
}
