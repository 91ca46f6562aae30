/**
 * An execution as a table: a row a step in the order of time, a column a thread, and what memory holds from then on. Where
 * the screen is too narrow for a column a thread, one column serves for all and names the thread.
 */
import type { DiagramEvent, Witness, WitnessStep } from '../../explain/explanation.js';
import type { Paint } from '../text/colour.js';
import { behind, cut, hanging, longest, wrapped } from '../text/layout.js';
import { tableLines } from '../text/table.js';

const INDENT = 2;
const GAP = 2;
/** A thread's column is not narrower than this. */
const NARROWEST = 22;
/** Nor is the column that serves for all threads narrower than this: a terminal that is breaks the lines itself. */
const LEAST = 16;
/** The text of a step takes at most this width where there is room; longer texts are broken into lines. */
const EASY = 32;
/** A column may exceed its share by this much if that keeps its longest step on one line. */
const SLACK = 4;
/** From this width on memory's column needs no second line. */
const WIDE = 100;

/** The table of an execution, as lines of at most `width`. */
export function timelineLines(witness: Witness, width: number, paint: Paint): readonly string[] {
  const { threads } = witness.diagram;
  const { steps } = witness;
  const number = String(steps.length).length;
  const narrow = memoryColumn(witness, width, width < WIDE ? '\n= ' : ' = ');
  const roomBeside = (memory: readonly string[]): number =>
    width - INDENT - number - longest(memory.flatMap((cell) => cell.split('\n'))) - GAP * 2;
  const widths = threadWidths(witness, roomBeside(narrow));
  const brief = memoryColumn(witness, width, ' = ');
  const memory = widths === null && roomBeside(brief) >= LEAST ? brief : narrow;
  const room = Math.max(roomBeside(memory), LEAST);
  const head = ['', ...(widths === null ? [''] : threads), 'memory'].map((title) => paint.dim(title));
  const rows = steps.map((step, index) => {
    const effect = effectOf(witness, index);
    const cells =
      widths === null
        ? [cell(step, effect, room, paint, threads[step.thread])]
        : widths.map((column, thread) => (thread === step.thread ? cell(step, effect, column, paint) : ''));
    return [String(index + 1), ...cells, memory[index + 1]];
  });
  return tableLines([head, ...rows], { indent: INDENT, gap: GAP, align: ['right'] });
}

/** The head and the cells of the last column: what each step leaves in memory. A name has a third of the line at most. */
function memoryColumn({ steps }: Witness, width: number, separator: string): readonly string[] {
  const most = Math.max(Math.floor(width / 3), LEAST);
  const cells = steps.map(({ location, written }) =>
    location === null || written === null ? '' : `${cut(location, most)}${separator}${written}`,
  );
  return ['memory', ...cells];
}

/**
 * The width of each thread's column: what its longest step takes, or its share of the room; null when that is too little.
 * What one thread does not need the others get.
 */
function threadWidths(witness: Witness, room: number): readonly number[] | null {
  const { steps, diagram } = witness;
  const own = steps.map((step, index) => {
    const { text, ahead } = effectOf(witness, index);
    const effects = longest([text, ahead ?? ''].map((line) => `${step.line} ${line}`));
    return { thread: step.thread, width: Math.max(placed(step).length, Math.min(EASY, effects)) };
  });
  const needs = diagram.threads.map((_, thread) =>
    Math.max(NARROWEST, ...own.flatMap((each) => (each.thread === thread ? [each.width] : []))),
  );
  let left = room - GAP * (needs.length - 1);
  let sharing = needs.length;
  const widths: number[] = [];
  for (const [need, thread] of needs
    .map((need, thread) => [need, thread] as const)
    .sort(([a], [b]) => a - b)) {
    const share = Math.floor(left / sharing);
    const isNear = need <= share + SLACK && left - need >= NARROWEST * (sharing - 1);
    widths[thread] = isNear ? need : share;
    left -= widths[thread];
    sharing -= 1;
  }
  return widths.some((width) => width < NARROWEST) ? null : widths;
}

function placed({ line, text }: WitnessStep): string {
  return `${line} ${text}`;
}

/** What a step does, and what it overtakes; `ahead` is null for a step that overtakes nothing. */
export interface StepEffect {
  readonly text: string;
  readonly ahead: string | null;
}

/** The text behind the line's number, and what happens under it. */
function cell(step: WitnessStep, effect: StepEffect, width: number, paint: Paint, thread?: string): string {
  const number = thread === undefined ? `${step.line} ` : `${thread}:${step.line} `;
  const inner = width - number.length;
  return behind(number, [
    ...hanging(step.text, inner, 2),
    ...wrapped(effect.text, inner),
    ...wrapped(effect.ahead ?? '', inner).map((line) => paint.yellow(line)),
  ]).join('\n');
}

/** The words for a step of an execution, by its index. */
export function effectOf(witness: Witness, index: number): StepEffect {
  const step = witness.steps[index];
  const event = step.event === null ? null : witness.diagram.events[step.event];
  return { text: actionText(step, event), ahead: aheadText(witness, index) };
}

function actionText(step: WitnessStep, event: DiagramEvent | null): string {
  const isHalf = event?.kind === 'update' && step.action !== 'update';
  switch (step.action) {
    case 'forward':
      return `reads ${step.read} from its own store buffer`;
    case 'read':
      return isHalf ? `its load reads ${step.read}` : `reads ${step.read}`;
    case 'grace':
      return 'the grace period is over';
    case 'write':
      return isHalf ? `its store writes ${step.written}` : `writes ${step.written}`;
    case 'update':
      return step.written === null ? `reads ${step.read}` : `reads ${step.read}, writes ${step.written}`;
  }
}

/** The accesses before it in its thread that are still to come: the store buffer, and loads that it runs ahead of. */
function aheadText(witness: Witness, index: number): string | null {
  const step = witness.steps[index];
  const isRead = step.action === 'read' || step.action === 'forward';
  const done = new Set(witness.steps.slice(0, index).map(({ event }) => event));
  // A forwarded read names its source already, so its source is left out here.
  const isSource = (id: number): boolean =>
    step.action === 'forward' && witness.diagram.events[id].location === step.location;
  const events = step.ahead.filter((id) => !isSource(id)).map((id) => witness.diagram.events[id]);
  const stores = events.filter(({ id, kind }) => kind === 'write' || (kind === 'update' && done.has(id)));
  const others = events.filter((event) => !stores.includes(event));
  const buffered = stores.map(({ location, line }) => `to ${location} (line ${line})`);
  const texts: string[] = [];
  if (buffered.length > 0) {
    const many = buffered.length > 1 ? 'stores' : 'store';
    const [before, after] = isRead
      ? ['while its own', ' still wait in the store buffer']
      : ['ahead of its', ''];
    const verb = buffered.length > 1 ? after : after.replace('wait', 'waits');
    texts.push(`${before} ${many} ${buffered.join(' and ')}${verb}`);
  }
  if (others.length > 0) {
    const lines = others.map(({ kind, line }) => `line ${line}'s ${kind === 'read' ? 'load' : 'atomic'}`);
    texts.push(`ahead of ${lines.join(' and ')}`);
  }
  return texts.length === 0 ? null : texts.join(' and ');
}
