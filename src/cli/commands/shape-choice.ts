/** The shapes that a list is asked for, and the edges of their dialect. */
import type { ListedShapes } from '../../report/shape-list.js';
import {
  cycleNamed,
  edgeNames,
  edgeWords,
  FAMILIES,
  shapePicture,
  type Vocabulary,
} from '../../shapes/index.js';
import { UsageError } from '../failure.js';

/** The shapes of these names; all where none are given. */
export function shapesAsked(names: readonly string[], vocabulary: Vocabulary): ListedShapes {
  const asked = names.length > 0 ? names : FAMILIES.map(({ name }) => name);
  return {
    dialect: vocabulary.dialect,
    shapes: asked.map((name) => {
      const found = cycleNamed(name, vocabulary);
      if (found.kind === 'fault') {
        const hint = found.hint === null ? '' : `; did you mean '${found.hint}'?`;
        throw new UsageError(`${found.fault}${hint}`);
      }
      const about = FAMILIES.find((each) => each.name === name)?.about ?? null;
      return { name: found.name, about, picture: shapePicture(found.cycle, vocabulary) };
    }),
    edges: edgeNames(vocabulary),
    words: edgeWords(vocabulary).split(', '),
  };
}
