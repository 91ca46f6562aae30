/**
 * The head of a file: the word of its dialect, such as `C`, and a name, then lines up to the init block. herd7 takes whatever
 * stands there, so the head is read by lines and not by tokens: a quoted line is the title, `Key=value` is information, a
 * line that begins with `#` or that looks like C is code, and anything else is documentation.
 */
import type { Language } from '../program/test.js';
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Source } from '../text/source.js';
import { type CommentReader, lineEnd } from './comment.js';
import { definitionAt, typesIn } from './header-code.js';
import type { TextRange } from './lexer.js';
import type { Identifier, InfoLine } from './tree.js';

/** What stands before the init block. */
export interface Header {
  /** The first word. */
  readonly dialect: string;
  readonly name: Identifier;
  readonly title: string | null;
  readonly info: readonly InfoLine[];
  /** The other lines, which mean nothing. */
  readonly prose: readonly Identifier[];
  /** C: the lines that begin with `#`, and definitions. */
  readonly code: readonly TextRange[];
  /** The offset of the init block or, where that is missing, of what follows it. */
  readonly body: number;
  /** The end of the last line that is the name, the title or information: a new information line goes behind it. */
  readonly end: number;
}

/** How the head of a file is read, where that is not the same in C and in assembly. */
interface HeaderRules {
  /** Whether the name is the whole rest of the line. Old assembly tests have more there: `X86 n2 (nTwo)`. */
  readonly nameIsWholeLine: boolean;
  /** Whether a comment needs an end. In assembly herd7 looks for the init block and for nothing else. */
  readonly commentsMustEnd: boolean;
  /** Whether there may be macros and definitions of C. */
  readonly hasCode: boolean;
  /** What comes behind the init block, and ends the head of a file that has none. */
  readonly behindInit: RegExp;
}

