/**
 * A page of the manual as lines for a terminal: paragraphs are wrapped to the width, tables become columns, code stands as
 * it is. Pages are Markdown, read by marked; what they link to within the manual is listed at the end, as topics of the help.
 */
import { wrapAnsi } from 'fast-wrap-ansi';
import { lexer, type Token, type Tokens, walkTokens } from 'marked';
import type { Paint } from '../text/colour.js';
import { apart, behind, widthOf } from '../text/layout.js';
import { tableRows } from '../text/table.js';

/** How a page is drawn. */
export interface PageStyle {
  readonly width: number;
  readonly paint: Paint;
  /** The command that shows what a link leads to; null for what the manual has not. */
  readonly commandOf: (href: string) => string | null;
}

/** Paragraphs wider than this are hard to read. */
const WIDEST_PROSE = 96;
/** Where the last column of a table would be narrower than this, its rows are paragraphs instead. */
const NARROWEST_CELL = 24;
const GAP = 2;

/** The page as lines. */
export function manualLines(text: string, style: PageStyle): readonly string[] {
  const tokens = lexer(text);
  const commands = new Set<string>();
  walkTokens(tokens, (token) => {
    const command = token.type === 'link' ? style.commandOf(token.href) : null;
    if (command !== null) commands.add(command);
  });
  const lines = blocks(tokens, { ...style, width: Math.max(style.width, NARROWEST_CELL) });
  if (commands.size === 0) return lines;
  return [...lines, '', headed('See also', 2, style.paint), '', ...[...commands].map((each) => `  ${each}`)];
}

/** Blocks with an empty line between them. */
function blocks(tokens: readonly Token[], style: PageStyle): readonly string[] {
  const lines: string[] = [];
  for (const token of tokens) {
    const drawn = block(token, style);
    if (drawn.length > 0) lines.push(...(lines.length > 0 ? ['', ...drawn] : drawn));
  }
  return lines;
}

function block(token: Token, style: PageStyle): readonly string[] {
  const { paint } = style;
  switch (token.type) {
    case 'heading':
      return wrap(headed(inline(token.tokens, paint), token.depth, paint), style);
    case 'paragraph':
    case 'text':
      return wrap(inline(token.tokens ?? [token], paint), style);
    case 'code':
      return codeLines(token as Tokens.Code, style);
    case 'list':
      return listLines(token as Tokens.List, style);
    case 'table':
      return columns(token as Tokens.Table, style);
    case 'blockquote':
      return behind('  ', blocks((token as Tokens.Blockquote).tokens, narrower(style, 2)));
    default:
      return [];
  }
}

/** A heading: bold, and that of the page underlined; with the signs of Markdown where there is no such thing. */
function headed(text: string, depth: number, paint: Paint): string {
  if (paint.level === 0) return `${'#'.repeat(depth)} ${text}`;
  return depth === 1 ? paint.bold.underline(text) : paint.bold(text);
}

function narrower(style: PageStyle, by: number): PageStyle {
  return { ...style, width: Math.max(style.width - by, NARROWEST_CELL) };
}

function wrap(text: string, { width }: PageStyle): readonly string[] {
  return wrapAnsi(text, Math.min(width, WIDEST_PROSE), { trim: true }).split('\n');
}

/** Code as it stands, two columns in where that fits; of a transcript what is typed is bold. */
function codeLines({ text, lang = '' }: Tokens.Code, { width, paint }: PageStyle): readonly string[] {
  const lines = text.split('\n');
  const room = width - lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
  const indent = room >= GAP ? ' '.repeat(GAP) : '';
  const title = /title=(\S+)/.exec(lang)?.[1];
  const isTranscript = lang === 'console';
  return [
    ...(title === undefined ? [] : [indent + paint.dim(`${title}:`)]),
    ...lines.map((line) => {
      const shown = line.replaceAll('\t', '        ');
      return indent + (isTranscript && line.startsWith('$ ') ? paint.bold(shown) : shown);
    }),
  ];
}

function listLines({ items, ordered, start }: Tokens.List, style: PageStyle): readonly string[] {
  return items.flatMap((item, index) => {
    const lead = ordered ? `${Number(start) + index}. ` : '- ';
    return behind(lead, tight(item.tokens, narrower(style, widthOf(lead))));
  });
}

/** The blocks of an item, with an empty line before those alone that are no list. */
function tight(tokens: readonly Token[], style: PageStyle): readonly string[] {
  return tokens
    .filter(({ type }) => type !== 'space')
    .flatMap((token, index) => {
      const lines = block(token, style);
      return index === 0 || token.type === 'list' ? lines : ['', ...lines];
    });
}

/** A table in columns; where its last column would be too narrow a paragraph a row, with what the other cells say below the first. */
function columns({ header, rows }: Tokens.Table, style: PageStyle): readonly string[] {
  const { paint, width } = style;
  const cells = rows.map((row) => row.map((cell) => inline(cell.tokens, paint)));
  const heads = header.map((cell) => inline(cell.tokens, paint));
  const hasHead = heads.some((head) => head !== '');
  const natural = heads.map((head, index) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[index])), widthOf(head)),
  );
  const widths = fitted(natural, width - GAP * (heads.length - 1));
  if (widths === null) {
    const named = (cell: string, index: number): string =>
      heads.length > 2 && heads[index + 1] !== '' ? `${heads[index + 1]}: ${cell}` : cell;
    return cells.flatMap(([first, ...rest]) => [
      ...wrap(first, style),
      ...rest.flatMap((cell, index) => behind('    ', wrap(named(cell, index), narrower(style, 4)))),
    ]);
  }
  const laid = (row: readonly string[]): readonly string[] =>
    row.map((cell, index) => wrapAnsi(cell, widths[index], { trim: true, hard: true }));
  const drawn = [...(hasHead ? [heads.map((head) => (head === '' ? '' : paint.bold(head)))] : []), ...cells];
  const drawnRows = tableRows(drawn.map(laid), { indent: 0, gap: GAP });
  return drawnRows.some(({ length }) => length > 2) ? apart(drawnRows) : drawnRows.flat();
}

/** Widths of columns that fit, the widest made narrower first; null where one would be too narrow to read. */
function fitted(natural: readonly number[], room: number): readonly number[] | null {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const second = Math.max(...widths.filter((_, index) => index !== widest), NARROWEST_CELL);
    const cut = Math.min(excess, Math.max(widths[widest] - second, 1));
    widths[widest] -= cut;
    if (widths[widest] < NARROWEST_CELL) return null;
    excess -= cut;
  }
  return widths;
}

/** Text within a line, line ends of the source as blanks. */
function inline(tokens: readonly Token[] | undefined, paint: Paint): string {
  return (tokens ?? []).map((token) => span(token, paint)).join('');
}

function span(token: Token, paint: Paint): string {
  switch (token.type) {
    case 'codespan':
      return paint.cyan(token.text);
    case 'strong':
      return paint.bold(inline(token.tokens, paint));
    case 'em':
      return paint.italic(inline(token.tokens, paint));
    case 'link':
      return paint.underline(inline(token.tokens, paint));
    case 'image':
      return `[${token.text}]`;
    case 'br':
      return '\n';
    case 'escape':
    case 'text':
      return 'tokens' in token && token.tokens !== undefined
        ? inline(token.tokens, paint)
        : plain(token.text);
    default:
      return plain(token.raw);
  }
}

function plain(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
