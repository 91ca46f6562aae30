/**
 * Where pinlitmus keeps what it remembers from run to run: in the cache directory of the user, by the XDG Base Directory
 * Specification, and never in a working tree. The usual library, env-paths, asks for the home directory as soon as it is loaded,
 * which ends the program where there is none.
 */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Streams } from '../io/streams.js';

/** What the variable PINLITMUS_CACHE says for none. */
const OFF = 'off';

/** The directory: the one that was asked for, or the user's; null where nothing is to be kept, or there is no place for it. */
export function cacheDirectory(
  asked: string | undefined,
  { environment }: Pick<Streams, 'environment'>,
): string | null {
  const { PINLITMUS_CACHE: variable, XDG_CACHE_HOME: caches } = environment;
  if (asked !== undefined) return resolve(asked);
  if (variable === OFF) return null;
  if (variable !== undefined && variable !== '') return resolve(variable);
  // The specification has relative paths ignored.
  const parent = caches !== undefined && isAbsolute(caches) ? caches : homeCaches();
  return parent === null ? null : join(parent, 'pinlitmus');
}

function homeCaches(): string | null {
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, '.cache') : null;
  } catch {
    return null;
  }
}
