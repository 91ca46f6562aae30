/**
 * The page: every model with its scenes, each a graph and its steps, and the source beside them. One file that
 * asks for nothing from anywhere, which its Content-Security-Policy states. All that the script needs stands in attributes,
 * so that no text of the user's is ever within a script; without the script the page shows everything one below the other.
 */
import type { DiagramRelation, Explanation, ModelExplanation } from '../../explain/explanation.js';
import { answer } from '../explain/explain-text.js';
import { boundText, leadText, shownOf } from '../explain/forbidden-text.js';
import { plural } from '../text/layout.js';
import { limitText, STATE_WORDS } from '../text/verdict-words.js';
import { arrowsOf } from './arrow.js';
import { colouredLines } from './coloured-source.js';
import { escaped } from './label.js';
import { markedBy, openingModel, type Scene, type SceneStep, scenesOf } from './scene.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { svgElement } from './svg.js';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** The page of an explanation. */
export async function htmlText(explanation: Explanation): Promise<string> {
  const { info, models } = explanation;
  const first = openingModel(explanation);
  const sections = [];
  for (const [index, model] of models.entries()) sections.push(await modelSection(explanation, model, index));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="pinlitmus">
<title>${escaped(info.name)}: pinlitmus explain</title>
<style>
${STYLE}</style>
</head>
<body>
<header>
<div>
<h1>${escaped(info.name)}${info.title === null ? '' : ` <span>${escaped(info.title)}</span>`}</h1>
<p class="answer">${escaped(answer(explanation))}</p>
</div>
<button type="button" class="theme" hidden>Dark</button>
</header>
<nav aria-label="Models" hidden>
${models.map((model) => modelButton(model, model === first)).join('\n')}
</nav>
<main${isWide(models) ? ' class="wide"' : ''}>
<div class="models">
${sections.join('\n')}
</div>
${sourceAside(explanation)}
</main>
<p class="announcer" role="status"></p>
<script>
${SCRIPT}</script>
</body>
</html>
`;
}

/** Whether a graph is likely to need more than half of the page. */
function isWide(models: readonly ModelExplanation[]): boolean {
  return models.some((model) => {
    const drawn = model.kind === 'forbidden' ? model.cycles : model.kind === 'allowed' ? [model.witness] : [];
    return drawn.some(({ diagram }) => diagram.threads.length > 2);
  });
}

function modelButton({ model, title, kind, deadlock }: ModelExplanation, isFirst: boolean): string {
  const more = deadlock === null ? '' : ', <small class="deadlock">deadlock</small>';
  return `<button type="button" data-model="${escaped(model)}" aria-pressed="${isFirst}">${escaped(title)} <small class="${kind}">${STATE_WORDS[kind]}</small>${more}</button>`;
}

async function modelSection(
  explanation: Explanation,
  model: ModelExplanation,
  index: number,
): Promise<string> {
  const scenes = scenesOf(explanation, model);
  const articles = [];
  for (const [number, scene] of scenes.entries())
    articles.push(await article(scene, `scene-${index}-${number}`));
  const picks = scenes.map(
    ({ name }, number) =>
      `<button type="button" data-scene="scene-${index}-${number}" aria-pressed="${number === 0}">${name}</button>`,
  );
  return `<section data-model="${escaped(model.model)}" aria-label="${escaped(model.title)}">
<h2>${escaped(model.title)} <small class="${model.kind}">${STATE_WORDS[model.kind]}</small></h2>
${paragraphs(modelRemarks(model))}${scenes.length < 2 ? '' : `<div class="picks" role="group" aria-label="Diagrams of ${escaped(model.title)}" hidden>${picks.join('')} <span class="hint">n: the next</span></div>\n`}${articles.join('\n')}
</section>`;
}

/** What to say of a model apart from its scenes, a paragraph each; some may be empty. */
export function modelRemarks(model: ModelExplanation): readonly string[] {
  switch (model.kind) {
    case 'allowed':
      return [];
    case 'forbidden': {
      const left = model.cycles.length - shownOf(model).length;
      return [
        model.cycles.length === 0 ? leadText(model) : '',
        left > 0 ? `${plural(left, 'more cycle is', 'more cycles are')} not drawn.` : '',
        boundText(model),
      ];
    }
    case 'unknown':
      return [`Undecided, ${limitText(model.limit)}.`];
  }
}

function paragraphs(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => `<p>${escaped(text)}</p>\n`)
    .join('');
}

async function article(scene: Scene, id: string): Promise<string> {
  const { kind, name, verdict, lead, remarks, steps, drawing } = scene;
  const svg = await svgElement({ ...drawing, title: [] });
  const unit = kind === 'cycle' ? 'arrow' : 'step';
  const label = escaped(`${drawing.title.join(': ')}`);
  return `<article id="${id}" class="${kind}" aria-label="${escaped(name)}">
<h3>${escaped(verdict)}</h3>
<figure tabindex="0" aria-label="Graph: ${label}">
${sized(svg)}<figcaption>${legend(scene)}</figcaption>
</figure>
<div class="stepping" hidden>
<button type="button" data-go="-1" aria-label="Previous step" aria-keyshortcuts="ArrowLeft">←</button>
<span class="place" data-one="${unit}" data-all="${plural(steps.length, unit)}"></span>
<button type="button" data-go="1" aria-label="Next step" aria-keyshortcuts="ArrowRight">→</button>
<span class="hint">or the arrow keys</span>
<span class="zooming" role="group" aria-label="Size of the graph">
<button type="button" data-zoom="out" aria-label="Smaller" aria-keyshortcuts="-">−</button>
<button type="button" data-zoom="fit" aria-label="Fit" aria-keyshortcuts="0">Fit</button>
<button type="button" data-zoom="in" aria-label="Larger" aria-keyshortcuts="+">+</button>
</span>
</div>
${paragraphs([lead ?? ''])}<ol class="steps">
${steps.map((step, index) => stepItem(step, scene, `${id}/${index + 1}`)).join('\n')}
</ol>
${paragraphs(remarks)}</article>`;
}

/** As large as Graphviz makes it, smaller where there is no room, but never too small to read. */
export function sized(svg: string): string {
  return svg.replace(
    / width="([\d.]+)pt" height="[\d.]+pt"/,
    (_, width: string) => ` style="width:${width}pt;min-width:${Math.round(Number(width) * 0.62)}pt"`,
  );
}

function stepItem(step: SceneStep, scene: Scene, id: string): string {
  const { what, how, aside, memory, lines, alsoLines } = step;
  const { now, later } = markedBy(step, scene);
  const attributes = [
    `data-now="${now.join(' ')}"`,
    `data-later="${later.join(' ')}"`,
    `data-lines="${lines.join(' ')}"`,
    `data-also="${alsoLines.join(' ')}"`,
  ];
  const more = aside === null ? '' : ` <em>${escaped(aside)}</em>`;
  const left = memory === null ? '' : ` <samp>${escaped(memory)}</samp>`;
  const link = `<a href="#${id}" aria-label="Link to this step">#</a>`;
  return `<li id="${id}">${link}<button type="button" ${attributes.join(' ')}><code>${escaped(what)}</code> <span>${escaped(how)}</span>${left}${more}</button></li>`;
}

