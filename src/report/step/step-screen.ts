/**
 * The screen of `pinlitmus step`: memory, the threads beside each other, the next steps by number, what waits and why. The
 * same text is printed over a pipe and drawn on a terminal, where it may be short of lines: then what waits goes first.
 */
import type { TestInfo } from '../../check/result.js';
import type { Named, Screen, ScreenEnd, ScreenThread } from '../../step/screen.js';
import { visible } from '../../text/visible.js';
import type { Paint } from '../text/colour.js';
import { shownStates, spellings, stateLines } from '../text/final-state.js';
import { apart, behind, cut, folded, listed, longest, padded, plural, wrapped } from '../text/layout.js';
import { quoted } from '../text/test-words.js';
import { assumptionText, effectText, remarksOf, subject, waitingText } from './step-words.js';

/** The room for a screen and the means to draw it. */
export interface StepStyle {
  readonly width: number;
  /** Lines, or null where there is no end to them. */
  readonly height: number | null;
  readonly paint: Paint;
  /** The index of the choice that the cursor is on; null where there is no cursor. */
  readonly selected: number | null;
}

const GAP = 3;
/** Threads stand beside each other when each has this many columns, even if their lines are cut. */
const NARROWEST = 36;

/** The screen as lines of at most the width, and of at most the height if there is one. */
export function screenLines(screen: Screen, info: TestInfo, style: StepStyle): readonly string[] {
  const { width, height, paint } = style;
  const before = [
    [heading(screen, info, style)],
    memoryLines(screen.memory, width),
    threadLines(screen.threads, style),
  ];
  const ending = screen.end === null ? [] : endLines(screen.end, screen, info, style);
  const next = screen.offered.length === 0 ? ending : [...choiceLines(screen, style), ...ending];
  const waits = waitingLines(screen, style).map((line) => paint.dim(line));
  if (height === null) return apart([...before, next, waits]);
  const room = height - apart([...before, next]).length - 1;
  const shown = waits.length <= room ? waits : room < 2 ? [] : shortened(waits, room, paint);
  const lines = apart([...before, next, shown]);
  return lines.length <= height ? lines : scrolled(apart(before), next, height, style.selected ?? 0);
}

function shortened(lines: readonly string[], room: number, paint: Paint): readonly string[] {
  return [...lines.slice(0, room - 1), paint.dim(`     … ${lines.length - room + 1} more lines`)];
}

/** What there is to choose keeps at least half of the height, around the cursor; above it stands as much as fits. */
function scrolled(
  before: readonly string[],
  next: readonly string[],
  height: number,
  selected: number,
): readonly string[] {
  const room = Math.max(Math.min(next.length, Math.floor(height / 2)), height - before.length - 1);
  const most = Math.max(height - room - 1, 1);
  const above = before.length <= most ? before : [...before.slice(0, most - 1), '  …'];
  const first = Math.max(0, Math.min(selected + 2 - Math.floor(room / 2), next.length - room));
  return [...above, '', ...next.slice(first, first + room)].slice(0, height);
}

function heading({ model, steps }: Screen, info: TestInfo, { width, paint }: StepStyle): string {
  const right = `${model}, ${steps === 0 ? 'at the start' : `after ${plural(steps, 'step')}`}`;
  const name = cut(visible(info.name), Math.max(width - right.length - GAP, 10));
  return `${paint.bold(name)}${' '.repeat(GAP)}${right}`;
}

/** What memory holds. */
export function memoryLines(memory: readonly Named[], width: number): readonly string[] {
  const cells = memory.map(named);
  if (cells.length === 0) return [];
  return hanging('memory  ', cells.join('; '), width);
}

function named({ name, label, value }: Named): string {
  return `${name}=${value ?? '?'}${label === null ? '' : ` (${label})`}`;
}

/** A text broken behind a lead, its further lines below its first. */
function hanging(lead: string, text: string, width: number): readonly string[] {
  return behind(lead, wrapped(text, Math.max(width - lead.length, 10)));
}

/** The threads with their programs, as many beside each other as fit. */
export function threadLines(
  threads: readonly ScreenThread[],
  { width, paint }: Pick<StepStyle, 'width' | 'paint'>,
): readonly string[] {
  const natural = threads.map((thread) => threadBlock(thread, width, paint));
  const most = Math.max(1, Math.min(threads.length, Math.floor((width + GAP) / (NARROWEST + GAP))));
  let columns = threads.length;
  while (columns > most && totalWidth(natural, columns) > width) columns -= 1;
  const room = Math.floor((width - GAP * (columns - 1)) / columns);
  const fits = totalWidth(natural, columns) <= width;
  const blocks = fits ? natural : threads.map((thread) => threadBlock(thread, room, paint));
  const widths = columnWidths(blocks, columns);
  const rows: string[] = [];
  for (let from = 0; from < blocks.length; from += columns) {
    const row = blocks.slice(from, from + columns);
    if (from > 0) rows.push('');
    for (let line = 0; line < Math.max(...row.map((block) => block.length)); line += 1) {
      rows.push(row.map((block, column) => padded(block[line] ?? '', widths[column])).join(' '.repeat(GAP)));
    }
  }
  return rows;
}

