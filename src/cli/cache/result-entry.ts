/**
 * The result of a test as bytes, and back. The format is that of node's structured clone, in which results cross threads as well:
 * maps, sets, large integers and shared objects stay what they are. A checksum in front tells a damaged entry.
 */
import { deserialize, serialize } from 'node:v8';
import type { Incompleteness, ModelResult, TestResult } from '../../check/result.js';
import type { Source } from '../../text/source.js';
import { sha256 } from './sha256.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** What an entry holds: the result, and the places in it that name its file. */
interface EntryContent {
  readonly result: Mutable<TestResult>;
  readonly sources: readonly Mutable<Source>[];
}

/** In front of the content, in hexadecimal digits. */
const CHECKSUM = 64;

/** The bytes of the result of a text; null for one that another run may not find again. */
export function encoded(result: TestResult, source: Source): Uint8Array | null {
  if (!isRepeatable(result)) return null;
  const sources = sourcesIn(result, source);
  if (sources === null) return null;
  const content = serialize({ result, sources } satisfies EntryContent);
  return Buffer.concat([Buffer.from(sha256(content)), content]);
}

/** The result in an entry, as that of a file of this name; null where the entry is not as it was written. */
export function decoded(entry: Buffer, file: string): TestResult | null {
  const content = entry.subarray(CHECKSUM);
  if (content.length === 0 || sha256(content) !== entry.toString('latin1', 0, CHECKSUM)) return null;
  const { result, sources }: EntryContent = deserialize(content);
  result.file = file;
  for (const source of sources) source.name = file;
  result.remembered = true;
  return result;
}

/** Whether a result follows from the text and the settings alone, and from nothing that varies: time, memory, threads. */
function isRepeatable(result: TestResult): boolean {
  const { crash, diagnostics, models } = result;
  if (crash !== null || models.some((model) => isByChance(model, result))) return false;
  // Also said of a text that exhausts the stack, which is not as deep everywhere.
  return diagnostics.every(({ code }) => code !== 'too-deep') && !isTableMissing(result);
}

function isByChance({ incomplete }: ModelResult, { verdictOnly }: TestResult): boolean {
  if (incomplete === null) return false;
  // Of two searches one limit is told, and the other may have been another.
  return verdictOnly || !REPEATABLE.has(incomplete.kind);
}

const REPEATABLE: ReadonlySet<string> = new Set<Incompleteness['kind']>([
  'states',
  'unrolling',
  'unmodelled',
  'endless',
]);

/** Whether the table may have been left out since it took too long. */
function isTableMissing({ verdictOnly, models, rows }: TestResult): boolean {
  if (verdictOnly || models.length === 0 || rows.length > 0) return false;
  return models.some(({ incomplete, states }) => incomplete !== null || states.length > 0);
}

/** All objects in a result that are its source; null where something else is called so. */
function sourcesIn(result: TestResult, { name, text }: Source): readonly Source[] | null {
  const sources: Source[] = [];
  const seen = new Set<object>();
  const left: unknown[] = [result];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isSource(value)) {
      if (value.name === name && value.text !== text) return null;
      if (value.name === name) sources.push(value);
    } else for (const each of partsOf(value)) left.push(each);
  }
  return sources;
}

/** What an object holds; of a list of texts, as states are, nothing. */
function partsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return typeof value[0] === 'string' ? [] : value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  return value instanceof Set ? value : Object.values(value);
}

function isSource(value: object): value is Source {
  const { name, text } = value as Partial<Source>;
  return typeof name === 'string' && typeof text === 'string' && Object.keys(value).length === 2;
}
