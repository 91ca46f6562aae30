/** What `pinlitmus models` prints: every model, what it allows in a line, and where it is defined. */
import type { Model } from '../models/model.js';
import { behind, joinLines, longest, NARROWEST, wrapped } from './text/layout.js';

/** The models as a list of at most `columns` columns. */
export function modelsText(models: readonly Model[], columns: number): string {
  const width = Math.max(columns, NARROWEST);
  const column = longest(models.map((model) => model.name)) + 3;
  return joinLines(
    models.flatMap((model, index) => {
      const facts = [model.title, model.allows, `source: ${model.source}`];
      const lines = facts.flatMap((fact) => wrapped(fact, width - column));
      const rows = behind(model.name.padEnd(column), lines);
      return index === 0 ? rows : ['', ...rows];
    }),
  );
}
