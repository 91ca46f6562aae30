/**
 * File names whose bytes are no UTF-8, as old trees have them (Latin-1). Within the program every path is a string: a byte
 * that is no part of UTF-8 is held as half of a surrogate pair, U+DC80 to U+DCFF, which no text has, as Python does it.
 * So names stay apart that differ, and lead back to their files; reports show such a byte as `\xe9`.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';

const HALF = 0xdc00;
const HALVES = /[\udc80-\udcff]/u;
/** What node makes of bytes that are no UTF-8, in the arguments that it is started with. */
const LOST = '\ufffd';

/** A name as the system has it. */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return text;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = sizeAt(bytes, at);
    parts.push(size === 0 ? String.fromCharCode(HALF + bytes[at]) : bytes.toString('utf8', at, at + size));
    at += Math.max(size, 1);
  }
  return parts.join('');
}

/** The bytes that the character at an offset takes, 0 where there is none. */
function sizeAt(bytes: Buffer, at: number): number {
  for (let size = 1; size <= 4 && at + size <= bytes.length; size += 1) {
    const text = bytes.toString('utf8', at, at + size);
    if (!text.includes(LOST) || bytes.subarray(at, at + size).equals(Buffer.from(LOST))) return size;
  }
  return 0;
}

/** The path as the system takes it. */
export function systemPath(path: string): string | Buffer {
  if (!HALVES.test(path)) return path;
  const parts = [...path].map((character) =>
    HALVES.test(character) ? Buffer.of(character.charCodeAt(0) - HALF) : Buffer.from(character),
  );
  return Buffer.concat(parts);
}

/** The working directory; null where it is gone, and files can be named from the root on alone. */
export function workingDirectory(): string | null {
  try {
    return resolve('.');
  } catch {
    return null;
  }
}

/** Whether two paths lead to the same file; one without a file is no other. */
export function sameFile(one: string, other: string): boolean {
  return realPath(one) === realPath(other);
}

/** Whether there is something at a path. */
export function fileExists(path: string): boolean {
  return statSync(systemPath(path), { throwIfNoEntry: false }) !== undefined;
}

/** The path without links on the way; where there is nothing, the path. */
export function realPath(path: string): string {
  try {
    return nameOf(realpathSync.native(systemPath(path), 'buffer'));
  } catch {
    return resolve(path);
  }
}

/** The paths that an argument may mean in which bytes were lost: itself where there is such a file. */
export function meantBy(path: string): readonly string[] {
  if (!path.includes(LOST) || statSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
  const { dir, base } = parse(path);
  if (base === '') return [path];
  const matches = (dir === '' ? ['.'] : meantBy(dir)).flatMap((directory) =>
    entriesOf(directory)
      .filter((name) => lossy(name) === base)
      .map((name) => (dir === '' ? name : join(directory, name))),
  );
  return matches.length === 0 ? [path] : matches;
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(systemPath(directory), { encoding: 'buffer' }).map(nameOf);
  } catch {
    return [];
  }
}

/** What node would make of a name. */
function lossy(name: string): string {
  const path = systemPath(name);
  return typeof path === 'string' ? path : path.toString('utf8');
}
