/** `pinlitmus cache`: what is remembered, and how it is forgotten. */
import { plural } from '../../report/text/layout.js';
import { cacheDirectory } from '../cache/cache-directory.js';
import { type CacheSize, cacheSize, clear } from '../cache/sweep.js';
import type { CommandContext } from '../context.js';
import { print } from '../io/streams.js';

/** Prints where the cache is and what it holds; with `clear` empties it. */
export function runCache(
  action: 'clear' | undefined,
  cacheDir: string | undefined,
  { streams }: CommandContext,
): void {
  const directory = cacheDirectory(cacheDir, streams);
  if (directory === null) print(streams, 'Nothing is remembered: there is no cache directory.\n');
  else if (action === 'clear') print(streams, `${directory}: ${sizeText(clear(directory))} removed\n`);
  else print(streams, `${directory}: ${sizeText(cacheSize(directory))}\n`);
}

function sizeText({ results, bytes }: CacheSize): string {
  const megabytes = bytes / (1024 * 1024);
  const size = megabytes < 0.1 ? plural(bytes, 'byte') : `${megabytes.toFixed(1)} MB`;
  return results === 0 ? plural(0, 'result') : `${plural(results, 'result')}, ${size}`;
}
