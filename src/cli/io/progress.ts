/**
 * One line on stderr that shows how far a run is and what takes long, on a terminal only; it is erased before anything else is
 * printed. It is drawn from time to time, so that it goes on while one test takes a minute.
 */
import type { Activity, RunningTest } from '../../check/pool/activity.js';
import { cut, duration, grouped, plural, widthOf } from '../../report/text/layout.js';
import { visible } from '../../text/visible.js';
import { columnsOf, type Streams } from './streams.js';

/** Milliseconds before the line appears, and before a test is named in it: what is quick should not flicker. */
const PATIENCE = 400;
/** Milliseconds between two updates: a person reads no faster. */
const PACE = 100;

/** A line that is drawn over itself. */
export interface Progress {
  /** Takes the number of tests that are done. */
  readonly count: (finished: number) => void;
  /** Erases the line until its next turn. */
  readonly clear: () => void;
  /** Erases it for good. */
  readonly end: () => void;
}

const NONE: Progress = { count: () => undefined, clear: () => undefined, end: () => undefined };

/** The progress of a run of `total` tests; it draws nothing where stderr is no terminal. */
export function progressOf(total: number, activity: Activity, { stderr }: Pick<Streams, 'stderr'>): Progress {
  if (!stderr.isTTY || total === 0) return NONE;
  const begin = Date.now();
  let finished = 0;
  let drawn = '';
  const draw = (): void => {
    const milliseconds = Date.now() - begin;
    if (milliseconds < PATIENCE) return;
    // A line that fills the last column may be broken.
    const line = progressLine({ finished, total, milliseconds }, activity.running(), columnsOf(stderr) - 1);
    if (line !== drawn) stderr.write(`\r\u001b[K${line}`);
    drawn = line;
  };
  const clear = (): void => {
    if (drawn !== '') stderr.write('\r\u001b[K');
    drawn = '';
  };
  const timer = setInterval(draw, PACE).unref();
  return {
    count: (number) => {
      finished = number;
    },
    clear,
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

/** How far a run is. */
export interface RunProgress {
  readonly finished: number;
  readonly total: number;
  readonly milliseconds: number;
}

/** `12 of 400 tests, 3.4 s; IRIW.litmus on Armv8, 2.1 s`: as many of the tests that take long as there is room for. */
export function progressLine(
  { finished, total, milliseconds }: RunProgress,
  running: readonly RunningTest[],
  width: number,
): string {
  const slow = running.filter((test) => total === 1 || test.milliseconds >= PATIENCE).map(runningText);
  const all = total === 1 ? '' : `${grouped(finished)} of ${plural(total, 'test')}, ${seconds(milliseconds)}`;
  const parts = [all, ...slow].filter((part) => part !== '');
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}; ${part}`;
    if (line !== '' && widthOf(longer) > width) break;
    line = longer;
  }
  return cut(line, width);
}

function runningText({ file, model, modelMilliseconds }: RunningTest): string {
  const name = visible(file.slice(file.lastIndexOf('/') + 1));
  return `${name}${model === null ? '' : ` on ${model}`}, ${seconds(modelMilliseconds)}`;
}

/** In seconds from the beginning on: milliseconds would flicker. */
function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : duration(milliseconds);
}
