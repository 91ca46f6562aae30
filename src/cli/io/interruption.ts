/** An interruption of a long run: the first ends the run, which then reports what it knows. */

/** What a user presses, and what a system sends that wants a process to end. */
const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

/** What a run knows of interruptions. */
export interface Interruption {
  /** Begins to listen; the signal is aborted by the first interruption. */
  readonly listen: () => AbortSignal;
  readonly happened: () => boolean;
  readonly end: () => void;
}

/** Turns the first interruption, from when it is listened for, into a signal for the run; a second one ends the process. */
export function interruption(): Interruption {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
    end();
  };
  const end = (): void => {
    for (const name of INTERRUPTIONS) process.off(name, abort);
  };
  const listen = (): AbortSignal => {
    for (const name of INTERRUPTIONS) process.on(name, abort);
    return controller.signal;
  };
  return { listen, happened: () => controller.signal.aborted, end };
}

/** Leaves Ctrl-C to another program that has the terminal; gives what ends that. */
export function leaveInterruptions(): () => void {
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  return () => process.off('SIGINT', ignore);
}
