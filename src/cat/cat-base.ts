/** What an engine gives a model: the events of one candidate family, and what is decided about rf, co and fr. */

/** Bounds of a relation, which the engine changes in place: what is certainly in it, and what may be. */
export interface DynamicBounds {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

/**
 * A set is W = ceil(size / 32) words with a bit for each event, a relation `size` such rows. The writes that initialise
 * locations are no events; fr leads from a read of an initial value to every write of the location.
 */
export interface CatBase {
  readonly size: number;
  /** A set such as R, W, F or that of a tag; null where there is none. */
  readonly set: (name: string) => Int32Array | null;
  /**
   * A relation such as po, addr, data, ctrl, rmw, ext; loc and int, which are reflexive (loc on what has a location);
   * different-values, the pairs of accesses whose values differ. Null where there is none.
   */
  readonly relation: (name: string) => Int32Array | null;
  readonly dynamic: Readonly<Record<'rf' | 'co' | 'fr', DynamicBounds>>;
  /** Of each order that the model chooses; empty ones where there are none. */
  readonly chosen?: readonly DynamicBounds[];
}
