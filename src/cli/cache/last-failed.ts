/**
 * The tests that were not as they should be when they were run last, of a working directory: what `--last-failed` runs. A run
 * changes what is known of its own tests, and nothing else.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestResult } from '../../check/result.js';
import { codeOfTest, EXIT } from '../exit.js';
import { UsageError } from '../failure.js';
import { STDIN, STDIN_NAME } from '../io/document.js';
import { systemPath, workingDirectory } from '../io/file-name.js';
import { putInto } from './result-store.js';
import { sha256 } from './sha256.js';

/** Where the lists are in a cache directory, a file a working directory. */
export const LAST_FAILED = 'last-failed';

/** The list of a working directory, before and after a run. */
export class FailedTests {
  readonly #cache: string;
  readonly #path: string;
  /** Absolute paths. */
  readonly #before: ReadonlySet<string>;
  readonly #now: Set<string>;

  /** `cache` is the cache directory, `working` the working directory. */
  constructor(cache: string, working: string) {
    this.#cache = cache;
    this.#path = join(cache, LAST_FAILED, `${sha256(working)}.json`);
    this.#before = new Set(read(this.#path));
    this.#now = new Set(this.#before);
  }

  /** Whether a file, or what came from standard input, was in the list when the run began. */
  has(path: string): boolean {
    return path !== STDIN && this.#before.has(resolve(path));
  }

  /** Takes in what became of a test. */
  note(result: TestResult): void {
    if (result.file === STDIN_NAME) return;
    const path = resolve(result.file);
    if (codeOfTest(result) === EXIT.expected) this.#now.delete(path);
    else this.#now.add(path);
  }

  /** Writes the list where it has changed, without files that are gone. Where that is impossible, it stays as it was. */
  save(): void {
    const { size } = this.#now;
    if (size === this.#before.size && [...this.#now].every((path) => this.#before.has(path))) return;
    const there = [...this.#now].filter((path) => existsSync(systemPath(path)));
    try {
      putInto(this.#cache, this.#path, Buffer.from(JSON.stringify(there.sort())));
    } catch {
      // What was known before is worth something as well.
    }
  }
}

/** The list of the directory that the process is in; null where there is no cache directory, which `--last-failed` needs. */
export function failedTests(
  cache: string | null,
  { lastFailed = false }: { readonly lastFailed?: boolean },
): FailedTests | null {
  const working = workingDirectory();
  if (cache !== null && working !== null) return new FailedTests(cache, working);
  if (lastFailed)
    throw new UsageError('--last-failed needs a cache directory, and there is none: see --cache-dir');
  return null;
}

function read(path: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
