/**
 * Where a worker thread is in its batch: memory that it shares with the thread that has asked. A worker is busy from the first
 * test to the last, and so it writes down what it begins; who wants to know looks there, and it costs nothing where nobody does.
 */

/** The shared memory; nothing in it counts before the batch is begun. */
export type Whereabouts = Int32Array;

/** When the batch was begun, in seconds since 1970, rounded up; 0 before that: a batch may wait for a thread. */
const BEGUN = 0;
/** The number of the test in the batch. */
const TEST = 1;
/** The number of the model among all models of the run; 0 while the text is read. */
const MODEL = 2;
/** When the test, and when the model was begun, in milliseconds from what BEGUN says. */
const TEST_SINCE = 3;
const MODEL_SINCE = 4;

/** Memory for a batch that is to be run. */
export function newWhereabouts(): Whereabouts {
  return new Int32Array(new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT));
}

/** The batch is begun. */
export function enterBatch(at: Whereabouts): void {
  Atomics.store(at, BEGUN, Math.ceil(Date.now() / 1000));
}

/** A test of the batch is begun. */
export function enterTest(at: Whereabouts, test: number): void {
  Atomics.store(at, TEST, test);
  Atomics.store(at, TEST_SINCE, sinceBegun(at));
  enterModel(at, 0);
}

/** A model is begun, by its number from 1 on. */
export function enterModel(at: Whereabouts, model: number): void {
  Atomics.store(at, MODEL, model);
  Atomics.store(at, MODEL_SINCE, sinceBegun(at));
}

function sinceBegun(at: Whereabouts): number {
  return Date.now() - 1000 * begunAt(at);
}

/** When the batch was begun, in seconds since 1970; 0 before that. */
export function begunAt(at: Whereabouts): number {
  return Atomics.load(at, BEGUN);
}

/** What a worker is on. */
export interface WorkerPlace {
  readonly test: number;
  readonly model: number;
  /** When each was begun, in milliseconds since 1970. */
  readonly testSince: number;
  readonly modelSince: number;
}

/** What the worker is on; null before the batch is begun. */
export function whereIs(at: Whereabouts): WorkerPlace | null {
  const begun = begunAt(at);
  if (begun === 0) return null;
  return {
    test: Atomics.load(at, TEST),
    model: Atomics.load(at, MODEL),
    testSince: 1000 * begun + Atomics.load(at, TEST_SINCE),
    modelSince: 1000 * begun + Atomics.load(at, MODEL_SINCE),
  };
}
