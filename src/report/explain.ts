/**
 * `pinlitmus explain` for people: the answer in a sentence, and then, for the models that have the same reason together,
 * how the state comes about or why it cannot.
 */
import type {
  Explanation,
  IdleFence,
  ModelExplanation,
  Reordering,
  Witness,
} from '../explain/explanation.js';
import type { Paint } from './colour.js';
import { cycleLines, shapeOf, type Variant } from './cycle.js';
import { listed, plural, wrapped } from './layout.js';
import { quoted } from './proposition.js';
import { heading } from './single.js';
import { spellings, stateLines } from './state.js';
import { storyLines } from './story.js';
import { limitText } from './verdict.js';

type Allowed = Extract<ModelExplanation, { readonly kind: 'allowed' }>;
type Forbidden = Extract<ModelExplanation, { readonly kind: 'forbidden' }>;

/** A part of the report: what it says, and of which models. */
interface Part {
  readonly titles: string[];
  readonly what: string;
  readonly lines: readonly string[];
}

/** The whole explanation, as lines of at most `width`. */
export function explainLines(explanation: Explanation, width: number, paint: Paint): readonly string[] {
  const { info, models } = explanation;
  const sections = [
    heading(explanation.file, info, width, paint),
    wrapped(answer(explanation), width),
    ...partsOf(explanation, width, paint).map(({ titles, what, lines }) => [
      ...wrapped(`${listed(titles)}: ${what}`, width).map((line) => paint.bold(line)),
      '',
      ...lines,
    ]),
    wrapped(plainOrder(models), width),
    ...deadlocks(models, width, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

const CLAUSES = { allowed: 'allowed on', forbidden: 'forbidden on', unknown: 'undecided on' } as const;

/** The answer in one sentence. */
export function answer({ info, models }: Explanation): string {
  const groups = new Map<string, string[]>();
  for (const { kind, title } of models) groups.set(kind, [...(groups.get(kind) ?? []), title]);
  const clauses = [...groups].map(
    ([kind, titles]) => `${CLAUSES[kind as keyof typeof CLAUSES]} ${listed(titles)}`,
  );
  const { asked } = info;
  const state = quoted(asked, spellings(info, []));
  const what = asked.quantifier === 'forall' ? `A final state against ${state}` : state;
  return `${what} is ${clauses.join(', ')}.`;
}

/** What is said of each model, those of which the same is said together. */
function partsOf(explanation: Explanation, width: number, paint: Paint): readonly Part[] {
  const { models } = explanation;
  const parts: Part[] = [];
  const add = (title: string, what: string, lines: readonly string[]): void => {
    const known = parts.find((part) => part.what === what && part.lines.join('\n') === lines.join('\n'));
    if (known === undefined) parts.push({ titles: [title], what, lines });
    else known.titles.push(title);
  };
  const sequential = models.filter((model): model is Allowed => model.kind === 'allowed' && model.sequential);
  for (const model of models) {
    if (model.kind === 'unknown') add(model.title, `undecided, ${limitText(model.limit)}`, []);
    else if (model.kind === 'forbidden') {
      const alike = models.filter((other): other is Forbidden => isAlike(model, other, models));
      if (alike[0] === model)
        for (const { title } of alike) add(title, 'why not', forbiddenLines(alike, width, paint));
    } else if (!model.sequential) add(model.title, 'how', allowedLines(explanation, model, width, paint));
    else if (model === sequential[0])
      for (const { title } of sequential) add(title, 'how', raceLines(explanation, model, width, paint));
  }
  return parts;
}

/** Whether two models forbid the state by the same cycles; reasons may differ. */
function isAlike(model: Forbidden, other: ModelExplanation, models: readonly ModelExplanation[]): boolean {
  if (other.kind !== 'forbidden' || isPlain(model, models) || isPlain(other, models)) return false;
  const shape = ({ cycles, others, complete, impossible }: Forbidden): string =>
    [...cycles.map(shapeOf), others, complete, ...impossible].join('\n');
  return shape(model) === shape(other);
}

/** Whatever a weaker model forbids SC forbids too, and there is nothing to see in its reasons. */
function isPlain({ kind, model }: ModelExplanation, models: readonly ModelExplanation[]): boolean {
  return (
    model === 'sc' &&
    kind === 'forbidden' &&
    models.some((other) => other.model !== 'sc' && other.kind === 'forbidden')
  );
}

function plainOrder(models: readonly ModelExplanation[]): string {
  const plain = models.find((model) => isPlain(model, models));
  return plain === undefined ? '' : `${plain.title} forbids it too: every access is in program order there.`;
}

function forbiddenLines(models: readonly Forbidden[], width: number, paint: Paint): readonly string[] {
  const [{ cycles, others, complete, impossible }] = models;
  const lead = leadText(
    cycles.map(({ kind }) => kind),
    impossible,
  );
  const variants = (index: number): readonly Variant[] =>
    models.map(({ title, cycles }) => ({ title, cycle: cycles[index] }));
  const blocks = [
    indented(lead, width),
    ...cycles.flatMap((_, index) => [
      ...(index === 0 ? [] : [indented(index === 1 ? 'Otherwise:' : 'or:', width)]),
      cycleLines(variants(index), width, paint),
    ]),
    indented(moreText(others, complete), width),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** What the circles are that follow, or why there are none. */
export function leadText(kinds: readonly string[], impossible: readonly string[]): string {
  if (impossible.length > 0)
    return `${listed(impossible)} cannot end like this, whatever ${impossible.length === 1 ? 'it reads' : 'they read'}: no such value is ever written.`;
  if (kinds.length === 0)
    return 'No choice of what the threads read and of the order of writes ends like this.';
  if (kinds[0] === 'coherence')
    return 'The accesses of one location would contradict each other. Each would have to come before the next, and the last before the first:';
  const many = kinds.length > 1 ? 'Every execution that ended so would go round a circle like these. ' : '';
  return `${many}Each of these would have to take effect before the next, and the last before the first:`;
}

/** What is not shown of a forbidden state's reasons; empty when all is. */
export function moreText(others: number, complete: boolean): string {
  const more =
    others === 0
      ? ''
      : `${plural(others, 'more circle')} of other executions ${others === 1 ? 'is' : 'are'} in --reporter json. `;
  const bounded = complete
    ? ''
    : 'There may be other reasons: they were looked for within bounds. The verdict is not bounded.';
  return `${more}${bounded}`.trim();
}

function allowedLines(
  explanation: Explanation,
  model: Allowed,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...storyLines(model.witness, width, paint),
    '',
    ...finalLines(explanation, model.witness, width),
    '',
    ...model.reorderings.flatMap((each) => indented(reorderingText(model, each), width)),
  ];
}

function raceLines(
  explanation: Explanation,
  { witness }: Allowed,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    ...storyLines(witness, width, paint),
    '',
    ...finalLines(explanation, witness, width),
    '',
    ...indented(RACE, width),
  ];
}

function finalLines({ info }: Explanation, witness: Witness, width: number): readonly string[] {
  if (info.observables.length === 0) return [];
  const lines = stateLines(spellings(info, [witness.final]), [witness.final], width - 11);
  return lines[0].map((line, index) => `${index === 0 ? '  in the end ' : '             '}${line.trim()}`);
}

/** What to know of a state that SC allows as well. */
export const RACE =
  'No reordering is needed: each thread goes in program order. This is an ordinary race, and no barrier helps.';

/** Which access overtook which, and that nothing between them says otherwise. */
export function reorderingText({ witness }: Allowed, { earlier, later, fences }: Reordering): string {
  const { events, threads } = witness.picture;
  const [a, b] = [events[earlier], events[later]];
  const kinds = `a ${nounOf(a.kind)} before a later ${nounOf(b.kind)}`;
  const between = fences.length === 0 ? `nothing between them keeps ${kinds}` : listed(fences.map(idleText));
  const own = [
    ...(a.kind === 'update' ? [`"${a.text}" does not hold back what follows it`] : []),
    ...(b.kind === 'update' ? [`"${b.text}" does not wait for what precedes it`] : []),
  ];
  return `${threads[a.thread]}'s "${b.text}" (line ${b.line}) takes effect before "${a.text}" (line ${a.line}), which stands before it: ${listed([between, ...own])}.`;
}

function nounOf(kind: 'read' | 'write' | 'update'): string {
  return kind === 'read' ? 'load' : kind === 'write' ? 'store' : 'read-modify-write';
}

const ACCESSES = { r: 'loads', w: 'stores', rw: 'loads and stores' } as const;

function idleText({ text, line, orders }: IdleFence): string {
  const where = `${text} (line ${line})`;
  if (orders === null) return `${where} is no instruction on this machine`;
  if (orders === 'context') return `${where} orders loads after earlier branches and addresses only`;
  return `${where} orders ${ACCESSES[orders.before]} before ${ACCESSES[orders.after]} only`;
}

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
      ...storyLines(deadlock, width, paint),
      ...(deadlock.steps.length === 0 ? [] : ['']),
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

function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}
