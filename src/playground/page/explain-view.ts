/** How a state comes about, or why it cannot: a diagram that is gone through step by step, beside the lines of the editor. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { unsafeHTML } from 'lit-html/directives/unsafe-html.js';
import { plural } from '../../report/text/layout.js';
import type { ExplainPanel, PictureScene, PictureStep } from '../protocol.js';
import type { Playground } from './page-state.js';
import { reportText } from './report-text.js';

/** The view. */
export function explainView(playground: Playground): TemplateResult {
  const { answer } = playground.explain;
  return html`
    ${stateField(playground)}
    ${answer === null ? nothing : explanation(playground, answer)}
  `;
}

/** The state that is explained: the test's condition, or what the reader writes or chooses. */
function stateField(playground: Playground): TemplateResult {
  const { state } = playground.state;
  const states = playground.check.answer?.states ?? [];
  const ask = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    playground.change({ state: value.trim() === '' ? null : value.trim(), model: null });
  };
  return html`<div class="field">
    <label for="state">State</label>
    <input
      id="state"
      list="states"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      placeholder="the test's condition, or another: 0:r0=1 /\\ x=0"
      .value=${state ?? ''}
      @change=${ask}
    />
    <datalist id="states">${states.map((each) => html`<option value=${each}></option>`)}</datalist>
    ${
      state === null
        ? nothing
        : html`<button type="button" @click=${() => playground.change({ state: null, model: null })}>
          The condition
        </button>`
    }
  </div>`;
}

function explanation(playground: Playground, { models, report }: ExplainPanel): TemplateResult {
  const { model: shown, scene, index } = playground.scenes;
  const chosen = models.find(({ name }) => name === shown);
  if (chosen === undefined) return reportText(report);
  const { title, scenes, remarks } = chosen;
  return html`
    <div class="chips" role="group" aria-label="Models">
      ${models.map(
        ({ name, title, kind, word, deadlocks }) => html`<button
          type="button"
          class="chip ${kind}"
          aria-pressed=${name === shown}
          @click=${() => playground.change({ model: name })}
        >${title} <b>${word}</b>${deadlocks ? html`, <i>deadlock</i>` : nothing}</button>`,
      )}
    </div>
    ${
      scenes.length < 2
        ? nothing
        : html`<div class="picks" role="group" aria-label="Diagrams of ${title}">
          ${scenes.map(
            ({ name }, which) => html`<button
              type="button"
              aria-pressed=${which === index}
              @click=${() => playground.change({ scene: which })}
            >${name}</button>`,
          )}
        </div>`
    }
    ${remarks.map((text) => html`<p>${text}</p>`)}
    ${scene === null ? nothing : sceneArticle(playground, scene)}
    <details class="words">
      <summary>In words</summary>
      ${reportText(report, 'Explanation')}
    </details>
  `;
}

function sceneArticle(playground: Playground, scene: PictureScene): TemplateResult {
  const { kind, name, verdict, lead, remarks, steps } = scene;
  const at = Math.min(playground.state.step, steps.length);
  const picture = playground.isPictureOf ? playground.picture.answer : null;
  return html`<article class="picture ${kind} ${at > 0 ? 'stepped' : ''}" aria-label=${name}>
    <h3>${verdict}</h3>
    <figure tabindex="0" aria-label="Diagram" @click=${(event: Event) => toEvent(playground, scene, event)}>
      ${
        picture === null
          ? html`<p class="quiet drawing">Drawing …</p>`
          : html`${unsafeHTML(picture.svg)}<figcaption>${unsafeHTML(picture.legend)}</figcaption>`
      }
    </figure>
    <div class="picture-bar">
      ${steps.length === 0 ? nothing : walkBar(playground, kind, at, steps.length)}
      ${ZOOM_BAR}
    </div>
    ${lead === null ? nothing : html`<p>${lead}</p>`}
    <ol class="steps">
      ${steps.map((step, index) => stepItem(playground, step, index + 1, at))}
    </ol>
    ${remarks.map((text) => html`<p>${text}</p>`)}
  </article>`;
}

