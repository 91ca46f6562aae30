/**
 * How node ends work that runs: node:vm has the engine do so after a time, whoever's code it is; that costs less than a
 * tenth of a millisecond a call.
 */
import { Script } from 'node:vm';
import { interruptWith } from '../../query/cut-off.js';
import { refuseWithoutRoom } from './descriptors.js';

/** Where the script finds the work. */
const KEY = Symbol.for('pinlitmus.within');
const global = globalThis as { [KEY]?: () => void };
const SCRIPT = new Script("globalThis[Symbol.for('pinlitmus.within')]()");

/** Longer than this node:vm cannot wait. */
const LONGEST = 2 ** 31 - 1;

let hasRoom = false;

function interrupt(work: () => void, milliseconds: number): void {
  if (!hasRoom) refuseWithoutRoom();
  hasRoom = true;
  const outer = global[KEY];
  global[KEY] = work;
  try {
    SCRIPT.runInThisContext({ timeout: Math.min(LONGEST, milliseconds) });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'))
      throw error;
  } finally {
    global[KEY] = outer;
  }
}

interruptWith(interrupt);