const MEANINGS: Readonly<Record<DiagramRelation, string>> = {
  po: 'program order',
  rf: 'is read by',
  co: 'is overwritten by',
  fr: 'read what is overwritten by',
  fence: 'a barrier keeps the order',
  addr: 'address dependency',
  data: 'data dependency',
  ctrl: 'control dependency',
  order: 'the accesses themselves keep the order',
};

/** The relations that are drawn, in words. */
export function legend({ drawing }: Scene): string {
  const drawn = new Set<string>(arrowsOf(drawing.diagram).map(({ edge }) => edge.relation));
  const parts = Object.entries(MEANINGS)
    .filter(([relation]) => drawn.has(relation))
    .map(([relation, meaning]) => `<span><b class="${relation}">${relation}</b> ${meaning}</span>`);
  const overtakes =
    drawing.overtakings.length === 0
      ? []
      : ['<span><b>overtakes</b> takes effect before, against program order</span>'];
  return [...parts, ...overtakes].join(' ');
}

function sourceAside({ file, source, info }: Explanation): string {
  const items = colouredLines(source.replace(/\r?\n$/, ''), info.dialect === 'C').map(
    (line, index) =>
      `<span class="line" data-line="${index + 1}"><span class="number">${index + 1}</span>${line}\n</span>`,
  );
  return `<aside class="source" aria-label="Source">
<h2>${escaped(file)}</h2>
<pre tabindex="0"><code>${items.join('')}</code></pre>
</aside>`;
}
