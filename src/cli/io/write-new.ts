/** Writes a file that is not there yet, and nothing over one that is, unless it is asked to. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemReason, UsageError } from '../failure.js';
import { fileExists, systemPath } from './file-name.js';
import { replace, targetOf } from './replace.js';

/** Writes the text, and the directories above the file. */
export function writeNew(path: string, text: string, force: boolean): void {
  if (fileExists(path) && !force) throw new UsageError(`${path} is there already: --force writes over it`);
  try {
    mkdirSync(systemPath(dirname(path)), { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`);
  }
  replace(targetOf(path), Buffer.from(text));
}
