/**
 * `pinlitmus explain` for people: the answer in a sentence, and then, for the models that have the same reason together,
 * how the state comes about or why it cannot.
 */
import type { ExplainResult, Explanation, ModelExplanation, Witness } from '../../explain/explanation.js';
import { type Paint, paintAt } from '../text/colour.js';
import { spellings } from '../text/final-state.js';
import { apart, groupedBy, indented, listed, NARROWEST, wrapped } from '../text/layout.js';
import { heading, quoted } from '../text/test-words.js';
import { limitText, STATE_WORDS, saidOfModels, undecidedText } from '../text/verdict-words.js';
import { shapeOf } from './cycle-lines.js';
import { finalLines } from './final-lines.js';
import { type Forbidden, forbiddenLines } from './forbidden-text.js';
import { raceSections } from './race-text.js';
import { reorderingText } from './reordering-text.js';
import { sourceLines } from './source-table.js';
import { timelineLines } from './timeline-table.js';

type Allowed = Extract<ModelExplanation, { readonly kind: 'allowed' }>;

/** What is compared has no colours. */
const PLAIN = paintAt(0);

/** A part of the report: what it says, and of which models. */
interface Part {
  readonly titles: string[];
  readonly what: string;
  readonly lines: readonly string[];
}

/** The whole explanation, as lines of at most `columns` columns. */
export function explainLines(explanation: Explanation, columns: number, paint: Paint): readonly string[] {
  const width = Math.max(columns, NARROWEST);
  const { info, models } = explanation;
  return apart([
    heading(explanation.file, info, width, paint),
    wrapped(answer(explanation), width),
    ...partsOf(explanation, width, paint).map(({ titles, what, lines }) => [
      ...wrapped(`${listed(titles)}: ${what}`, width).map((line) => paint.bold(line)),
      '',
      ...lines,
    ]),
    wrapped(plainOrder(models), width),
    ...deadlocks(models, width, paint),
    ...raceSections(explanation, width, paint),
  ]);
}

/** The sentence for a file whose time was over before its test was understood. */
export function undecidedLines({ file, undecided }: ExplainResult, width: number): readonly string[] {
  const [first] = undecided;
  if (first?.kind !== 'unknown') return [];
  const titles = undecided.map(({ title }) => title);
  return wrapped(undecidedText(file, titles, limitText(first.limit)), width);
}

/** What is explained, as a sentence names it: `"!PageWriteback && !page_pin"`. */
export function stateText({ info }: Explanation): string {
  const state = quoted(info.question, spellings(info, []));
  return info.question.quantifier === 'forall' ? `A final state against ${state}` : state;
}

/** The answer in one sentence. */
export function answer(explanation: Explanation): string {
  const said = explanation.models.map(({ kind, title }) => ({ words: STATE_WORDS[kind], title }));
  return `${stateText(explanation)} is ${saidOfModels(said)}.`;
}

/** A part for each model; models with the same part share it. */
function partsOf(explanation: Explanation, width: number, paint: Paint): readonly Part[] {
  const { models } = explanation;
  const parts: Part[] = [];
  const add = (title: string, what: string, lines: readonly string[]): void => {
    const known = parts.find((part) => part.what === what && part.lines.join('\n') === lines.join('\n'));
    if (known === undefined) parts.push({ titles: [title], what, lines });
    else known.titles.push(title);
  };
  for (const model of models) {
    if (model.kind === 'unknown') add(model.title, `undecided, ${limitText(model.limit)}`, []);
    else if (model.kind === 'forbidden') {
      const alike = models.filter((other): other is Forbidden => isAlike(model, other, models));
      if (alike[0] === model)
        for (const { title } of alike) add(title, 'why not', forbiddenLines(alike, width, paint));
    } else {
      const alike = models.filter((other): other is Allowed => isToldAlike(model, other, width));
      if (alike[0] === model)
        for (const { title } of alike) add(title, 'how', allowedLines(explanation, alike, width, paint));
    }
  }
  return parts;
}

/** Whether two models allow the state in the same steps; of what SC allows too, one execution serves for all. */
function isToldAlike(model: Allowed, other: ModelExplanation, width: number): boolean {
  if (other.kind !== 'allowed' || other.sequential !== model.sequential) return false;
  if (hasTime(model.witness) !== hasTime(other.witness)) return false;
  const timeline = ({ witness }: Allowed): string => timelineLines(witness, width, PLAIN).join('\n');
  return model.sequential || timeline(model) === timeline(other);
}

