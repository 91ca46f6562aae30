/**
 * Writes lexemes with their comments as lines. Each lexeme begins a line, joins the line before it, or keeps the line break that
 * its author gave it; a line that goes on with a statement is moved as far as the statement is, and stays below the parenthesis
 * that it stood below.
 */
import { type CommentPiece, columnAt, type Lexeme, widthOf } from './lexeme.js';

/** Where a lexeme goes. */
export interface Placing {
  /** `keep` is the author's choice. */
  readonly at: 'line' | 'join' | 'keep';
  /** How many tabs stand before it where it begins a line. */
  readonly depth: number;
  /** Whether a blank stands before it where it joins a line. */
  readonly blank: boolean;
  /** Whether an empty line stands before it where it begins a line: never, always, or where the author has one. */
  readonly gap: 'never' | 'always' | 'own';
  /** The lexeme that its statement begins with. */
  readonly first: number;
  /** How many tabs stand before a comment above it. */
  readonly noteDepth: number;
}

const OPENS = /^[([]$/;
const CLOSES = /^[)\]]$/;

/** The lines of a range of lexemes, without the end of the last one. */
export class LineWriter {
  private readonly text: string;
  private readonly lines: string[] = [''];
  /** The parentheses that are open: where they stood, and where they stand. */
  private readonly open: { readonly from: number; readonly to: number }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** Writes the lexemes that have a placing, one for one; the end has its comments alone. */
  write(lexemes: readonly Lexeme[], placings: readonly Placing[]): string {
    lexemes.forEach((lexeme, index) => {
      const placing = placings[index];
      const shift = placing.depth * 8 - columnAt(this.text, lexemes[placing.first].start);
      this.lexeme(lexeme, placing, shift);
    });
    return this.lines.join('\n');
  }

  private lexeme(lexeme: Lexeme, placing: Placing, shift: number): void {
    const { text, start, notes, breaks } = lexeme;
    const { at, depth, blank } = placing;
    const gap = this.notesBefore(notes, placing, shift);
    const last = notes.at(-1);
    if (text === '') return;
    const endsLine = last?.text.startsWith('//') === true;
    const besideNote = last !== undefined && breaks === 0 && last.breaks > 0 && !endsLine;
    if (besideNote) this.append(' ', text, start);
    else if (at === 'line') {
      this.newLine(gap === 'always' || (gap === 'own' && breaks > 1));
      this.append(tabs(depth * 8), text, start);
    } else if (endsLine || (at === 'keep' ? breaks > 0 : notes.some((note) => note.breaks > 0))) {
      this.newLine(false);
      this.append(tabs(at === 'keep' ? this.below(start, shift, depth) : depth * 8), text, start);
    } else this.append(blank || last !== undefined ? ' ' : '', text, start);
  }

  /** Writes the comments before a lexeme, and gives what empty line may then stand before it. */
  private notesBefore(notes: readonly CommentPiece[], placing: Placing, shift: number): Placing['gap'] {
    const { at, depth, noteDepth } = placing;
    let { gap } = placing;
    for (const note of notes) {
      if (note.breaks === 0 && !this.atStart) {
        // It stands on the line of what is before it.
        this.note(note, ' ', this.column + 1);
        continue;
      }
      const column = at === 'keep' ? this.below(note.start, shift, depth) : noteDepth * 8;
      this.newLine(at !== 'keep' && (gap === 'always' || (gap === 'own' && note.breaks > 1)));
      gap = 'own';
      this.note(note, tabs(column), column);
    }
    return gap;
  }

  /** The column of a line that goes on with a statement. */
  private below(start: number, shift: number, depth: number): number {
    const own = columnAt(this.text, start);
    const parenthesis = this.open.at(-1);
    if (parenthesis !== undefined && own === parenthesis.from + 1) return parenthesis.to + 1;
    return Math.max(own + shift, depth * 8);
  }

  private append(before: string, text: string, start: number): void {
    this.lines[this.lines.length - 1] += before;
    if (OPENS.test(text)) this.open.push({ from: columnAt(this.text, start), to: this.column });
    if (CLOSES.test(text)) this.open.pop();
    this.lines.push(...`${this.lines.pop()}${text}`.split('\n'));
  }

  private note({ text, start }: CommentPiece, before: string, column: number): void {
    this.lines[this.lines.length - 1] += before;
    const lines = shifted(text, columnAt(this.text, start), column);
    this.lines[this.lines.length - 1] += lines[0];
    this.lines.push(...lines.slice(1));
  }

  private newLine(gap: boolean): void {
    if (this.atStart && this.lines.length === 1) return;
    if (gap) this.lines.push('');
    this.lines.push('');
  }

  private get column(): number {
    return widthOf(this.lines[this.lines.length - 1]);
  }

  private get atStart(): boolean {
    return this.lines[this.lines.length - 1] === '';
  }
}

/** Tabs, and blanks for what is left. */
function tabs(column: number): string {
  return '\t'.repeat(Math.floor(column / 8)) + ' '.repeat(column % 8);
}

/** The lines of a comment that is moved from one column to another: those behind the first move as far as it does. */
export function shifted(text: string, from: number, to: number): readonly string[] {
  return text.split('\n').map((line, index) => {
    const content = line.trim();
    if (index === 0 || from === to) return line.trimEnd();
    const own = widthOf(/^[ \t]*/.exec(line)?.[0] ?? '');
    return content === '' ? '' : tabs(Math.max(0, own + to - from)) + content;
  });
}
