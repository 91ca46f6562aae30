/** What `pinlitmus new --list` prints: each shape with its picture, and the edges of the dialect. */
import { behind, joinLines, NARROWEST, wrapped } from './text/layout.js';

/** A shape as it is listed. */
interface ListedShape {
  readonly name: string;
  /** Null for a shape that has no row of its own. */
  readonly about: string | null;
  readonly picture: readonly string[];
}

/** Shapes, and the edges that may stand in their names. */
export interface ListedShapes {
  readonly dialect: string;
  readonly shapes: readonly ListedShape[];
  /** As names of tests have them. */
  readonly edges: readonly string[];
  /** As the diy tools have them. */
  readonly words: readonly string[];
}

/** The list, in at most so many columns. */
export function shapeListText({ dialect, shapes, edges, words }: ListedShapes, columns: number): string {
  const width = Math.max(columns, NARROWEST);
  const pictures = shapes.flatMap(({ name, about, picture }) => [
    about === null ? name : `${name}: ${about}`,
    ...picture.map((line) => `  ${line}`),
    '',
  ]);
  const label = 'with --cycle  ';
  return joinLines([
    ...pictures,
    `The edges of ${dialect}`,
    ...behind('in names'.padEnd(label.length), wrapped(edges.join(' '), width - label.length)),
    ...behind(label, wrapped(words.join(' '), width - label.length)),
  ]);
}
