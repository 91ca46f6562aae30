/**
 * Which models a test will be run on, told from its first word alone: a report draws its columns before any test is
 * parsed, and a test whose worker thread died never says. Whoever runs a test asks the test itself (Test.models).
 */

import { DIALECTS } from '../dialects/index.js';
import { MODELS } from '../models/index.js';
import type { Model } from '../models/model.js';
import type { Source } from '../text/source.js';
import type { Settings } from './result.js';

/** The first word behind blanks and comments. */
const FIRST_WORD = /^\uFEFF?(?:\s|\(\*(?:[^*]|\*(?!\)))*\*\)|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/.*\n)*(\S+)/;

/** The models in the order in which they are shown; none for a text in no dialect that is known. */
export function modelsOf(source: Source, settings: Settings): readonly Model[] {
  const names = settings.models ?? ownModels(FIRST_WORD.exec(source.text)?.[1]);
  return MODELS.filter((model) => names.includes(model.name));
}

function ownModels(dialect: string | undefined): readonly string[] {
  if (dialect === 'C') return MODELS.map((model) => model.name);
  for (const [name, { model }] of Object.entries(DIALECTS)) if (name === dialect) return ['sc', model];
  return [];
}
