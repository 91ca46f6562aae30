/** What goes wrong around the tests rather than in them. */
import { EXIT, type ExitCode } from './exit.js';

/** Ends the command with one line on stderr; thrown for faults of usage only. */
export class UsageError extends Error {
  readonly code: ExitCode = EXIT.usage;
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
