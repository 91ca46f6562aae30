/** A state explained: the report, the scenes of each model, and a diagram when it is looked at. */
import { explainSource } from '../../explain/explain-source.js';
import type { Explanation, ModelExplanation } from '../../explain/explanation.js';
import { prettyExplain } from '../../report/explain/explain-reporter.js';
import { answer } from '../../report/explain/explain-text.js';
import { legend, modelRemarks, sized } from '../../report/graph/html.js';
import { markedBy, openingModel, type Scene, scenesOf } from '../../report/graph/scene.js';
import { svgElement } from '../../report/graph/svg.js';
import { STATE_WORDS } from '../../report/text/verdict-words.js';
import type { ExplainPanel, ModelScenes, Picture, PictureScene, PlaygroundQuestion } from '../protocol.js';
import { canvasOf, settingsOf, sourceOf } from './asked.js';

/** The last explanation, of which diagrams are asked for one by one. */
let last: { readonly key: string; readonly explanation: Explanation | null } | null = null;

/** Explains a state. */
export async function explainPanel(
  question: PlaygroundQuestion,
  state: string | null,
): Promise<ExplainPanel> {
  const result = explained(question, state);
  const { explanation } = result;
  last = { key: keyOf(question, state), explanation };
  const reporter = prettyExplain(canvasOf(question));
  reporter.begin({ files: [question.file], version: '' });
  return {
    report: await reporter.result(result),
    answer: explanation === null ? null : answer(explanation),
    state: explanation?.state ?? state ?? '',
    models: explanation === null ? [] : explanation.models.map((model) => modelScenes(explanation, model)),
    opening: explanation === null ? null : (openingModel(explanation)?.model ?? null),
  };
}

/** Draws a diagram. */
export async function pictureOf(
  question: PlaygroundQuestion,
  state: string | null,
  name: string,
  which: number,
): Promise<Picture> {
  const key = keyOf(question, state);
  const explanation = last?.key === key ? last.explanation : explained(question, state).explanation;
  last = { key, explanation };
  const model = explanation?.models.find((each) => each.model === name);
  if (explanation === null || model === undefined) return null;
  const scene = scenesOf(explanation, model)[which];
  if (scene === undefined) return null;
  return { svg: sized(await svgElement({ ...scene.drawing, title: [] })), legend: legend(scene) };
}

function explained(question: PlaygroundQuestion, state: string | null): ReturnType<typeof explainSource> {
  const asked = state === null ? null : { name: 'state', text: state };
  return explainSource(sourceOf(question), settingsOf(question), asked);
}

function keyOf({ columns: _columns, ...question }: PlaygroundQuestion, state: string | null): string {
  return JSON.stringify([question, state]);
}

function modelScenes(explanation: Explanation, model: ModelExplanation): ModelScenes {
  return {
    name: model.model,
    title: model.title,
    kind: model.kind,
    word: STATE_WORDS[model.kind],
    deadlocks: model.deadlock !== null,
    remarks: modelRemarks(model).filter((text) => text !== ''),
    scenes: scenesOf(explanation, model).map(pictureScene),
  };
}

function pictureScene(scene: Scene): PictureScene {
  const { kind, name, verdict, lead, remarks, steps } = scene;
  return {
    ...{ kind, name, verdict, lead, remarks },
    steps: steps.map((step) => {
      const { what, how, aside, memory, lines, alsoLines } = step;
      return { what, how, aside, memory, lines, alsoLines, ...markedBy(step, scene) };
    }),
  };
}
