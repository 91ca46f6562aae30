/**
 * The result of a test as bytes, and back (plain-json.ts). A checksum in front tells a damaged entry. The text of the test is not in
 * it: who asks for its result has it, and every place in the text is one in that.
 */
import type { Incompleteness, ModelResult, TestResult } from '../../check/result.js';
import type { Source } from '../../text/source.js';
import { packed, unpacked } from './plain-json.js';
import { sha256 } from './sha256.js';

/** In front of the content, in hexadecimal digits. */
const CHECKSUM = 64;

/** The bytes of the result of a text; null for one that another run may not find again. */
export function encoded(result: TestResult, source: Source): Uint8Array | null {
  if (!isRepeatable(result)) return null;
  const content = packed({ ...result, file: '' }, source);
  return content === null ? null : sealed(content);
}

/** The result in an entry, as that of this source; null where the entry is not as it was written. */
export function decoded(entry: Buffer, source: Source): TestResult | null {
  const content = unsealed(entry);
  if (content === null) return null;
  const result = unpacked(content, source) as TestResult;
  return { ...result, file: source.name, remembered: true };
}

/** A text as bytes that tell whether they are damaged. */
export function sealed(content: string): Uint8Array {
  return Buffer.from(sha256(content) + content);
}

/** The text in such bytes; null where they are not as they were written. */
export function unsealed(bytes: Buffer): string | null {
  const content = bytes.subarray(CHECKSUM);
  if (content.length === 0 || sha256(content) !== bytes.toString('latin1', 0, CHECKSUM)) return null;
  return content.toString('utf8');
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
