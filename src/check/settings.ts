/** What a check runs with unless the user says otherwise. */
import { MODELS } from '../machine/models/index.js';
import type { Settings } from './result.js';

/** All models; limits that no test of a reasonable size comes near, and that a machine of any size can bear. */
export const DEFAULT_SETTINGS: Settings = {
  models: MODELS.map((model) => model.name),
  atomics: 'lse',
  limits: { states: 10_000_000, milliseconds: 60_000, megabytes: 2048 },
};