function columnWidths(blocks: readonly (readonly string[])[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) =>
    longest(blocks.filter((_block, index) => index % columns === column).flat()),
  );
}

function totalWidth(blocks: readonly (readonly string[])[], columns: number): number {
  return columnWidths(blocks, columns).reduce((sum, width) => sum + width, GAP * (columns - 1));
}

function threadBlock(
  { name, done, registers, lines, assumes }: ScreenThread,
  width: number,
  paint: Paint,
): readonly string[] {
  const digits = longest(lines.map(({ line }) => String(line)));
  const state = `${registers.map(named).join('; ')}${done ? '  done' : ''}`.trim();
  const mark = { performed: paint.green('✓'), buffered: paint.yellow('▸'), pending: '·', none: ' ' };
  return [
    `${paint.bold(name)}  ${cut(state, width - name.length - 2)}`.trimEnd(),
    ...lines.map((each) => {
      const text = `${String(each.line).padStart(digits)}  ${visible(each.text)}`;
      return `  ${mark[each.mark]} ${cut(text, width - 4)}`;
    }),
    ...assumes
      .flatMap((each) => hanging('  ', `if ${assumptionText(each)}`, width))
      .map((line) => paint.dim(line)),
  ];
}

/** A row of a list: its lead, its text, and the remark behind it. */
interface Entry {
  readonly lead: string;
  readonly text: string;
  readonly said: string;
}

/** Remarks keep at least this many columns; texts are cut for that. */
const SAID = 30;

/** Rows with their texts below each other; a long remark goes on in further lines of its own column. */
function entryLines(entries: readonly Entry[], width: number): readonly (readonly string[])[] {
  const lead = longest(entries.map((entry) => entry.lead));
  const most = Math.max(width - lead - 2 - Math.min(SAID, longest(entries.map(({ said }) => said))), 12);
  const column = Math.min(longest(entries.map(({ text }) => text)), most);
  return entries.map((entry) => {
    const start = `${entry.lead.padEnd(lead)}${padded(cut(entry.text, column), column)}  `;
    return hanging(start, entry.said, width);
  });
}

function choiceLines({ offered }: Screen, { width, paint, selected }: StepStyle): readonly string[] {
  const digits = String(offered.length).length;
  const entries = offered.map((choice, index): Entry => {
    const hint = choice.hint ? '*' : ' ';
    // Colours may be off, and the cursor must still be seen.
    const cursor = selected === index ? '>' : ' ';
    const lead = `${hint}${cursor}${String(index + 1).padStart(digits)}  ${choice.thread} ${choice.line}  `;
    return { lead, text: subject(choice), said: [effectText(choice), ...remarksOf(choice)].join(', ') };
  });
  return entryLines(entries, width).flatMap((lines, index) => {
    if (selected === index) return lines.map((line) => paint.inverse(padded(line, width)));
    return offered[index].ahead.length > 0 ? lines.map((line) => paint.yellow(line)) : lines;
  });
}

/** What waits, and why. */
export function waitingLines(
  { blocked: waiting, offered }: Screen,
  { width }: Pick<StepStyle, 'width'>,
): readonly string[] {
  const indent = ' '.repeat(4 + String(Math.max(offered.length, 1)).length);
  const entries = waiting.map((each): Entry => {
    const lead = `${indent}${each.thread} ${each.line}  `;
    return { lead, text: subject(each), said: waitingText(each) };
  });
  return entryLines(entries, width).flat();
}

/** How the execution has ended. */
export function endLines(
  end: ScreenEnd,
  screen: Pick<Screen, 'threads'>,
  info: TestInfo,
  style: Pick<StepStyle, 'width' | 'paint'>,
): readonly string[] {
  const { width, paint } = style;
  const say = (text: string): readonly string[] => wrapped(text, width);
  switch (end.kind) {
    case 'final': {
      const shown = shownStates(info, [end.values]);
      const [state] = stateLines(shown.spelling, shown.states, width - 13);
      const verdict = `${quoted(info.question, spellings(info, [end.values]))} is ${end.satisfies ? 'true' : 'false'} of it.`;
      const filter = end.counts ? '' : " It does not pass the test's filter and does not count.";
      return [
        ...behind(
          'final state  ',
          state.flatMap((line) => folded(line, width - 13)).map((line) => paint.bold(line)),
        ),
        ...say(verdict + filter).map((line) => (end.satisfies ? paint.green(line) : line)),
      ];
    }
    case 'deadlock': {
      const stuck = screen.threads.filter(({ done }) => !done).map(({ name }) => name);
      return say(`Deadlock: ${listed(stuck)} ${stuck.length === 1 ? 'waits' : 'wait'} for ever.`);
    }
    case 'held':
      return say(
        'Nobody can go on: the read of a read-modify-write went ahead, and until its write performs it keeps others out. Go back with u and let it read later; if all wait even then, it is a deadlock.',
      );
    case 'dead':
      return say(
        'No execution goes this way: something that ran ahead, or was taken for granted, has proved wrong (below). Go back with u and choose otherwise.',
      );
    case 'cut':
      return say('A loop has run ahead up to the bound, and what follows is not known. Go back with u.');
    case 'fault':
      return say(
        `${end.thread} uses ${end.address} as an address on line ${end.line}, and nothing is there. Go back with u.`,
      );
  }
}
