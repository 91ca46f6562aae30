/**
 * A text as language intelligence reads it: whatever is wrong with it, it has comments, tokens and regions; and a tree as far as the
 * parser came. Regions are told by braces and by the words that begin them, so that a fault inside one leaves the others alone.
 */
import type { Dialect } from '../dialects/dialect.js';
import { dialectOf, parseTest } from '../dialects/parse.js';
import type { AssemblyTest } from '../syntax/assembly/assembly-tree.js';
import { ASSEMBLY_QUESTION_WORDS } from '../syntax/assembly/parse-assembly.js';
import { joinWords } from '../syntax/assembly/word.js';
import type { Header } from '../syntax/header.js';
import type { TextRange } from '../syntax/lexer.js';
import { lexicalParts } from '../syntax/remark.js';
import { beginsQuestion, type Token, threadNumber } from '../syntax/tokens.js';
import type { CTest } from '../syntax/tree.js';
import type { Source } from '../text/source.js';

/** A part of the code. `from` and `to` are indices of tokens, `[from, to)`. */
export type Region = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'directive' | 'definition' | 'init' | 'question' }
  /** A thread or a helper; `body` is the index of its `{`. */
  | { readonly kind: 'function'; readonly name: Token; readonly thread: number | null; readonly body: number }
  | { readonly kind: 'table' }
);

/** A text that was read. Everything else in this folder is a function of it. */
export interface TextOutline {
  readonly source: Source;
  /** Null where the first word names none; then there is nothing but the text. */
  readonly dialect: Dialect | null;
  readonly header: Header | null;
  readonly comments: readonly TextRange[];
  /** The code, the last token being its end. In assembly words with dots in them are one token. */
  readonly tokens: readonly Token[];
  readonly regions: readonly Region[];
  readonly tree: CTest | AssemblyTest | null;
}

/** Reads a text. Never throws, whatever it is. */
export function outlineOf(text: string | Source): TextOutline {
  const source = typeof text === 'string' ? { name: 'test.litmus', text } : text;
  const dialect = dialectOf(source);
  const nothing = { header: null, comments: [], tokens: [], regions: [] };
  if (dialect === null) return { source, dialect, ...nothing, tree: null };
  const tree = treeOf(source);
  const { header, comments, tokens: plain } = lexicalParts(source, dialect.language);
  const isSymbolic = dialect.language === 'assembly' && dialect.instructions.spare.length > 0;
  const tokens = dialect.language === 'C' ? plain : joinWords(plain, isSymbolic);
  const regions = dialect.language === 'C' ? regionsOfC(tokens) : regionsOfAssembly(tokens);
  return { source, dialect, header, comments, tokens, regions, tree };
}

/** Each kind of nesting is bounded, but not all kinds within each other: such a text has tokens and no tree. */
function treeOf(source: Source): TextOutline['tree'] {
  try {
    return parseTest(source).partial;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Directives, the init block, functions and the question; what is between them are definitions. */
function regionsOfC(tokens: readonly Token[]): readonly Region[] {
  const regions: Region[] = [];
  const end = tokens.length - 1;
  let hasInit = false;
  for (let at = 0; at < end; ) {
    const from = at;
    if (tokens[at].text === '#' && tokens[at].opensLine) {
      at += 1;
      while (at < end && !tokens[at].opensLine) at += 1;
      regions.push({ kind: 'directive', from, to: at });
    } else if (atQuestion(tokens, at)) {
      regions.push({ kind: 'question', from, to: end });
      at = end;
    } else if (tokens[at].text === '{' && !hasInit) {
      hasInit = true;
      at = behindBraces(tokens, at);
      regions.push({ kind: 'init', from, to: at });
    } else {
      const region = definitionFrom(tokens, at);
      regions.push(region);
      at = region.to;
    }
  }
  return regions;
}

/** A function with its body, or a definition up to its `;`. */
function definitionFrom(tokens: readonly Token[], from: number): Region {
  const end = tokens.length - 1;
  let name: Token | null = null;
  for (let at = from; at < end; at += 1) {
    const { text, kind } = tokens[at];
    const next = tokens[at + 1].text;
    if (at > from && (atQuestion(tokens, at) || beginsThread(tokens, at)) && name === null)
      return { kind: 'definition', from, to: at };
    if (name === null && kind === 'name' && next === '(') name = tokens[at];
    if (text === ';') return { kind: 'definition', from, to: at + 1 };
    if (text !== '{') continue;
    const to = behindBraces(tokens, at);
    if (name !== null) {
      const thread = threadNumber(name.text);
      return { kind: 'function', name, thread, body: at, from, to };
    }
    at = to - 1;
    if (at === from) return { kind: 'definition', from, to };
  }
  return { kind: 'definition', from, to: end };
}

function beginsThread(tokens: readonly Token[], at: number): boolean {
  const { text, opensLine } = tokens[at];
  return opensLine && threadNumber(text) !== null && tokens[at + 1]?.text === '(';
}

/** Behind the brace that closes one, or where a thread or the question begins before it. */
function behindBraces(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length - 1; at += 1) {
    const { text } = tokens[at];
    if (at > open && (beginsThread(tokens, at) || atQuestion(tokens, at))) return at;
    if (text === '{') depth += 1;
    if (text === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length - 1;
}

function regionsOfAssembly(tokens: readonly Token[]): readonly Region[] {
  const end = tokens.length - 1;
  const init = tokens[0].text === '{' ? behindBraces(tokens, 0) : 0;
  let question = init;
  while (question < end && !atQuestion(tokens, question, ASSEMBLY_QUESTION_WORDS)) question += 1;
  return [
    { kind: 'init', from: 0, to: init } as const,
    { kind: 'table', from: init, to: question } as const,
    { kind: 'question', from: question, to: end } as const,
  ].filter(({ from, to }) => to > from);
}

/** A line that begins with a word of the question. */
function atQuestion(tokens: readonly Token[], at: number, words?: ReadonlySet<string>): boolean {
  const ahead = (distance: number): Token => tokens[Math.min(at + distance, tokens.length - 1)];
  return tokens[at].opensLine && beginsQuestion(ahead, words);
}

/** The region that an offset is in, or right behind; null in the header and between regions. */
export function regionAt({ tokens, regions }: TextOutline, offset: number): Region | null {
  return (
    regions.find(({ from, to }) => {
      const last = tokens[to - 1];
      return tokens[from].span.start <= offset && offset <= last.span.end;
    }) ?? null
  );
}
