/**
 * The tests below a directory: every `*.litmus` that is not left out, each real file once, whatever links lead to it and in
 * whatever cycles. A link is followed after everything that is there by itself, so that a file goes by its own name where it
 * has one.
 */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../text/diagnostic.js';
import { systemReason } from '../failure.js';
import { unread } from './document.js';
import { nameOf, realPath, systemPath } from './file-name.js';

/** Directories of other packages and of git hold no tests of the user's. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** What leaves out a file or a directory, by its name; null for what is looked at. */
export type LeavingOut = (path: string, isDirectory: boolean) => string | null;

/** A file or directory that was left out, and what did so. */
export interface LeftOut {
  readonly path: string;
  readonly by: string;
}

/** A file to check, or a complaint about a directory; both by the path that leads there from the one that was given. */
export interface FoundFile {
  readonly path: string;
  readonly file: string | Diagnostic;
}

/** What there is below a directory. */
export interface Below {
  /** Sorted by path. */
  readonly found: readonly FoundFile[];
  /** Directories and tests. */
  readonly leftOut: readonly LeftOut[];
}

/** Looks through a directory. */
export function below(root: string, leavingOut: LeavingOut): Below {
  const tree = new Tree(leavingOut);
  tree.enter(root);
  tree.followLinks();
  const found = tree.found.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  return { found, leftOut: tree.leftOut };
}

class Tree {
  readonly found: FoundFile[] = [];
  readonly leftOut: LeftOut[] = [];
  /** Directories by device and number, files by their real paths. */
  readonly #directories = new Set<string>();
  readonly #files = new Set<string>();
  readonly #links: string[] = [];
  readonly #leavingOut: LeavingOut;

  constructor(leavingOut: LeavingOut) {
    this.#leavingOut = leavingOut;
  }

  /** Looks through a directory and all below it; links wait. */
  enter(root: string): void {
    for (const waiting = [root]; waiting.length > 0; ) {
      const directory = waiting.pop()!;
      const real = realPath(directory);
      for (const entry of this.#entries(directory)) {
        const name = nameOf(entry.name);
        const path = join(directory, name);
        if (PASSED_OVER.has(name) || this.#isLeftOut(path, entry.isDirectory())) continue;
        if (entry.isSymbolicLink()) this.#links.push(path);
        else if (entry.isDirectory()) waiting.push(path);
        else if (name.endsWith('.litmus')) this.#add(path, join(real, name));
      }
    }
  }

  followLinks(): void {
    // Directories that links lead to may hold links: the list grows.
    for (const path of this.#links) {
      const isDirectory = statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory();
      if (isDirectory) this.enter(path);
      else if (path.endsWith('.litmus')) this.#add(path, realPath(path));
    }
  }

  #isLeftOut(path: string, isDirectory: boolean): boolean {
    const by = this.#leavingOut(path, isDirectory);
    if (by !== null && (isDirectory || path.endsWith('.litmus'))) this.leftOut.push({ path, by });
    return by !== null;
  }

  #add(path: string, real: string): void {
    if (this.#files.has(real)) return;
    this.#files.add(real);
    this.found.push({ path, file: path });
  }

  #isNew(directory: string): boolean {
    const { dev, ino } = statSync(systemPath(directory), { bigint: true });
    const key = `${dev} ${ino}`;
    if (this.#directories.has(key)) return false;
    this.#directories.add(key);
    return true;
  }

  /** None of a directory that was looked through; one that cannot be read is complained about, and the others go on. */
  #entries(directory: string): readonly Dirent<Buffer>[] {
    try {
      if (!this.#isNew(directory)) return [];
      return readdirSync(systemPath(directory), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      const problem = { code: 'unreadable', reason: systemReason(error) } as const;
      this.found.push({ path: directory, file: unread(directory, problem) });
      return [];
    }
  }
}
