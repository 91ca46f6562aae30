/**
 * Which models a test will be run on, told from its head alone: a report draws its columns before any test is
 * parsed, and a test whose worker thread died never says. Whoever runs a test asks the test itself (Test.models).
 */

import { ownModels } from '../dialects/parse.js';
import { axiomaticForm } from '../models/axiomatic-form.js';
import { modelGiven } from '../models/given-model.js';
import { MODELS } from '../models/index.js';
import type { Model } from '../models/model.js';
import type { Source } from '../text/source.js';
import type { Settings } from './result.js';

/** The models in the order in which they are shown; none for a text in no dialect that is known. */
export function modelsOf(source: Source, settings: Settings): readonly Model[] {
  const names = settings.models ?? ownModels(source);
  return modelsNamed(names, settings);
}

/** The models of these names, and those of the user's own, in the order in which they are shown; machines for the engine that is asked for. */
export function modelsNamed(
  names: readonly string[],
  { given = [], engine = 'window' }: Pick<Settings, 'given' | 'engine'>,
): readonly Model[] {
  const named = MODELS.filter((model) => names.includes(model.name)).map((model) =>
    model.engine === 'window' && engine === 'axioms' ? axiomaticForm(model) : model,
  );
  return [...named, ...given.map(modelGiven)];
}
