/** How a walk is left where its path cannot be gone. */

/** The path cannot be gone: what it takes for granted does not hold, or a shorter one stands for it. */
export class DeadEnd extends Error {}
/** One for all: to make one with its stack costs as much as to walk a short path. */
export const DEAD_END = new DeadEnd();
