/** Where a report goes: standard output, or a file that is opened before the first test runs. */
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { systemReason, UsageError } from './failure.js';

/** A place to write text to. */
export interface Output {
  write(text: string): void;
  close(): void;
}

/**
 * Standard output without a path. A file is opened at once, so that a run does not end with a report that has nowhere to
 * go; it is touched only when there is something to write, and none is left that was made for nothing.
 */
export function openOutput(path: string | undefined): Output {
  if (path === undefined) return { write: (text) => void process.stdout.write(text), close: () => undefined };
  const isNew = !existsSync(path);
  const file = open(path);
  let isBegun = false;
  return {
    write: (text) => {
      if (text !== '' && !isBegun && fstatSync(file).isFile()) ftruncateSync(file);
      isBegun ||= text !== '';
      writeAll(file, text);
    },
    close: () => {
      closeSync(file);
      if (isNew && !isBegun) rmSync(path);
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`);
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Ends quietly when whoever reads the report has gone away, as `head` does; 141 is what a shell shows for that. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(141);
    throw error;
  });
}

/** The columns of the terminal, or 80 where there is none. */
export function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : 80;
}
