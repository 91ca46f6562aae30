/** Small things that every report needs: numbers and lists in words, groups, and lines that keep within the width. */
import stringWidth from 'string-width';
import { oneLine } from '../../text/one-line.js';
import { visible } from '../../text/visible.js';

/** The narrowest width that reports adapt to; below it the terminal breaks lines. */
export const NARROWEST = 20;

/** `1,000,000` */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 state`, `2 states` */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `SC, x86-TSO and Armv8` */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** The items with the same key, groups in the order of their first items. */
export function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

/** A duration for people: `1 ms`, `1.2 s`, `75 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 9950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}

/** What takes a column a character. */
const PLAIN = /^[\x20-\x7e]*$/;
/** The same with what reports have beside it: Latin letters, dashes, quotation marks, arrows, lines and marks. */
const SIMPLE = /^[\x20-\x7e\xa1-\xac\xae-\u017f\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2713\u2717]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOURS = /\x1b\[[\d;]*m/g;

/** The columns that a text takes on a terminal; colours take none. What a simple text takes is told without the library for others. */
export function widthOf(text: string): number {
  const bare = text.replace(COLOURS, '');
  return SIMPLE.test(bare) ? bare.length : stringWidth(text);
}

/** A text with blanks behind it, up to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - widthOf(text), 0));
}

/**
 * Breaks a text between words into lines of at most `width`; a word that is longer than that is cut, and characters that
 * a terminal would obey are escaped. A width below 1 counts as 1.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const room = Math.max(width, 1);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of visible(oneLine(text))
    .split(' ')
    .flatMap((long) => pieces(long, room))) {
    const size = widthOf(word);
    if (line !== '' && used + 1 + size > room) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      used += size + (line === '' ? 0 : 1);
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Cuts after a slash or a parenthesis, or else an underscore, since the words that are too long are paths and calls. */
function pieces(word: string, width: number): readonly string[] {
  if (word.length <= width && widthOf(word) <= width) return [word];
  if (!PLAIN.test(word)) return widePieces(word, width);
  const parts: string[] = [];
  let from = 0;
  while (word.length - from > width) {
    const part = word.slice(from, from + width);
    const after = (mark: string): number => part.lastIndexOf(mark) + 1;
    const length = Math.max(after('/'), after('(')) || after('_') || width;
    parts.push(part.slice(0, length));
    from += length;
  }
  return [...parts, word.slice(from)];
}

/** The same for a word with characters that take two columns or none: cut where the line is full. */
function widePieces(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const size = widthOf(character);
    if (part !== '' && used + size > width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += size;
  }
  return [...parts, part];
}

/** The text, or as much of it as fits with an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const room = Math.max(width - 1, 0);
  if (PLAIN.test(text)) return `${text.slice(0, room)}…`;
  return room === 0 ? '…' : `${widePieces(text, room)[0]}…`;
}

/** The lines of a text, those after the first further in by `indent`. */
export function hanging(text: string, width: number, indent: number): readonly string[] {
  const [first = ''] = wrapped(text, width);
  const rest = wrapped(visible(oneLine(text)).slice(first.length), width - indent);
  return [first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** A line that keeps its blanks where it fits, and is broken where it does not. */
export function folded(line: string, width: number): readonly string[] {
  return widthOf(line) <= width ? [line] : wrapped(line, width);
}

/** Lines behind a lead, which stands before the first; the others begin below the end of it. */
export function behind(lead: string, lines: readonly string[]): readonly string[] {
  const blank = ' '.repeat(widthOf(lead));
  return lines.map((line, index) => (index === 0 ? lead : blank) + line);
}

/** Sections with an empty line between them, those without lines left out. */
export function apart(sections: readonly (readonly string[])[]): readonly string[] {
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Two texts on a line, or on lines of their own where they do not fit beside each other. */
export function sideBySide(
  left: string,
  right: string,
  width: number,
  paintLeft: (text: string) => string,
  paintRight: (text: string) => string,
): readonly string[] {
  const [first, second] = [left, right].map((text) => visible(oneLine(text)));
  if (widthOf(first) + 3 + widthOf(second) <= width) return [`${paintLeft(first)}   ${paintRight(second)}`];
  return [
    ...wrapped(left, width).map((line) => paintLeft(line)),
    ...wrapped(right, width).map((line) => paintRight(line)),
  ];
}

/** A paragraph, two columns in. */
export function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}

/** The columns that the longest takes, 0 of none. */
export function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, widthOf(text)), 0);
}

/** Ends every line and drops blanks before the ends, also those that a colour encloses. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(/ +$/, '')}\n`).join('');
}
