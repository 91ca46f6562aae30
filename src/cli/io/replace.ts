/**
 * Writes a file as a whole or not at all: beside it, to the disk, and then moved into its place, with the mode and the
 * owner that it had. Whatever goes wrong (a full disk, a signal in the middle), the old file is there as it was.
 *
 * write-file-atomic, the usual library, takes a short write for a whole one, which is what a nearly full disk gives; it
 * follows links without a word, and moves its file over devices and pipes as well. The rest of it is what stands here.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { systemReason, UsageError } from '../failure.js';
import { nameOf, systemPath } from './file-name.js';

/** Where a text will go. */
export interface WriteTarget {
  /** As the user named it. */
  readonly path: string;
  /** The file itself, without links on the way. */
  readonly real: string;
  /** What is there by now. */
  readonly old: Stats | null;
  /** Whether it is reached by a link, and is not in the directory that was given. */
  readonly isOutside: boolean;
  /** What the user may not expect of it, as a line without its end; null where there is nothing to say. */
  readonly remark: string | null;
}

/**
 * Finds out where a path leads and that a file can be written there. `base` is the directory that was given; of a file
 * outside of it, where a link leads, the target says so. Throws a UsageError that begins with `purpose`.
 */
export function targetOf(path: string, base = dirname(path), purpose = 'cannot write'): WriteTarget {
  try {
    const link = lstatSync(systemPath(path), { throwIfNoEntry: false });
    const old = statSync(systemPath(path), { throwIfNoEntry: false }) ?? null;
    if (link?.isSymbolicLink() === true && old === null)
      throw new UsageError(`${purpose} ${path}: it is a link to ${linkOf(path)}, where there is nothing`);
    // What a descriptor leads to, as /dev/stdout does, may have no path.
    if (old !== null && !old.isFile() && !old.isDirectory())
      return { path, real: path, old, isOutside: false, remark: null };
    const real = old === null ? join(realOf(dirname(path)), basename(path)) : realOf(path);
    if (old?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (old !== null) accessSync(systemPath(real), constants.W_OK);
    accessSync(systemPath(dirname(real)), constants.W_OK);
    const isOutside = leadsOut(real, base);
    return { path, real, old, isOutside, remark: remarkOf(path, real, isOutside, old) };
  } catch (error) {
    throw error instanceof UsageError ? error : failed(path, purpose, error);
  }
}

/** Whether the target is a file, which is replaced as a whole; a device or a pipe is written to as bytes come. */
export function isReplaced({ old }: WriteTarget): boolean {
  return old === null || old.isFile();
}

/** Puts these bytes into the place of what is there. */
export function replace(target: WriteTarget, bytes: Buffer, purpose = 'cannot write'): void {
  const draft = new FileDraft(target, purpose);
  draft.write(bytes);
  draft.commit();
}

/** What will come into the place of a file. Whatever fails, it is gone, and the file is as it was. */
export class FileDraft {
  readonly #target: WriteTarget;
  readonly #purpose: string;
  readonly #path: string;
  #file: number | null = null;

  constructor(target: WriteTarget, purpose = 'cannot write') {
    const { real, old } = target;
    this.#target = target;
    this.#purpose = purpose;
    this.#path = join(dirname(real), `.${basename(real).slice(0, 60)}.${randomBytes(6).toString('hex')}.tmp`);
    this.#attempt(() => {
      this.#file = openSync(systemPath(this.#path), 'wx', 0o666);
      if (old !== null) keep(this.#file, old);
    });
  }

  write(bytes: Buffer): void {
    this.#attempt((file) => writeAll(file, bytes));
  }

  /** Puts it into its place. */
  commit(): void {
    this.#attempt((file) => {
      fsyncSync(file);
      this.#close();
      renameSync(systemPath(this.#path), systemPath(this.#target.real));
    });
  }

  drop(): void {
    this.#close();
    rmSync(systemPath(this.#path), { force: true });
  }

  #attempt(act: (file: number) => void): void {
    try {
      act(this.#file ?? -1);
    } catch (error) {
      this.drop();
      throw failed(this.#target.path, this.#purpose, error);
    }
  }

  #close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

/** Writes all bytes: a call may write only a part of them. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** The error in a line. */
export function failed(path: string, purpose: string, error: unknown): UsageError {
  return new UsageError(`${purpose} ${path}: ${systemReason(error)}`);
}

/** Owner first, for that takes away some of the mode's bits. Only root may give a file away, and need not. */
function keep(file: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EINVAL')))
      throw error;
  }
  fchmodSync(file, mode & 0o7777);
}

function leadsOut(real: string, base: string): boolean {
  const inside = relative(realOf(base), real);
  return inside.startsWith('..') || inside === real;
}

function remarkOf(path: string, real: string, isOutside: boolean, old: Stats | null): string | null {
  if (isOutside) return `${path} is reached by a link: ${real} is written`;
  if (old?.isFile() === true && old.nlink > 1)
    return `${path} has other names (hard links), which keep the old text`;
  return null;
}

function realOf(path: string): string {
  return nameOf(realpathSync.native(systemPath(path), 'buffer'));
}

function linkOf(path: string): string {
  return nameOf(readlinkSync(systemPath(path), 'buffer'));
}
