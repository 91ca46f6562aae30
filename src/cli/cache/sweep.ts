/** What is in a cache directory, and what has to go from it: nothing else than what pinlitmus has put there. */
import { type Dirent, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAST_FAILED } from './last-failed.js';
import { DRAFT, RESULTS, remove } from './result-store.js';
import { LAST_RUN } from './run-record.js';

const DAY = 24 * 60 * 60 * 1000;

/** How much is kept. */
export interface CacheBounds {
  /** What was not used for so long goes, in milliseconds. */
  readonly age: number;
  /** What was used longest ago goes where there are more bytes. */
  readonly bytes: number;
}

/** A month, and half a gigabyte: some hundred thousand results. */
const BOUNDS: CacheBounds = { age: 30 * DAY, bytes: 512 * 1024 * 1024 };

/** Swept to this part of the bound, so that it is not reached again at once. */
const LEFT = 0.8;

/** The file whose age tells when the directory was swept last. */
const SWEPT = 'swept';

/** How much there is. */
export interface CacheSize {
  readonly results: number;
  readonly bytes: number;
}

/** A file in the cache. */
interface Entry {
  readonly path: string;
  readonly bytes: number;
  /** When it was used last. */
  readonly used: number;
}

/** What a cache directory holds. */
export function cacheSize(directory: string): CacheSize {
  const entries = entriesOf(directory, NAME);
  return { results: entries.length, bytes: sum(entries) };
}

/** Sweeps a directory that was not swept for a day. */
export function sweepDaily(directory: string): void {
  const swept = join(directory, SWEPT);
  const last = statSync(swept, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - last < DAY) return;
  try {
    writeFileSync(swept, '');
  } catch {
    return;
  }
  sweep(directory, BOUNDS, Date.now());
}

/** Removes what was not used for long, then what was used longest ago while there is too much, and drafts that were left. */
export function sweep(directory: string, { age, bytes }: CacheBounds, now: number): void {
  for (const draft of entriesOf(directory, DRAFT_NAME)) if (now - draft.used > DAY) remove(draft.path);
  const entries = [...entriesOf(directory, NAME)].sort((a, b) => a.used - b.used);
  const total = sum(entries);
  const most = total > bytes ? bytes * LEFT : bytes;
  let left = total;
  for (const entry of entries) {
    if (now - entry.used <= age && left <= most) break;
    remove(entry.path);
    left -= entry.bytes;
  }
}

/** Removes all results, the lists of what failed, and the record of the last run; gives what was there. */
export function clear(directory: string): CacheSize {
  const size = cacheSize(directory);
  for (const { path } of [...entriesOf(directory, NAME), ...entriesOf(directory, DRAFT_NAME)]) remove(path);
  for (const shelf of shelvesOf(directory)) removeEmpty(join(directory, RESULTS, shelf));
  for (const { name } of listed(join(directory, LAST_FAILED)))
    if (/^[0-9a-f]{64}\.json$/.test(name)) remove(join(directory, LAST_FAILED, name));
  for (const folder of [RESULTS, LAST_FAILED]) removeEmpty(join(directory, folder));
  for (const name of [SWEPT, LAST_RUN]) remove(join(directory, name));
  return size;
}

const NAME = /^[0-9a-f]{62}$/;
const DRAFT_NAME = new RegExp(`^[0-9a-f]{62}\\.[0-9a-f]{12}\\${DRAFT}$`);

function entriesOf(directory: string, pattern: RegExp): readonly Entry[] {
  return shelvesOf(directory).flatMap((shelf) => {
    const folder = join(directory, RESULTS, shelf);
    const names = listed(folder).filter((each) => each.isFile() && pattern.test(each.name));
    return names.flatMap(({ name }) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, bytes: found.size, used: found.mtimeMs }];
    });
  });
}

/** The folders that entries are spread over, by the beginnings of their keys. */
function shelvesOf(directory: string): readonly string[] {
  return listed(join(directory, RESULTS))
    .filter((each) => each.isDirectory() && /^[0-9a-f]{2}$/.test(each.name))
    .map(({ name }) => name);
}

function listed(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // There is something else in it, or it is not there.
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}