const RULES: Readonly<Record<Language, HeaderRules>> = {
  C: {
    nameIsWholeLine: true,
    commentsMustEnd: true,
    hasCode: true,
    // The head of a thread, or the question.
    behindInit: /P\d+\s*\([^(){}]*\)\s*\{|(?:~\s*)?(?:exists|forall)\s*\(/y,
  },
  assembly: {
    nameIsWholeLine: false,
    commentsMustEnd: false,
    hasCode: false,
    // The head of the instruction table, or the question.
    behindInit: /P\d+\s*[|;]|(?:~\s*)?(?:exists|forall)\s*\(/y,
  },
};

const INFO = /([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*)/y;

/** Takes a complaint. */
type Report = (diagnostic: Diagnostic) => void;

/** The first word of a file, behind a byte order mark, blanks and comments; null, and reported, where there is none. */
export function firstWord(source: Source, comments: CommentReader, report: Report): Identifier | null {
  const { text } = source;
  const start = skipBlank(source, text.startsWith('\uFEFF') ? 1 : 0, comments, report);
  if (start === null) return null;
  const word = /^\S*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '';
  const span = { source, start, end: start + word.length };
  if (word !== '') return { text: word, span };
  report(errorAt(span, { code: 'empty-file' }));
  return null;
}

/** Reads the head of a file in that language; null, and reported, when it is not the head of a test. */
export function parseHeader(
  source: Source,
  language: Language,
  comments: CommentReader,
  report: Report,
): Header | null {
  const { nameIsWholeLine, commentsMustEnd, behindInit } = RULES[language];
  const word = firstWord(source, comments, report);
  const name = word === null ? null : parseName(word, nameIsWholeLine, report);
  if (word === null || name === null) return null;
  const lines = new HeaderLines(source, name.span.end, RULES[language].hasCode ? comments : null);
  let at = name.span.end;
  while (true) {
    const blank = commentsMustEnd ? skipBlank(source, at, comments, report) : skipProse(source, at, comments);
    if (blank === null) return null;
    at = blank;
    if (at === source.text.length || source.text[at] === '{' || matches(behindInit, source.text, at)) break;
    at = lines.read(at, report);
  }
  const { title, info, prose, code, end } = lines;
  return { dialect: word.text, name, title, info, prose, code, body: at, end };
}

/** The parts of a file that hold its code, in order: what the head has of it, and everything from the init block on. */
export function codeRanges({ text }: Source, header: Header): readonly TextRange[] {
  return [...header.code, { start: header.body, end: text.length }];
}

/** The name behind the first word of a file. */
function parseName(word: Identifier, isWholeLine: boolean, report: Report): Identifier | null {
  const { source, end: start } = word.span;
  const { text } = source;
  const end = lineEnd(text, start);
  const rest = text.slice(start, end);
  const line = rest.trim();
  if (line === '') {
    const found = /\S+/.exec(text.slice(end))?.[0] ?? null;
    const expected = `a name after '${word.text}'`;
    report(errorAt({ source, start, end: start }, { code: 'unexpected', found, expected }));
    return null;
  }
  const from = start + rest.indexOf(line);
  const name = isWholeLine ? line : line.split(/\s/, 1)[0];
  return { text: name, span: { source, start: from, end: from + name.length } };
}

/** Sorts the lines of the head into title, information and code. */
class HeaderLines {
  title: string | null = null;
  end: number;
  readonly info: InfoLine[] = [];
  readonly prose: Identifier[] = [];
  readonly code: TextRange[] = [];

  private readonly source: Source;
  /** Reads the comments of C code; null where the head has no code. */
  private readonly comments: CommentReader | null;
  private readonly types = new Set<string>();

  constructor(source: Source, end: number, comments: CommentReader | null) {
    this.source = source;
    this.end = end;
    this.comments = comments;
  }

  /** Reads what begins at an offset, and gives the offset behind it. */
  read(at: number, report: Report): number {
    const { text } = this.source;
    const first = text[at];
    if (first === '"' && this.title === null) return this.readTitle(at, report);
    if (first === '#') return this.readDirective(at);
    const behind = this.comments && definitionAt(text, at, this.comments, this.types);
    if (behind !== null) return this.readDefinition(at, behind);
    INFO.lastIndex = at;
    const [line, key, value] = INFO.exec(text) ?? [];
    if (line === undefined) return this.readProse(at);
    this.end = at + line.length;
    const start = this.end - value.length;
    this.info.push({ key: this.identifier(key, at), value: this.identifier(value.trimEnd(), start) });
    return this.end;
  }

  private readTitle(at: number, report: Report): number {
    const end = lineEnd(this.source.text, at);
    const line = this.source.text.slice(at, end);
    const close = line.lastIndexOf('"');
    if (close === 0) {
      const span = { source: this.source, start: at, end: at + 1 };
      report(errorAt(span, { code: 'unterminated', what: 'string' }));
    }
    this.title = line.slice(1, close === 0 ? undefined : close);
    this.end = end;
    return end;
  }

  private readProse(at: number): number {
    const end = lineEnd(this.source.text, at);
    this.prose.push(this.identifier(this.source.text.slice(at, end), at));
    return end;
  }

  private readDirective(at: number): number {
    const { text } = this.source;
    let end = lineEnd(text, at);
    while (text[end - 1] === '\\' && end < text.length) end = lineEnd(text, text.indexOf('\n', end) + 1);
    if (this.comments !== null) this.code.push({ start: at, end });
    return end;
  }

  private readDefinition(start: number, end: number): number {
    this.code.push({ start, end });
    for (const type of typesIn(this.source.text.slice(start, end))) this.types.add(type);
    return end;
  }

  private identifier(text: string, start: number): Identifier {
    return { text, span: { source: this.source, start, end: start + text.length } };
  }
}

/** Skips blanks and comments; null after a comment without an end, which is then reported. */
function skipBlank(source: Source, from: number, comments: CommentReader, report: Report): number | null {
  let at = from;
  while (true) {
    at = afterBlank(source.text, at);
    const comment = comments(at, 'prose');
    if (comment.kind === 'none' || (comment.kind === 'closed' && comment.end === at)) return at;
    if (comment.kind === 'open') {
      report(errorAt({ source, start: at, end: at + 2 }, { code: 'unterminated', what: 'comment' }));
      return null;
    }
    at = comment.end;
  }
}

/** Skips blanks and comments where a comment may lack its end. */
function skipProse(source: Source, from: number, comments: CommentReader): number {
  const { text } = source;
  for (let at = from; ; ) {
    at = afterBlank(text, at);
    const comment = comments(at, 'prose');
    if (comment.kind !== 'closed' || comment.end === at) return at;
    if (/^\s*\{/m.test(text.slice(at, comment.end))) return at;
    at = comment.end;
  }
}

const BLANK = /\s*/y;

function afterBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.test(text);
  return BLANK.lastIndex;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
