/**
 * A configuration file as it was read: its value, and the places of the value's parts in the text. JSON, with comments and
 * commas before closing brackets, has a place for every part; JavaScript is run, and a part of its value has a place where
 * its key occurs only once in the text.
 */
import { pathToFileURL } from 'node:url';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { type Diagnostic, errorAt, type Problem } from '../../text/diagnostic.js';
import type { Source, Span } from '../../text/source.js';
import { realPath } from '../io/file-name.js';

/** The keys and indices that lead to a part of the value. */
export type PartPath = readonly (string | number)[];

/** `overrides[0].limits` */
export function partText(path: PartPath): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join('');
}

/** A part of a value; undefined where there is none. */
export function partAt(value: unknown, path: PartPath): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** The value of a file and its places. */
export interface ConfigDocument {
  readonly source: Source;
  readonly value: unknown;
  /** Where the key of a part is, or the part itself where it has none; null where that is not known. */
  readonly keySpan: (path: PartPath) => Span | null;
  /** Where a part is. */
  readonly valueSpan: (path: PartPath) => Span | null;
}

/** A document, or what keeps the file from being one. */
type ReadOutcome =
  | { readonly document: ConfigDocument }
  | { readonly document: null; readonly diagnostics: readonly Diagnostic[] };

/** Reads JSON. Of several faults of its form only the first is told, for it may be why there are others. */
export function jsonDocument(source: Source): ReadOutcome {
  const errors: ParseError[] = [];
  const root = parseTree(source.text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const [first, second] = errors;
  if (first !== undefined) {
    // A key without quotes is no word of JSON, and only behind it the parser misses the key.
    const isKey = first.error === NO_WORD && second?.error === KEY_EXPECTED;
    const fault = isKey ? { ...first, error: KEY_EXPECTED } : first;
    return { document: null, diagnostics: [syntaxFault(source, fault)] };
  }
  if (root === undefined)
    return {
      document: null,
      diagnostics: [wholeFile(source, { code: 'unexpected', found: null, expected: 'an object' })],
    };
  const diagnostics = repeatedKeys(source, root);
  if (diagnostics.length > 0) return { document: null, diagnostics };
  const spanOf = (node: Node | undefined): Span | null =>
    node === undefined ? null : { source, start: node.offset, end: node.offset + node.length };
  const nodeAt = (path: PartPath): Node | undefined => findNodeAtLocation(root, [...path]);
  return {
    document: {
      source,
      value: getNodeValue(root),
      keySpan: (path) => {
        const node = nodeAt(path);
        return spanOf(node?.parent?.type === 'property' ? node.parent.children?.[0] : node);
      },
      valueSpan: (path) => spanOf(nodeAt(path)),
    },
  };
}

const NO_WORD = 1;
const KEY_EXPECTED = 3;
const COMMA_EXPECTED = 6;

/** What the parser asks for, by the number of its error. */
const EXPECTED: Readonly<Record<number, string>> = {
  1: 'a value: text in double quotes, a number, true, false, a list or an object',
  2: 'a number',
  3: 'a key in double quotes',
  4: 'a value',
  5: "':' behind the key",
  6: "','",
  7: "'}'",
  8: "']'",
  9: 'nothing behind the value',
  10: 'no comment',
  14: 'four hexadecimal digits behind \\u',
  15: 'a known escape sequence behind the backslash',
  16: 'no control character in a text',
};

/** What is missing where a bracket is the other one. */
const CLOSING: Readonly<Record<string, string>> = { '}': "']'", ']': "'}'" };

function syntaxFault(source: Source, { error, offset, length }: ParseError): Diagnostic {
  const span = { source, start: offset, end: offset + length };
  if (error === 11) return errorAt(span, { code: 'unterminated', what: 'comment' });
  if (error === 12) return errorAt(span, { code: 'unterminated', what: 'string' });
  const token = source.text.slice(offset, offset + length);
  const closing = error === COMMA_EXPECTED ? CLOSING[token] : undefined;
  const expected = closing ?? EXPECTED[error] ?? 'JSON';
  return errorAt(span, { code: 'unexpected', found: token === '' ? null : token, expected });
}

/** Of two values for one key the parser would take the last. */
function repeatedKeys(source: Source, node: Node): readonly Diagnostic[] {
  const { type, children = [] } = node;
  const inside = children.flatMap((child) => repeatedKeys(source, child));
  if (type !== 'object') return inside;
  const first = new Map<string, Node>();
  const own: Diagnostic[] = [];
  for (const { children: [key] = [] } of children) {
    const { value: name } = key as { readonly value: string };
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, key);
    else {
      const spanOf = ({ offset, length }: Node): Span => ({ source, start: offset, end: offset + length });
      const notes = [{ message: 'first here', span: spanOf(earlier) }];
      own.push(errorAt(spanOf(key), { code: 'repeated-key', name }, { notes }));
    }
  }
  return [...own, ...inside];
}

/** Runs JavaScript and takes what it exports by default. */
export async function scriptDocument(source: Source): Promise<ReadOutcome> {
  const url = pathToFileURL(realPath(source.name)).href;
  let exported: { readonly default?: unknown };
  try {
    exported = await import(url);
  } catch (error) {
    return { document: null, diagnostics: [loadFault(source, url, error)] };
  }
  if (exported.default === undefined)
    return {
      document: null,
      diagnostics: [wholeFile(source, { code: 'wrong-value', found: 'none', expected: 'a default export' })],
    };
  const span = (path: PartPath): Span | null => {
    const name = path.findLast((key) => typeof key === 'string');
    return name === undefined ? null : onlyKey(source, name);
  };
  return { document: { source, value: exported.default, keySpan: span, valueSpan: span } };
}

/** The only place in a script where something of that name is given a value. */
function onlyKey(source: Source, name: string): Span | null {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [match, ...others] = source.text.matchAll(
    new RegExp(`(?<![\\w$.'"])['"]?${word}['"]?(?=\\s*:)`, 'g'),
  );
  if (match === undefined || others.length > 0) return null;
  return { source, start: match.index, end: match.index + match[0].length };
}

/** What node does not find out by itself, or not where package.json says otherwise. */
const MODULES = `a .js file is a module where package.json says "type": "module", and a .mjs file always is`;

/** What a script threw, at its place if the error tells one. */
function loadFault(source: Source, url: string, error: unknown): Diagnostic {
  const [message, stack = ''] = error instanceof Error ? [error.message, error.stack] : [String(error)];
  const problem = { code: 'script-failed', message } as const;
  const path = realPath(source.name);
  const frame = stack.split('\n').find((line) => line.includes(url) || line.includes(path));
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame ?? '') ?? [];
  if (line === undefined) {
    const isNoModule = source.name.endsWith('.js') && /\b(?:import statement|token 'export')/.test(message);
    const notes = isNoModule ? [{ message: MODULES }] : [];
    return { ...wholeFile(source, problem), notes };
  }
  const before = source.text.split('\n').slice(0, Number(line) - 1);
  const start = before.reduce((length, text) => length + text.length + 1, 0) + Number(column) - 1;
  return errorAt({ source, start, end: start + 1 }, problem);
}

/** A complaint about a whole file, of which no line is shown. */
export function wholeFile({ name }: Source, problem: Problem): Diagnostic {
  return errorAt({ source: { name, text: '' }, start: 0, end: 0 }, problem);
}
