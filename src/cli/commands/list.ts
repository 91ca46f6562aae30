/** `pinlitmus models` and `pinlitmus primitives`. */
import { portTitles, listPrimitives as primitives } from '../../kernel/listing.js';
import { MODELS } from '../../models/index.js';
import { modelsText } from '../../report/model-list.js';
import { primitivesText } from '../../report/primitive-list.js';

/** What `pinlitmus models` prints. */
export function listModels(width: number): string {
  return modelsText(MODELS, width);
}

/** What `pinlitmus primitives` prints. */
export function listPrimitives(width: number): string {
  return primitivesText(primitives(), portTitles(), width);
}
