/**
 * `--shard-times FILE`: parts of a list of tests that take about as long as each other, by the times of an earlier report. Every
 * machine that has the same tests and the same report comes to the same parts.
 */
import { UsageError } from '../failure.js';
import { readRun } from './read-run.js';
import { isInShard, nameInShards, type Shard } from './shard.js';

/** How long each test took, in milliseconds, by its name among the shards. */
export type ShardTimes = ReadonlyMap<string, number>;

/** The times in a report of `check`. */
export function readShardTimes(path: string): ShardTimes {
  const read = readRun(path);
  if ('reason' in read) throw new UsageError(`cannot take times from ${path}: ${read.reason}`);
  return new Map(
    read.value.report.tests.map(({ file, models }) => [
      nameInShards(file),
      Object.values(models).reduce((sum, { timeMs }) => sum + timeMs, 0),
    ]),
  );
}

/**
 * The paths that belong to a part: the longest test goes to the part that has the least to do so far, and so on (Graham, Bounds on
 * multiprocessing timing anomalies, 1969). Of tests without a time the hash decides, and each counts as long as the mean.
 */
export function balancedPart(
  paths: readonly string[],
  { index, count }: Shard,
  times: ShardTimes,
): ReadonlySet<string> {
  const names = new Map(paths.map((path) => [path, nameInShards(path)]));
  const timeOf = (path: string): number | undefined => times.get(names.get(path) ?? '');
  const unknown = paths.filter((path) => timeOf(path) === undefined);
  const known = paths
    .filter((path) => timeOf(path) !== undefined)
    .map((path) => ({ path, name: names.get(path) ?? '', time: timeOf(path) ?? 0 }))
    .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : Number(a.name > b.name)));
  const mean = known.reduce((sum, { time }) => sum + time, 0) / Math.max(known.length, 1);
  const parts = Array.from({ length: count }, (_, at) => {
    const own = unknown.filter((path) => isInShard(path, { index: at + 1, count }));
    return { own, load: own.length * mean };
  });
  for (const { path, time } of known) {
    const least = parts.reduce((best, part) => (part.load < best.load ? part : best));
    least.own.push(path);
    least.load += time;
  }
  return new Set(parts[index - 1].own);
}
