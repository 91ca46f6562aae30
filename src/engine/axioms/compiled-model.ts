/** Axiomatic models made ready: each text is read once. */

import { modelOfImage } from '../../cat/cat-image.js';
import { type CatModel, loadCat } from '../../cat/cat-model.js';
import { includePath } from '../../cat/include-path.js';
import { MODELS } from '../../models/index.js';
import type { AxiomaticModel } from '../../models/model.js';
import { PREPARED_PLANS } from './prepared-plan.js';

const READY = new Map<string, CatModel>();

/** The model that a text says. What is wrong with a text of a user has been reported before; here it is a fault of ours. */
export function compiled(axiomatic: AxiomaticModel): CatModel {
  const { model: source, bell, included } = axiomatic.files;
  // Worker threads are given copies of a user's files with each batch of tests.
  const key = [source, bell, ...included].map((file) => `${file?.name}\n${file?.text}`).join('\0');
  const known = READY.get(key);
  if (known !== undefined) return known;
  const image = isBuiltIn(axiomatic) ? PREPARED_PLANS[axiomatic.name] : undefined;
  const model = image === undefined ? readModel(axiomatic) : modelOfImage(JSON.parse(image), source);
  READY.set(key, model);
  return model;
}

/** Whether the text is the one of the model with this name: a user's own file may have any name. */
function isBuiltIn({ name, files }: AxiomaticModel): boolean {
  const { model, bell, included } = files;
  const own = MODELS.find((each) => each.name === name);
  const isText = own?.engine === 'axioms' && own.files.model.text === model.text;
  return isText && bell === null && included.length === 0;
}

/** The model, read from its text. */
export function readModel({ name, files }: AxiomaticModel): CatModel {
  const { model: source, bell, included } = files;
  const { model, diagnostics } = loadCat({
    model: source,
    bell,
    include: (path, from) => included.find((file) => file.name === includePath(from.name, path)) ?? null,
  });
  if (model === null)
    throw new Error(`pinlitmus bug: ${name} is no model: ${JSON.stringify(diagnostics[0].code)}`);
  return model;
}
