/**
 * The head of a file: the dialect, as `C`, and a name, then lines up to the init block. herd7 takes whatever stands there, so this is read by
 * lines, not by tokens: a quoted line is the title, `Key=value` is information, `#define` is kept for the macros,
 * and anything else is documentation.
 */
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { type CommentReader, lineEnd } from './comment.js';
import type { Range } from './lexer.js';
import type { Identifier, InfoLine } from './tree.js';

/** What stands before the init block. */
export interface Header {
  /** The first word, one of the supported dialects. */
  readonly dialect: string;
  readonly name: Identifier;
  readonly title: string | null;
  readonly info: readonly InfoLine[];
  /** The other lines, which mean nothing. */
  readonly prose: readonly Identifier[];
  /** The lines that begin with `#`. */
  readonly directives: readonly Range[];
  /** Where the init block begins, or, if it is missing, what comes in its place. */
  readonly body: number;
  /** Where the last line of `C name`, title and information ends: a new information line goes behind it. */
  readonly end: number;
}

/** The dialects that herd7 knows by the first word of a file. */
const DIALECTS = /^(AArch64|ARM|ASL|BPF|CPP|JAVA|LISA|MIPS|PPC|RISCV|X86|X86_64|Bell)$/i;
const SUPPORTED = ['C', 'AArch64', 'X86', 'X86_64', 'RISCV'];

const INFO = /([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*)/y;
/** A thread's head where the init block should be, or the question. */
const TOO_LATE = /P\d+\s*\([^(){}]*\)\s*\{|(?:~\s*)?(?:exists|forall)\s*\(/y;
/** The same for assembly: the head of the instruction table. */
const TABLE_OR_QUESTION = /P\d+\s*[|;]|(?:~\s*)?(?:exists|forall)\s*\(/y;

/** Reads the head of a file; null when it is not the head of a test, which is then reported. */
export function parseHeader(
  source: Source,
  comments: CommentReader,
  report: (diagnostic: Diagnostic) => void,
): Header | null {
  const first = parseName(source, comments, report);
  if (first === null) return null;
  const { dialect, name } = first;
  const tooLate = dialect === 'C' ? TOO_LATE : TABLE_OR_QUESTION;
  const lines = new HeaderLines(source, name.span.end);
  let at = name.span.end;
  while (true) {
    const blank = dialect === 'C' ? skipBlank(source, at, comments, report) : skipProse(source, at, comments);
    if (blank === null) return null;
    at = blank;
    if (at === source.text.length || source.text[at] === '{' || matches(tooLate, source.text, at)) break;
    at = lines.read(at, report);
  }
  const { title, info, prose, directives, end } = lines;
  return { dialect, name, title, info, prose, directives, body: at, end };
}

function parseName(
  source: Source,
  comments: CommentReader,
  report: (diagnostic: Diagnostic) => void,
): Pick<Header, 'dialect' | 'name'> | null {
  const { text } = source;
  const start = skipBlank(source, text.startsWith('\uFEFF') ? 1 : 0, comments, report);
  if (start === null) return null;
  const end = lineEnd(text, start);
  const word = /^\S*/.exec(text.slice(start, end))?.[0] ?? '';
  const place = (from: number, to: number): Span => ({ source, start: from, end: to });
  const wordSpan = place(start, start + word.length);
  const rest = text.slice(wordSpan.end, end);
  const name = rest.trim();
  const expected = "a first line such as 'C name'";
  if (word === '') report(errorAt(wordSpan, { code: 'empty-file' }));
  else if (!SUPPORTED.includes(word) && DIALECTS.test(word)) {
    report(errorAt(wordSpan, { code: 'unsupported-dialect', dialect: word, supported: SUPPORTED }));
  } else if (!SUPPORTED.includes(word))
    report(errorAt(wordSpan, { code: 'unexpected', found: word, expected }));
  else if (name === '') {
    const found = /\S+/.exec(text.slice(end))?.[0] ?? null;
    report(
      errorAt(place(wordSpan.end, wordSpan.end), {
        code: 'unexpected',
        found,
        expected: `a name after '${word}'`,
      }),
    );
  } else {
    const from = wordSpan.end + rest.indexOf(name);
    // Old assembly tests have more on the line: `X86 n2 (nTwo)`.
    const own = word === 'C' ? name : name.split(/\s/, 1)[0];
    return { dialect: word, name: { text: own, span: place(from, from + own.length) } };
  }
  return null;
}

/** Sorts the lines of the head into title, information and directives. */
class HeaderLines {
  title: string | null = null;
  end: number;
  readonly info: InfoLine[] = [];
  readonly prose: Identifier[] = [];
  readonly directives: Range[] = [];

  private readonly source: Source;

  constructor(source: Source, end: number) {
    this.source = source;
    this.end = end;
  }

  /** Reads what begins at an offset, and gives the offset behind it. */
  read(at: number, report: (diagnostic: Diagnostic) => void): number {
    const { text } = this.source;
    const first = text[at];
    if (first === '"' && this.title === null) return this.readTitle(at, report);
    if (first === '#') return this.readDirective(at);
    INFO.lastIndex = at;
    const [line, key, value] = INFO.exec(text) ?? [];
    if (line === undefined) return this.readProse(at);
    this.end = at + line.length;
    const start = this.end - value.length;
    this.info.push({ key: this.identifier(key, at), value: this.identifier(value.trimEnd(), start) });
    return this.end;
  }

  private readTitle(at: number, report: (diagnostic: Diagnostic) => void): number {
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
    this.directives.push({ start: at, end });
    return end;
  }

  private identifier(text: string, start: number): Identifier {
    return { text, span: { source: this.source, start, end: start + text.length } };
  }
}

/** Skips blanks and comments; null after a comment without an end, which is then reported. */
function skipBlank(
  source: Source,
  from: number,
  comments: CommentReader,
  report: (diagnostic: Diagnostic) => void,
): number | null {
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

/** The same for assembly, where herd7 looks for the init block and nothing else: a comment may lack its end. */
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
