/** What a check runs with unless the user says otherwise. */
import type { Settings } from './result.js';

/** Each test's own models; limits that no test of a reasonable size comes near, and that a machine of any size can bear. */
export const DEFAULT_SETTINGS: Settings = {
  models: null,
  atomics: 'lse',
  limits: { states: 10_000_000, milliseconds: 60_000, megabytes: 2048 },
};
