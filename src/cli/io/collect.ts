/**
 * From the paths on the command line to the files to check. A file is itself; a directory is every `*.litmus` below
 * it, sorted, but for what git or the configuration ignores; what does not exist and looks like a pattern is one, and else
 * stands for no test. Every file is checked once, by the name and in the place that it has first.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { listed } from '../../report/text/layout.js';
import type { Diagnostic } from '../../text/diagnostic.js';
import type { Configured } from '../config/configure.js';
import { systemReason } from '../failure.js';
import { below, type FoundFile, type LeavingOut, type LeftOut } from './below.js';
import { STDIN, unread } from './document.js';
import { meantBy, realPath, systemPath } from './file-name.js';

/** The files that the paths stand for. */
export interface Collection {
  /** A path to read, or a complaint in its place. */
  readonly files: readonly (string | Diagnostic)[];
  /** For each path to read the directory that was given: its own, or one above it. */
  readonly bases: ReadonlyMap<string, string>;
  /** Why some paths stand for no test at all, a clause each. */
  readonly empty: readonly string[];
}

/** Resolves the paths, in order. */
export async function collect(paths: readonly string[], configured?: Configured): Promise<Collection> {
  const files: (string | Diagnostic)[] = [];
  const bases = new Map<string, string>();
  const empty: string[] = [];
  const seen = new Set<string>();
  for (const path of paths.flatMap(meantBy)) {
    const found = await expand(path, configured);
    if (typeof found === 'string') empty.push(found);
    else {
      for (const each of found) {
        const key = each.path === STDIN ? STDIN : realPath(each.path);
        if (seen.has(key)) continue;
        seen.add(key);
        files.push(each.file);
        bases.set(each.path, each.base);
      }
    }
  }
  return { files, bases, empty };
}

/** The paths that are to be read. */
export function pathsOf({ files }: Collection): readonly string[] {
  return files.filter((file) => typeof file === 'string').filter((path) => path !== STDIN);
}

/** What was found for a path, with the directory that was given for it. */
interface GivenFile extends FoundFile {
  readonly base: string;
}

function alone(path: string, file: string | Diagnostic = path): GivenFile {
  return { path, file, base: dirname(path) };
}

/** The files of one path, or why there are none. */
async function expand(path: string, configured?: Configured): Promise<readonly GivenFile[] | string> {
  if (path === STDIN) return [alone(STDIN)];
  try {
    if (!statSync(systemPath(path)).isDirectory()) return [alone(path)];
    const { found, leftOut } = below(path, await leavingOut(path, configured));
    if (found.length > 0) return found.map((each) => ({ ...each, base: path }));
    return `${path} has no file that ends in .litmus${leftOutText(leftOut)}`;
  } catch (error) {
    if (isMissing(error)) return GLOB.test(path) ? expandPattern(path, configured) : noSuchFile(path, error);
    return [alone(path, unread(path, { code: 'unreadable', reason: systemReason(error) }))];
  }
}

/** Why a path stands for no test, if nothing is there at all. */
export function missing(path: string): string | null {
  if (path === STDIN) return null;
  try {
    statSync(systemPath(path));
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

/** What is left out below a directory that was named. */
async function leavingOut(root: string, configured?: Configured): Promise<LeavingOut> {
  const { GitIgnore } = await import('./git-ignore.js');
  const git = new GitIgnore(root);
  return (path, isDirectory) =>
    configured?.ignores(path) ? configured.config.file : git.leavesOut(path, isDirectory);
}

/** This many of what was left out are named. */
const NAMED = 3;

/** What was left out, behind a clause that says that nothing is there. */
function leftOutText(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return '';
  const named = leftOut.slice(0, NAMED).map(({ path, by }) => `${path} (by ${by})`);
  const more = leftOut.length - named.length;
  return ` but what is left out: ${listed(more > 0 ? [...named, `${more} more`] : named)}`;
}

const GLOB = /[*?[{(]/;
/** Where a pattern does not look unless it says so. */
const PASSED_OVER = 'node_modules';

/** A pattern whose last part names no kind of file, such as a bare `**`, stands for tests only. */
async function expandPattern(
  pattern: string,
  configured?: Configured,
): Promise<readonly GivenFile[] | string> {
  const { glob } = await import('tinyglobby');
  const matches = await glob(pattern, {
    onlyFiles: false,
    expandDirectories: false,
    dot: false,
    ignore: pattern.includes(PASSED_OVER) ? [] : [`**/${PASSED_OVER}/**`],
  });
  const leaves = await leavingOut(rootOf(pattern), configured);
  const leftOut: LeftOut[] = [];
  const everyKind = pattern.slice(pattern.lastIndexOf('/') + 1).includes('.');
  const files = matches.flatMap(meantBy).flatMap((match) => {
    const path = match.replace(/\/$/, '');
    const isDirectory = statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isDirectory && !everyKind && !path.endsWith('.litmus')) return [];
    const by = leaves(path, isDirectory);
    if (by !== null) {
      leftOut.push({ path, by });
      return [];
    }
    if (!isDirectory) return [alone(path)];
    return below(path, leaves).found.map((each) => ({ ...each, base: path }));
  });
  return files.length > 0
    ? files.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)))
    : `nothing matches ${pattern}${leftOutText(leftOut)}`;
}

/** The directory that a pattern names before its first part that is one. */
function rootOf(pattern: string): string {
  const parts = pattern.split('/');
  const named = parts
    .slice(
      0,
      parts.findIndex((part) => GLOB.test(part)),
    )
    .join('/');
  return named === '' ? (pattern.startsWith('/') ? '/' : '.') : named;
}
