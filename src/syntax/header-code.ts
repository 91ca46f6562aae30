/**
 * C in the head of a file, where herd7 knows only prose: a definition is told from a sentence by its first words and by the sign
 * behind them, and reaches to its `;` or to the `}` of its body.
 */
import type { CommentReader } from './comment.js';

const QUALIFIER = String.raw`(?:static|extern|inline|const|volatile|noinline|__\w+)\s+`;
const BASIC = String.raw`(?:(?:unsigned|signed|char|short|int|long|void|bool|_Bool)\b\s*)+`;
const TAGGED = String.raw`(?:struct|union|enum)\s+\w+\b\s*`;
const KERNEL = String.raw`(?:\w+_t|[us](?:8|16|32|64)|__[usbl]e?(?:8|16|32|64))\b\s*`;
/** What follows the name of a variable or a function. A sentence goes on in other ways. */
const BEHIND = String.raw`(?:;|=\s*\{|=[^;\n]*;|(?:\[[^\]\n]*\]\s*)+[=;,]|,[^;{}\n]*;|\([^;{}]*\)\s*(?:__\w+(?:\([^()]*\))?\s*)*[{;])`;
const NAME = String.raw`(?:\*+\s*|const\s+|__\w+\s+)*[A-Za-z_]\w*\s*`;

/** A structure or an enumeration with its members: its `}` has a `;` or a name behind it. */
const WITH_MEMBERS = new RegExp(`(?:${QUALIFIER})*(?:struct|union|enum)(?:\\s+\\w+)?\\s*\\{`, 'y');
const FORWARD = /struct\s+\w+\s*;/y;
const TYPEDEF = /typedef\s+(?:(?:struct|enum|union)(?:\s+\w+)?\s*\{|[^;{}]*\w[^;{}]*;)/y;
const DEFINED =
  /(?:static\s+|extern\s+)?(?:(?:DEFINE|DECLARE)_\w+|[HL]?LIST_HEAD|LLIST_HEAD)\s*\([^()]*\)\s*(?:__\w+\s*)?(?:;|=[^;]*;)/y;
const DECLARED = new RegExp(
  `(?:${QUALIFIER})*(?:${BASIC}|${TAGGED}|${KERNEL})(?:const\\s+)?${NAME}${BEHIND}`,
  'y',
);
/** Behind such a word any name may be a type. */
const QUALIFIED = new RegExp(`(?:${QUALIFIER})+\\w+\\b\\s*${NAME}${BEHIND}`, 'y');

/** Attributes, names and their values behind the `}` of a structure. */
const REST =
  /\s*(?:__\w+(?:\([^()]*\))?\s*)*(?:\**\s*\w+\s*(?:__\w+(?:\([^()]*\))?\s*)*(?:;|\[[^;{}]*;|,[^;{}]*;|=\s*\{[^;]*;|=[^;{}]*;)|;)/y;

const SHAPES = [FORWARD, TYPEDEF, DEFINED, DECLARED, QUALIFIED];

/** The offset behind the definition that begins at an offset, or null where none does. `types` are names of types. */
export function definitionAt(
  text: string,
  at: number,
  comments: CommentReader,
  types: ReadonlySet<string>,
): number | null {
  const end = (): number => endOfDefinition(text, at, comments, 'body');
  if (matches(WITH_MEMBERS, text, at)) return endOfMembers(text, at, WITH_MEMBERS.lastIndex, comments);
  if (SHAPES.some((shape) => matches(shape, text, at))) return end();
  const word = /^\w+/.exec(text.slice(at, at + 80))?.[0];
  if (word === undefined || !types.has(word)) return null;
  return matches(new RegExp(`\\w+\\s*${NAME}${BEHIND}`, 'y'), text, at) ? end() : null;
}

/**
 * Behind the `;` of a structure. Where there is none, the parser says so, if the brace stands on the line of its `struct`; else
 * the brace may be the init block's, and what stands before it a sentence.
 */
function endOfMembers(text: string, at: number, open: number, comments: CommentReader): number | null {
  const close = endOfDefinition(text, at, comments, 'braces');
  REST.lastIndex = close;
  if (REST.test(text)) return REST.lastIndex;
  return text.slice(at, open).includes('\n') ? null : close;
}

/** The names of types that a definition makes. */
export function typesIn(definition: string): readonly string[] {
  const name =
    /^typedef\b[\s\S]*?\b(\w+)\s*(?:\[[^\]]*\]\s*)*(?:__\w+\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?)*;$/.exec(
      definition,
    )?.[1];
  return name === undefined ? [] : [name];
}

/** Where a thread begins, or the question: a definition that reaches so far has no end. */
const BEYOND = /P\d+\s*\(|(?:~\s*)?(?:exists|forall)\s*\(/y;
const WHERE = /[(){};"'/\n]/g;

/** Behind the `;` of a declaration or the `}` of a function, or behind the first braces. */
function endOfDefinition(
  text: string,
  from: number,
  comments: CommentReader,
  what: 'body' | 'braces',
): number {
  let depth = 0;
  let isFunction = what === 'braces';
  for (const { sign, end } of signsFrom(text, from, comments)) {
    if (sign === '\n' && matches(BEYOND, text, end)) return end;
    depth += STEPS.get(sign) ?? 0;
    if (depth > 0) continue;
    if (sign === ';' || (sign === '}' && isFunction)) return end;
    isFunction ||= sign === ')' && matches(BODY, text, end);
  }
  return text.length;
}

/** What each sign does to the depth of nesting. */
const STEPS: ReadonlyMap<string, number> = new Map([
  ['(', 1],
  ['{', 1],
  [')', -1],
  ['}', -1],
]);

/** The brace of a function's body, with attributes before it. */
const BODY = /\s*(?:__\w+(?:\([^()]*\))?\s*)*\{/y;

interface Sign {
  readonly sign: string;
  /** The offset behind it. */
  readonly end: number;
}

/** The parentheses, braces, semicolons and line ends that are code, up to a comment without an end. */
function* signsFrom(text: string, from: number, comments: CommentReader): Generator<Sign> {
  for (let at = from; at < text.length; ) {
    WHERE.lastIndex = at;
    const found = WHERE.exec(text);
    if (found === null) return;
    const sign = found[0];
    at = found.index;
    const comment = sign === '(' || sign === '/' ? comments(at, 'expression') : null;
    if (comment?.kind === 'open') return;
    if (comment?.kind === 'closed' && comment.end > at) at = comment.end;
    else if (sign === '"' || sign === "'") at = closingQuote(text, at);
    else {
      at += 1;
      if (sign !== '/') yield { sign, end: at };
    }
  }
}

function closingQuote(text: string, from: number): number {
  const quoted = /(["'])(?:[^"'\\\n]|\\.)*\1/y;
  quoted.lastIndex = from;
  return quoted.test(text) ? quoted.lastIndex : from + 1;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
