/** Where a report goes: standard output, or a file. Nothing that a file's own text says drives the terminal. */
import { closeSync, openSync } from 'node:fs';
import { visible, visibleOutput } from '../../text/visible.js';
import { UsageError } from '../failure.js';
import { sameFile, systemPath } from './file-name.js';
import { FileDraft, failed, isReplaced, targetOf, type WriteTarget, writeAll } from './replace.js';
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

/** So many bytes are kept in memory, so that a run that is killed leaves no draft of a report beside its place. */
const KEPT = 16 * 1024 * 1024;

function fileOutput(target: WriteTarget, streams: Streams): Output {
  // Bytes, for a garbage collector would move texts about.
  let parts: Buffer[] = [];
  let bytes = 0;
  let draft: FileDraft | null = null;
  const put = (): void => {
    draft ??= new FileDraft(target);
    for (const part of parts) draft.write(part);
    parts = [];
    bytes = 0;
  };
  return {
    write: (text) => {
      if (text === '') return;
      const part = Buffer.from(visibleOutput(text));
      parts.push(part);
      bytes += part.length;
      if (bytes > KEPT) put();
    },
    drop: () => draft?.drop(),
    close: () => {
      if (parts.length > 0) put();
      if (draft === null) return;
      draft.commit();
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
