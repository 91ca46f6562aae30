/**
 * Open files. Where node cannot open what a thread, or a piece of work with a time limit, needs for itself, it does not say so but
 * ends the process: so it is found out before whether that many can be opened.
 */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/** For the event loop of a thread, that of its work, and the modules that it reads when it begins. */
const THREAD = 12;
/** For the event loop of a piece of work. */
const WORK = 5;
/** What else may be opened meanwhile: a report, an entry of the cache. */
const SPARE = 8;

/** How many threads there can be, of so many that are wanted; throws what a system call does where there can be none. */
export function threadsPossible(wanted: number): number {
  const threads = Math.floor((openable(wanted * THREAD + SPARE) - SPARE) / THREAD);
  if (threads < 1) throw new TooManyOpen();
  return threads;
}

/** Throws where a piece of work with a time limit would end the process instead. */
export function refuseWithoutRoom(): void {
  if (openable(WORK) < WORK) throw new TooManyOpen();
}

/** Says what the system says of the same. */
class TooManyOpen extends Error {
  readonly code = 'EMFILE';

  constructor() {
    super('too many files are open');
  }
}

/** How many files more can be open at a time, of so many that are wanted. */
function openable(wanted: number): number {
  const files: number[] = [];
  try {
    while (files.length < wanted) files.push(openSync(devNull, 'r'));
  } catch {
    // That many there are.
  } finally {
    for (const file of files) closeSync(file);
  }
  return files.length;
}
