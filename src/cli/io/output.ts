/** Where a report goes: standard output, or a file. Nothing that a file's own text says drives the terminal. */
import { closeSync, openSync } from 'node:fs';
import { visible, visibleOutput } from '../../text/visible.js';
import { UsageError } from '../failure.js';
import { sameFile, systemPath } from './file-name.js';
import { failed, isReplaced, replace, targetOf, type WriteTarget, writeAll } from './replace.js';
import { print, type Streams, say } from './streams.js';

/** A place to write text to. */
export interface Output {
  write(text: string): void;
  /** Nothing more comes: what was written is put where it belongs. */
  close(): void;
  /** Nothing more comes, and what was written is worth nothing: a file keeps what it held. */
  drop(): void;
}

/**
 * Standard output without a path. That a file can be written is found out at once, so that a run does not end with a report
 * that has nowhere to go; it is replaced as a whole, at the end, and left alone where nothing was written. A report never
 * takes the place of a test: neither of one of `inputs`, nor of any that is there. With `append` it comes behind what is there.
 */
export function openOutput(
  path: string | undefined,
  streams: Streams,
  inputs: readonly string[] = [],
  append = false,
): Output {
  if (path === undefined)
    return { write: (text) => print(streams, text), close: () => undefined, drop: () => undefined };
  const target = targetOf(path);
  if (inputs.some((input) => sameFile(input, target.real)))
    throw new UsageError(`cannot write ${path}: it is one of the tests`);
  if (target.old?.isFile() && path.endsWith('.litmus'))
    throw new UsageError(`cannot write ${path}: there is a test of that name`);
  return isReplaced(target) && !append ? fileOutput(target, streams) : streamOutput(path);
}

function fileOutput(target: WriteTarget, streams: Streams): Output {
  // Bytes, for a garbage collector would move texts about.
  const parts: Buffer[] = [];
  return {
    write: (text) => void (text !== '' && parts.push(Buffer.from(visibleOutput(text)))),
    drop: () => undefined,
    close: () => {
      if (parts.length === 0) return;
      replace(target, Buffer.concat(parts));
      if (target.remark !== null) say(streams, `pinlitmus: ${visible(target.remark)}`);
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
    drop: () => closeSync(file),
  };
}