function walkBar(
  playground: Playground,
  kind: PictureScene['kind'],
  at: number,
  count: number,
): TemplateResult {
  const unit = kind === 'cycle' ? 'arrow' : 'step';
  return html`<div class="stepping" role="group" aria-label="Steps">
      <button type="button" ?disabled=${at === 0} aria-label="Previous ${unit}" @click=${() => go(playground, -1)}>
        ←
      </button>
      <span class="place">${at === 0 ? plural(count, unit) : `${unit} ${at} of ${count}`}</span>
      <button
        type="button"
        ?disabled=${at === count}
        aria-label="Next ${unit}"
        @click=${() => go(playground, 1)}
      >→</button>
      <span class="quiet hint">or the arrow keys</span>
    </div>`;
}

function stepItem(
  playground: Playground,
  { what, how, aside, memory }: PictureStep,
  number: number,
  at: number,
): TemplateResult {
  return html`<li><button
    type="button"
    aria-current=${number === at ? 'step' : nothing}
    @click=${() => playground.change({ step: number })}
  ><code>${what}</code> <span>${how}</span>${
    memory === null ? nothing : html` <samp>${memory}</samp>`
  }${aside === null ? nothing : html` <em>${aside}</em>`}</button></li>`;
}

/** Goes on by so many steps, or back. */
export function go(playground: Playground, by: number): void {
  const { scene } = playground.scenes;
  if (scene === null) return;
  const at = Math.min(playground.state.step, scene.steps.length);
  const to = Math.max(0, Math.min(at + by, scene.steps.length));
  playground.change({ step: to });
  const step = scene.steps[to - 1];
  if (step !== undefined) playground.say(`${to} of ${scene.steps.length}: ${step.what} ${step.how}`);
}

/** How large the diagram is made: so that all of it is seen, or as large as one likes. */
type Zoom = 'out' | 'fit' | 'in';

/** The keys for that. */
const ZOOM_KEYS: Readonly<Record<string, Zoom>> = { '-': 'out', '0': 'fit', '+': 'in', '=': 'in' };

const ZOOM_BAR = html`<div class="stepping" role="group" aria-label="Size of the diagram">
  <button type="button" aria-label="Smaller" aria-keyshortcuts="-" @click=${() => zoom('out')}>−</button>
  <button type="button" aria-keyshortcuts="0" @click=${() => zoom('fit')}>Fit</button>
  <button type="button" aria-label="Larger" aria-keyshortcuts="+" @click=${() => zoom('in')}>+</button>
</div>`;

/** Does what a key asks of the diagram's size; false where it asks nothing of it. */
export function zoomBy(key: string): boolean {
  const how = ZOOM_KEYS[key];
  if (how !== undefined) zoom(how);
  return how !== undefined;
}

/** Narrower nobody sees anything. */
const NARROWEST_PICTURE = 60;
/** The part of the window's height that a diagram fits into, and the room around it. */
const FITTING = 0.6;
const AROUND = 26;

function zoom(how: Zoom): void {
  const figure = document.querySelector<HTMLElement>('article.picture figure');
  const svg = figure?.querySelector('svg');
  if (figure == null || svg == null) return;
  const { width, height } = svg.getBoundingClientRect();
  const fitting = Math.min(figure.clientWidth - AROUND, (innerHeight * FITTING * width) / height);
  const next = { out: width * 0.8, in: width * 1.25, fit: fitting }[how];
  svg.style.width = svg.style.minWidth = `${Math.round(Math.max(NARROWEST_PICTURE, next))}px`;
  svg.style.maxWidth = 'none';
}

/** To the first step of the event that was pressed. */
function toEvent(playground: Playground, { steps }: PictureScene, { target }: Event): void {
  const event = target instanceof Element ? target.closest('.event') : null;
  const name = [...(event?.classList ?? [])].find((each) => /^event-\d+$/.test(each));
  const index = steps.findIndex(({ now }) => name !== undefined && now[0] === name);
  if (index !== -1) playground.change({ step: index + 1 });
}

/** Marks in the diagram what its step is about, which is done behind the template: the diagram comes as it is. */
export function markPicture(playground: Playground, root: ParentNode): void {
  const article = root.querySelector('article.picture');
  if (article === null) return;
  for (const each of article.querySelectorAll('svg .now, svg .later')) each.classList.remove('now', 'later');
  const step = playground.scenes.scene?.steps[playground.state.step - 1];
  if (step === undefined) return;
  const mark = (names: readonly string[], as: string): void => {
    for (const name of names)
      for (const each of article.querySelectorAll(`svg .${name}`)) each.classList.add(as);
  };
  mark(step.later, 'later');
  mark(step.now, 'now');
  for (const each of [...article.querySelectorAll('svg .event.now')].reverse())
    each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
