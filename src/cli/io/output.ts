/** Where text goes: standard output, standard error, or a file. Nothing that a file's own text says drives the terminal. */
import { closeSync, openSync } from 'node:fs';
import { joinLines } from '../../report/text/layout.js';
import { visible, visibleOutput } from '../../text/visible.js';
import { EXIT } from '../exit.js';
import { systemReason, UsageError } from '../failure.js';
import { sameFile, systemPath } from './file-name.js';
import { failed, isReplaced, replace, type Target, targetOf, writeAll } from './replace.js';

/** A place to write text to. */
export interface Output {
  write(text: string): void;
  /** Nothing more comes: what was written is put where it belongs. */
  close(): void;
}

/**
 * Standard output without a path. That a file can be written is found out at once, so that a run does not end with a report
 * that has nowhere to go; it is replaced as a whole, at the end, and left alone where nothing was written. A report never
 * takes the place of a test: neither of one of `inputs`, nor of any that is there.
 */
export function openOutput(path: string | undefined, inputs: readonly string[] = []): Output {
  if (path === undefined) return { write: print, close: () => undefined };
  const target = targetOf(path);
  if (inputs.some((input) => sameFile(input, target.real)))
    throw new UsageError(`cannot write ${path}: it is one of the tests`);
  if (target.old?.isFile() && path.endsWith('.litmus'))
    throw new UsageError(`cannot write ${path}: there is a test of that name`);
  return isReplaced(target) ? fileOutput(target) : streamOutput(path);
}

function fileOutput(target: Target): Output {
  const parts: string[] = [];
  return {
    write: (text) => void (text !== '' && parts.push(visibleOutput(text))),
    close: () => {
      if (parts.length === 0) return;
      replace(target, Buffer.from(parts.join('')));
      if (target.remark !== null) say(`pinlitmus: ${visible(target.remark)}`);
    },
  };
}

/** A device or a pipe takes what comes. */
function streamOutput(path: string): Output {
  const attempt = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw failed(path, 'cannot write', error);
    }
  };
  const file = attempt(() => openSync(systemPath(path), 'a'));
  return {
    write: (text) => attempt(() => writeAll(file, Buffer.from(visibleOutput(text)))),
    close: () => closeSync(file),
  };
}

/** Prints on standard output. */
export function print(text: string): void {
  process.stdout.write(visibleOutput(text));
}

/** Prints a line on standard error, or lines. */
export function say(text: string): void {
  process.stderr.write(`${visibleOutput(text)}\n`);
}

/** Prints lines on standard error. */
export function sayLines(lines: readonly string[]): void {
  process.stderr.write(visibleOutput(joinLines(lines)));
}

/**
 * Ends quietly when whoever reads the report has gone away, as `head` does; 141 is what a shell shows for that. With a
 * line, where the report cannot be written for another reason, such as a full disk.
 */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(141);
    say(`error: cannot write to standard output: ${systemReason(error)}`);
    process.exit(EXIT.usage);
  });
  // Nobody can be told.
  process.stderr.on('error', () => process.exit(EXIT.usage));
}

/** The columns of the terminal, or 80 where there is none. */
export function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : 80;
}
