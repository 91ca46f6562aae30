/** What kind of model a result is of, as far as what is said of it depends on that. */
import { MODELS } from '../models/index.js';
import { lkmm } from '../models/lkmm.js';

/** The kernel's model, a machine that the kernel runs on, a machine that nobody builds (SC), or a model of the user's. */
export type ModelKind = 'kernel' | 'hardware' | 'abstract' | 'given';

/** The kind of the model with a title. */
export function kindOfModel(title: string): ModelKind {
  const model = MODELS.find((each) => each.title === title);
  if (model === undefined) return 'given';
  if (model === lkmm) return 'kernel';
  return model.hardware ? 'hardware' : 'abstract';
}

/** Titles of models, each once, in the order in which a run shows them: the models that are built in, then those of the user's. */
export function inModelOrder(titles: readonly string[]): readonly string[] {
  const builtIn = MODELS.map(({ title }) => title).filter((title) => titles.includes(title));
  return [...new Set([...builtIn, ...titles])];
}
