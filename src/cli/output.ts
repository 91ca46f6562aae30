/** Where a report goes: standard output, or a file that is opened before the first test runs. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { systemReason, UsageError } from './failure.js';

/** A place to write text to. */
export interface Output {
  write(text: string): void;
  close(): void;
}

/** Standard output without a path. */
export function openOutput(path: string | undefined): Output {
  if (path === undefined) return { write: (text) => void process.stdout.write(text), close: () => undefined };
  const file = open(path);
  return { write: (text) => writeAll(file, text), close: () => closeSync(file) };
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
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
