/** `pinlitmus models` and `pinlitmus primitives`. */
import { listPrimitives, portTitles } from '../../kernel/listing.js';
import { MODELS } from '../../models/index.js';
import { modelsText } from '../../report/model-list.js';
import { primitivesText } from '../../report/primitive-list.js';
import type { CommandContext } from '../context.js';
import { columnsOf, print } from '../io/streams.js';

/** Prints the models. */
export function runModels({ streams }: CommandContext): void {
  print(streams, modelsText(MODELS, columnsOf(streams.stdout)));
}

/** Prints the primitives. */
export function runPrimitives({ streams }: CommandContext): void {
  print(streams, primitivesText(listPrimitives(), portTitles(), MODELS, columnsOf(streams.stdout)));
}
