/**
 * `pinlitmus step` on a whole terminal: the screen, the last message, as many past steps as fit, and the keys.
 * What does not fit there has pages of its own, which scroll.
 */
import type { TestInfo } from '../../check/result.js';
import type { Screen } from '../../step/screen.js';
import type { Paint } from '../text/colour.js';
import { cut, wrapped } from '../text/layout.js';
import { screenLines, threadLines, waitingLines } from './step-screen.js';
import { KEYS, LEGEND } from './step-words.js';

/** What a terminal shows. */
export interface TerminalView {
  readonly screen: Screen;
  readonly info: TestInfo;
  /** What came of the last key. */
  readonly said: string;
  /** The steps taken so far, lines already. */
  readonly past: readonly string[];
  /** The index of the choice that the cursor is on. */
  readonly selected: number;
}

/** What may be shown in the screen's place. */
export type Page = 'help' | 'threads' | 'waiting' | 'past';

/** Columns and lines of a terminal. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Nothing sensible fits into less. */
const SMALLEST: Size = { width: 40, height: 10 };
/** This number of past lines take precedence over accesses that wait. */
const RECENT = 2;

const FOOTER = 'enter or 1-9 take  u undo  r random  w witness  s leave SC  h help  q quit';

/** The lines of a terminal, exactly as many as it has. */
export function terminalLines(view: TerminalView, size: Size, paint: Paint): readonly string[] {
  if (isTooSmall(size)) return tooSmall(size);
  const { screen, info, past, selected } = view;
  const { width, height } = size;
  const said = wrapped(view.said, width);
  const recent = past.slice(-RECENT);
  const below = said.length + recent.length;
  const room = height - 1 - (below === 0 ? 0 : below + 1);
  const body = screenLines(screen, info, { width, height: room, paint, selected });
  const left = height - 2 - body.length - said.length;
  const shown = past.slice(-Math.max(left, recent.length, 1));
  const lines = [...body, ...(below === 0 ? [] : ['', ...shown.map((line) => paint.dim(line)), ...said])];
  return withFooter(lines, FOOTER, size, paint);
}

/** A page from its `top`-th line on, in the same way, and where it begins: it scrolls no further than to its last line. */
export function pageLines(
  page: Page,
  view: TerminalView,
  top: number,
  size: Size,
  paint: Paint,
): { readonly lines: readonly string[]; readonly top: number } {
  if (isTooSmall(size)) return { lines: tooSmall(size), top };
  const all = contents(page, view, size, paint);
  const room = size.height - 1;
  const first = Math.max(Math.min(top, all.length - room), 0);
  const more = all.length > room ? '   up, down scroll' : '';
  return { lines: withFooter(all.slice(first), `any other key back${more}`, size, paint), top: first };
}

function contents(page: Page, view: TerminalView, { width }: Size, paint: Paint): readonly string[] {
  switch (page) {
    case 'help':
      return [...KEYS.split('\n'), '', ...LEGEND.split('\n')].map((line) => cut(line, width));
    case 'threads':
      return threadLines(view.screen.threads, { width, paint });
    case 'waiting': {
      const lines = waitingLines(view.screen, { width });
      return lines.length === 0 ? ['Nothing waits.'] : lines;
    }
    case 'past':
      return view.past.length === 0 ? ['No step was taken.'] : view.past;
  }
}

function withFooter(
  lines: readonly string[],
  footer: string,
  { width, height }: Size,
  paint: Paint,
): readonly string[] {
  const shown = lines.slice(0, height - 1);
  const blank = Array.from({ length: height - 1 - shown.length }, () => '');
  // One column stays free: a full last line would scroll some terminals.
  return [...shown, ...blank, paint.inverse(cut(` ${footer}`, width - 1).padEnd(width - 1))];
}

function isTooSmall({ width, height }: Size): boolean {
  return width < SMALLEST.width || height < SMALLEST.height;
}

function tooSmall({ width, height }: Size): readonly string[] {
  const text = cut(`needs ${SMALLEST.width} x ${SMALLEST.height}`, width - 1);
  return [text, ...Array.from({ length: Math.max(height - 2, 0) }, () => '')];
}
