/**
 * From the paths on the command line to the files to check. A file is itself; a directory is every `*.litmus` below
 * it, sorted; what does not exist and looks like a pattern is one, and else stands for no test. Every file is checked
 * once, in the order in which it was first named.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import { fault, STDIN } from './document.js';
import { systemReason } from './failure.js';

/** The files that the paths stand for. */
export interface Collection {
  /** A path to read, or a complaint in its place. */
  readonly files: readonly (string | Diagnostic)[];
  /** Why some paths stand for no test at all, a clause each. */
  readonly empty: readonly string[];
}

/** Resolves the paths, in order. */
export async function collect(paths: readonly string[]): Promise<Collection> {
  const files: (string | Diagnostic)[] = [];
  const empty: string[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const found = await expand(path);
    if (typeof found === 'string') empty.push(found);
    else {
      for (const file of found) {
        const key = typeof file === 'string' ? identity(file) : identity(file.span.source.name);
        if (!seen.has(key)) files.push(file);
        seen.add(key);
      }
    }
  }
  return { files, empty };
}

function identity(path: string): string {
  return path === STDIN ? STDIN : resolve(path);
}

/** The files of one path, or why there are none. */
async function expand(path: string): Promise<readonly (string | Diagnostic)[] | string> {
  if (path === STDIN) return [STDIN];
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = below(path);
    return files.length > 0 ? files : `${path} has no file that ends in .litmus`;
  } catch (error) {
    if (isMissing(error)) return /[*?[{(]/.test(path) ? expandPattern(path) : noSuchFile(path, error);
    return [fault(path, { code: 'unreadable', reason: systemReason(error) })];
  }
}

/** Why a path stands for no test, if nothing is there at all. */
export function missing(path: string): string | null {
  if (path === STDIN) return null;
  try {
    statSync(path);
    return null;
  } catch (error) {
    return isMissing(error) ? noSuchFile(path, error) : null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function noSuchFile(path: string, error: unknown): string {
  return `${path}: ${systemReason(error)}`;
}

function below(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = entries.filter((entry) => entry.endsWith('.litmus')).map((entry) => join(directory, entry));
  return files.filter((file) => !statSync(file, { throwIfNoEntry: false })?.isDirectory()).sort(byCodeUnits);
}

/** A pattern whose last part names no kind of file, such as a bare `**`, stands for tests only. */
async function expandPattern(pattern: string): Promise<readonly (string | Diagnostic)[] | string> {
  const { glob } = await import('tinyglobby');
  const matches = await glob(pattern, { onlyFiles: false, expandDirectories: false, dot: false });
  const everyKind = pattern.slice(pattern.lastIndexOf('/') + 1).includes('.');
  const files = matches.flatMap((match) => {
    const path = match.replace(/\/$/, '');
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return below(path);
    return everyKind || path.endsWith('.litmus') ? [path] : [];
  });
  return files.length > 0 ? files.sort(byCodeUnits) : `nothing matches ${pattern}`;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
