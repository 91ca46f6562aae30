/** What the schema has against a configuration, as diagnostics at their places. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { type Diagnostic, errorAt, type Fix, type Note, type Problem } from '../../text/diagnostic.js';
import type { Span } from '../../text/source.js';
import { type ConfigDocument, type PartPath, partAt, partText, wholeFile } from './config-document.js';
import { knownKeys, REPORTER_NAMES } from './config-schema.js';

/** The faults in the order of the text. */
export function configFaults(document: ConfigDocument, { issues }: z.ZodError): readonly Diagnostic[] {
  const faults = firstOfEach(issues).flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(document, path, key));
    return [wrongValue(document, path, issue)];
  });
  const meant = new Set(faults.map((fault) => (fault.code === 'unknown-key' ? fault.suggestion : undefined)));
  // What is misspelt is not missing.
  return faults
    .filter((fault) => fault.code !== 'missing-key' || !meant.has(fault.name))
    .sort((a, b) => a.span.start - b.span.start);
}

/** What is not of the right kind is not of the right form either: the first thing that is wrong with a part. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const byPath = new Map<string, z.core.$ZodIssue>();
  for (const issue of issues) {
    const key = JSON.stringify([issue.path, issue.code === 'unrecognized_keys']);
    if (!byPath.has(key)) byPath.set(key, issue);
  }
  return [...byPath.values()];
}

function unknownKey(document: ConfigDocument, path: PartPath, name: string): Diagnostic {
  const known = knownKeys(path);
  const suggestion = nearest(name, known);
  const span = document.keySpan([...path, name]);
  const problem = {
    code: 'unknown-key',
    name,
    known: known.filter((key) => key !== '$schema'),
    ...(suggestion === undefined ? {} : { suggestion }),
  } as const;
  return placed(document, span, [...path, name], problem, fixOf(span, name, suggestion));
}

function wrongValue(document: ConfigDocument, path: PartPath, issue: z.core.$ZodIssue): Diagnostic {
  const missing = path.length > 0 && partAt(document.value, path) === undefined;
  const at = missing ? path.slice(0, -1) : path;
  const span = document.valueSpan(at);
  if (missing) {
    // The bracket that opens what it is missing from.
    const opening = span === null ? null : { ...span, end: span.start + 1 };
    const problem = { code: 'missing-key', name: String(path.at(-1)), expected: issue.message } as const;
    return placed(document, opening, at, problem);
  }
  const value = partAt(document.value, path);
  const word = typeof value === 'string' ? value.replace(/=.*/s, '') : '';
  const suggestion = nearest(word, wordsFor(path, issue));
  const problem = { code: 'wrong-value', found: shown(value), expected: issue.message } as const;
  return placed(document, span, path, problem, fixOf(span, word, suggestion));
}

/** What a word could have been meant as. */
function wordsFor([part]: PartPath, issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.filter((each) => typeof each === 'string');
  return part === 'reporters' && issue.code === 'invalid_format' ? REPORTER_NAMES : [];
}

/** A value in a few words. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? String(value));
}

/** The diagnostic at a place; where the place is not known, it says which part is meant. */
function placed(
  { source }: ConfigDocument,
  span: Span | null,
  path: PartPath,
  problem: Problem,
  fix?: Fix,
): Diagnostic {
  if (span !== null) return errorAt(span, problem, fix === undefined ? {} : { fix });
  const notes: readonly Note[] = path.length === 0 ? [] : [{ message: `it is at ${partText(path)}` }];
  return { ...wholeFile(source, problem), notes };
}

/** What to put in place of a word, which may be in quotes. */
function fixOf(span: Span | null, name: string, suggestion: string | undefined): Fix | undefined {
  if (span === null || suggestion === undefined || suggestion === name) return undefined;
  const start = span.start + span.source.text.slice(span.start, span.end).indexOf(name);
  if (start < span.start) return undefined;
  return { span: { ...span, start, end: start + name.length }, replacement: suggestion };
}

function nearest(word: string, known: readonly string[]): string | undefined {
  const far = (name: string): number => distance(word.toLowerCase(), name.toLowerCase());
  const [best] = [...known].sort((a, b) => far(a) - far(b));
  if (best === undefined || word === '') return undefined;
  const isBeginning = word.length > 1 && (best.startsWith(word) || word.startsWith(best));
  return isBeginning || far(best) <= Math.min(2, Math.floor(best.length / 2)) ? best : undefined;
}