/** Whether two models forbid the state by the same cycles; reasons may differ. */
function isAlike(model: Forbidden, other: ModelExplanation, models: readonly ModelExplanation[]): boolean {
  if (other.kind !== 'forbidden' || isPlain(model, models) || isPlain(other, models)) return false;
  const shape = ({ cycles, complete, ruled, waiting, impossible }: Forbidden): string =>
    [...cycles.map(shapeOf), complete, ruled, waiting, ...impossible].join('\n');
  return shape(model) === shape(other);
}

/** Whatever a weaker model forbids SC forbids too, and there is nothing to see in its reasons. */
function isPlain(model: ModelExplanation, models: readonly ModelExplanation[]): boolean {
  return (
    model.kind === 'forbidden' &&
    model.inOrder &&
    models.some((other) => other !== model && other.kind === 'forbidden')
  );
}

function plainOrder(models: readonly ModelExplanation[]): string {
  const plain = models.find((model) => isPlain(model, models));
  return plain === undefined ? '' : `${plain.title} forbids it too: every access is in program order there.`;
}

/** One execution, and what makes it possible on the models: said once where that is the same. */
function allowedLines(
  explanation: Explanation,
  models: readonly Allowed[],
  width: number,
  paint: Paint,
): readonly string[] {
  const [{ witness, sequential }] = models;
  const textsOf = (model: Allowed): readonly string[] =>
    model.reorderings.map((each) => reorderingText(model, each));
  const groups = groupedBy(models, (model) => textsOf(model).join('\n'));
  const texts = groups.flatMap((same) => {
    if (groups.length === 1) return textsOf(same[0]);
    const titles = listed(same.map(({ title }) => title));
    return textsOf(same[0]).map((text) => `On ${titles}, ${text.replace(/^In /, 'in ')}`);
  });
  return [
    ...(hasTime(witness) ? timelineLines(witness, width, paint) : sourceLines(witness, width, paint)),
    '',
    ...finalLines(explanation, witness, width),
    '',
    ...(sequential ? [RACE] : hasTime(witness) ? texts : [TIMELESS]).flatMap((text) => indented(text, width)),
  ];
}

/** Whether an execution has an order of time, as those of machines have. */
function hasTime({ steps, diagram }: Witness): boolean {
  return steps.length > 0 || diagram.events.length === 0;
}

/** What to know of an execution of a model that has no machine. */
const TIMELESS =
  'The model has no order of time: it is what each access reads, and in which order the writes of a location come, that no axiom forbids.';

/** What to know of a state that SC allows as well. */
export const RACE =
  'No reordering is needed: each thread goes in program order. This is an ordinary race, and no barrier helps.';

/** The first deadlock, on all models that have one alike. */
function deadlocks(
  models: readonly ModelExplanation[],
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const parts: Part[] = [];
  for (const { deadlock, title } of models) {
    if (deadlock === null) continue;
    const lines = [
      ...(hasTime(deadlock) ? timelineLines : sourceLines)(deadlock, width, paint),
      ...(deadlock.steps.length === 0 && deadlock.diagram.events.length === 0 ? [] : ['']),
      ...deadlock.stuck.flatMap((stuck) => indented(stuckText(stuck), width)),
    ];
    const known = parts.find((part) => part.lines.at(-1) === lines.at(-1));
    if (known === undefined) parts.push({ titles: [title], what: 'a deadlock', lines });
    else known.titles.push(title);
  }
  return parts.map(({ titles, what, lines }) => [
    ...wrapped(`${listed(titles)}: ${what}`, width).map((line) => paint.bold(line)),
    '',
    ...lines,
  ]);
}

/** Where a thread of a deadlock waits, and for what. */
export function stuckText({ thread, line, text, waitsFor, since }: Witness['stuck'][number]): string {
  const wait = `${thread} waits for ever at line ${line}, ${text}`;
  if (waitsFor === null) return `${wait}.`;
  const by = since === null ? 'from the start' : `since ${since.thread}'s ${since.text} (line ${since.line})`;
  return `${wait}: ${waitsFor.location} is ${waitsFor.value} ${by}.`;
}
