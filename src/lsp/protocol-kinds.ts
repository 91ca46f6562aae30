/** What the parts of a text are called in the protocol. */
import { CompletionItemKind, SymbolKind } from 'vscode-languageserver';
import type { MarkKind } from '../language/index.js';

/** A semantic token: a type, and modifiers. */
interface TokenStyle {
  readonly type: string;
  readonly modifiers: readonly string[];
}

const style = (type: string, ...modifiers: readonly string[]): TokenStyle => ({ type, modifiers });

/** The colours that editors give by these names. */
export const TOKEN_STYLES: Readonly<Record<MarkKind, TokenStyle>> = {
  comment: style('comment'),
  prose: style('comment', 'documentation'),
  dialect: style('keyword'),
  'test-name': style('namespace', 'declaration'),
  title: style('string'),
  'header-key': style('property'),
  model: style('enumMember'),
  verdict: style('enumMember', 'readonly'),
  'observable-label': style('property', 'declaration'),
  keyword: style('keyword'),
  type: style('type'),
  number: style('number'),
  string: style('string'),
  operator: style('operator'),
  primitive: style('function', 'defaultLibrary'),
  barrier: style('macro', 'defaultLibrary'),
  function: style('function'),
  macro: style('macro'),
  'macro-parameter': style('parameter'),
  parameter: style('parameter'),
  location: style('variable', 'static'),
  local: style('variable'),
  register: style('variable'),
  label: style('label'),
  field: style('property'),
  structure: style('struct'),
  constant: style('enumMember', 'readonly'),
  thread: style('class'),
  instruction: style('function', 'defaultLibrary'),
};

/** The names of types and modifiers, in the order in which they are numbered. */
export const TOKEN_LEGEND = {
  tokenTypes: [...new Set(Object.values(TOKEN_STYLES).map(({ type }) => type))],
  tokenModifiers: [
    'declaration',
    ...new Set(Object.values(TOKEN_STYLES).flatMap(({ modifiers }) => modifiers)),
  ].filter((each, index, all) => all.indexOf(each) === index),
};

const COMPLETIONS: Partial<Record<MarkKind, CompletionItemKind>> = {
  primitive: CompletionItemKind.Function,
  barrier: CompletionItemKind.Operator,
  function: CompletionItemKind.Function,
  instruction: CompletionItemKind.Function,
  macro: CompletionItemKind.Snippet,
  location: CompletionItemKind.Variable,
  local: CompletionItemKind.Variable,
  register: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  label: CompletionItemKind.Reference,
  field: CompletionItemKind.Field,
  structure: CompletionItemKind.Struct,
  type: CompletionItemKind.Struct,
  constant: CompletionItemKind.Constant,
  model: CompletionItemKind.EnumMember,
  verdict: CompletionItemKind.EnumMember,
  'header-key': CompletionItemKind.Property,
  thread: CompletionItemKind.Class,
  dialect: CompletionItemKind.Module,
};

/** The kind of a completion. */
export function completionKind(kind: MarkKind): CompletionItemKind {
  return COMPLETIONS[kind] ?? CompletionItemKind.Keyword;
}

const SYMBOLS: Partial<Record<MarkKind | 'condition', SymbolKind>> = {
  thread: SymbolKind.Class,
  function: SymbolKind.Function,
  macro: SymbolKind.Function,
  structure: SymbolKind.Struct,
  label: SymbolKind.Key,
  constant: SymbolKind.EnumMember,
  condition: SymbolKind.Boolean,
};

/** The kind of a part of a test. */
export function symbolKind(kind: MarkKind | 'condition'): SymbolKind {
  return SYMBOLS[kind] ?? SymbolKind.Variable;
}
