/** The whole page: what can be done above, the editor on one side, what models make of its text on the other. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { duration } from '../../report/text/layout.js';
import type { PlaygroundView } from '../link.js';
import { barriersView } from './barriers-view.js';
import { openCases } from './cases-dialog.js';
import { checkView } from './check-view.js';
import { explainView } from './explain-view.js';
import { copyLink } from './link-dialog.js';
import type { Playground } from './page-state.js';
import { portsView } from './ports-view.js';
import { reportText } from './report-text.js';
import { limitsText, openSettings } from './settings-dialog.js';
import { stepView } from './step-view.js';
import { isDark, switchTheme } from './theme.js';

const VIEWS: readonly {
  readonly view: PlaygroundView;
  readonly label: string;
  /** What is done while it is worked out. */
  readonly doing: string;
  readonly draw: (playground: Playground) => TemplateResult | typeof nothing;
}[] = [
  { view: 'check', label: 'Verdicts', doing: 'Checking', draw: checkView },
  { view: 'explain', label: 'Explain', doing: 'Explaining', draw: explainView },
  { view: 'step', label: 'Step', doing: 'Stepping', draw: stepView },
  { view: 'barriers', label: 'Barriers', doing: 'Trying barriers', draw: barriersView },
  { view: 'compile', label: 'Ports', doing: 'Compiling', draw: portsView },
];

/** Two threads that cross, as in the page's icon. */
const LOGO = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M16 2C10 2 6 6.5 6 12c0 7 10 18 10 18s10-11 10-18C26 6.5 22 2 16 2z" />
  <path class="threads" d="M11 8l10 8M21 8l-10 8" />
</svg>`;

/** The page. The editor is put into the element with the class `editor`. */
export function pageView(playground: Playground): TemplateResult {
  return html`
    ${header(playground)}
    <main>
      <section class="edit" aria-label="Test">
        <div class="above">
          <h2>${playground.state.file}</h2>
          <span id="leave-editor" class="quiet">Escape, then Tab, leaves the editor</span>
          <button type="button" @click=${() => void playground.format()}>Format</button>
        </div>
        <div class="editor"></div>
      </section>
      <section class="result" aria-label="Result">
        ${tabs(playground)}
        ${panel(playground)}
        ${statusBar(playground)}
      </section>
    </main>
    ${playground.told === '' ? nothing : html`<p class="told" aria-hidden="true">${playground.told}</p>`}
    <p class="unseen" role="status">${playground.said}</p>
  `;
}

function header(playground: Playground): TemplateResult {
  return html`<header>
    <h1>${LOGO} <span>pinlitmus</span></h1>
    <nav aria-label="Page">
      <button type="button" @click=${() => openCases(playground)}>Cases</button>
      <button type="button" @click=${() => openSettings(playground)}>Models</button>
      <button type="button" @click=${() => void copyLink(playground)}>Copy link</button>
      <button type="button" class="theme" @click=${() => {
        switchTheme();
        playground.draw();
      }}>${isDark() ? 'Light' : 'Dark'}</button>
    </nav>
  </header>`;
}

function tabs(playground: Playground): TemplateResult {
  const { view: shown } = playground.state;
  const arrow = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const at = VIEWS.findIndex(({ view }) => view === shown);
    const { view } = VIEWS[(at + by + VIEWS.length) % VIEWS.length];
    event.preventDefault();
    event.stopPropagation();
    playground.change({ view });
    document.getElementById(`tab-${view}`)?.focus();
  };
  return html`<div role="tablist" aria-label="What to look at" @keydown=${arrow}>
    ${VIEWS.map(
      ({ view, label }) => html`<button
        type="button"
        role="tab"
        id="tab-${view}"
        aria-selected=${view === shown}
        aria-controls="panel"
        tabindex=${view === shown ? 0 : -1}
        @click=${() => playground.change({ view })}
      >${label}</button>`,
    )}
  </div>`;
}

function panel(playground: Playground): TemplateResult {
  const { view: shown } = playground.state;
  const { state, fault, isStale, verdicts } = playground.asking;
  return html`<div
    id="panel"
    role="tabpanel"
    aria-labelledby="tab-${shown}"
    aria-busy=${state === 'running'}
    class=${isStale && verdicts.length === 0 ? 'stale' : ''}
  >
    ${state === 'failed' ? reportText(fault, 'Fault') : nothing}
    ${VIEWS.find(({ view }) => view === shown)?.draw(playground)}
  </div>`;
}

function statusBar(playground: Playground): TemplateResult {
  const { asking } = playground;
  const doing = VIEWS.find(({ view }) => view === playground.state.view)?.doing;
  return html`<footer class="status">
    ${said()}
    <span class="quiet limits">${limitsText(playground.state)}</span>
  </footer>`;

  function said(): TemplateResult {
    const { state, model, begun, milliseconds } = asking;
    if (state === 'running' && !asking.isNew) {
      const where = model === null ? '' : ` on ${model}`;
      return html`<span class="busy">${doing}${where}, ${duration(performance.now() - begun)}</span>
        <button type="button" @click=${() => asking.cancel()}>Cancel</button>`;
    }
    if (state === 'cancelled' || state === 'late')
      return html`<span>${state === 'late' ? 'Stopped' : 'Cancelled'} after ${duration(milliseconds)}</span>
        <button type="button" @click=${() => playground.again()}>Run again</button>`;
    return html`<span class="quiet">${state === 'done' ? `Done in ${duration(milliseconds)}` : ''}</span>`;
  }
}
