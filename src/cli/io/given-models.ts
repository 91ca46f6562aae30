/** The models that `--cat` names, which most runs have none of: what reads them is loaded when it is called for. */
import type { GivenModel } from '../../models/given-model.js';
import { UsageError } from '../failure.js';
import type { CatOptions } from '../options.js';
import { STDIN } from './document.js';
import type { Streams } from './streams.js';

/** The models; null, with what is wrong on standard error, where one cannot be used. */
export async function givenModels(
  { cat = [], bell }: CatOptions,
  streams: Streams,
): Promise<readonly GivenModel[] | null> {
  if (bell !== undefined && cat.length === 0)
    throw new UsageError('--bell names the tags of a model: expected --cat too');
  if ([...cat, bell].includes(STDIN)) throw new UsageError('a model cannot be read from standard input');
  if (cat.length === 0) return [];
  const { readModels } = await import('./read-models.js');
  return readModels(cat, bell ?? null, streams);
}
