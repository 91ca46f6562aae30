/** Axiomatic models made ready: each text is read once. */
import { type CatModel, loadCat } from '../../cat/cat-model.js';
import { includePath } from '../../cat/include-path.js';
import type { AxiomaticModel } from '../../models/model.js';

const READY = new Map<string, CatModel>();

/** The model that a text says. What is wrong with a text of a user has been reported before; here it is a fault of ours. */
export function compiled({ name, files }: AxiomaticModel): CatModel {
  const { model: source, bell, included } = files;
  // Worker threads are given copies of a user's files with each batch of tests.
  const key = [source, bell, ...included].map((file) => `${file?.name}\n${file?.text}`).join('\0');
  const known = READY.get(key);
  if (known !== undefined) return known;
  const { model, diagnostics } = loadCat({
    model: source,
    bell,
    include: (path, from) => included.find((file) => file.name === includePath(from.name, path)) ?? null,
  });
  if (model === null)
    throw new Error(`pinlitmus bug: ${name} is no model: ${JSON.stringify(diagnostics[0].code)}`);
  READY.set(key, model);
  return model;
}
