/**
 * Where the lexemes of C go: a statement a line, in the kernel's style (Documentation/process/coding-style.rst). The structure
 * of statements is read off the text itself rather than off the tree, in which macros are expanded. What a statement holds
 * within itself stays on the lines that its author gave it.
 */
import { blanksInC } from './c-blanks.js';
import type { Lexeme } from './lexeme.js';
import type { Placing } from './line-writer.js';
import { atQuestion, placeQuestion } from './question-layout.js';

const CONDITIONAL_HEADS: ReadonlySet<string> = new Set(['while', 'for', 'switch']);
const TYPE_WORD =
  /^(?:static|const|volatile|struct|union|enum|unsigned|signed|char|short|int|long|void|bool|_Bool|typeof|__typeof__|\w+_t|_*[us](?:8|16|32|64))$/;
const STATEMENT_WORDS: ReadonlySet<string> = new Set([
  'goto',
  'return',
  'break',
  'continue',
  'else',
  'do',
  'case',
]);

/** Gives each lexeme its place. `types` are the names of types that the file makes. */
export function layOutC(lexemes: readonly Lexeme[], types: ReadonlySet<string>): readonly Placing[] {
  return new CLayout(lexemes, types).run();
}

class CLayout {
  private readonly lexemes: readonly Lexeme[];
  private readonly types: ReadonlySet<string>;
  private readonly placings: Omit<Placing, 'blank'>[] = [];
  private hasInit = false;
  /** Whether an empty line has to stand before what comes next at file scope. */
  private mustPart = false;

  constructor(lexemes: readonly Lexeme[], types: ReadonlySet<string>) {
    this.lexemes = lexemes;
    this.types = types;
  }

  run(): readonly Placing[] {
    while (!this.atEnd && !atQuestion(this.lexemes, this.at)) this.atFileScope();
    if (this.atEnd) this.line(0, this.at > 0 && this.mustPart ? 'always' : 'own');
    const starts = this.placings.map(({ at }) => at === 'line');
    const blanks = blanksInC(this.lexemes.slice(0, this.at), starts, this.types);
    const placings = this.placings.map((placing, index) => ({ ...placing, blank: blanks[index] }));
    placeQuestion(this.lexemes, placings);
    return placings;
  }

  private get at(): number {
    return this.placings.length;
  }

  private get atEnd(): boolean {
    return this.lexemes[this.at].kind === 'end';
  }

  private text(distance = 0): string {
    return this.lexemes[this.at + distance]?.text ?? '';
  }

  private atFileScope(): void {
    if (this.lexemes[this.at].kind === 'directive') {
      this.line(0, this.mustPart ? 'always' : 'own');
      this.mustPart = false;
    } else if (this.text() === '{' && !this.hasInit) this.initBlock();
    else if (this.text() === ';') this.join();
    else this.definition();
  }

  private initBlock(): void {
    this.hasInit = true;
    this.line(0, this.at === 0 ? 'own' : 'always');
    let opened = true;
    while (!this.atEnd && this.text() !== '}') {
      this.line(1, opened ? 'never' : 'own');
      opened = false;
      this.untilSemicolon(1);
    }
    if (this.atEnd) return;
    // `{}` and an empty block of two lines are both usual.
    if (opened && this.lexemes[this.at].breaks === 0 && this.lexemes[this.at].notes.length === 0) this.join();
    else this.line(0, 'never', 1);
    this.mustPart = true;
  }

  /** A function, a structure or a variable. */
  private definition(): void {
    const what = this.kindOfDefinition();
    this.line(0, this.at > 0 && (this.mustPart || what === 'function') ? 'always' : 'own');
    this.mustPart = what !== 'variable';
    const first = this.at - 1;
    if (what === 'variable') {
      this.untilSemicolon(0, first);
      return;
    }
    while (!this.atEnd && this.text() !== '{') this.keep(0, first);
    if (what === 'function') {
      this.line(0, 'never');
      this.statements(1);
      this.close(0);
      return;
    }
    this.join();
    for (let opened = true; !this.atEnd && this.text() !== '}'; opened = false) {
      this.line(1, opened ? 'never' : 'own');
      this.untilSemicolon(1);
    }
    this.close(0);
    this.untilSemicolon(0, this.at - 1);
  }

  private kindOfDefinition(): 'function' | 'structure' | 'variable' {
    for (let at = this.at; at < this.lexemes.length; at += 1) {
      const { text } = this.lexemes[at];
      if (text === ';' || text === '=') return 'variable';
      if (text !== '{') continue;
      const words = this.lexemes.slice(this.at, at).map((each) => each.text);
      if (words.includes('(')) return 'function';
      return words.includes('enum') ? 'variable' : 'structure';
    }
    return 'variable';
  }

  /** The statements of a block, behind its brace. */
  private statements(depth: number): void {
    let declared = false;
    for (let opened = true; !this.atEnd && this.text() !== '}'; opened = false) {
      const declares = this.declares();
      this.statement(depth, opened ? 'never' : declared && !declares ? 'always' : 'own');
      declared = declares && (opened || declared);
    }
  }

