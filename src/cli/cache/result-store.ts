/**
 * Entries by their keys, a file each, so that a lookup reads one small file however many there are, and runs at the same time do not
 * disturb each other. An entry comes into its place in one step. Whatever cannot be read is not there, and what cannot be written is
 * not kept: a run does not fail because nothing can be remembered.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemReason } from '../failure.js';

/** Where the entries are in a cache directory. */
export const RESULTS = 'results';

/** The ending of a file on its way to its place. */
export const DRAFT = '.tmp';

/** How long after its last use an entry is used again before that is noted, in milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

/** By the Cache Directory Tagging Specification: programs that make backups leave the directory out. */
const TAG = `Signature: 8a477f597d28d172789f06886806bc55
# This directory is a cache of pinlitmus: "pinlitmus cache clear" empties it.
`;

/** An entry that was there. */
export interface FoundEntry {
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

/** The entries in a cache directory, which need not be there. */
export class ResultStore {
  readonly #directory: string;
  #written = 0;
  #fault: string | null = null;
  /** Where entries are read to: room for each would cost more than reading it. */
  #room = Buffer.alloc(0);

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** How many entries were written. */
  get written(): number {
    return this.#written;
  }

  /** Why entries cannot be written, in a few words; null as long as they can. */
  get fault(): string | null {
    return this.#fault;
  }

  /** An entry that is there, which is marked as used; null where there is none. */
  find(key: string): FoundEntry | null {
    const path = this.#pathOf(key);
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) return null;
      if (Date.now() - found.mtimeMs > DAY) touch(path);
      return { key, path, size: found.size };
    } catch {
      return null;
    }
  }

  /** The bytes of an entry, which are there until the next is read; null where they are not any more. */
  read({ path, size }: FoundEntry): Buffer | null {
    if (this.#room.length <= size) this.#room = Buffer.allocUnsafe(2 * size + 1);
    try {
      const file = openSync(path, 'r');
      try {
        const read = readSync(file, this.#room, 0, size + 1, 0);
        return read === size ? this.#room.subarray(0, size) : null;
      } finally {
        closeSync(file);
      }
    } catch {
      return null;
    }
  }

  /** Puts an entry into its place, unless that was impossible before; gives whether it is there. */
  write(key: string, bytes: Uint8Array): boolean {
    if (this.#fault !== null) return false;
    try {
      putInto(this.#directory, this.#pathOf(key), bytes);
      this.#written += 1;
    } catch (error) {
      this.#fault = systemReason(error);
    }
    return this.#fault === null;
  }

  #pathOf(key: string): string {
    return join(this.#directory, RESULTS, key.slice(0, 2), key.slice(2));
  }
}

/** Puts a file into its place in a cache directory, in one step; leaves nothing behind where that fails. */
export function putInto(cache: string, path: string, bytes: Uint8Array): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}${DRAFT}`;
  try {
    writeInto(draft, bytes, () => {
      makeCache(cache);
      mkdirSync(dirname(path), { recursive: true });
    });
    renameSync(draft, path);
  } catch (error) {
    remove(draft);
    throw error;
  }
}

/** Makes a cache directory, with the mark that it is one; what it holds is the user's own. */
function makeCache(directory: string): void {
  if (mkdirSync(directory, { recursive: true, mode: 0o700 }) === undefined) return;
  writeFileSync(join(directory, 'CACHEDIR.TAG'), TAG);
}

/** Writes a file; `make` makes its directory where that is missing. */
function writeInto(path: string, bytes: Uint8Array, make: () => void): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    make();
    writeFileSync(path, bytes, { flag: 'wx' });
  }
}

/** Removes a file, or leaves it where that is impossible. */
export function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing is lost by that.
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Somebody else has removed it, or it may be read only: then it is dropped earlier than need be.
  }
}
