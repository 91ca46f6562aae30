/** What the test becomes on each port, and each as a test of its own. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Playground } from './page-state.js';
import { reportText } from './report-text.js';

/** The view. */
export function portsView(playground: Playground): TemplateResult | typeof nothing {
  const { answer } = playground.compile;
  if (answer === null) return nothing;
  const { report, tests } = answer;
  const open = (name: string, text: string): void => {
    const file = playground.state.file.replace(/(\.litmus)?$/, `-${name}.litmus`);
    playground.change({ file, text, view: 'check', model: null, state: null });
  };
  return html`
    ${
      tests.length === 0
        ? nothing
        : html`<p class="actions">
          <span>Open as a test of its own:</span>
          ${tests.map(
            ({ name, title, text }) =>
              html`<button type="button" @click=${() => open(name, text)}>${title}</button>`,
          )}
        </p>`
    }
    ${reportText(report, 'Ports')}
  `;
}
