/** `pinlitmus models` and `pinlitmus primitives`. */
import { portTitles, listPrimitives as primitives } from '../kernel/listing.js';
import { MODELS } from '../machine/models/index.js';
import { modelsText } from '../report/models.js';
import { primitivesText } from '../report/primitives.js';

/** What `pinlitmus models` prints. */
export function listModels(width: number): string {
  return modelsText(MODELS, width);
}

/** What `pinlitmus primitives` prints. */
export function listPrimitives(width: number): string {
  return primitivesText(primitives(), portTitles(), width);
}
