/**
 * `--shard i/n`: a part of a list of tests, so that several machines can share a large one. Where a test goes depends
 * on its own path alone, so that a test that comes or goes moves no other. The path counts as seen from the working
 * directory, with `/` between its parts: however it is named, and wherever the checkout is, it stays in its shard.
 */
import { relative, resolve, sep } from 'node:path';
import { STDIN } from './document.js';

/** The `index`-th of `count` parts, from 1 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Whether the file at this path belongs to the part. */
export function isInShard(path: string, { index, count }: Shard): boolean {
  return hash(nameInShards(path)) % count === index - 1;
}

/** What a path is called by every machine. */
export function nameInShards(path: string): string {
  return path === STDIN ? STDIN : relative('.', resolve(path)).split(sep).join('/');
}

/** FNV-1a over UTF-8, then MurmurHash3's last mix: the low bits, which decide, depend on all. Never to be changed. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
