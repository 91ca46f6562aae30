/**
 * Ends work from outside that does not look at the clock itself. The search does (search/meter.ts), and what it has found
 * is kept when its time is over; parsing, lowering, preparing, listing and explaining are quick on any text that a person
 * writes, and on others they are cut off, with nothing to show.
 *
 * JavaScript that runs can be ended only by what runs it, so the host says how (check/pool/interrupt.ts for node). Where it
 * says nothing, as in a browser, work goes on to its end: its page can end the worker that it runs in.
 */

/** What came of the work: what it gave, or nothing. */
export type Within<Result> = { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'over' };

/** Runs a function for at most so many milliseconds, at least 1, and returns when it has ended or its time is over. */
export type Interrupter = (work: () => void, milliseconds: number) => void;

/** The host's part, and how many pieces of work are inside each other now. */
const host: { interrupter: Interrupter | null; depth: number } = { interrupter: null, depth: 0 };

/** Tells how this host ends work that runs. */
export function interruptWith(interrupter: Interrupter): void {
  host.interrupter = interrupter;
}

/** Whether the work that is done now is cut off when its time is over. */
export function isCutOff(): boolean {
  return host.depth > 0;
}

/** Does some work, all at once, for at most so many milliseconds. */
export function within<Result>(milliseconds: number, work: () => Result): Within<Result> {
  const { interrupter, depth } = host;
  if (interrupter === null) return { kind: 'done', result: work() };
  let done: Within<Result> = { kind: 'over' };
  host.depth = depth + 1;
  try {
    interrupter(
      () => {
        done = { kind: 'done', result: work() };
      },
      Math.max(1, Math.ceil(milliseconds)),
    );
  } finally {
    host.depth = depth;
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
