/**
 * `pinlitmus explain --graph`: an explanation as dot, svg or html. dot and svg show one diagram, html shows all. Nothing
 * else needs to be known of this folder; it is loaded when a graph is asked for.
 */
import type { Explanation } from '../../explain/explanation.js';
import type { Reporter } from '../reporter.js';
import { dotText } from './dot.js';
import { htmlText } from './html.js';
import { byInterest, type Scene, scenesOf } from './scene.js';
import { svgText } from './svg.js';

/** The forms of a graph. */
export type GraphForm = 'dot' | 'svg' | 'html';

/** Which diagram dot and svg show. */
export interface Choice {
  /** A model's name, as in `--model`; null for the weakest that forbids the state, or else the first that allows it. */
  readonly model: string | null;
  /** Which of the model's diagrams, from 0: its execution or its cycles, and then its deadlock. */
  readonly which: number;
}

/** A reporter that draws the first file that could be explained; a graph is of one test. */
export function graphReporter(form: GraphForm): Reporter<'explain'> {
  let first: Explanation | null = null;
  return {
    begin: () => '',
    async result({ explanation }) {
      first ??= explanation;
      return '';
    },
    end: async () => (first === null ? null : await graphOf(first, { model: null, which: 0 }, form)) ?? '',
  };
}

/** The text of a graph; null when there is no such diagram: no verdict, or nothing to draw in its reasons. */
export async function graphOf(
  explanation: Explanation,
  choice: Choice,
  form: GraphForm,
): Promise<string | null> {
  if (form === 'html') return htmlText(explanation);
  const scene = sceneOf(explanation, choice);
  if (scene === null) return null;
  return form === 'dot' ? dotText(scene.drawing) : svgText(scene.drawing);
}

function sceneOf(explanation: Explanation, { model, which }: Choice): Scene | null {
  const { models } = explanation;
  for (const each of byInterest(models.filter((one) => model === null || one.model === model))) {
    const scene = scenesOf(explanation, each)[which];
    if (scene !== undefined) return scene;
  }
  return null;
}
