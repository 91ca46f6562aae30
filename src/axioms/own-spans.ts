/**
 * Where in the source the events of interchangeable threads are. Such threads go along the paths of the first of them, whose
 * instructions are those of the others one by one, and stand somewhere else.
 */
import type { Program } from '../program/program.js';
import type { Span } from '../text/source.js';

/** The places of the instructions of interchangeable threads. */
export class OwnSpans {
  /** By thread, by the place of an instruction of the first of its set: its own place. Empty for other threads. */
  readonly #places: readonly ReadonlyMap<string, Span>[];

  constructor({ threads }: Program, groups: readonly (readonly number[])[]) {
    this.#places = threads.map(({ code }, thread) => {
      const group = groups.find((each) => each.includes(thread)) ?? [thread];
      const first = threads[group[0]].code;
      return new Map(group[0] === thread ? [] : first.map(({ span }, at) => [keyOf(span), code[at].span]));
    });
  }

  /** For a place in the path that a thread goes along, the place in the thread. */
  of(thread: number, span: Span): Span {
    return this.#places[thread].get(keyOf(span)) ?? span;
  }
}

function keyOf({ start, end }: Span): string {
  return `${start} ${end}`;
}
