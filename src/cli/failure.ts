/** What goes wrong around the tests rather than in them. */
import { EXIT, type ExitCode } from './exit.js';

/** Ends the command with one line on stderr; thrown for wrong usage only. */
export class UsageError extends Error {
  readonly code: ExitCode = EXIT.usage;
}

/** Ends the command, with this code; what is wrong was said already. */
export class AlreadySaid extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode) {
    super();
    this.code = code;
  }
}

/** Whether there is too little of something: open files, memory, room on the disk, or in a text. */
export function isShortage(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EMFILE', 'ENFILE', 'ENOSPC', 'EDQUOT', 'EAGAIN', 'ENOMEM', 'EMSGSIZE'].includes(String(error.code))
  );
}

/** An error of the file system in a few words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EFBIG':
      return 'no file may become that large';
    case 'EIO':
      return 'the disk failed';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open: see ulimit -n';
    case 'ENOMEM':
      return 'there is not enough memory';
    case 'EAGAIN':
      return 'the system has no more threads, or is busy';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    case 'EISDIR':
      return 'is a directory';
    case 'ENOTDIR':
      return 'a part of its path is not a directory';
    case 'ELOOP':
      return 'too many symbolic links';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
