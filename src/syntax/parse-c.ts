/**
 * The parser of the C dialect: a source to a tree, with every error that the text alone shows.
 * Header, comments and macros first, then one pass over the tokens: init block, threads and functions, question.
 */
import { byPosition, type Diagnostic, errorAt, hasErrors } from '../text/diagnostic.js';
import type { Source, Span } from '../text/source.js';
import { commentReader } from './comment.js';
import { Cursor } from './cursor.js';
import { codeRanges, type Header, parseHeader } from './header.js';
import { tokenize } from './lexer.js';
import { type Library, libraryTokens } from './library-tokens.js';
import { expandMacros } from './macro.js';
import { definitions } from './parse-definition.js';
import { question } from './parse-question.js';
import type { Token } from './tokens.js';
import type { CTest } from './tree.js';

/**
 * What parsing gives. Where nothing of the text had to be skipped there is a tree beside errors: it serves to find more of
 * them, and is never run.
 */
export interface Parsed {
  readonly tree: CTest | null;
  /** The tree whatever was skipped: an editor asks what is declared in a text that is being typed. */
  readonly partial: CTest | null;
  /** Sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a whole C litmus test, `library` being what defines names that it does not. Never throws, whatever the text. */
export function parseC(source: Source, library: Library = () => undefined): Parsed {
  const diagnostics: Diagnostic[] = [];
  const trees = parse(source, library, diagnostics);
  return { ...trees, diagnostics: diagnostics.sort(byPosition) };
}

function parse(source: Source, library: Library, diagnostics: Diagnostic[]): Omit<Parsed, 'diagnostics'> {
  const nothing = { tree: null, partial: null };
  const report = (diagnostic: Diagnostic): unknown => diagnostics.push(diagnostic);
  const comments = commentReader(source.text);
  const header = parseHeader(source, 'C', comments, report);
  if (header === null) return nothing;
  const { tokens, openComment } = tokenize(source, codeRanges(source, header), comments);
  if (openComment !== null) {
    report(errorAt(openComment, { code: 'unterminated', what: 'comment' }));
    return nothing;
  }
  const expanded = expandMacros([...libraryTokens(tokens, library), ...tokens], report);
  const whole = !hasErrors(diagnostics);
  // Where a macro is refused its uses make no sense, and complaints about them would hide that.
  const isRefused = diagnostics.some(({ code }) => code === 'unsupported');
  const { tree, partial } = parseTokens(source, header, expanded, isRefused ? [] : diagnostics);
  return { tree: whole ? tree : null, partial };
}

function parseTokens(
  source: Source,
  header: Header,
  tokens: readonly Token[],
  diagnostics: Diagnostic[],
): Omit<Parsed, 'diagnostics'> {
  const cursor = new Cursor(source, tokens, diagnostics);
  const { dialect, name, title, info } = header;
  const { init, definitions: defined, functions, threads } = definitions(cursor);
  const asked = cursor.token.span;
  const isEmpty = cursor.atEnd && diagnostics.some(({ code }) => code === 'missing-init');
  if (isEmpty) return { tree: null, partial: null };
  if (threads.length === 0 && !cursor.lost) cursor.report(asked, { code: 'no-threads' });
  const { locations, filter, condition } = question(cursor) ?? {
    locations: [],
    filter: null,
    condition: null,
  };
  const isOwn = (each: { readonly span: Span }): boolean => each.span.source === source;
  const partial: CTest = {
    source,
    language: 'C',
    dialect,
    name,
    title,
    info,
    init,
    definitions: defined.filter(isOwn),
    functions: functions.filter(({ name: { span } }) => isOwn({ span })),
    library: {
      definitions: defined.filter((each) => !isOwn(each)),
      functions: functions.filter(({ name: { span } }) => !isOwn({ span })),
    },
    threads,
    locations,
    filter,
    condition,
  };
  return { tree: cursor.lost ? null : partial, partial };
}