  private statement(depth: number, gap: Placing['gap'] = 'never'): void {
    const word = this.text();
    if (this.lexemes[this.at].kind === 'directive') this.line(0, gap);
    else if (word === '{') {
      this.line(depth, gap);
      this.statements(depth + 1);
      this.close(depth);
    } else if (word === 'if') this.ifStatement(depth, gap);
    else if (CONDITIONAL_HEADS.has(word) || this.isLoopMacro()) {
      this.line(depth, gap);
      this.parentheses(depth);
      this.body(depth);
    } else if (word === 'do') this.doStatement(depth, gap);
    else if (word === 'case' || word === 'default' || this.isLabel()) this.label(depth, gap);
    else {
      this.line(depth, gap);
      if (word !== ';') this.untilSemicolon(depth);
    }
  }

  private ifStatement(depth: number, gap: Placing['gap'] | 'join'): void {
    if (gap === 'join') this.join(depth);
    else this.line(depth, gap);
    this.parentheses(depth);
    const braced = this.body(depth);
    if (this.text() !== 'else') return;
    if (braced) this.join(depth);
    else this.line(depth, 'never');
    if (this.text() === 'if') this.ifStatement(depth, 'join');
    else this.body(depth);
  }

  private doStatement(depth: number, gap: Placing['gap']): void {
    this.line(depth, gap);
    const braced = this.body(depth);
    if (this.text() !== 'while') return;
    if (braced) this.join(depth);
    else this.line(depth, 'never');
    this.untilSemicolon(depth);
  }

  /** What a head governs; whether it is a block. */
  private body(depth: number): boolean {
    if (this.text() !== '{') {
      if (!this.atEnd && this.text() !== '}') this.statement(depth + 1);
      return false;
    }
    this.join(depth);
    this.statements(depth + 1);
    this.close(depth);
    return true;
  }

  /** `case 1:`, `retry:`, one step further out than what they label. */
  private label(depth: number, gap: Placing['gap']): void {
    this.line(Math.max(0, depth - 1), gap, depth);
    const first = this.at - 1;
    while (!this.atEnd && this.text() !== ':') this.keep(depth - 1, first);
    if (!this.atEnd) this.join();
    if (this.text() === '{') this.body(depth - 1);
  }

  private parentheses(depth: number): void {
    const first = this.at - 1;
    let open = 0;
    while (!this.atEnd) {
      const word = this.text();
      if (word === '(') open += 1;
      if (word === ')') open -= 1;
      if (open === 1 && word === '(') this.join(depth);
      else this.keep(depth, first);
      if (open <= 0) return;
    }
  }

  /** The rest of a statement that began with the lexeme before, or of one that begins with `first`. */
  private untilSemicolon(depth: number, first = this.at - 1): void {
    let open = OPENING.has(this.lexemes[first].text) ? 1 : 0;
    if (this.lexemes[this.at - 1].text === ';') return;
    while (!this.atEnd) {
      const word = this.text();
      if (open === 0 && (word === '}' || this.followsMacro())) return;
      if (OPENING.has(word)) open += 1;
      if (CLOSING.has(word)) open -= 1;
      if (word === ';') this.join(depth);
      else this.keep(depth, first);
      if (word === ';' && open <= 0) return;
    }
  }

  /** Whether a statement begins here behind a macro that brings its own semicolon. */
  private followsMacro(): boolean {
    const { kind, breaks, text } = this.lexemes[this.at];
    return (
      kind === 'directive' || (kind === 'name' && breaks > 0 && this.text(-1) === ')' && text !== 'while')
    );
  }

  /** `list_for_each(p, head) {` */
  private isLoopMacro(): boolean {
    if (this.lexemes[this.at].kind !== 'name' || this.text(1) !== '(') return false;
    let open = 0;
    for (let at = this.at + 1; at < this.lexemes.length; at += 1) {
      const { text } = this.lexemes[at];
      if (text === '(') open += 1;
      if (text === ')') open -= 1;
      if (open === 0) return this.lexemes[at + 1]?.text === '{';
    }
    return false;
  }

  private isLabel(): boolean {
    return this.lexemes[this.at].kind === 'name' && this.text(1) === ':';
  }

  private declares(): boolean {
    const word = this.text();
    if (this.lexemes[this.at].kind !== 'name' || STATEMENT_WORDS.has(word)) return false;
    const next = this.lexemes[this.at + 1];
    if (TYPE_WORD.test(word) || this.types.has(word))
      return next.kind === 'name' || ['*', '('].includes(next.text);
    let behind = 1;
    while (this.text(behind) === '*') behind += 1;
    if (this.lexemes[this.at + behind]?.kind !== 'name') return false;
    return behind === 1 ? next.breaks === 0 : ['=', ';', ',', '['].includes(this.text(behind + 1));
  }

  private close(depth: number): void {
    if (this.text() === '}') this.line(depth, 'never', depth + 1);
  }

  private line(depth: number, gap: Placing['gap'], noteDepth = depth): void {
    this.place({ at: 'line', depth, gap, noteDepth, first: this.at });
  }

  private join(depth = 0): void {
    this.place({ at: 'join', depth, gap: 'never', noteDepth: depth, first: this.at });
  }

  private keep(depth: number, first: number): void {
    this.place({ at: 'keep', depth, gap: 'never', noteDepth: depth, first });
  }

  private place(placing: Omit<Placing, 'blank'>): void {
    this.placings.push(placing);
  }
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);
