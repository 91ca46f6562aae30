/**
 * The key of a result: a hash of all that it depends on. The settings go in as a whole, so that one that is new is in it as well.
 * The name of the file is left out, for a result holds for the text wherever it is; result-entry.ts puts the name in.
 */
import type { Settings } from '../../check/result.js';
import type { Source } from '../../text/source.js';
import { sha256 } from './sha256.js';

/** The keys of the results that a build finds. */
export class ResultKeys {
  readonly #build: string;
  /** A hash of the build and of settings, always of one length. */
  readonly #common = new Map<Settings, string>();

  /** `build` is the version and the sources that results are found by (build-id.ts). */
  constructor(build: string) {
    this.#build = build;
  }

  /** The key, in hexadecimal digits. */
  of({ text }: Source, settings: Settings): string {
    let common = this.#common.get(settings);
    if (common === undefined) {
      common = sha256(JSON.stringify([this.#build, settings], plain));
      this.#common.set(settings, common);
    }
    return sha256(common + text);
  }
}

/** Nothing of the settings is left out silently, as JSON does with what it has no form for. */
function plain(key: string, value: unknown): unknown {
  const isPlain = typeof value !== 'object' || value === null || Array.isArray(value);
  if (isPlain || Object.getPrototypeOf(value) === Object.prototype) return value;
  throw new Error(`pinlitmus bug: the setting ${key} is no plain data`);
}
