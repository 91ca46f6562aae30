/** The options about what is remembered from run to run; see cache. */
import { type Command, Option } from 'commander';

/** What is remembered, and where. As commander hands it over. */
export interface CacheOptions {
  readonly cache: boolean;
  readonly cacheDir?: string;
}

/** Adds the options. */
export function addCacheOptions(command: Command): Command {
  return command
    .option('--no-cache', 'neither use nor keep results that are remembered')
    .addOption(cacheDirOption());
}

/** Where the cache is. */
export function cacheDirOption(): Option {
  return new Option(
    '--cache-dir <path>',
    'where results are remembered (default: pinlitmus in $XDG_CACHE_HOME or ~/.cache, or what PINLITMUS_CACHE says; "off" there is nowhere)',
  );
}
