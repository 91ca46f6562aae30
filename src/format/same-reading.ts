/** Whether two texts say the same: the same tree, places apart, the same comments in order, the same verdict in one of them. */
import type { ParsedTest } from '../dialects/parse.js';
import type { Language } from '../program/test.js';
import { readKernelResult } from '../syntax/expectation.js';
import { codeRanges, parseHeader } from '../syntax/header.js';
import { tokenize } from '../syntax/lexer.js';
import type { Source } from '../text/source.js';
import { NotedComments } from './lexeme.js';

/** Places; and what the kernel's definitions bring along, which comes again with the names. */
const PLACES: ReadonlySet<string> = new Set(['span', 'source', 'opensLine', 'library', 'info']);

type ReadTree = NonNullable<ParsedTest['tree']>;

/** Whether two trees are of the same test, comments and all. */
export function saysTheSame(one: ReadTree, other: ReadTree): boolean {
  return (
    alike(one, other) &&
    alike(infoOf(one), infoOf(other)) &&
    commentsOf(one.source, one.language).join('\0') === commentsOf(other.source, other.language).join('\0') &&
    alike(resultOf(one), resultOf(other))
  );
}

/** The text of all comments, in order, without what moves them. */
export function commentsOf(source: Source, language: Language): readonly string[] {
  const comments = new NotedComments(source.text);
  const header = parseHeader(source, language, comments.read, () => undefined);
  if (header !== null) tokenize(source, codeRanges(source, header), comments.read);
  return comments.within({ start: 0, end: source.text.length }).map(({ start, end }) =>
    source.text
      .slice(start, end)
      .split('\n')
      .map((line) => line.trim())
      .join('\n'),
  );
}

/** The keys with their values; those of a name in order. */
function infoOf({ info }: ReadTree): readonly string[] {
  return info.map(({ key, value }) => `${key.text}=${value.text.trim()}`).toSorted();
}

function resultOf(tree: ReadTree): unknown {
  const { kernel, race } = readKernelResult(tree);
  return { kernel, race };
}

function alike(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const names = Object.keys(one).filter((name) => !PLACES.has(name));
  return (
    names.length === Object.keys(other).filter((name) => !PLACES.has(name)).length &&
    names.every((name) => alike(one[name], other[name]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
