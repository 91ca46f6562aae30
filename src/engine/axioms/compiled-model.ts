/** Axiomatic models made ready: each text is read once. */
import { type CatModel, loadCat } from '../../cat/cat-model.js';
import type { AxiomaticModel } from '../../models/model.js';

const READY = new Map<string, CatModel>();

/** The model that a text says. What is wrong with a text of a user has been reported before; here it is a fault of ours. */
export function compiled({ name, text }: AxiomaticModel): CatModel {
  const known = READY.get(text);
  if (known !== undefined) return known;
  const { model, diagnostics } = loadCat({ model: { name: `${name}.cat`, text } });
  if (model === null)
    throw new Error(`pinlitmus bug: ${name} is no model: ${JSON.stringify(diagnostics[0].code)}`);
  READY.set(text, model);
  return model;
}
