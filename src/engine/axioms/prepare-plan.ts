/** What the build makes ready of the models that are axioms: see prepared-plan.ts. */
import { imageOf } from '../../cat/cat-image.js';
import { MODELS } from '../../models/index.js';
import { readModel } from './compiled-model.js';

/** The images as JSON, by the names of models. */
export function preparedPlans(): Record<string, string> {
  return Object.fromEntries(
    MODELS.flatMap((model) =>
      model.engine === 'axioms' ? [[model.name, JSON.stringify(imageOf(readModel(model)))]] : [],
    ),
  );
}
