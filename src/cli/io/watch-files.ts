/**
 * Tells of files that come, change or go below some paths. chokidar watches; it takes what an editor does when it writes a file
 * anew for one change. Where the system tells of no changes, as on some shared folders, CHOKIDAR_USEPOLLING=1 has it look itself.
 */
import { basename, dirname, extname } from 'node:path';
import { systemReason } from '../failure.js';
import { realPath } from './file-name.js';

/** How long no more must happen before changes are told, in milliseconds: many files may be written at once. */
const QUIET = 60;

/** The endings of files that a model of the user's own is made of. */
const OF_MODELS: ReadonlySet<string> = new Set(['.cat', '.bell', '.cfg']);
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** What is watched. */
export interface WatchedPaths {
  /** Files, directories and patterns of tests, as they are given. */
  readonly tests: readonly string[];
  /** Files and directories of models. */
  readonly models: readonly string[];
  /** Other files that a run depends on. */
  readonly others: readonly string[];
}

/** What has happened since it was told last, as paths without links on the way. */
export interface FileChanges {
  /** Tests that are new or have changed. */
  readonly changed: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** A file that all tests depend on, if one has changed. */
  readonly common: string | null;
}

/** The end of watching. */
export type EndWatching = () => Promise<void>;

/** Begins to watch, and from when that is done tells what happens; `fail` is called where it cannot be told any more. */
export async function watchFiles(
  { tests, models, others }: WatchedPaths,
  tell: (changes: FileChanges) => void,
  fail: (reason: string) => void,
): Promise<EndWatching> {
  const { watch } = await import('chokidar');
  const named = new Set(tests.map((path) => realPath(path)));
  const isTest = (path: string): boolean => path.endsWith('.litmus') || named.has(realPath(path));
  const isModel = (path: string): boolean => models.length > 0 && OF_MODELS.has(extname(path));
  const other = new Set(others.map((path) => realPath(path)));
  const isCommon = (path: string): boolean => isModel(path) || other.has(realPath(path));
  const roots = [
    ...tests.map(plainPart),
    ...models.map((path) => (isModel(path) ? dirname(path) : path)),
    ...others,
  ];
  const watcher = watch([...new Set(roots)], {
    ignoreInitial: true,
    ignored: (path, stats) =>
      stats?.isFile() ? !isTest(path) && !isCommon(path) : PASSED_OVER.has(basename(path)),
  });
  const since = new Changes(tell);
  watcher
    .on('add', (path) => since.note(path, 'changed', isCommon(path)))
    .on('change', (path) => since.note(path, 'changed', isCommon(path)))
    .on('unlink', (path) => since.note(path, 'gone', isCommon(path)))
    .on('error', (error) => fail(systemReason(error)));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return async () => {
    since.end();
    await watcher.close();
  };
}

/** The part of a pattern before anything in it that stands for several names. */
function plainPart(path: string): string {
  const parts = path.split('/');
  const special = parts.findIndex((part) => /[*?[{(!]/.test(part));
  return special === -1 ? path : parts.slice(0, special).join('/') || (path.startsWith('/') ? '/' : '.');
}

/** What has happened and is not told yet. */
class Changes {
  readonly #tell: (changes: FileChanges) => void;
  #changed = new Set<string>();
  #gone = new Set<string>();
  #common: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (changes: FileChanges) => void) {
    this.#tell = tell;
  }

  note(path: string, what: 'changed' | 'gone', isCommon: boolean): void {
    const real = realPath(path);
    if (isCommon) this.#common = path;
    else if (what === 'changed') {
      this.#changed.add(real);
      this.#gone.delete(real);
    } else {
      this.#gone.add(real);
      this.#changed.delete(real);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), QUIET);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    const changes = { changed: this.#changed, gone: this.#gone, common: this.#common };
    this.#changed = new Set();
    this.#gone = new Set();
    this.#common = null;
    this.#tell(changes);
  }
}
