/** What each barrier is for, and changes that forbid the state, each of which can be put into the editor. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { OfferedPatch } from '../protocol.js';
import type { Playground } from './page-state.js';
import { reportText } from './report-text.js';

/** The view. */
export function barriersView(playground: Playground): TemplateResult | typeof nothing {
  const { answer } = playground.barriers;
  if (answer === null) return nothing;
  const { report, lead, patches, rest } = answer;
  return html`
    ${reportText(report, 'Barriers')}
    ${lead === '' ? nothing : reportText(lead, 'Advice')}
    ${patches.map((patch) => patchArticle(playground, patch))}
    ${rest === '' ? nothing : reportText(rest, 'Advice')}
  `;
}

function patchArticle(playground: Playground, { title, report, text }: OfferedPatch): TemplateResult {
  return html`<article class="patch" aria-label=${title}>
    ${reportText(report, title)}
    <button type="button" class="primary" aria-label="Apply: ${title}" @click=${() => void playground.apply(text, false)}>
      Apply
    </button>
  </article>`;
}
