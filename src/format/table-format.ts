/**
 * The init block and the instruction table of an assembly test. The author's lines of the block stay, one for each thread at
 * least; the columns of the table are aligned, with the blanks between operands that canonical text has.
 */
import type { Source } from '../text/source.js';
import { type CommentPiece, columnAt, type Lexeme, widthOf } from './lexeme.js';
import { type Placing, shifted } from './line-writer.js';
import { atQuestion } from './question-layout.js';

/** Places the lexemes of the init block, which the first one begins. */
export function placeInit(lexemes: readonly Lexeme[]): readonly Placing[] {
  const end = closingBrace(lexemes);
  const starts = entryStarts(lexemes, end);
  let first = 0;
  return lexemes.slice(0, end + 1).map(({ text }, at) => {
    const isBrace = at === 0 || at === end;
    const start = starts.get(at);
    // `{}` and an empty block of two lines are both usual.
    const isLine = at === end ? at > 1 || breaksBefore(lexemes[at]) > 0 : at === 0 || start === 'line';
    if (isLine) first = at;
    const joins = start !== undefined || text === ';' || isBrace;
    return {
      at: isLine ? 'line' : joins ? 'join' : 'keep',
      depth: isBrace ? 0 : 1,
      blank: start !== undefined || (at > 0 && parted(lexemes, at)),
      gap: at <= 1 || isBrace ? 'never' : 'own',
      first,
      noteDepth: 1,
    };
  });
}

/** Where the entries begin, and whether a line begins with them: the author's lines, and one for each thread at least. */
function entryStarts(lexemes: readonly Lexeme[], end: number): ReadonlyMap<number, 'line' | 'join'> {
  const starts = new Map<number, 'line' | 'join'>();
  let thread = '';
  for (let at = 1; at < end; at += 1) {
    if (at > 1 && (lexemes[at - 1].text !== ';' || lexemes[at].text === ';')) continue;
    const own = threadOf(lexemes, at);
    starts.set(at, at === 1 || own !== thread || breaksBefore(lexemes[at]) > 0 ? 'line' : 'join');
    thread = own;
  }
  return starts;
}

/** How many lines end between a lexeme and the one before it. */
function breaksBefore({ breaks, notes }: Lexeme): number {
  return notes.reduce((sum, note) => sum + note.breaks, breaks);
}

function closingBrace(lexemes: readonly Lexeme[]): number {
  let open = 0;
  return lexemes.findIndex(({ text, kind }) => {
    if (text === '{') open += 1;
    if (text === '}') open -= 1;
    return open === 0 || kind === 'end';
  });
}

/** The number before the colon of an entry. */
function threadOf(lexemes: readonly Lexeme[], from: number): string {
  for (let at = from; at < lexemes.length && !/^[;=}]$/.test(lexemes[at].text); at += 1) {
    if (lexemes[at + 1]?.text === ':') return lexemes[at].text;
  }
  return '';
}

function parted(lexemes: readonly Lexeme[], at: number): boolean {
  const [before, after] = [lexemes[at - 1], lexemes[at]];
  if (/^[=:{[(,.&]$/.test(before.text) || /^[=:;,}\])[.]$/.test(after.text)) return false;
  return after.start > before.end && before.text !== '*';
}

/** A row of the table, or a comment on lines of its own. */
type TableRow =
  | {
      readonly kind: 'row';
      readonly cells: readonly string[];
      readonly gap: boolean;
      readonly trailing: string;
    }
  | { readonly kind: 'note'; readonly lines: readonly string[]; readonly gap: boolean };

/** The table as text, and how many lexemes it holds. */
export function tableLines(
  source: Source,
  lexemes: readonly Lexeme[],
): { readonly text: string; readonly taken: number } {
  const rows: TableRow[] = [];
  let at = 0;
  while (lexemes[at].kind !== 'end' && !(at > 0 && endsTable(lexemes, at))) {
    const { notes, breaks } = lexemes[at];
    for (const note of notes) addNote(source, rows, note);
    const cells: string[] = [];
    const gap = rows.length > 0 && breaks > 1;
    for (let cell = true; cell; at += 1) {
      const start = at;
      while (!endsCell(lexemes, at, start)) at += 1;
      cells.push(cellText(lexemes, start, at, cells.length > 0));
      cell = lexemes[at].text === '|';
    }
    rows.push({ kind: 'row', cells, gap, trailing: '' });
  }
  return { text: aligned(rows), taken: at };
}

/** Whether the question begins at a lexeme, or commands for other tools do. */
function endsTable(lexemes: readonly Lexeme[], at: number): boolean {
  return lexemes[at].kind === 'end' || lexemes[at].text === '<<' || atQuestion(lexemes, at);
}

const PREFIX = /^(lock|rep|repn?[ez])$/i;

/** A cell ends at `|` and `;`, but for the sign in `lock; inc [x]`. */
function endsCell(lexemes: readonly Lexeme[], at: number, start: number): boolean {
  const { text, kind } = lexemes[at];
  if (kind === 'end' || text === '|') return true;
  if (text !== ';') return false;
  const next = lexemes[at + 1];
  return !(at > start && PREFIX.test(lexemes[at - 1].text) && next.kind === 'name' && next.breaks === 0);
}

function cellText(lexemes: readonly Lexeme[], start: number, end: number, hasOwnNotes: boolean): string {
  let text = '';
  for (let at = start; at <= end; at += 1) {
    const { notes, text: word } = lexemes[at];
    const own = at > start || hasOwnNotes ? notes : [];
    for (const note of own) text = `${text === '' ? '' : `${text} `}${note.text}`;
    if (at === end) break;
    const blank = own.length > 0 || (at > start && apart(lexemes, at));
    text += (blank && text !== '' ? ' ' : '') + word;
  }
  return text;
}

function apart(lexemes: readonly Lexeme[], at: number): boolean {
  const [before, after] = [lexemes[at - 1], lexemes[at]];
  if (/^[,[(]$/.test(before.text) || /^[,\])]$/.test(after.text) || after.text === ':') return false;
  // Behind a label and a prefix there is one.
  if (before.text === ':' || (before.text === ';' && after.kind === 'name')) return true;
  return after.start > before.end && after.text !== ';';
}

function addNote(source: Source, rows: TableRow[], note: CommentPiece): void {
  const last = rows.at(-1);
  const column = columnAt(source.text, note.start);
  if (note.breaks === 0 && last?.kind === 'row') {
    const text = shifted(note.text, column, column).join('\n');
    rows[rows.length - 1] = { ...last, trailing: `${last.trailing} ${text}` };
  } else
    rows.push({
      kind: 'note',
      lines: shifted(note.text, column, 1),
      gap: rows.length > 0 && note.breaks > 1,
    });
}

function aligned(rows: readonly TableRow[]): string {
  const cells = rows.flatMap((row) => (row.kind === 'row' ? [row.cells] : []));
  const columns = Math.max(...cells.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  const lines = rows.flatMap((row) => {
    const gap = row.gap ? [''] : [];
    if (row.kind === 'note') return [...gap, ` ${row.lines[0]}`, ...row.lines.slice(1)];
    const text = widths.map((width, column) => padded(row.cells[column] ?? '', width)).join(' | ');
    return [...gap, ` ${text} ;${row.trailing}`];
  });
  return lines.join('\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - widthOf(text));
}
