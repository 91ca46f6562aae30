/**
 * Interchangeable threads, seen from inside: where two of them go along the same path and nothing that is decided tells them
 * apart, of two ways to go on that differ only in which of the two is meant, one is enough.
 */

import type { PartialExecution } from './partial-execution.js';
import { INITIAL, OPEN_SOURCE, type Skeleton } from './skeleton.js';

/** Two threads that go along the same path. */
interface Twins {
  /** The first event of each, and how many events they have. */
  readonly one: number;
  readonly other: number;
  readonly length: number;
}

/** A read and a source for it. */
export interface SourceOption {
  readonly read: number;
  readonly source: number;
}

/** The exchanges of two threads of a skeleton. */
export class Exchanges {
  readonly #skeleton: Skeleton;
  readonly #decision: PartialExecution;
  readonly #twins: readonly Twins[];

  constructor(skeleton: Skeleton, decision: PartialExecution, groups: readonly (readonly number[])[]) {
    this.#skeleton = skeleton;
    this.#decision = decision;
    this.#twins = groups.flatMap((group) => twinsIn(skeleton, group));
  }

  /** The options without those that an exchange makes of another one that stands before it. */
  distinct(options: readonly SourceOption[]): readonly SourceOption[] {
    if (this.#twins.length === 0 || options.length < 2) return options;
    const kept: SourceOption[] = [];
    for (const option of options) if (!this.#isRepeated(option, kept)) kept.push(option);
    return kept;
  }

  #isRepeated({ read, source }: SourceOption, kept: readonly SourceOption[]): boolean {
    return this.#twins.some((twins) => {
      const mirrored = { read: this.#mirroredRead(read, twins), source: mirror(source, twins) };
      if (mirrored.read === read && mirrored.source === source) return false;
      const isKept = kept.some((each) => each.read === mirrored.read && each.source === mirrored.source);
      return isKept && this.#isUnchanged(twins);
    });
  }

  #mirroredRead(read: number, twins: Twins): number {
    const { event } = this.#skeleton.reads[read];
    const mirrored = mirror(event, twins);
    return mirrored === event ? read : this.#skeleton.readAt(mirrored);
  }

  /** Whether what is decided stays as it is when the two are exchanged. */
  #isUnchanged(twins: Twins): boolean {
    const { reads, writes } = this.#skeleton;
    const { sources, coherence } = this.#decision;
    for (let read = 0; read < reads.length; read++) {
      if (sources[this.#mirroredRead(read, twins)] !== mirror(sources[read], twins)) return false;
    }
    for (const same of writes) {
      for (const one of same) {
        const mirrored = mirror(one, twins);
        for (const other of same) {
          if (coherence.isBefore(one, other) !== coherence.isBefore(mirrored, mirror(other, twins)))
            return false;
        }
      }
    }
    return true;
  }
}

function twinsIn({ paths, bases }: Skeleton, group: readonly number[]): readonly Twins[] {
  return group.flatMap((one, index) =>
    group.slice(index + 1).flatMap((other) => {
      if (paths[one] !== paths[other]) return [];
      return [{ one: bases[one], other: bases[other], length: paths[one].events.length }];
    }),
  );
}

/** The event that stands for another one, or for a source, when the two threads are exchanged. */
function mirror(event: number, { one, other, length }: Twins): number {
  if (event === INITIAL || event === OPEN_SOURCE) return event;
  if (event >= one && event < one + length) return event - one + other;
  if (event >= other && event < other + length) return event - other + one;
  return event;
}
