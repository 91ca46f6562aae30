/**
 * Reads a litmus file as text. Files are UTF-8, but old kernel tests have Latin-1 in their comments: bytes that are
 * no UTF-8 are read as Latin-1, so that every byte survives when `--update` writes the file back.
 */
import { readFileSync, statSync } from 'node:fs';
import type { Diagnostic, Problem } from '../../text/diagnostic.js';
import type { Source } from '../../text/source.js';
import { systemReason } from '../failure.js';
import { systemPath } from './file-name.js';
import type { InputStream } from './streams.js';

/** A text with what is needed to write it back. */
export interface Document {
  readonly source: Source;
  /** Null for standard input. */
  readonly path: string | null;
  /** The bytes of a text that replaces the source's. */
  readonly encode: (text: string) => Buffer;
}

export const STDIN = '-';
/** What reports call the text that came from there. */
export const STDIN_NAME = '<stdin>';

/** Why there is no text: a diagnostic of the whole file. */
export type Unread = Diagnostic;

/** The name of a file as reports have it, whether or not it could be read. */
export function nameOf(document: Document | Unread): string {
  return 'source' in document ? document.source.name : document.span.source.name;
}

/** Reads files, in order; a complaint stands in the place of what cannot be read. */
export function readDocuments(
  files: readonly (string | Unread)[],
  stdin: InputStream,
): readonly (Document | Unread)[] {
  return files.map((file) => (typeof file === 'string' ? readDocument(file, stdin) : file));
}

/** Reads a file, or standard input for `-`. Pipes and devices are refused: reading them would wait, or never end. */
export function readDocument(path: string, stdin: InputStream): Document | Unread {
  const name = path === STDIN ? STDIN_NAME : path;
  try {
    if (path === STDIN) return decode(name, null, stdin.bytes());
    const bytes = systemPath(path);
    const what = statSync(bytes);
    if (!what.isFile() && !what.isDirectory()) return unread(name, { code: 'unreadable', reason: NO_FILE });
    return decode(name, path, readFileSync(bytes));
  } catch (error) {
    return unread(name, { code: 'unreadable', reason: systemReason(error) });
  }
}

const NO_FILE = "it is a pipe or a device, expected a file; '-' is standard input";

/** A complaint about a whole file. */
export function unread(name: string, problem: Problem): Unread {
  const span = { source: { name, text: '' }, start: 0, end: 0 };
  return { severity: 'error', span, ...problem };
}

const BOM = '\uFEFF';

function decode(name: string, path: string | null, bytes: Buffer): Document | Unread {
  const utf8 = bytes.toString('utf8');
  const faithful = Buffer.from(utf8, 'utf8').equals(bytes);
  const text = faithful ? utf8 : bytes.toString('latin1');
  if (!isText(text)) return unread(name, { code: 'not-text' });
  const mark = text.startsWith(BOM) ? BOM : '';
  const source = { name, text: text.slice(mark.length) };
  return { source, path, encode: (changed) => Buffer.from(mark + changed, faithful ? 'utf8' : 'latin1') };
}

/** Control characters other than white space and escape do not occur in text. */
function isText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && !(unit >= 0x09 && unit <= 0x0d) && unit !== 0x1b) return false;
  }
  return true;
}
