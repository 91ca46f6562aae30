/**
 * How long work asks whether it may go on. The machine knows no limits: it counts what it does and what it holds, and
 * the owner of the limits answers by an exception, which nothing between the two catches.
 */

/** Asked now and then by whatever may take long. */
export interface Clock {
  /**
   * Counts work, one for about what it takes to look at an instance of a window, and tells of the bytes that it holds at
   * the moment. Throws `Spent` when a limit is reached.
   */
  work(amount: number, bytes: number): void;
  /** Counts so much local computation as one state. Throws `Spent` when there are too many. */
  state(): void;
}

/** A limit was reached. */
export class Spent extends Error {
  override readonly name = 'Spent';
}

/** Without limits. */
export const ENDLESS: Clock = { work: () => undefined, state: () => undefined };
