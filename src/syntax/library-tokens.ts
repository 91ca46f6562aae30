/**
 * What stands in front of a test without being written there: the definitions of names that it uses and does not define itself, each
 * once, and before it what it uses in its turn.
 */
import { commentReader } from './comment.js';
import { tokenize } from './lexer.js';
import type { Token } from './tokens.js';

/** A text that defines some names, from a source of that name. */
interface LibraryText {
  readonly names: readonly string[];
  readonly source: string;
  readonly text: string;
}

/** The text that defines a name, or undefined. */
export type Library = (name: string) => LibraryText | undefined;

const TOKENS = new WeakMap<LibraryText, readonly Token[]>();

/** The tokens of the definitions that some tokens need, without an end. */
export function libraryTokens(tokens: readonly Token[], library: Library): readonly Token[] {
  const own = definedIn(tokens);
  const taken = new Set<LibraryText>();
  const result: Token[] = [];
  const take = (needed: readonly Token[]): void => {
    for (const { kind, text } of needed) {
      const definition = kind === 'name' && !own.has(text) ? library(text) : undefined;
      if (definition === undefined || taken.has(definition)) continue;
      taken.add(definition);
      const made = tokensOf(definition);
      take(made);
      result.push(...made);
    }
  };
  take(tokens);
  return result;
}

function tokensOf(definition: LibraryText): readonly Token[] {
  const known = TOKENS.get(definition);
  if (known !== undefined) return known;
  const { source: name, text } = definition;
  const range = { start: 0, end: text.length };
  const { tokens } = tokenize({ name, text }, [range], commentReader(text));
  const made = tokens.slice(0, -1);
  TOKENS.set(definition, made);
  return made;
}

/** The names that a text defines: its macros, structures, types, constants and functions. */
function definedIn(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  tokens.forEach(({ kind, text }, index) => {
    if (text === '{') depth += 1;
    if (text === '}') depth -= 1;
    if (kind !== 'name') return;
    const [two, one] = [tokens[index - 2]?.text, tokens[index - 1]?.text];
    const next = tokens[index + 1]?.text;
    const isMacro = one === 'define' && two === '#';
    const isStructure = one === 'struct' && next === '{';
    const isFunction = next === '(' && tokens[closing(tokens, index + 1) + 1]?.text === '{';
    // Within a body it is a loop of its own: `list_for_each(pos, head) { … }`.
    if (isMacro || isStructure || (isFunction && depth === 0)) names.add(text);
    if (text === 'enum') for (const each of constantsFrom(tokens, index)) names.add(each);
  });
  return names;
}

/** The constants of the enumeration that begins at a token. */
function constantsFrom(tokens: readonly Token[], at: number): readonly string[] {
  const open = tokens[at + 1]?.text === '{' ? at + 1 : at + 2;
  if (tokens[open]?.text !== '{') return [];
  const end = tokens.findIndex(({ text }, index) => index > open && text === '}');
  const isFirst = ({ kind }: Token, index: number): boolean =>
    kind === 'name' && /^[{,]$/.test(tokens[open + index].text);
  return tokens
    .slice(open + 1, end)
    .filter(isFirst)
    .map(({ text }) => text);
}

/** The index of the parenthesis that closes one; that of the last token where none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at].text === '(') depth += 1;
    if (tokens[at].text === ')' && --depth === 0) return at;
  }
  return tokens.length - 1;
}
