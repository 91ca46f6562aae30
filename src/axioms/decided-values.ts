/** The sets and relations of a model over what is decided of an execution. */
import type { CatModel } from '../cat/cat-model.js';
import { oneEvent, relationNamed, setNamed } from './event-sets.js';
import { type Bytes, NodeValues } from './node-values.js';
import type { PartialExecution } from './partial-execution.js';
import type { Skeleton } from './skeleton.js';

/** The values of a model's nodes, over what is decided now. */
export function decidedValues(model: CatModel, skeleton: Skeleton, execution: PartialExecution): NodeValues {
  const { size, words } = skeleton;
  const rows = (): Int32Array => new Int32Array(size * words);
  const decided: Readonly<Record<string, Int32Array>> = {
    rf: rows(),
    co: execution.coherence.behind.slice(),
    fr: rows(),
  };
  execution.relate(decided.rf, decided.fr);
  const one = oneEvent(skeleton);
  for (const each of Object.values(decided)) one.joinRelation(each);
  return new NodeValues(model, {
    size,
    set: (name) => toBytes(setNamed(skeleton, name), 1, size, words),
    relation: (name) => toBytes(decided[name] ?? relationNamed(skeleton, name), size, size, words),
  });
}

/** Rows of bits as bytes. */
function toBytes(rows: Int32Array | null, count: number, size: number, words: number): Bytes | null {
  if (rows === null) return null;
  const bytes = new Uint8Array(count * size);
  for (let row = 0; row < count; row++) {
    for (let bit = 0; bit < size; bit++) {
      bytes[row * size + bit] = (rows[row * words + (bit >>> 5)] >>> (bit & 31)) & 1;
    }
  }
  return bytes;
}
