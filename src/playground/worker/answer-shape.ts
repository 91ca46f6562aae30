/** Tests from names of shapes, as `pinlitmus new` makes them. */
import { cycleNamed, makeTest, VOCABULARIES, vocabularyOf } from '../../shapes/index.js';
import type { ShapeOffer } from '../protocol.js';
import { settingsOf } from './asked.js';

/** The dialects in which a name is one of a test, with what it is called there. */
export function offeredShapes(name: string): readonly ShapeOffer[] {
  return VOCABULARIES.flatMap((vocabulary) => {
    const chosen = cycleNamed(name, vocabulary);
    return chosen.kind === 'cycle' ? [{ dialect: vocabulary.dialect, name: chosen.name }] : [];
  });
}

/** The test, with what the models say of it; null where the name is none. */
export function madeText({ dialect, name }: ShapeOffer, seconds: number): string | null {
  const vocabulary = vocabularyOf(dialect);
  if (vocabulary === null) return null;
  const chosen = cycleNamed(name, vocabulary);
  if (chosen.kind !== 'cycle') return null;
  const { limits } = settingsOf({ models: null, atomics: 'lse', seconds });
  return makeTest(chosen.cycle, vocabulary, { limits }).text;
}
