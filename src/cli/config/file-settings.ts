/** The settings of single files: those of the run, and what the overrides of a configuration say otherwise. */
import type { Settings } from '../../check/result.js';
import { MODELS } from '../../models/index.js';
import type { TestConfiguration } from './configuration.js';

/** An override whose globs can be asked, without what the command line says otherwise. */
export interface FileOverride {
  readonly files: readonly string[];
  readonly means: (file: string) => boolean;
  readonly values: TestConfiguration;
  /** Its place among the overrides of the file, from 0 on. */
  readonly index: number;
}

/** The settings for each file. Files to which the same holds get the same object. */
export function fileSettings<Of extends Settings>(
  settings: Of,
  overrides: readonly FileOverride[] = [],
): (file: string) => Of {
  const known = new Map<string, Of>();
  return (file) => {
    const own = overrides.filter(({ means }) => means(file));
    const key = own.map(({ index }) => index).join();
    const found = known.get(key) ?? own.reduce(overridden, settings);
    known.set(key, found);
    return found;
  };
}

function overridden<Of extends Settings>(settings: Of, { values }: FileOverride): Of {
  const { models, atomics, limits, requireExpectations } = values;
  const { states, timeout, memory } = limits ?? {};
  return {
    ...settings,
    ...(models === undefined ? {} : { models: inOrder(models) }),
    ...(atomics === undefined ? {} : { atomics }),
    ...(requireExpectations === undefined ? {} : { requireExpectations }),
    limits: {
      ...settings.limits,
      ...(states === undefined ? {} : { states }),
      ...(timeout === undefined ? {} : { milliseconds: timeout * 1000 }),
      ...(memory === undefined ? {} : { megabytes: memory }),
    },
  };
}

function inOrder(models: readonly string[]): readonly string[] {
  return MODELS.map(({ name }) => name).filter((name) => models.includes(name));
}
