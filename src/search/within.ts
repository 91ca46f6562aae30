/**
 * Ends work from outside that does not look at the clock itself. The search does (meter.ts), and what it has found is kept
 * when its time is over; parsing, lowering, preparing, listing and explaining are quick on any text that a person
 * writes, and on others they are cut off here, with nothing to show.
 *
 * JavaScript that runs can be ended only by the engine. node:vm has it do so after a time, whoever's code it is; that costs
 * less than a tenth of a millisecond a call.
 */
import { Script } from 'node:vm';

/** What came of the work: what it gave, or nothing. */
export type Within<Result> = { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'over' };

/** Where the script finds the work. */
const KEY = Symbol.for('pinlitmus.within');
const global = globalThis as { [KEY]?: () => void };
const SCRIPT = new Script("globalThis[Symbol.for('pinlitmus.within')]()");

/** Longer than this node:vm cannot wait. */
const LONGEST = 2 ** 31 - 1;

/** Whether the work that is done now is cut off when its time is over. */
export function isCutOff(): boolean {
  return global[KEY] !== undefined;
}

/** Does some work, all at once, for at most so many milliseconds. */
export function within<Result>(milliseconds: number, work: () => Result): Within<Result> {
  let done: Within<Result> = { kind: 'over' };
  const outer = global[KEY];
  global[KEY] = () => {
    done = { kind: 'done', result: work() };
  };
  try {
    SCRIPT.runInThisContext({ timeout: Math.min(LONGEST, Math.max(1, Math.ceil(milliseconds))) });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'))
      throw error;
  } finally {
    global[KEY] = outer;
  }
  return done;
}

/** When work is cut off that has a limit and looks at the clock itself, as a rule: a tenth later, and a little. */
export function withGrace(milliseconds: number): number {
  return milliseconds * 1.1 + 20;
}

/** Whether a text is so short that it keeps no phase long that has no limit of its own. */
export function isShort(text: string): boolean {
  return text.length <= 8192;
}

/** Does a part of the work on a text, which has a limit of its own; what it gives, or null when it was cut off. */
export function inTime<Result>(text: string, milliseconds: number, work: () => Result): Result | null {
  if (isShort(text)) return work();
  const done = within(withGrace(milliseconds), work);
  return done.kind === 'done' ? done.result : null;
}
